"""Asks a reader for what a plan needs to know, no more. Read `observe`."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeVar, runtime_checkable

from reconciler.model.canonical import canonical
from reconciler.model.desired import DesiredState
from reconciler.model.ids import BookId, Digest, GroupId
from reconciler.model.instants import stamp
from reconciler.model.observed import (
    ObservedBook,
    ObservedGroup,
    ObservedState,
    ObservedToken,
    Readers,
    TargetType,
)
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import IntuneReader

_GROUPED = (TargetType.GROUP, TargetType.EXCLUDED_GROUP)

_A = TypeVar("_A")
_B = TypeVar("_B")


@runtime_checkable
class SideBySide(Protocol):
    """What a reader may offer beyond reading: two readings that do not need each other, at the same time."""

    def beside(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        """The results of both."""


def observe(
    reader: IntuneReader, desired: DesiredState | None, now: datetime, progress: Progress = silent
) -> ObservedState:
    """The tenant's books, VPP tokens, and the groups that the desired state or an assignment names.

    Stamped with the moment of the snapshot, or with `now`, when the reading begins. Raises ServiceError when
    books or tokens cannot be read in full; groups that cannot be read are named in `unread_groups`.
    """
    progress("books", 0, None)
    books, tokens = _both(reader, reader.books, reader.tokens)
    progress("books", len(books), len(books))
    progress("tokens", len(tokens), len(tokens))
    ids, names = asked_groups(desired, books)
    progress("groups", 0, len(ids) + len(names))
    answers = reader.groups(ids, names)
    progress("groups", len(ids) + len(names), len(ids) + len(names))
    named = {group.id: group for groups in answers.by_name.values() for group in groups}
    return ObservedState(
        at=reader.moment() or now,
        beta=reader.beta(),
        books=books,
        tokens=tokens,
        groups=dict(sorted({**named, **answers.by_id}.items())),
        unread_groups=dict(sorted(answers.unread.items())),
        waited_seconds=reader.waited_seconds(),
    )


def observe_readers(
    reader: IntuneReader,
    groups: Mapping[BookId, Collection[GroupId]],
    taking: Sequence[BookId],
    progress: Progress = silent,
) -> Readers:
    """The people behind books: members of all `groups`, each read once, and who has the books `taking` on a device.

    Nothing is asked for where nothing is named.
    """
    wanted = sorted({group for several in groups.values() for group in several})
    progress("members", 0, len(wanted))
    answers, holders = _both(reader, lambda: reader.members(wanted), lambda: reader.holders(sorted(taking)))
    progress("members", len(wanted), len(wanted))
    progress("install states", len(taking), len(taking))
    return Readers(answers.members, answers.unread, holders)


def observed_digest(state: ObservedState) -> Digest:
    """The digest of what was observed: books with assignments, tokens, groups.

    Not of the moment, nor of members, nor of the rules that make them members, which no snapshot holds.
    Equal states have equal digests, however they were read.
    """
    whole = hashlib.sha256()
    for part in _parts(state):
        whole.update(canonical(part) + b"\n")
    return Digest(f"sha256:{whole.hexdigest()}")


def _parts(state: ObservedState) -> Iterator[Any]:
    """The state piece by piece, so that a large tenant is never in memory a second time."""
    yield state.beta
    for several in (map(_book, state.books), map(_token, state.tokens)):
        yield from several
        yield None
    yield from (_group(group) for _, group in sorted(state.groups.items()))
    yield sorted((asked, str(why)) for asked, why in state.unread_groups.items())


def asked_groups(
    desired: DesiredState | None, books: Iterable[ObservedBook]
) -> tuple[tuple[GroupId, ...], tuple[str, ...]]:
    """Ids and display names to ask for, each once and sorted; a group with an id is asked for by it alone."""
    named = desired.group_of.values() if desired else ()
    ids = {group.id for group in named if group.id is not None}
    names = {group.display_name for group in named if group.id is None and group.display_name}
    for book in books:
        ids.update(_groups_of(book))
    return tuple(sorted(ids)), tuple(sorted(names))


def _both(reader: IntuneReader, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
    """Two readings, side by side where the reader can do that."""
    return reader.beside(first, second) if isinstance(reader, SideBySide) else (first(), second())


def _groups_of(book: ObservedBook) -> Iterable[GroupId]:
    targets = (assignment.target for assignment in book.assignments)
    return (target.group for target in targets if target.group is not None and target.type in _GROUPED)


def _book(book: ObservedBook) -> list[Any]:
    assignments = [[*assignment.target, assignment.intent] for assignment in book.assignments]
    described = [book.id, book.title, book.publisher, book.token, book.adam_id, book.language]
    return [*described, book.total, book.used, assignments]


def _token(token: ObservedToken) -> list[Any]:
    expires = stamp(token.expires) if token.expires else None
    last_sync = stamp(token.last_sync) if token.last_sync else None
    identity = [token.id, token.organization, token.apple_id, token.account_type, token.country, token.location_name]
    flags = [token.automatically_update_apps, token.data_sharing_consent, token.take_control]
    return [*identity, *flags, expires, token.state, last_sync, token.sync_status, token.display_name]


def _group(group: ObservedGroup) -> list[Any]:
    kind = [group.group_types, group.security_enabled, group.mail_enabled, group.visibility]
    return [group.id, group.display_name, *kind, group.on_premises, group.created]
