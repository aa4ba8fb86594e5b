"""The audit as lines of text: the chain that was checked, the changes, what happened outside git."""

from collections.abc import Iterator, Sequence

from reconciler.model.attestation import Proof
from reconciler.model.audit import Entry, History, Knowledge, OutsideEvent, Signatures, Span, Verification
from reconciler.model.instants import stamp
from reconciler.report.audit_words import actor, emergency, side, subject
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.damage import damage_in_language
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

_TONES = {"failed": Tone.ERROR, "conflict": Tone.ERROR, "not-tried": Tone.WARNING, "held": Tone.WARNING}


def verification_lines(tenant: str, where: str, found: Verification, say: Phrases) -> Iterator[Line]:
    """Whether the chain holds, the first bad record, the head, and what signatures prove."""
    yield Line(shown(_verdict(tenant, found, say)), Tone.GOOD if found.good else Tone.ERROR)
    if found.fault is not None:
        fault = found.fault
        key = "audit-first-bad" if fault.seq else "audit-first-bad-file"
        told = {"seq": fault.seq} if fault.seq else {}
        yield Line(
            shown(f"  {say(key, file=fault.file, reason=damage_in_language(fault.reason, say.language), **told)}"),
            Tone.ERROR,
        )
        yield Line(f"  {say('audit-good-before', records=found.records)}")
    yield Line(shown(f"  {say('audit-where', where=where)}"))
    yield from (Line(shown(f"  {text}")) for text in _head(found, say))
    yield Line(shown(f"  {_signed(found, say)}"))
    yield from (Line(shown(f"  {text}")) for text in _identities(found.signatures, say))
    if found.strangers:
        yield Line(shown(f"  {say('audit-other-files', names=', '.join(found.strangers))}"), Tone.FAINT)


def log_lines(entries: Sequence[Entry], history: History, say: Phrases) -> Iterator[Line]:
    """One line for each change, oldest first, then how many."""
    for entry in entries:
        yield Line(shown(_entry(entry, say)), _TONES.get(entry.outcome, Tone.PLAIN))
    if entries:
        yield Line(say("audit-count", count=len(entries), records=history.records), Tone.FAINT)
    else:
        yield Line(say("audit-none"))


def outside_lines(
    events: Sequence[OutsideEvent], fresh: frozenset[str], say: Phrases, *, named: bool
) -> Iterator[Line]:
    """What changed outside git, oldest first. `fresh` are the ids of events that were collected just now."""
    if not events:
        yield Line(say("audit-outside-none"), Tone.GOOD)
        return
    yield Line(say("audit-outside", count=len(events)), Tone.WARNING)
    for one in events:
        mark = f" ({say('audit-outside-new')})" if one.event.id in fresh else ""
        thing = f'"{one.name}"' if one.kind == "book" else say("token", name=one.name)
        who = actor(one, say, named=named)
        record = say("audit-record", seq=one.record)
        text = f"  {stamp(one.event.at)}  {who}  {one.event.activity}  {thing}; {record}{mark}"
        yield Line(shown(text), Tone.CHANGE)


def knowledge_lines(known: Knowledge, say: Phrases) -> Iterator[Line]:
    """For which time audit events are known, and for which not."""
    for span in known.spans:
        yield Line(_span("audit-known", span, say))
    for span in known.holes:
        yield Line(_span("audit-unknown", span, say), Tone.WARNING)
    since = known.collected or known.first
    if since is not None:
        yield Line(say("audit-unknown-since", since=stamp(since)), Tone.FAINT)


def _span(key: str, span: Span, say: Phrases) -> str:
    return say(key, since=stamp(span.start), until=stamp(span.end))


def _verdict(tenant: str, found: Verification, say: Phrases) -> str:
    if not found.good:
        return say("audit-broken", tenant=tenant)
    if not found.records:
        return say("audit-empty", tenant=tenant)
    return say("audit-good", tenant=tenant, records=found.records)


def _head(found: Verification, say: Phrases) -> Iterator[str]:
    """The head, and how it compares with the one that was expected."""
    if found.head is not None and found.head_at is not None and found.fault is None:
        yield say("audit-head", digest=found.head, seq=found.records, at=stamp(found.head_at))
    match found.expected_seq:
        case None:
            yield say("audit-tail")
        case 0:
            yield say("audit-head-gone", digest=found.expected or "")
        case seq if seq == found.records:
            yield say("audit-head-expected")
        case seq:
            yield say("audit-head-older", seq=seq, count=found.records - seq)


def _signed(found: Verification, say: Phrases) -> str:
    signatures = found.signatures
    named = {identity.keyid for identity, _ in signatures.identities}
    keys = [(key, count) for key, count in signatures.by_key.items() if key not in named]
    by = [say("audit-signed-by", count=count, key=key) for key, count in keys]
    told = say("audit-signed", signed=signatures.signed, needed=signatures.needed)
    return f"{told}: {', '.join(by)}" if by else told


def _identities(signatures: Signatures, say: Phrases) -> Iterator[str]:
    """What is known of each identity in whose name records are signed."""
    for identity, count in signatures.identities:
        unread = identity.proof is Proof.UNCHECKED and identity.problem
        key = "audit-identity-unread" if unread else _PROOFS[identity.proof]
        yield say(key, count=count, name=identity.name, issuer=identity.issuer, problem=identity.problem)


_PROOFS = {
    Proof.PROVEN: "audit-identity-proven",
    Proof.REFUSED: "audit-identity-refused",
    Proof.UNCHECKED: "audit-identity-unchecked",
}


def _entry(entry: Entry, say: Phrases) -> str:
    """When, what, from where to where, who, and by which record; one line however long."""
    origin = f" ({say.word('origin', entry.origin)})" if entry.origin else ""
    note = f" [{note_in_language(entry.note, say.language)}]" if entry.note else ""
    change = f"{side(entry.before, say)} → {side(entry.after, say)}"
    outcome = say.word("outcome", entry.outcome)
    parts = "; ".join(_behind(entry, say))
    return f"{entry.at}  {outcome}  {subject(entry, say)}: {change}{origin}{note}; {parts}"


def _behind(entry: Entry, say: Phrases) -> Iterator[str]:
    """Who stands behind a change, and where it is written down."""
    yield from _people(entry, say)
    if entry.pull_request:
        yield say("audit-request", number=entry.pull_request)
    if entry.commit:
        yield say("commit", commit=entry.commit[:12])
    if told := emergency(entry, say):
        yield told
    yield say("audit-record", seq=entry.record)
    if entry.request_ids:
        yield say("audit-requests", ids=", ".join(entry.request_ids))


def _people(entry: Entry, say: Phrases) -> Iterator[str]:
    if entry.recovered:
        yield say("audit-recovered")
        return
    yield say("audit-asked-by", author=entry.author) if entry.author else say("audit-asked-unknown")
    if entry.approvers:
        yield say("audit-approved-by", names=", ".join(entry.approvers))
    if not entry.approved_by_another:
        yield say("audit-approved-none")
