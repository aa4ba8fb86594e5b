"""A school's book list: its lines, and which book and group of the tenant each means."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.entities import Intent
from reconciler.model.ids import BookId, GroupId
from reconciler.model.isbn import bare, check_digit, isbn_13

HEADINGS: Mapping[str, frozenset[str]] = {
    "isbn": frozenset({"isbn", "isbn-13", "isbn13", "isbn-10", "isbn10"}),
    "number": frozenset({"adamid", "adam-id", "adam id", "apple-id", "nummer", "number"}),
    "id": frozenset({"id", "bok-id", "book id", "book-id"}),
    "title": frozenset({"title", "titel", "bok", "book", "läromedel", "boktitel", "book title"}),
    "token": frozenset({"token", "vpp-token", "vpp token"}),
    "group": frozenset({"group", "grupp", "klass", "class", "grupper", "groups"}),
    "intent": frozenset({"intent", "avsikt", "tilldelning", "assignment", "typ", "type"}),
}
"""What the columns of a list may be called, in Swedish and English, folded."""
NOTES = frozenset({"publisher", "förlag", "tags", "taggar", "author", "författare", "antal", "note", "anmärkning"})
"""Columns that say nothing about an assignment."""


class IsbnFault(StrEnum):
    """What can be wrong with an ISBN."""

    DIGIT = "digit"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class ListLine:
    """One wish of a list. `line` counts from 1; texts are empty where the list has none. `number` is an adamId or an
    object id; an `isbn` counts where the YAML declares it for a book."""

    line: int
    isbn: str
    number: str
    title: str
    token: str
    group: str
    intent: Intent

    @property
    def called(self) -> str:
        """What the line calls its book."""
        return self.title or self.number or self.isbn

    @property
    def isbn_fault(self) -> IsbnFault | None:
        """What is wrong with the ISBN of the line; None where it has none, or a right one."""
        digits = bare(self.isbn)
        if not digits or isbn_13(digits):
            return None
        return IsbnFault.DIGIT if check_digit(digits) else IsbnFault.SHAPE


@dataclass(frozen=True, slots=True)
class Option:
    """A book or a group that a line may mean, with what tells it apart."""

    identity: str
    label: str


class Missing(StrEnum):
    """What of a line is not clear."""

    BOOK = "book"
    ISBN = "isbn"
    """The line has only an ISBN, which no declared book has."""
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class MatchedLine:
    """A line and what it means. `missing` None: all is clear. `options` are those that may be meant.

    A line that somebody chose to leave out has neither book and group nor something missing.
    """

    line: ListLine
    book: BookId | None = None
    title: str = ""
    group: GroupId | None = None
    group_name: str = ""
    missing: Missing | None = None
    options: tuple[Option, ...] = ()
