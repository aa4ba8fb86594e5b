"""What is signed: an in-toto statement about one record of the ledger. Read `statement_of`.

Source: in-toto Attestation Framework, "Statement layer" v1 (github.com/in-toto/attestation, read 2026-11).
docs/evidence.md maps the fields to what auditors ask for.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from reconciler.model.canonical import digest
from reconciler.model.ids import Digest

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPES: Mapping[str, str] = {
    "receipt": "https://schemas.reconciler.example/attestation/apply/v1",
    "import": "https://schemas.reconciler.example/attestation/import/v1",
}
"""What the predicate is, by kind of record. A predicate of another shape gets another version."""

SHORT = 100
"""Lists up to this length stand in the statement itself; of longer ones only count and digest do."""

_UNSIGNED = frozenset({"attestation", "digest"})


def statement_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The statement about a receipt or an import, given as JSON with its header.

    `attestation` and `digest` are passed over, where they are there already. Raises KeyError for other records.
    """
    predicate = _applied(record) if record["kind"] == "receipt" else _imported(record)
    return {
        "_type": STATEMENT_TYPE,
        "subject": subjects_of(record),
        "predicateType": PREDICATE_TYPES[record["kind"]],
        "predicate": {**_place(record), **predicate},
    }


def subjects_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the statement is about: the record, and of a receipt the plan and the desired tree too.

    The record's digest is over all of it but `attestation` and `digest`: tenant, number, predecessor and moment are
    in it, so a signature fits one place of one chain.
    """
    subjects = [_subject("record", content_digest(record))]
    if record["kind"] == "receipt":
        subjects.append(_subject("plan", record["planDigest"]))
        subjects.append(_subject("desired-state", record["source"]["desiredDigest"]))
    return subjects


def content_digest(record: Mapping[str, Any]) -> Digest:
    """The digest of a record without its attestation and its own digest."""
    return digest({key: value for key, value in record.items() if key not in _UNSIGNED})


def _subject(name: str, of: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": of.removeprefix("sha256:")}}


def _place(record: Mapping[str, Any]) -> dict[str, Any]:
    """Where in which chain the record stands."""
    return {key: record[key] for key in ("tenant", "seq", "previous", "at")}


def _imported(record: Mapping[str, Any]) -> dict[str, Any]:
    return {"lastApplied": _remembered(record)}


def _applied(record: Mapping[str, Any]) -> dict[str, Any]:
    """Who asked for the change, who agreed, what was judged, done, and used up."""
    source = record["source"]
    return {
        "author": record["author"],
        "approvers": record["approvers"],
        "commit": source["commit"],
        "dirty": source["dirty"],
        "pullRequest": record["pullRequest"],
        "emergency": record["emergency"],
        "planDigest": record["planDigest"],
        "desiredDigest": source["desiredDigest"],
        "intent": record["intent"],
        "refused": record["refused"],
        "findings": {**_listed(record["findings"]), "rules": _counted(record["findings"], "rule")},
        "accepted": _listed(record["accepted"]),
        "outcomes": {
            **_listed([_outcome(one) for one in record["outcomes"]]),
            "kinds": _counted(record["outcomes"], "outcome"),
            "books": _by_book(record["outcomes"]),
        },
        "seats": {when: _listed(record["seats"][when]) for when in ("before", "after")},
        "lastApplied": _remembered(record),
        "tool": record["tool"],
    }


def _remembered(record: Mapping[str, Any]) -> dict[str, Any] | None:
    return None if record["lastApplied"] is None else _listed(record["lastApplied"])


_TOLD = ("change", "outcome", "requestIds", "before", "after", "at")


def _outcome(outcome: Mapping[str, Any]) -> dict[str, Any]:
    """An outcome without its words for people."""
    return {key: outcome[key] for key in _TOLD}


def _by_book(outcomes: Sequence[Mapping[str, Any]]) -> int:
    """How many books were meant. A change of an assignment is called `a:BOOK:GROUP`."""
    return len({one["change"].split(":")[1] for one in outcomes if one["change"].startswith("a:")})


def _listed(items: Sequence[Any] | Mapping[str, Any]) -> dict[str, Any]:
    """A list or a map as far as it is short; its length and digest in any case. The record holds all of it."""
    return {"count": len(items), "digest": digest(items), "items": items if len(items) <= SHORT else None}


def _counted(items: Sequence[Mapping[str, Any]], key: str) -> dict[str, int]:
    return dict(sorted(Counter(str(one[key]) for one in items).items()))
