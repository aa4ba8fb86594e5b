"""What the YAML of a tenant already says, held against what the tenant shows. Read `known`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from reconciler.model.desired import DesiredState
from reconciler.model.entities import Group
from reconciler.model.ids import AdamId, BookId, GroupId, Handle, TokenId
from reconciler.model.matching import BookMatch, Matching
from reconciler.model.naming import composed, fold
from reconciler.model.position import Marks, Position
from reconciler.model.record import LastApplied
from reconciler.model.token_fields import TokenMemory


class Memory(NamedTuple):
    """What the ledger remembers: last applied (None: nothing was ever applied) and the fields of VPP tokens."""

    applied: LastApplied | None
    tokens: TokenMemory


NO_MEMORY = Memory(None, MappingProxyType({}))
"""No ledger, or one without records."""


@dataclass(frozen=True, slots=True)
class Room:
    """The last file with entries of a kind, and about how many YAML nodes they are."""

    path: str
    nodes: int


@dataclass(frozen=True, slots=True)
class Known:
    """The declarations of a tenant beside the tenant. All empty for a tenant without YAML.

    `folder` is the tenant's, relative to the working directory. `unclear_*` are things in the tenant of which several
    could be what the YAML means: nothing is declared for them. `names` are all names of groups in the YAML,
    folded; `references` those that cannot be another group's without changing what is meant: aliases, and what
    assignments say. `listed` are titles by which reading lists call books.
    """

    folder: str
    desired: DesiredState | None = None
    handles: Mapping[TokenId, Handle] = field(default_factory=dict)
    unclear_tokens: frozenset[TokenId] = frozenset()
    books: Mapping[BookId, BookMatch] = field(default_factory=dict)
    unclear_books: frozenset[BookId] = frozenset()
    group_ids: Mapping[str, GroupId] = field(default_factory=dict)
    group_texts: Mapping[GroupId, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()
    adam_ids: frozenset[tuple[Handle, AdamId]] = frozenset()
    listed: frozenset[str] = frozenset()
    rooms: Mapping[str, Room] = field(default_factory=dict)


def known(desired: DesiredState, matching: Matching, listed_titles: Iterable[str]) -> Known:
    """What the YAML says, seen from the tenant. `listed_titles` are the texts of all entries of reading lists."""
    unclear = {there.id for _, several in matching.ambiguous_books for there in several}
    return Known(
        folder=desired.tenant.path,
        desired=desired,
        handles={there.id: handle for handle, there in sorted(matching.tokens.items(), reverse=True)},
        unclear_tokens=frozenset(there.id for _, several in matching.ambiguous_tokens for there in several),
        books=matching.books,
        unclear_books=frozenset(unclear - matching.books.keys()),
        group_ids=matching.group_ids,
        group_texts=_group_texts(desired, matching),
        names=frozenset(_names(desired)) | _references(desired),
        references=_references(desired),
        adam_ids=frozenset((one.book.token, one.book.adam_id) for one in desired.books if one.book.adam_id),
        listed=frozenset(map(composed, listed_titles)),
        rooms=_rooms(desired),
    )


def _group_texts(desired: DesiredState, matching: Matching) -> dict[GroupId, str]:
    """By which text an assignment names a group: its alias, else as another assignment does."""
    texts: dict[GroupId, str] = {group: text for text, group in sorted(matching.group_ids.items(), reverse=True)}
    for declared in desired.groups:
        group = declared.id or next((matching.group_ids[t] for t in _own_texts(desired, declared, matching)), None)
        if group is not None and declared.alias:
            texts[group] = declared.alias
    return texts


def _own_texts(desired: DesiredState, declared: Group, matching: Matching) -> Iterable[str]:
    own = (declared.alias, declared.display_name)
    return (text for text in own if text and desired.group_of.get(text) is declared and text in matching.group_ids)


def _names(desired: DesiredState) -> Iterable[str]:
    return (fold(group.display_name) for group in desired.groups if group.display_name)


def _references(desired: DesiredState) -> frozenset[str]:
    aliases = (group.alias for group in desired.groups if group.alias)
    return frozenset(map(fold, (*aliases, *desired.group_of)))


_NODES_OF_BOOK, _NODES_OF_ASSIGNMENT, _NODES_OF_TOKEN, _NODES_OF_GROUP = 25, 12, 40, 13


def _rooms(desired: DesiredState) -> dict[str, Room]:
    """The last file of tokens, of groups, and of the books of each token (`books/HANDLE`); nodes rather too many."""
    sizes: Counter[str] = Counter()
    last: dict[str, Position] = {}
    for section, marks, size in _entries(desired):
        sizes[marks.path] += size
        last[section] = max(marks.position(), last.get(section, marks.position()))
    return {section: Room(place.path, sizes[place.path]) for section, place in last.items()}


def _entries(desired: DesiredState) -> Iterator[tuple[str, Marks, int]]:
    """Each declared entry: its section, where it stands, and its nodes."""
    for token in desired.tokens:
        yield "tokens", token.marks, _NODES_OF_TOKEN
    for group in desired.groups:
        yield "groups", group.marks, _NODES_OF_GROUP
    for book in (one.book for one in desired.books if one.book.marks.path):
        yield f"books/{book.token}", book.marks, _NODES_OF_BOOK + _NODES_OF_ASSIGNMENT * len(book.assignments)
