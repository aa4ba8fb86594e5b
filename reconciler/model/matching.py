"""Which declared things are which things in the tenant."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.model.desired import DesiredBook
from reconciler.model.entities import Assignment, Group, Token
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle, assignment_id
from reconciler.model.observed import ObservedBook, ObservedGroup, ObservedToken, Unread


@dataclass(frozen=True, slots=True)
class BookMatch:
    """A declared book and the one book in the tenant that it means."""

    desired: DesiredBook
    observed: ObservedBook


@dataclass(frozen=True, slots=True)
class Matching:
    """The result of holding the desired state against the tenant.

    `tokens` by declared handle, `books` by Intune's id, sorted. `group_ids` gives the object id for every text by
    which an assignment names a group that was found. What was not found exactly once stands in the other fields,
    in the order of the desired state; a doubled book or token stands with the one that came before it.
    Books of a token that is missing or ambiguous are in none of them: the token is the cause.
    """

    tokens: Mapping[Handle, ObservedToken]
    missing_tokens: tuple[Token, ...]
    ambiguous_tokens: tuple[tuple[Token, tuple[ObservedToken, ...]], ...]
    books: Mapping[BookId, BookMatch]
    missing_books: tuple[DesiredBook, ...]
    ambiguous_books: tuple[tuple[DesiredBook, tuple[ObservedBook, ...]], ...]
    doubled_books: tuple[tuple[DesiredBook, BookMatch], ...]
    group_ids: Mapping[str, GroupId]
    missing_groups: tuple[Group, ...]
    ambiguous_groups: tuple[tuple[Group, tuple[ObservedGroup, ...]], ...]
    unread_groups: tuple[tuple[Group, Unread], ...]
    known_names: tuple[str, ...]
    doubled_tokens: tuple[tuple[Token, Handle], ...] = ()

    def wanted(self, books: Iterable[BookId] | None = None) -> Iterator[tuple[ChangeId, Assignment]]:
        """The desired assignments of books (all where None is given) by key; of two that mean one group the first."""
        for book in self.books if books is None else books:
            seen: set[GroupId] = set()
            match = self.books.get(book)
            for assignment in match.desired.assignments if match else ():
                group = self.group_ids.get(assignment.group)
                if group is not None and group not in seen:
                    seen.add(group)
                    yield assignment_id(book, group), assignment
