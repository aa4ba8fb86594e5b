"""The page about the ledger: what was done, by whom, and what nobody knows. Read `audit_sections`."""

from collections.abc import Iterator, Sequence

from reconciler.model.audit import AcceptedGuard, Custody, Entry, History, OutsideEvent, Recorded, Span, Verification
from reconciler.model.instants import stamp
from reconciler.report.audit_words import actor, emergency, side, subject
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.table import Cell, Column, Row, Table, text
from reconciler.report.site.words import moment

_GOOD = ("applied", "unchanged")
_BAD = ("failed", "conflict")
_BROAD = ("thing", "reason", "digest")


def chain_words(found: Verification, say: Phrases) -> tuple[str, ...]:
    """What checking the chain found: sentences, the verdict first."""
    if found.fault is not None:
        return (say("site-chain-broken", file=found.fault.file, reason=found.fault.reason),)
    if not found.records:
        return (say("site-chain-empty"),)
    signed = say("audit-signed", signed=found.signatures.signed, needed=found.signatures.needed)
    return (say("site-chain-good", records=found.records), f"{signed}.", say("audit-tail"))


def chain_tone(found: Verification) -> str:
    """The tone of the verdict: whether the chain is broken, not begun, or whole."""
    if found.fault is not None:
        return "error"
    return "good" if found.records else "faint"


def audit_sections(history: History, records: Sequence[Recorded], say: Phrases, *, named: bool) -> tuple[Table, ...]:
    """The tables of the page. `named` says whether actors of the audit log are named."""
    return (
        _changes(history.entries, say),
        _outside(history.outside, say, named=named),
        _unknown(history, say),
        _guards(history.accepted, say),
        _custody(history.tokens, say),
        _records(records, say),
    )


def _table(name: str, columns: Sequence[str], rows: Iterator[Row], say: Phrases, *, search: bool = False) -> Table:
    labels = tuple(
        Column(say(f"column-{column}"), number=column == "record", broad=column in _BROAD) for column in columns
    )
    return Table(name, say(f"title-{name}"), labels, tuple(rows), say("audit-nothing"), search=search)


def _link(record: int) -> Cell:
    return Cell(str(record), str(record), place=f"#record-{record}")


def _changes(entries: Sequence[Entry], say: Phrases) -> Table:
    columns = ("when", "thing", "before", "after", "outcome", "origin", "author", "approvers", "record")
    rows = (_change(entry, say) for entry in reversed(entries))
    return _table("changes", columns, rows, say, search=True)


def _change(entry: Entry, say: Phrases) -> Row:
    tone = "error" if entry.outcome in _BAD else "" if entry.outcome in _GOOD else "faint"
    origin = say.word("origin", entry.origin) if entry.origin else ""
    told = (emergency(entry, say), note_in_language(entry.note, say.language))
    request = say("audit-request", number=entry.pull_request) if entry.pull_request else ""
    return Row(
        (
            Cell(moment(entry.at)),
            Cell(subject(entry, say), note=". ".join(part for part in told if part)),
            Cell(side(entry.before, say)),
            Cell(side(entry.after, say)),
            Cell(say.word("outcome", entry.outcome), tone=tone),
            text(origin),
            text(entry.author or "", note=request),
            text(", ".join(entry.approvers)),
            _link(entry.record),
        )
    )


def _outside(events: Sequence[OutsideEvent], say: Phrases, *, named: bool) -> Table:
    rows = (
        Row(
            (
                Cell(moment(one.event.at)),
                Cell(one.name if one.kind == "book" else say("token", name=one.name)),
                Cell(one.event.activity),
                Cell(actor(one, say, named=named)),
                _link(one.record),
            )
        )
        for one in reversed(events)
    )
    return _table("outside", ("when", "thing", "activity", "actor", "record"), rows, say)


def _unknown(history: History, say: Phrases) -> Table:
    known = history.knowledge
    since = known.collected or known.first
    open_end = [Row((Cell(moment(since)), Cell(say("site-until-now"))))] if since else []
    return _table("unknown", ("from", "to"), iter([*map(_span, known.holes), *open_end]), say)


def _span(one: Span) -> Row:
    return Row((Cell(moment(one.start)), Cell(moment(one.end))))


def _guards(accepted: Sequence[AcceptedGuard], say: Phrases) -> Table:
    rows = (
        Row((Cell(moment(one.at)), Cell(one.rule), Cell(one.subject), Cell(one.reason), _link(one.record)))
        for one in reversed(accepted)
    )
    return _table("guards", ("when", "rule", "subject", "reason", "record"), rows, say)


def _custody(tokens: Sequence[Custody], say: Phrases) -> Table:
    """What each collection saw of each VPP token, the newest first."""
    columns = ("when", "token", "organization", "apple-account", "state", "expires", "record")
    rows = (
        Row(
            (
                Cell(moment(one.at)),
                text(one.name or one.id),
                text(one.organization),
                text(one.apple_id),
                Cell(say.word("token-state", one.state)),
                text(moment(one.expires)),
                _link(one.record),
            )
        )
        for one in reversed(tokens)
    )
    return _table("tokens", columns, rows, say)


def _records(records: Sequence[Recorded], say: Phrases) -> Table:
    """Every record of the chain, the newest first: the one before it is the row below."""
    rows = (
        Row(
            (
                Cell(str(one.seq), str(one.seq)),
                Cell(say.word("kind", str(one.kind))),
                Cell(moment(stamp(one.at))),
                Cell(one.digest, tone="code"),
            ),
            anchor=f"record-{one.seq}",
        )
        for one in reversed(records)
    )
    return _table("records", ("record", "kind", "when", "digest"), rows, say)
