"""Makes the world behind a seed: people, groups, tokens, books, who has what. Read `make_world` first."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random

from reconciler.sandbox.generate.changes import with_changes
from reconciler.sandbox.generate.nouns import Book, CannotGenerateError, Group, Intent, Size, Token, User, World

BOOKS_PER_TOKEN = 2500
LEAST_MEMBERS, MOST_MEMBERS = 4, 30  # nested groups stay well below the hundred users from which a group is large
SUBJECTS = ("Biologi", "Engelska", "Fysik", "Geografi", "Historia", "Kemi", "Matematik", "Musik", "Svenska", "Teknik")
PUBLISHERS = ("Förlaget Björkdungen", "Läromedel Norrsken", "Ordboksverkstaden")
FIRST_NAMES = ("Alva", "Bo", "Cleo", "Disa", "Elof", "Freja", "Gro", "Hugo", "Idun", "Jon", "Kaj", "Liv", "Mio", "Nils")
LAST_NAMES = ("Almkvarn", "Björkstig", "Dalbrink", "Ekhage", "Forsudde", "Grönvik", "Hedlycka", "Mossklint", "Tallö")


def make_world(size: Size, seed: int) -> World:
    """The tenant of this size and seed, always the same. Raises CannotGenerateError for a size that cannot be."""
    _check(size)
    users = tuple(_users(size, Random(f"{seed} users")))
    groups = tuple(_with_reach(_groups(size, len(users), Random(f"{seed} groups"))))
    tokens = tuple(_tokens(size, Random(f"{seed} tokens")))
    books = _books(size, len(tokens), Random(f"{seed} books"))
    changed = with_changes(books, len(groups), size.changes, Random(f"{seed} changes"))
    seats = Random(f"{seed} seats")
    return World(seed, users, groups, tokens, tuple(_with_seats(book, groups, seats) for book in changed))


def _check(size: Size) -> None:
    most = size.books * size.groups
    if size.assignments > most:
        raise CannotGenerateError(
            f"{size.books} books and {size.groups} groups make room for {most} assignments, not for "
            f"{size.assignments}. Ask for more books or groups, or for fewer assignments."
        )
    if size.changes > most:  # each place can change once: made where it is free, turned round where it is taken
        raise CannotGenerateError(
            f"{size.books} books and {size.groups} groups make room for {most} changes, not for {size.changes}."
        )


def _users(size: Size, dice: Random) -> Iterator[User]:
    for number in range(1, min(5000, MOST_MEMBERS + 6 * size.groups) + 1):
        name = f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"
        yield User(_guid(dice), name, f"elev{number:05}@norr.example")


def _groups(size: Size, users: int, dice: Random) -> list[Group]:
    """Every ninth one holds the group before it, every eighth one is a Microsoft 365 group; none is empty."""
    ids = sorted(_guid(dice) for _ in range(size.groups))
    return [
        Group(
            id=identifier,
            name=f"Klass {number:04}",
            alias=f"klass{number:04}",
            members=tuple(sorted(dice.sample(range(users), dice.randint(LEAST_MEMBERS, MOST_MEMBERS)))),
            inside=(number - 2,) if number % 9 == 0 else (),
            unified=number % 8 == 0 and number % 9 != 0,  # a Microsoft 365 group cannot hold groups
        )
        for number, identifier in enumerate(ids, start=1)
    ]


def _with_reach(groups: list[Group]) -> Iterator[Group]:
    """Groups with everybody in them; what is inside a group holds no further one."""
    for group in groups:
        inner = [groups[number].members for number in group.inside]
        yield replace(group, reach=frozenset(group.members).union(*inner))


def _tokens(size: Size, dice: Random) -> Iterator[Token]:
    number_of_tokens = 1 + max(0, size.books - 1) // BOOKS_PER_TOKEN
    for number, identifier in enumerate(sorted(_guid(dice) for _ in range(number_of_tokens)), start=1):
        yield Token(
            id=identifier,
            name=f"skola{number:02}",
            apple_id=f"it-token-{number:02}@norr.example",
            location=str(2049025000430000 + number),
            location_name=f"Skola {number:02}",
        )


def _books(size: Size, tokens: int, dice: Random) -> list[Book]:
    """Books with their assignments spread evenly over them."""
    ids = sorted(_guid(dice) for _ in range(size.books))
    each, over = divmod(size.assignments, max(1, size.books))
    return [
        Book(
            id=identifier,
            title=f"{SUBJECTS[number % len(SUBJECTS)]} {number:05}",
            publisher=PUBLISHERS[number % len(PUBLISHERS)],
            adam_id=str(6100000000 + number),
            token=(number - 1) % tokens,
            there=_assigned(size.groups, each + (number <= over), dice),
        )
        for number, identifier in enumerate(ids, start=1)
    ]


def _assigned(groups: int, number: int, dice: Random) -> dict[int, Intent]:
    return {
        group: "required" if dice.random() < 0.4 else "available"
        for group in sorted(dice.sample(range(groups), number))
    }


def _with_seats(book: Book, groups: tuple[Group, ...], dice: Random) -> Book:
    """A book with seats for everybody whom it may ever reach, less than half of them used.

    Whoever is in a required group holds one, some others too; every fifth book tells of a few who installed it,
    and of one who failed.
    """
    reached = sum(len(groups[group].reach) for group in {**book.there, **book.wanted})
    served: set[int] = set()
    for group, intent in book.there.items():
        if intent == "required":
            served |= groups[group].reach
    used = len(served) + dice.randrange(4)
    told = list(islice(sorted(served), 6)) if dice.randrange(5) == 0 else []
    return replace(book, total=2 * (used + reached) + 10, used=used, holders=tuple(told[1:]), failed=tuple(told[:1]))


def _guid(dice: Random) -> str:
    """A version 4 GUID from the dice."""
    text = f"{dice.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"
