"""Receipts and releases, as far as the state of a chain needs them."""

import re
from dataclasses import dataclass

from reconciler.ledger.index import Entry
from reconciler.ledger.records import DamagedRecord, Record, check_shape, strict_json
from reconciler.ledger.shape import is_digest
from reconciler.model.ids import Digest
from reconciler.model.record import OutcomeKind, RecordKind

WRITES = frozenset({str(OutcomeKind.APPLIED), str(OutcomeKind.FAILED), str(OutcomeKind.CONFLICT)})
"""Outcomes of a change that was tried. `unchanged` found nothing to write."""


@dataclass(frozen=True, slots=True)
class Closing:
    """A receipt or a release: which intent it closes, and the plan it tried to write (None: it wrote nothing)."""

    seq: int
    kind: RecordKind
    previous: Digest | None
    intent: Digest
    tried: Digest | None


def from_release(record: Record) -> Closing:
    """What a release closes."""
    return Closing(record.seq, record.kind, record.previous, Digest(record.body["intent"]), None)


_INTENT = re.compile(rb'"intent":"(sha256:[0-9a-f]{64})"')


def from_receipt(tenant: str, entry: Entry, data: bytes) -> Closing:
    """What a receipt with a checked seal closes; only what comes behind its long map is parsed.

    Raises DamagedRecord when it is not the receipt that its name promises.
    """
    # Keys are sorted, so everything from `outcomes` on, made an object again, is all that is asked for but `intent`;
    # a quote inside a text is escaped, so the bytes below are keys and never part of a text.
    start, intent = data.rfind(b'"outcomes":['), _INTENT.search(data)
    try:
        tail = strict_json(b"{" + data[start:])
        if start < 0 or intent is None or (tail["tenant"], tail["seq"]) != (tenant, entry.seq):
            raise ValueError(entry.name)
        if not is_digest(tail["planDigest"]) or not (tail["previous"] is None or is_digest(tail["previous"])):
            raise ValueError(entry.name)
        check_shape(tenant, entry.name, entry.kind, tail)
        tried = not tail["refused"] and any(outcome["outcome"] in WRITES for outcome in tail["outcomes"])
        plan = tail["planDigest"] if tried else None
        return Closing(entry.seq, entry.kind, tail["previous"], Digest(intent[1].decode()), plan)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedRecord(tenant, entry.name, "it is not a receipt of this tenant in canonical form") from error
