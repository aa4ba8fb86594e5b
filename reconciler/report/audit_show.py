"""One record of the ledger in full, for people. Read `record_lines`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model.audit import Approved, Recorded
from reconciler.model.instants import stamp
from reconciler.model.record import RecordKind
from reconciler.report.audit_words import side
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

_SEVERITIES = ("error", "guard", "warning", "info")


def record_lines(
    record: Recorded, approved: Sequence[Approved], titles: Mapping[str, str], say: Phrases, *, named: bool
) -> Iterator[Line]:
    """Everything that a record says. `approved` compares a receipt with its intent; `titles` are of books by id.

    `named` says whether actors of the audit log are named.

    Raises KeyError, TypeError or AttributeError where the body has another shape.
    """
    kind = say.word("kind", str(record.kind))
    yield Line(say("audit-title", seq=record.seq, kind=kind, at=stamp(record.at)), Tone.STRONG)
    for text in _texts(record, approved, titles, say, named):
        yield Line(shown(f"  {text}"))
    yield Line(say("audit-digest", digest=record.digest), Tone.FAINT)
    previous = say("audit-previous", digest=record.previous) if record.previous else say("audit-first")
    yield Line(previous, Tone.FAINT)
    if record.kind in (RecordKind.RECEIPT, RecordKind.IMPORT):
        yield Line(shown(_signature(record.body, say)), Tone.FAINT)


def _texts(
    record: Recorded, approved: Sequence[Approved], titles: Mapping[str, str], say: Phrases, named: bool
) -> Iterator[str]:
    match record.kind:
        case RecordKind.INTENT:
            yield from _intent(record.body, say)
        case RecordKind.RECEIPT:
            yield from _receipt(record.body, approved, titles, say)
        case RecordKind.RELEASE:
            yield say("audit-released", by=record.body["by"], reason=record.body["reason"])
            yield say("audit-closes", digest=record.body["intent"])
        case RecordKind.OBSERVATION:
            yield from _observation(record.body, say, named)
        case RecordKind.IMPORT:
            yield _map(record.body, say)


def _intent(body: Mapping[str, Any], say: Phrases) -> Iterator[str]:
    holder = body["holder"]
    told = {key: holder[key] for key in ("run", "host", "pid")}
    yield say("audit-holder", until=body["leaseUntil"], **told)
    yield say("audit-plan", digest=body["planDigest"])
    yield from _section(
        say("audit-planned"), [f"{key}: {side(body['keys'][key], say)}" for key in sorted(body["keys"])]
    )


def _receipt(
    body: Mapping[str, Any], approved: Sequence[Approved], titles: Mapping[str, str], say: Phrases
) -> Iterator[str]:
    if body["refused"]:
        yield say("audit-no-write")
    yield "; ".join(_people(body, say))
    source = body["source"]
    commit = say("commit", commit=source["commit"]) if source.get("commit") else say("no-commit")
    commit = say("dirty", commit=commit) if source.get("dirty") else commit
    yield say("audit-from-commit", commit=commit, digest=source["desiredDigest"])
    yield say("audit-plan", digest=body["planDigest"])
    if body["intent"]:
        yield say("audit-closes", digest=body["intent"])
    yield from _section(say("audit-approved-done"), [_compared(one, say) for one in approved])
    yield from _section(say("audit-guards"), [say("audit-guard", **one) for one in body["accepted"]])
    yield from _findings(body["findings"], say)
    yield from _section(say("audit-seats"), list(_seats(body["seats"], titles, say)))
    yield _map(body, say)
    yield say("audit-tool", name=body["tool"]["name"], version=body["tool"]["version"])


def _people(body: Mapping[str, Any], say: Phrases) -> Iterator[str]:
    """Who asked, who approved, in which pull request, and whether it was an emergency."""
    author, approvers = body["author"], body["approvers"]
    yield say("audit-asked-by", author=author) if author else say("audit-asked-unknown")
    if approvers:
        yield say("audit-approved-by", names=", ".join(approvers))
    if all(one.casefold() == (author or "").casefold() for one in approvers):
        yield say("audit-approved-none")
    if body["pullRequest"]:
        yield say("audit-request", number=body["pullRequest"])
    if body["emergency"] is not None:
        yield say("audit-emergency", reason=body["emergency"])


def _compared(one: Approved, say: Phrases) -> str:
    """What was approved beside what was done."""
    if not one.outcome:
        return say("audit-undone", subject=one.subject, wanted=side(one.wanted, say))
    outcome = say.word("outcome", one.outcome)
    if not one.approved:
        return say("audit-unannounced", subject=one.subject, outcome=outcome, done=side(one.done, say))
    return say("audit-matches", subject=one.subject, wanted=side(one.wanted, say), outcome=outcome)


def _findings(findings: Sequence[Mapping[str, Any]], say: Phrases) -> Iterator[str]:
    """How many findings there were, then each."""
    severities = [one["severity"] for one in findings if "severity" in one]
    counts = [say(f"count-{one}", count=severities.count(one)) for one in _SEVERITIES if one in severities]
    if findings:
        title = say("audit-findings", counted=", ".join(counts) or str(len(findings)))
        yield from _section(
            title, [f"{one['rule']} {note_in_language(one['message'], say.language)}" for one in findings]
        )


def _seats(seats: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str], say: Phrases) -> Iterator[str]:
    """Seats of each touched book before and after."""
    before, after = seats["before"], seats["after"]
    for book in sorted({*before, *after}):
        title = f'"{titles[book]}"' if titles.get(book) else book
        yield say("audit-seat", book=title, before=_count(before.get(book), say), after=_count(after.get(book), say))


def _count(number: int | None, say: Phrases) -> str:
    return say("unknown") if number is None else str(number)


def _map(body: Mapping[str, Any], say: Phrases) -> str:
    applied = body["lastApplied"]
    return say("audit-no-map") if applied is None else say("audit-applied-map", count=len(applied))


def _observation(body: Mapping[str, Any], say: Phrases, named: bool) -> Iterator[str]:
    told = body.get("auditEvents")
    if told:
        yield say("audit-span", since=told["from"], until=told["to"], count=len(told["events"]))
        for event in told["events"]:
            who = event["actor"] if named else say("audit-somebody")
            yield f"  {event['at']}  {who}  {event['activity']}  {', '.join(event['resources'])}"
    yield say("audit-observed", books=len(body.get("seats") or {}), tokens=len(body.get("tokens") or []))


def _signature(body: Mapping[str, Any], say: Phrases) -> str:
    """Whose key an envelope names; `audit verify` says what the signature is worth."""
    envelope = body.get("attestation")
    if not envelope:
        return say("audit-unsigned")
    return say("audit-signed-with", keys=", ".join(str(one.get("keyid") or "?") for one in envelope["signatures"]))


def _section(title: str, texts: Sequence[str]) -> Iterator[str]:
    """A title and what stands below it; nothing where there is nothing."""
    if texts:
        yield f"{title}:"
        yield from (f"  {text}" for text in texts)
