"""One record of the ledger: how it is written, and how it is read back without believing anything in it."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from reconciler.ledger.shape import is_digest, misfit
from reconciler.model.attestation import Attestor
from reconciler.model.canonical import canonical, sealed
from reconciler.model.errors import ServiceError
from reconciler.model.ids import Digest
from reconciler.model.instants import instant, stamp
from reconciler.model.record import RecordKind

FORMAT_VERSION = "1.0"
LAST_SEQ = 99_999_999

HEADER = frozenset({"formatVersion", "seq", "kind", "tenant", "at", "previous", "digest"})

BODY: Mapping[RecordKind, frozenset[str]] = {
    RecordKind.INTENT: frozenset({"planDigest", "keys", "holder", "leaseUntil"}),
    RecordKind.RECEIPT: frozenset(
        {"planDigest", "intent", "refused", "outcomes", "lastApplied", "seats", "findings", "accepted", "source"}
        | {"author", "approvers", "pullRequest", "emergency", "tool", "attestation"}
    ),
    RecordKind.RELEASE: frozenset({"intent", "reason", "by"}),
    RecordKind.OBSERVATION: frozenset(),
    RecordKind.IMPORT: frozenset({"lastApplied"}),
}
"""What a record of each kind must hold beside its header."""

ATTESTED = frozenset({RecordKind.RECEIPT, RecordKind.IMPORT})
"""Records that give last applied: who signs, signs these."""


class DamagedRecord(ServiceError):
    """A record, or the row of them, is not what was written. `name` is the first bad file, `reason` what is wrong."""

    def __init__(self, tenant: str, name: str, reason: str) -> None:
        super().__init__(
            f'ledger of "{tenant}": {name}: {reason}',
            "Nothing was written. A record never changes once it is there: bring the file back from a copy of the"
            " ledger, then run again.",
            code="VPP606",
        )
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Record:
    """A record that was checked: `body` is everything in it but the header, `value` its whole JSON."""

    seq: int
    kind: RecordKind
    tenant: str
    at: datetime
    previous: Digest | None
    digest: Digest
    body: Mapping[str, Any]
    value: Mapping[str, Any]


def record_name(seq: int, kind: RecordKind) -> str:
    """The file's name: `00000007-receipt.json`."""
    return f"{seq:08d}-{kind}.json"


def build_record(
    seq: int,
    kind: RecordKind,
    tenant: str,
    at: datetime,
    previous: Digest | None,
    body: Mapping[str, Any],
    signer: Attestor | None = None,
) -> tuple[Digest, bytes]:
    """The record's digest, and its file: canonical JSON and a newline. A signer attests receipts and imports.

    Raises ValueError when the body lacks a key of its kind, has one of the header, or holds a fraction.
    """
    lacking, foreign = BODY[kind] - body.keys(), HEADER & body.keys()
    if lacking or foreign or not 1 <= seq <= LAST_SEQ:
        raise ValueError(f"record {seq} of kind {kind} lacks {sorted(lacking)} or may not hold {sorted(foreign)}")
    header = {"formatVersion": FORMAT_VERSION, "seq": seq, "kind": str(kind), "tenant": tenant}
    content = {**body, **header, "at": stamp(at), "previous": previous}
    if signer is not None and kind in ATTESTED:
        content["attestation"] = dict(signer.attest(content))
    value = sealed(content)
    data = canonical(value)
    strict_json(data)
    return Digest(value["digest"]), data + b"\n"


def parse_record(tenant: str, name: str, data: bytes) -> Record:
    """The record in a file, after checking bytes, digest, format, name, tenant, and that it says what its kind says.

    Raises DamagedRecord. That it follows the record before is checked by the chain.
    """
    value = _canonical_object(tenant, name, data)
    _check_header(tenant, name, value)
    kind = RecordKind(value["kind"])
    if lacking := BODY[kind] - value.keys():
        raise DamagedRecord(tenant, name, f"it lacks {', '.join(sorted(lacking))}")
    try:
        at = instant(str(value.get("at")))
    except (ValueError, OverflowError) as error:
        raise DamagedRecord(tenant, name, f'its "at" is no instant: {value.get("at")!r}') from error
    body = {key: item for key, item in value.items() if key not in HEADER}
    check_shape(tenant, name, kind, body)
    return Record(value["seq"], kind, tenant, at, value["previous"], value["digest"], body, value)


def check_shape(tenant: str, name: str, kind: RecordKind, body: Mapping[str, Any]) -> None:
    """Raises DamagedRecord where a body, or a part of one, has another shape than its kind."""
    if (wrong := misfit(kind, body)) is not None:
        raise DamagedRecord(tenant, name, f"{wrong}: it does not say what a record of its kind says")


def _canonical_object(tenant: str, name: str, data: bytes) -> dict[str, Any]:
    try:
        value = strict_json(data)
        same = canonical(value) + b"\n" == data
    except (ValueError, RecursionError) as error:
        raise DamagedRecord(tenant, name, "it is no JSON that the ledger writes") from error
    if not isinstance(value, dict) or not same:
        raise DamagedRecord(tenant, name, "it is not one JSON object in canonical form and a newline")
    if seal_of(tenant, name, data) != value.get("digest"):  # the seal of something within it is none of the record
        raise DamagedRecord(tenant, name, _CHANGED)
    return value


def strict_json(data: bytes) -> Any:
    """The JSON value in UTF-8 bytes. Raises ValueError, also for fractions, which canonical JSON of ours never has."""
    return json.loads(data.decode("utf-8"), parse_float=_no_fraction, parse_constant=_no_fraction)


def _no_fraction(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a whole number")


def _check_header(tenant: str, name: str, value: Mapping[str, Any]) -> None:
    if value.get("formatVersion") != FORMAT_VERSION:
        raise DamagedRecord(tenant, name, f"its format {value.get('formatVersion')!r} is not {FORMAT_VERSION}")
    if value.get("tenant") != tenant:
        raise DamagedRecord(tenant, name, f"it belongs to tenant {value.get('tenant')!r}")
    previous = value.get("previous", "")
    if previous is not None and not is_digest(previous):
        raise DamagedRecord(tenant, name, 'its "previous" is no digest')
    seq, kind = value.get("seq"), value.get("kind")
    if type(seq) is not int or f"{seq:08d}-{kind}.json" != name or kind not in _KINDS:
        raise DamagedRecord(tenant, name, f"it says it is record {seq!r} of kind {kind!r}")


_KINDS = tuple(str(kind) for kind in RecordKind)
_SEAL = re.compile(rb'"digest":"(sha256:[0-9a-f]{64})",')


def seal_of(tenant: str, name: str, data: bytes) -> Digest:
    """The digest of a record, checked against its bytes without parsing them: for long chains.

    In canonical JSON the record without its digest is the same bytes without that member. Raises DamagedRecord.
    """
    if data.endswith(b"}\n"):
        view = memoryview(data)
        for found in _SEAL.finditer(data):
            hasher = hashlib.sha256(view[: found.start()])
            hasher.update(view[found.end() : -1])
            claimed = found[1].decode()
            if claimed == f"sha256:{hasher.hexdigest()}":
                return Digest(claimed)
    raise DamagedRecord(tenant, name, _CHANGED)


_CHANGED = "its digest does not fit its content: it was changed"
