"""The findings of an audit: what is wrong with a chain, with its signatures, with what is known (VPP604–VPP607)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from reconciler.audit.gaps import SAFE_DAYS, is_old
from reconciler.model.audit import Knowledge, OutsideEvent, Signatures, Verification
from reconciler.model.catalogue.evidence import (
    AUDIT_GAP,
    EVIDENCE_CHAIN,
    EVIDENCE_UNSIGNED,
    OUT_OF_BAND_CHANGE,
)
from reconciler.model.finding import Finding
from reconciler.model.instants import stamp

_SUBJECT = "ledger"
MOST_NAMED = 20
"""Records that are named one by one; JSON names all."""


def evidence_findings(found: Verification, tracked: tuple[str, ...]) -> Iterator[Finding]:
    """What speaks against a chain as evidence. `tracked` are files of records that git tracks beside the YAML."""
    if found.fault is not None:
        yield EVIDENCE_CHAIN.found(None, _SUBJECT, name=found.fault.file, reason=found.fault.reason)
    if found.expected_seq == 0:
        yield EVIDENCE_CHAIN.found(None, _SUBJECT, variant="head", id=found.expected or "")
    if tracked:
        yield EVIDENCE_CHAIN.found(None, _SUBJECT, variant="tracked", count=len(tracked), name=tracked[0])
    yield from _unsigned(found.records, found.signatures)


def outside_findings(events: Iterable[OutsideEvent], *, named: str | None) -> Iterator[Finding]:
    """One finding for each managed thing that an unexplained event changed. `named` stands in the place of names."""
    for one in events:
        when, kind = stamp(one.event.at), one.event.activity
        who = one.event.actor if named is None else named
        where = f'intune: {one.kind} "{one.name}"'
        if one.kind == "book":
            yield OUT_OF_BAND_CHANGE.found(None, where, book=one.name, when=when, actor=who, kind=kind)
        else:
            yield OUT_OF_BAND_CHANGE.found(None, where, variant="token", name=one.name, when=when, actor=who, kind=kind)


def gap_findings(known: Knowledge, now: datetime) -> Iterator[Finding]:
    """For which time changes cannot be ruled out, beyond what the next collection will still bring."""
    for hole in known.holes:
        yield AUDIT_GAP.found(None, _SUBJECT, since=stamp(hole.start), until=stamp(hole.end))
    if not is_old(known, now):
        return
    if known.collected is not None:
        yield AUDIT_GAP.found(None, _SUBJECT, variant="old", when=stamp(known.collected), limit=SAFE_DAYS)
    elif known.first is not None:
        yield AUDIT_GAP.found(None, _SUBJECT, variant="never", since=stamp(known.first))


def _unsigned(records: int, signatures: Signatures) -> Iterator[Finding]:
    """What the signatures do not prove; nothing where there is nothing to sign."""
    needed, signed, foreign = signatures.needed, signatures.signed, signatures.foreign
    if signed < needed:
        yield EVIDENCE_UNSIGNED.found(None, _SUBJECT, total=records, done=signed, count=needed)
    if foreign:
        yield EVIDENCE_UNSIGNED.found(None, _SUBJECT, variant="foreign", count=len(foreign), name=f"{foreign[0]:08d}")
    for seq, kind in signatures.passed[:MOST_NAMED]:
        yield EVIDENCE_UNSIGNED.found(None, _SUBJECT, variant="passed", id=seq, kind=str(kind))
    if (more := len(signatures.passed) - MOST_NAMED) > 0:
        yield EVIDENCE_UNSIGNED.found(None, _SUBJECT, variant="more", count=more)
    if needed and signed == needed and not signatures.named and signatures.proven < signed:
        yield EVIDENCE_UNSIGNED.found(None, _SUBJECT, variant="unnamed", count=needed)
