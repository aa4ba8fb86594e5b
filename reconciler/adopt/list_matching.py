"""Which book and group of a tenant a line of a book list means. Nothing is guessed: several, or near ones, are options.

Read `Shelf`.
"""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from reconciler.adopt.isbns import DeclaredIsbns
from reconciler.model.book_list import ListLine, Option
from reconciler.model.ids import GroupId, Handle, TokenId
from reconciler.model.isbn import isbn_13
from reconciler.model.naming import composed, fold
from reconciler.model.observed import ObservedBook, ObservedGroup

_NEAR = 0.6
_MOST_OPTIONS = 9
_MOST_TITLES = 20_000
"""Among more, a search for near titles takes longer than a reader waits."""


_NO_ISBNS = DeclaredIsbns()


class Shelf:
    """The books of a tenant by what a list may call them. `handles` are the declared names of VPP tokens, `isbns` what
    the YAML says about ISBNs."""

    def __init__(
        self, books: Iterable[ObservedBook], handles: Mapping[TokenId, Handle], isbns: DeclaredIsbns = _NO_ISBNS
    ) -> None:
        self._books = tuple(books)
        self._handles = handles
        self._isbns = isbns
        self._by_number: dict[str, list[ObservedBook]] = {}
        self._by_title: dict[str, list[ObservedBook]] = {}
        self._by_fold: dict[str, list[ObservedBook]] = {}
        for book in self._books:
            for number in filter(None, (book.adam_id, book.id)):
                self._by_number.setdefault(number, []).append(book)
            self._by_title.setdefault(composed(book.title), []).append(book)
            self._by_fold.setdefault(fold(book.title), []).append(book)

    def meant(self, line: ListLine) -> tuple[ObservedBook | None, tuple[ObservedBook, ...]]:
        """The one book that a line means, else those it may mean: by number, else by declared ISBN, else by exact
        title, else near ones. An ISBN and an exact title of different books leave both."""
        if line.number:
            return _one(self._of_token(line, self._by_number.get(line.number.lower(), ())))
        exact = self._by_title.get(composed(line.title)) or self._by_fold.get(fold(line.title), [])
        fitting = self._of_token(line, exact) if line.title else []
        if declared := self._of_token(line, self._isbns.books.get(isbn_13(line.isbn), ())):
            both = [book for book in declared if book in fitting]
            return _one(both or [*declared, *fitting])
        if fitting:
            return _one(fitting)
        return None, tuple(self._of_token(line, self._near(line.title or self._waiting(line))))[:_MOST_OPTIONS]

    def unknown_isbn(self, line: ListLine) -> bool:
        """Whether a line has only an ISBN, and one that no declared book has."""
        number = isbn_13(line.isbn)
        known = number in self._isbns.books or number in self._isbns.waiting
        return bool(line.isbn) and not line.number and not line.title and not known

    def option(self, book: ObservedBook) -> Option:
        """The book as a person can choose it."""
        token = (self._handles.get(book.token) or book.token) if book.token else None
        parts = [book.publisher, token, f"adamId {book.adam_id}" if book.adam_id else None, book.id]
        return Option(book.id, f'"{book.title}" ({", ".join(part for part in parts if part)})')

    def _of_token(self, line: ListLine, books: Sequence[ObservedBook]) -> list[ObservedBook]:
        wanted = fold(line.token)
        return [book for book in books if not wanted or fold(self._handle(book)) == wanted or book.token == wanted]

    def _handle(self, book: ObservedBook) -> str:
        return self._handles.get(book.token, "") if book.token else ""

    def _waiting(self, line: ListLine) -> str:
        """The title of the declared book of a line's ISBN that was not found in the tenant; empty for others."""
        return self._isbns.waiting.get(isbn_13(line.isbn), "")

    def _near(self, title: str) -> list[ObservedBook]:
        if not title or len(self._by_fold) > _MOST_TITLES:
            return []
        wanted = fold(title)
        inside = [name for name in self._by_fold if wanted and (wanted in name or (len(name) > 3 and name in wanted))]
        close = get_close_matches(wanted, self._by_fold, n=_MOST_OPTIONS, cutoff=_NEAR)
        names = list(dict.fromkeys([*close, *sorted(inside)]))
        return [book for name in names for book in self._by_fold[name]]


def group_options(text: str, named: Sequence[ObservedGroup]) -> tuple[ObservedGroup | None, tuple[ObservedGroup, ...]]:
    """The one group that is meant among those of a name, else all of them."""
    if len(named) == 1:
        return named[0], ()
    exact = [group for group in named if composed(group.display_name) == composed(text)]
    return (exact[0], ()) if len(exact) == 1 else (None, tuple(exact or named)[:_MOST_OPTIONS])


def near_groups(text: str, groups: Mapping[GroupId, ObservedGroup]) -> tuple[ObservedGroup, ...]:
    """Groups of the tenant, as far as they are known, with a name near this one."""
    by_name: dict[str, list[ObservedGroup]] = {}
    for _, group in sorted(groups.items()):
        by_name.setdefault(fold(group.display_name), []).append(group)
    close = get_close_matches(fold(text), by_name, n=_MOST_OPTIONS, cutoff=_NEAR)
    return tuple(group for name in close for group in by_name[name])[:_MOST_OPTIONS]


def _one(books: Sequence[ObservedBook]) -> tuple[ObservedBook | None, tuple[ObservedBook, ...]]:
    return (books[0], ()) if len(books) == 1 else (None, tuple(books)[:_MOST_OPTIONS])
