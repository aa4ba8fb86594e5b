"""Holds the desired state against the tenant: which declared token, book and group is which. Read `match`."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reconciler.model.desired import DesiredBook, DesiredState
from reconciler.model.entities import Group, Token
from reconciler.model.ids import AdamId, BookId, GroupId, Handle, TokenId
from reconciler.model.matching import BookMatch, Matching
from reconciler.model.observed import ObservedBook, ObservedGroup, ObservedState, ObservedToken, Unread


def match(desired: DesiredState, observed: ObservedState) -> Matching:
    """Every declared thing beside the one thing in the tenant that it means (CONTRACT: what a plan does, keys).

    Nothing is guessed: what is not found exactly once stands in the fields for what is missing or ambiguous.
    """
    tokens = _Tokens()
    for token in sorted(desired.tokens, key=lambda token: token.marks.position()):
        tokens.place(token, observed.tokens)
    tokens.found = dict(sorted(tokens.found.items()))
    books = _Books(observed.books, tokens.found)
    for book in desired.books:
        books.place(book)
    found = _Groups(observed)
    for group in _distinct(desired.group_of.values()):
        found.place(group)
    return Matching(
        tokens=tokens.found,
        missing_tokens=tuple(tokens.missing),
        ambiguous_tokens=tuple(tokens.ambiguous),
        books=dict(sorted(books.found.items())),
        missing_books=tuple(books.missing),
        ambiguous_books=tuple(books.ambiguous),
        doubled_books=tuple(books.doubled),
        group_ids={text: found.ids[id(group)] for text, group in desired.group_of.items() if id(group) in found.ids},
        missing_groups=tuple(found.missing),
        ambiguous_groups=tuple(found.ambiguous),
        unread_groups=tuple(found.unread),
        known_names=tuple(sorted({group.display_name for group in observed.groups.values()})),
        doubled_tokens=tuple(tokens.doubled),
    )


def _distinct(groups: Iterable[Group]) -> Iterable[Group]:
    """Each group once, though several texts may mean it."""
    return {id(group): group for group in groups}.values()


@dataclass(slots=True)
class _Tokens:
    found: dict[Handle, ObservedToken] = field(default_factory=dict)
    missing: list[Token] = field(default_factory=list)
    ambiguous: list[tuple[Token, tuple[ObservedToken, ...]]] = field(default_factory=list)
    doubled: list[tuple[Token, Handle]] = field(default_factory=list)

    def place(self, token: Token, observed: tuple[ObservedToken, ...]) -> None:
        candidates = [there for there in observed if _same_token(token, there)]
        match candidates:
            case [one] if (first := self._holder(one)) is not None:
                self.doubled.append((token, first))
            case [one]:
                self.found[token.name] = one
            case []:
                self.missing.append(token)
            case several:
                self.ambiguous.append((token, tuple(several)))

    def _holder(self, there: ObservedToken) -> Handle | None:
        """The handle that means this token already."""
        return next((name for name, one in self.found.items() if one.id == there.id), None)


def _same_token(token: Token, there: ObservedToken) -> bool:
    if token.id is not None:
        return token.id == there.id
    declared = (token.organization, token.apple_id or "")
    observed = (there.organization or "", there.apple_id or "")
    return [text.casefold() for text in declared] == [text.casefold() for text in observed]


class _Books:
    """Finds books by id, else by adamId within the token, else by token, title and publisher."""

    def __init__(self, observed: tuple[ObservedBook, ...], tokens: Mapping[Handle, ObservedToken]) -> None:
        self.found: dict[BookId, BookMatch] = {}
        self.missing: list[DesiredBook] = []
        self.ambiguous: list[tuple[DesiredBook, tuple[ObservedBook, ...]]] = []
        self.doubled: list[tuple[DesiredBook, BookMatch]] = []
        self._tokens = tokens
        self._by_id: dict[BookId, ObservedBook] = {book.id: book for book in observed}

    def place(self, book: DesiredBook) -> None:
        token = self._tokens.get(book.book.token)
        if token is None:
            return
        match self._candidates(book, token.id):
            case [one] if one.id in self.found:
                self.doubled.append((book, self.found[one.id]))
            case [one]:
                self.found[one.id] = BookMatch(book, one)
            case []:
                self.missing.append(book)
            case several:
                self.ambiguous.append((book, tuple(several)))

    # Made when a book without an id asks for them: `import` writes ids, so most tenants never do.
    @cached_property
    def _by_adam(self) -> Mapping[tuple[TokenId | None, AdamId], list[ObservedBook]]:
        found: defaultdict[tuple[TokenId | None, AdamId], list[ObservedBook]] = defaultdict(list)
        for book in self._by_id.values():
            if book.adam_id:
                found[book.token, book.adam_id].append(book)
        return found

    @cached_property
    def _by_name(self) -> Mapping[tuple[TokenId | None, str, str], list[ObservedBook]]:
        found: defaultdict[tuple[TokenId | None, str, str], list[ObservedBook]] = defaultdict(list)
        for book in self._by_id.values():
            found[book.token, _plain(book.title), _plain(book.publisher)].append(book)
        return found

    def _candidates(self, desired: DesiredBook, token: TokenId) -> list[ObservedBook]:
        book = desired.book
        if book.id is not None:
            there = self._by_id.get(book.id)
            return [there] if there is not None and there.token == token else []
        if book.adam_id is not None:
            return self._by_adam.get((token, book.adam_id), [])
        return self._by_name.get((token, _plain(book.title), _plain(book.publisher)), [])


def _plain(text: str | None) -> str:
    """A text as it is compared: one spelling of the same characters, no space around it."""
    return unicodedata.normalize("NFC", text or "").strip()


class _Groups:
    """Finds groups by id, else by exactly one display name."""

    def __init__(self, observed: ObservedState) -> None:
        self.ids: dict[int, GroupId] = {}
        self.missing: list[Group] = []
        self.ambiguous: list[tuple[Group, tuple[ObservedGroup, ...]]] = []
        self.unread: list[tuple[Group, Unread]] = []
        self._observed = observed
        self._by_name: dict[str, list[ObservedGroup]] = defaultdict(list)
        for _, group in sorted(observed.groups.items()):
            self._by_name[_plain(group.display_name)].append(group)

    def place(self, group: Group) -> None:
        asked = group.id or group.display_name or ""
        if (why := self._observed.unread_groups.get(asked)) is not None:
            self.unread.append((group, why))
            return
        match self._candidates(group):
            case [one]:
                self.ids[id(group)] = one.id
            case []:
                self.missing.append(group)
            case several:
                self.ambiguous.append((group, tuple(several)))

    def _candidates(self, group: Group) -> list[ObservedGroup]:
        if group.id is not None:
            there = self._observed.groups.get(group.id)
            return [there] if there is not None else []
        return self._by_name.get(_plain(group.display_name), [])
