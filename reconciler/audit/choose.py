"""Which entries an auditor asked for. Read `chosen`."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from reconciler.model.audit import Entry
from reconciler.model.instants import instant


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an entry has to be; None asks for nothing. Names are compared without case, ids and names alike.

    `group_ids` are the groups that somebody who asks for `group` may mean by an alias.
    `start` is included, `end` is not. `emergency` True asks for emergencies only.
    """

    book: str | None = None
    group: str | None = None
    group_ids: frozenset[str] = frozenset()
    token: str | None = None
    actor: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    origin: str | None = None
    emergency: bool = False


def chosen(entries: Iterable[Entry], wanted: Wanted) -> tuple[Entry, ...]:
    """The entries that are all that is wanted, in their order."""
    return tuple(entry for entry in entries if _is(entry, wanted))


def _is(entry: Entry, wanted: Wanted) -> bool:
    people = (entry.author or "", *entry.approvers)
    return (
        _named(wanted.book, entry.book, entry.title)
        and (_named(wanted.group, entry.group, entry.group_name) or entry.group in wanted.group_ids)
        and _named(wanted.token, entry.token)
        and _named(wanted.actor, *people)
        and wanted.origin in (None, entry.origin)
        and (entry.emergency is not None or not wanted.emergency)
        and _within(entry, wanted)
    )


def _named(wanted: str | None, *names: str) -> bool:
    return wanted is None or _plain(wanted) in {_plain(name) for name in names if name}


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip()


def _within(entry: Entry, wanted: Wanted) -> bool:
    if wanted.start is None and wanted.end is None:
        return True
    at = instant(entry.at)
    return (wanted.start is None or wanted.start <= at) and (wanted.end is None or at < wanted.end)
