"""What a generated tenant consists of, before it is written in anybody's spelling. Things name each other by number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Intent: TypeAlias = Literal["available", "required"]
MADE_AT = "2026-08-14T06:00:00Z"
EXPIRES_AT = "2099-06-01T00:00:00Z"  # a real one lasts a year; this one must not make old files useless
ORGANISATION = "Norrskolorna"


class CannotGenerateError(Exception):
    """A size that no tenant can have; the message says why and what would fit."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; `changes` is how far the YAML is from the tenant."""

    books: int
    groups: int
    assignments: int
    changes: int = 0


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account; `account` is the user principal name, in lower case."""

    id: str
    name: str
    account: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its own members, and the numbers of the groups inside it. `reach` are all users, each once."""

    id: str
    name: str
    alias: str
    members: tuple[int, ...]
    inside: tuple[int, ...]
    unified: bool
    reach: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Token:
    """A VPP token with the location behind it."""

    id: str
    name: str
    apple_id: str
    location: str
    location_name: str


@dataclass(frozen=True, slots=True)
class Book:
    """A book: what the tenant has of it, by number of group, and what the YAML wants otherwise."""

    id: str
    title: str
    publisher: str
    adam_id: str
    token: int
    there: Mapping[int, Intent]
    wanted: Mapping[int, Intent] = field(default_factory=dict)
    total: int = 0
    used: int = 0
    holders: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """A whole generated tenant. Books, tokens and groups are sorted by id."""

    seed: int
    users: tuple[User, ...]
    groups: tuple[Group, ...]
    tokens: tuple[Token, ...]
    books: tuple[Book, ...]
