"""A reader that asks the tenant for each thing once, so that several plans can be made of one reading."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import AuditEvent, Members, ObservedBook, ObservedGroup, ObservedToken, Unread
from reconciler.model.providers import GroupAnswers, IntuneReader, MemberAnswers


class Remembering:
    """Satisfies IntuneReader by another one. What was not found stays not found."""

    def __init__(self, reader: IntuneReader) -> None:
        self._reader = reader
        self._books: tuple[ObservedBook, ...] | None = None
        self._tokens: tuple[ObservedToken, ...] | None = None
        self._asked: set[str] = set()
        self._by_id: dict[GroupId, ObservedGroup] = {}
        self._by_name: dict[str, tuple[ObservedGroup, ...]] = {}
        self._unread: dict[str, Unread] = {}
        self._members: dict[GroupId, Members | Unread] = {}
        self._holders: dict[BookId, tuple[str, ...] | None] = {}
        self._events: dict[datetime | None, tuple[AuditEvent, ...] | Unread] = {}

    def beta(self) -> bool:
        """As the other reader says."""
        return self._reader.beta()

    def moment(self) -> datetime | None:
        """As the other reader says."""
        return self._reader.moment()

    def waited_seconds(self) -> int:
        """As the other reader says."""
        return self._reader.waited_seconds()

    def books(self) -> tuple[ObservedBook, ...]:
        """All books, sorted by id."""
        if self._books is None:
            self._books = self._reader.books()
        return self._books

    def tokens(self) -> tuple[ObservedToken, ...]:
        """All VPP tokens, sorted by id."""
        if self._tokens is None:
            self._tokens = self._reader.tokens()
        return self._tokens

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        """The groups with these ids and names; only those are asked for that were not asked for before."""
        new_ids = [one for one in ids if one not in self._asked]
        new_names = [one for one in names if one not in self._asked]
        if new_ids or new_names:
            answers = self._reader.groups(new_ids, new_names)
            self._by_id |= answers.by_id
            self._by_name |= answers.by_name
            self._unread |= answers.unread
            self._asked.update(new_ids, new_names)
        return GroupAnswers(
            {one: self._by_id[one] for one in ids if one in self._by_id},
            {one: self._by_name[one] for one in names if one in self._by_name},
            {one: self._unread[one] for one in (*ids, *names) if one in self._unread},
        )

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        """The transitive members of these groups; each group is read once."""
        new = [group for group in groups if group not in self._members]
        if new:
            answers = self._reader.members(new)
            self._members |= {**answers.members, **answers.unread}
        known = {group: self._members[group] for group in groups if group in self._members}
        return MemberAnswers(
            {group: members for group, members in known.items() if isinstance(members, Members)},
            {group: why for group, why in known.items() if isinstance(why, Unread)},
        )

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        """Principal names with the book on a device, per book; each book is asked for once."""
        new = [book for book in books if book not in self._holders]
        if new:
            answers = self._reader.holders(new)
            self._holders |= {book: answers.get(book) for book in new}
        return {book: names for book in books if (names := self._holders[book]) is not None}

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        """Changes since a moment, newest first."""
        if since not in self._events:
            self._events[since] = self._reader.audit_events(since)
        return self._events[since]
