"""What the signatures of a record are worth, offline. Read `verify_envelope`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reconciler.evidence.certificate import certificate_in, fits, identity_in
from reconciler.evidence.envelope import PAYLOAD_TYPE, Envelope, Signature, envelope_from_json
from reconciler.evidence.keys import PublicKey, readable
from reconciler.evidence.statement import PREDICATE_TYPES, STATEMENT_TYPE, subjects_of
from reconciler.model.attestation import Identity, Trust, Verdict

Check = Callable[[Envelope, Signature, Identity], Identity]
"""Says what is known of an identity in whose name an envelope is signed; given as its certificate names it."""


def unchecked(envelope: Envelope, signature: Signature, identity: Identity) -> Identity:
    """The identity as its certificate names it: nobody looked further."""
    return identity


def verify_record(record: Mapping[str, Any], keys: Sequence[str], check: Check = unchecked) -> Verdict:
    """The verdict on the attestation that a record carries; `record` is its JSON."""
    return verify_envelope(record.get("attestation"), record, keys, check)


def verify_envelope(envelope: Any, record: Mapping[str, Any], keys: Sequence[str], check: Check = unchecked) -> Verdict:
    """Whether somebody with one of these keys signed exactly this record, at its place in its chain.

    `envelope` is the JSON under `attestation`, None when there is none. `keys` are lines as in `policy.ledgerKeys`;
    a line that is no key makes no signature good. `check` judges identities, which make no record trusted.
    Never raises for what a record or an envelope holds.
    """
    if envelope is None:
        return Verdict(Trust.UNSIGNED, reason="it is not signed")
    try:
        opened = envelope_from_json(envelope)
        _check_statement(opened, record)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return Verdict(Trust.BAD, _claimed(envelope), _words(error))
    readable_keys = readable(keys)
    return _best(
        _named(one, opened, one.material, check) if one.material is not None else _judged(one, opened, readable_keys)
        for one in opened.signatures
    )


def _check_statement(envelope: Envelope, record: Mapping[str, Any]) -> None:
    """Raises ValueError unless the payload is a statement of ours about this very record."""
    if envelope.payload_type != PAYLOAD_TYPE:
        raise ValueError(f"what it holds is of type {envelope.payload_type!r}, not {PAYLOAD_TYPE}")
    statement = json.loads(envelope.payload.decode("utf-8"))
    if statement.get("_type") != STATEMENT_TYPE or statement.get("predicateType") != PREDICATE_TYPES[record["kind"]]:
        raise ValueError("what it holds is no statement about a record of this kind")
    if statement.get("subject") != subjects_of(record):
        raise ValueError("it was signed for another record, or the record was changed after signing")


def _judged(signature: Signature, envelope: Envelope, keys: Sequence[PublicKey]) -> Verdict:
    """What one signature is worth. The keyid is nobody's word: it only says which key to try first."""
    for key in sorted(keys, key=lambda one: one.fingerprint != signature.keyid):
        if key.fits(envelope.message, signature.sig):
            return Verdict(Trust.TRUSTED, key.fingerprint)
    if any(key.fingerprint == signature.keyid for key in keys):
        return Verdict(Trust.BAD, signature.keyid, f"its signature is not one of the key {signature.keyid}")
    return Verdict(Trust.UNTRUSTED, signature.keyid or None, _NO_KEY)


def _named(signature: Signature, envelope: Envelope, material: Mapping[str, Any], check: Check) -> Verdict:
    """What a signature in the name of an identity is worth. Its keyid has to be what the certificate says."""
    try:
        certificate = certificate_in(material)
        identity = identity_in(certificate)
    except ValueError as error:
        return Verdict(Trust.BAD, signature.keyid, str(error))
    if signature.keyid != identity.keyid or not fits(certificate, envelope.message, signature.sig):
        return Verdict(Trust.BAD, signature.keyid, f"its signature is not one of the certificate of {identity.keyid}")
    return Verdict(Trust.UNTRUSTED, identity.keyid, _NO_KEY, (check(envelope, signature, identity),))


_NO_KEY = "it is signed by no key that is asked for"
_WORTH = (Trust.TRUSTED, Trust.BAD, Trust.UNTRUSTED)


def _best(verdicts: Iterable[Verdict]) -> Verdict:
    """One good signature suffices; without one, a broken one is told before a foreign one."""
    judged = tuple(verdicts)
    best = min(judged, key=lambda verdict: _WORTH.index(verdict.trust))
    return replace(best, identities=tuple(identity for one in judged for identity in one.identities))


def _claimed(envelope: Any) -> str | None:
    """The key that a broken envelope names; None where it names none."""
    try:
        keyid = envelope["signatures"][0]["keyid"]
    except (KeyError, IndexError, TypeError):
        return None
    return keyid if isinstance(keyid, str) else None


def _words(error: Exception) -> str:
    """What is wrong, for people. Only messages of ours are words."""
    if type(error) is ValueError:
        return str(error)
    return "what it holds is no statement about a record"
