"""What the names in YAML lead to: which group an assignment means, which books a reading list reaches.

Used by the static rules, which report what leads nowhere, and by `resolve`, which needs it all to be right.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reconciler.model.entities import Assignment, Book, Declarations, Group, ListedBook, ReadingList
from reconciler.model.ids import AdamId, BookId, GroupId, Handle
from reconciler.model.naming import composed, fold

_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


class Groups:
    """The groups behind the texts by which assignments name them."""

    def __init__(self, declared: Iterable[Group]) -> None:
        self._by_alias: dict[str, Group] = {}
        self._by_id: dict[str, Group] = {}
        names: defaultdict[str, list[Group]] = defaultdict(list)
        for group in declared:
            if group.alias:
                self._by_alias.setdefault(fold(group.alias), group)
            if group.id:
                self._by_id.setdefault(group.id, group)
            if group.display_name:
                names[fold(group.display_name)].append(group)
        self._by_name = {name: groups[0] for name, groups in names.items() if len(groups) == 1}
        self._found: dict[str, Group] = {}
        self._keys: dict[str, str] = {}

    def of(self, text: str) -> Group:
        """The declared entry of this alias, object id or display name; else a group known by the text alone."""
        if text not in self._found:
            self._found[text] = self._look_up(text)
        return self._found[text]

    def key(self, text: str) -> str:
        """What is equal for two texts that mean one group: its object id, else its display name without case."""
        if text not in self._keys:
            group = self.of(text)
            self._keys[text] = group.id or f"name:{fold(group.display_name or '')}"
        return self._keys[text]

    def _look_up(self, text: str) -> Group:
        if entry := self._by_alias.get(fold(text)):
            return entry
        if _GUID.fullmatch(text):
            identity = GroupId(text.lower())
            return self._by_id.get(identity) or Group(None, identity, None)
        return self._by_name.get(fold(text)) or Group(None, None, text)


class Books:
    """The books of one tenant by what a reading list may call them."""

    def __init__(self, declared: Iterable[Book]) -> None:
        self._by_number: dict[tuple[Handle, str], Book] = {}
        self._by_title: defaultdict[tuple[Handle, str], list[Book]] = defaultdict(list)
        for book in declared:
            for number in (book.id, book.adam_id):
                if number:
                    self._by_number.setdefault((book.token, number), book)
            if book.title:
                self._by_title[book.token, composed(book.title)].append(book)

    def named(self, token: Handle, text: str) -> Sequence[Book]:
        """The books that an entry of a reading list may mean; one when it is right.

        An adamId (digits only) and an object id need no declaration: then it is a book without a title.
        """
        digits = text.isascii() and text.isdigit()
        if not digits and not _GUID.fullmatch(text):
            return self._by_title.get((token, composed(text)), ())
        number = text.lower()
        if (token, number) not in self._by_number:
            identity, adam_id = (None, AdamId(text)) if digits else (BookId(number), None)
            self._by_number[token, number] = Book(None, token, identity, adam_id, None)
        return (self._by_number[token, number],)

    def titles(self, token: Handle) -> list[str]:
        """The declared titles of a token."""
        return [title for holder, title in self._by_title if holder == token]


@dataclass(frozen=True, slots=True)
class Reached:
    """A book and the reading lists that name it, each with the entry that does. `again`: entries that name it twice."""

    book: Book
    lists: tuple[ReadingList, ...] = ()
    again: tuple[tuple[ReadingList, ListedBook], ...] = ()

    def assignments(self) -> Iterator[tuple[Assignment, ReadingList | None]]:
        """All assignments of the book: its own, then those of the lists that name it."""
        for assignment in self.book.assignments:
            yield assignment, None
        for reading_list in self.lists:
            for assignment in reading_list.assignments:
                yield assignment, reading_list


def reached_books(declarations: Declarations) -> list[Reached]:
    """Every book that the YAML speaks of: the declared ones, then those that only reading lists name.

    Entries of lists that lead nowhere, or to several books, are passed over.
    """
    books = Books(declarations.books)
    lists: defaultdict[int, list[ReadingList]] = defaultdict(list)
    again: defaultdict[int, list[tuple[ReadingList, ListedBook]]] = defaultdict(list)
    undeclared: dict[int, Book] = {}
    declared = {id(book) for book in declarations.books}
    for reading_list in declarations.reading_lists:
        for entry in reading_list.books:
            for book in _one(books.named(reading_list.token, entry.text)):
                if lists[id(book)] and lists[id(book)][-1] is reading_list:
                    again[id(book)].append((reading_list, entry))
                    continue
                lists[id(book)].append(reading_list)
                if id(book) not in declared:
                    undeclared[id(book)] = book
    every = (*declarations.books, *undeclared.values())
    return [Reached(book, tuple(lists.get(id(book), ())), tuple(again.get(id(book), ()))) for book in every]


def _one(books: Sequence[Book]) -> Sequence[Book]:
    return books if len(books) == 1 else ()
