"""The audit as tables: what stands in which column, for spreadsheets and for the page. Read `tables`.

Cells are texts and whole numbers; instants are `2026-11-22 12:00:00`, in UTC, which spreadsheets of every language
take for a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reconciler.model.audit import AcceptedGuard, Custody, Entry, History, OutsideEvent, SeatCount
from reconciler.model.instants import instant, stamp
from reconciler.report.audit_words import actor, side, yes_or_no
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import Phrases

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


TABLES = ("changes", "outside", "unknown", "guards", "seats", "tokens")
"""The names of the tables, in the order of the page."""


def tables(history: History, entries: Sequence[Entry], say: Phrases, *, named: bool) -> dict[str, Table]:
    """All tables by name. `entries` are the changes to show; `named` says whether actors of the audit log are named."""
    return {
        "changes": _table("changes", _CHANGES, [_change(entry, say) for entry in entries], say),
        "outside": _table("outside", _OUTSIDE, [_outside(one, say, named=named) for one in history.outside], say),
        "unknown": _table("unknown", ("from", "to"), _unknown(history), say),
        "guards": _table("guards", _GUARDS, [_guard(one) for one in history.accepted], say),
        "seats": _table("seats", _SEATS, [_seat(one) for one in history.seats], say),
        "tokens": _table("tokens", _TOKENS, [_token(one) for one in history.tokens], say),
    }


def moment(text: str) -> str:
    """An instant as spreadsheets read it; a text that is none stays as it is."""
    try:
        return instant(text).strftime("%Y-%m-%d %H:%M:%S")
    except ValueError:
        return text


_WHO = ("origin", "author", "approvers", "other", "pull-request", "commit", "emergency", "reviewed")
_WHERE = ("record", "requests", "plan", "note", "book-id", "group-id")
_CHANGES = ("when", "outcome", "title", "group", "token", "before", "after", *_WHO, *_WHERE)
_OUTSIDE = ("when", "actor", "activity", "thing", "record")
_GUARDS = ("when", "rule", "subject", "reason", "record")
_SEATS = ("when", "title", "used", "total", "book-id", "record")
_TOKEN_STATE = ("organization", "apple-account", "state", "expires", "last-sync", "sync-status")
_TOKENS = ("when", "token", *_TOKEN_STATE, "token-id", "record")


def _table(name: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]], say: Phrases) -> Table:
    return Table(say(f"title-{name}"), tuple(say(f"column-{column}") for column in columns), tuple(rows))


def _change(entry: Entry, say: Phrases) -> tuple[Cell, ...]:
    return (
        moment(entry.at),
        say.word("outcome", entry.outcome),
        entry.title,
        entry.group_name,
        entry.token,
        side(entry.before, say),
        side(entry.after, say),
        say.word("origin", entry.origin) if entry.origin else "",
        entry.author,
        ", ".join(entry.approvers),
        yes_or_no(entry.approved_by_another, say),
        entry.pull_request,
        entry.commit,
        entry.emergency,
        yes_or_no(entry.reviewed, say),
        entry.record,
        ", ".join(entry.request_ids),
        entry.plan,
        note_in_language(entry.note, say.language),
        entry.book,
        entry.group,
    )


def _outside(one: OutsideEvent, say: Phrases, *, named: bool) -> tuple[Cell, ...]:
    thing = one.name if one.kind == "book" else say("token", name=one.name)
    return moment(stamp(one.event.at)), actor(one, say, named=named), one.event.activity, thing, one.record


def _unknown(history: History) -> list[tuple[Cell, ...]]:
    """The time for which nobody knows anything; the last row has no end."""
    known = history.knowledge
    rows: list[tuple[Cell, ...]] = [(moment(stamp(hole.start)), moment(stamp(hole.end))) for hole in known.holes]
    since = known.collected or known.first
    return [*rows, (moment(stamp(since)), "")] if since else rows


def _guard(one: AcceptedGuard) -> tuple[Cell, ...]:
    return moment(one.at), one.rule, one.subject, one.reason, one.record


def _seat(one: SeatCount) -> tuple[Cell, ...]:
    return moment(one.at), one.title, one.used, one.total, one.book, one.record


def _token(one: Custody) -> tuple[Cell, ...]:
    expires, synced = moment(one.expires), moment(one.last_sync)
    named = (one.name, one.organization, one.apple_id, one.state)
    return moment(one.at), *named, expires, synced, one.sync_status, one.id, one.record
