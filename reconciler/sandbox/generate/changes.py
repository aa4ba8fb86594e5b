"""Chooses how the YAML differs from the tenant: half of the changes are new assignments, half another intent.

A removal is not among them: without a record of an earlier apply, what the YAML does not name is kept.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from reconciler.sandbox.generate.nouns import Book, CannotGenerateError, Intent

_OTHER: dict[Intent, Intent] = {"available": "required", "required": "available"}


def with_changes(books: list[Book], groups: int, number: int, dice: Random) -> list[Book]:
    """The books, each with what the YAML wants of it; it differs from what is there in so many places in all."""
    taken = sum(len(book.there) for book in books)
    updates = min(taken, number // 2)
    creates = min(len(books) * groups - taken, number - updates)
    updates = number - creates
    if updates > taken:
        raise CannotGenerateError(f"There are not enough assignments for {number} changes.")
    changes: dict[int, dict[int, Intent]] = defaultdict(dict)
    for book, group in _spread(_taken(books, dice), updates):
        changes[book][group] = _OTHER[books[book].there[group]]
    for book, group in _spread(_free(books, groups, dice), creates):
        changes[book][group] = "required" if dice.random() < 0.5 else "available"
    return [_changed(book, changes.get(at)) for at, book in enumerate(books)]


def _changed(book: Book, changes: dict[int, Intent] | None) -> Book:
    return replace(book, wanted=dict(sorted({**book.there, **(changes or {})}.items())))


def _spread(sources: Iterator[tuple[int, Iterator[int]]], number: int) -> Iterator[tuple[int, int]]:
    """So many (book, group) pairs, one of each book in turn, so that changes are all over the shelf."""
    turn = list(sources) if number else []
    while number:
        rest = []
        for book, groups in turn:
            group = next(groups, None)
            if group is not None and number:
                yield book, group
                number -= 1
                rest.append((book, groups))
        turn = rest


def _taken(books: list[Book], dice: Random) -> Iterator[tuple[int, Iterator[int]]]:
    for at in dice.sample(range(len(books)), len(books)):
        groups = sorted(books[at].there)
        yield at, iter(dice.sample(groups, len(groups)))


def _free(books: list[Book], groups: int, dice: Random) -> Iterator[tuple[int, Iterator[int]]]:
    for at in dice.sample(range(len(books)), len(books)):
        yield at, _free_groups(books[at], groups, dice.randrange(max(1, groups)))


def _free_groups(book: Book, groups: int, first: int) -> Iterator[int]:
    """Groups without an assignment of the book, from one of them on, round to the one before it."""
    for step in range(groups):
        group = (first + step) % groups
        if group not in book.there:
            yield group
