"""The schemas of the ledger's records and of a receipt."""

from reconciler.schema.observation import observation
from reconciler.schema.parts import (
    Schema,
    choice,
    digest,
    finding,
    flag,
    instant,
    listing,
    mapping,
    maybe,
    table,
    text,
    version,
    whole,
)
from reconciler.schema.plan import applied_source, tool, values

_KINDS = ("intent", "receipt", "release", "observation", "import")
_OUTCOMES = ("applied", "unchanged", "failed", "conflict", "held", "not-tried")


def record() -> Schema:
    """Any record of the ledger; what its kind adds depends on `kind`."""
    bodies = {
        "intent": _intent(),
        "receipt": _receipt(),
        "release": _release(),
        "import": _import(),
        "observation": observation(),
    }
    return {
        "title": "Record of the ledger",
        **mapping("One record of the append-only chain of a tenant.", _header(), more=True),
        "allOf": [_of_kind(kind, body) for kind, body in bodies.items()],
    }


def receipt() -> Schema:
    """A receipt as apply gives it: the record that it leaves, or what that would say where it left none."""
    body = {**_header(), "kind": {"const": "receipt", "description": "It is a receipt."}, **_receipt()}
    unrecorded = {key: maybe(body[key]) for key in ("seq", "digest", "intent")}
    return {"title": "Receipt of an apply", **mapping("What happened in one apply.", {**body, **unrecorded})}


def _of_kind(kind: str, body: Schema) -> Schema:
    required = [key for key in body if (kind, key) not in _OPTIONAL]
    return {
        "if": {"properties": {"kind": {"const": kind}}},
        "then": {"properties": body, "required": required},
    }


_OPTIONAL = frozenset({("import", "attestation"), *(("observation", key) for key in observation())})
"""Keys that a record of this kind may lack."""


def _header() -> Schema:
    return {
        "formatVersion": version(),
        "seq": {"type": "integer", "minimum": 1, "description": "Its number in the chain, from 1, without gap."},
        "kind": choice("What it tells.", *_KINDS),
        "tenant": text("The name of the tenant."),
        "at": instant("When it was written."),
        "previous": maybe(digest("The digest of the record before it; null for the first.")),
        "digest": digest("Over the canonical JSON of everything else."),
    }


def _intent() -> Schema:
    holder = mapping(
        "Who holds the tenant.",
        {"host": text("The machine."), "run": text("The run."), "pid": whole("The number of the process.")},
    )
    return {
        "planDigest": digest("The plan that is applied."),
        "keys": table("What is planned: id of the change → what will be there.", maybe(values("What will be there."))),
        "holder": holder,
        "leaseUntil": instant("Until when the tenant is held."),
    }


def _receipt() -> Schema:
    seats = table("Seats in use by book id.", maybe(whole("Seats in use.")))
    return {
        "planDigest": digest("The plan that was applied."),
        "intent": digest("The intent that this receipt closes."),
        "refused": flag("Whether it was refused before any write."),
        "outcomes": listing("What happened to each change.", _outcome()),
        "lastApplied": maybe(_last_applied()),
        "seats": mapping("Seats of the touched books.", {"before": seats, "after": seats}),
        "findings": listing("What was found.", finding()),
        "accepted": listing("Guards that the YAML accepts.", _accepted()),
        "source": applied_source(),
        "author": maybe(text("Who wrote the commit.")),
        "approvers": listing("Who approved it.", text("One approver.")),
        "pullRequest": maybe(text("The pull request.")),
        "emergency": maybe(text("The reason of an emergency.")),
        "tool": tool(),
        "attestation": maybe(_envelope()),
    }


def _release() -> Schema:
    return {
        "intent": digest("The intent that is given up."),
        "reason": text("Why."),
        "by": text("Who gave it up."),
    }


def _import() -> Schema:
    return {"lastApplied": maybe(_last_applied()), "attestation": maybe(_envelope())}


def _envelope() -> Schema:
    signature = {
        "keyid": text(
            "The fingerprint of the key, a hint which nothing vouches for; of a signature in the name of an identity "
            "the name and issuer in its certificate."
        ),
        "sig": _base64("The signature over payload and payloadType, in base64."),
        "extension": _extension(),
    }
    return mapping(
        "The signed statement about this record, in a DSSE envelope.",
        {
            "payloadType": {
                "const": "application/vnd.in-toto+json",
                "description": "The payload is an in-toto statement.",
            },
            "payload": _base64("The statement, in base64."),
            "signatures": {
                **listing("The signatures.", mapping("One signature.", signature, optional=("extension",))),
                "minItems": 1,
            },
        },
    )


def _extension() -> Schema:
    """What a signature in the name of an identity is checked by. Source: DSSE, envelope.proto; Sigstore's own specs."""
    return mapping(
        "What a signature in the name of an identity is checked by later; a signature by a key has none.",
        {
            "kind": {
                "const": "application/vnd.dev.sigstore.verificationmaterial;version=0.1",
                "description": "It is verification material of sigstore.",
            },
            "ext": {
                "type": "object",
                "description": "Sigstore's VerificationMaterial: certificate, log entry, timestamps. With the envelope "
                "it makes up a bundle.",
            },
        },
    )


def _base64(about: str) -> Schema:
    return {"type": "string", "pattern": "^[A-Za-z0-9+/]+={0,2}$", "description": about}


def _last_applied() -> Schema:
    return table("What was left behind: id of the assignment → intent.", choice("Its intent.", "available", "required"))


def _outcome() -> Schema:
    return mapping(
        "What happened to one change.",
        {
            "change": text("The id of the change."),
            "outcome": choice("What happened.", *_OUTCOMES),
            "requestIds": listing("The service's ids of the requests.", text("One id.")),
            "before": maybe(values("What was there.")),
            "after": maybe(values("What is there now.")),
            "at": instant("When."),
            "note": text("Why, for people."),
            "subject": text("What the change is about, as people call it."),
            "origin": choice("Where the change came from.", "initial", "git", "drift", "both"),
            "book": mapping(
                "The book.", {"id": text("Its id."), "title": text("Its title."), "token": text("Its token.")}
            ),
            "target": mapping("The group.", {"id": text("Its id."), "displayName": text("Its name.")}),
            "clientRequestIds": listing("Our ids of the requests; the audit log repeats them.", text("One id.")),
        },
        optional=("note", "subject", "origin", "book", "target", "clientRequestIds"),
    )


def _accepted() -> Schema:
    return mapping(
        "One accepted guard.",
        {"rule": text("The rule."), "subject": text("What it is about."), "reason": text("Why it was accepted.")},
    )
