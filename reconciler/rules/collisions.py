"""Which of several things that collide comes later. For the static rules; the later place is where they report."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from reconciler.model.finding import Related
from reconciler.model.position import Position

Item = TypeVar("Item")

FIRST = "first here"


def first_here(place: Position) -> tuple[Related, ...]:
    """The earlier of two things that collide, as a finding names it."""
    return (Related(place, FIRST),)


def collisions(
    items: Iterable[Item], key: Callable[[Item], str | None], place: Callable[[Item], Position]
) -> Iterator[tuple[Item, Item]]:
    """Pairs (first, later) of items with one key, by place. Items whose key is empty collide with nothing."""
    by_key: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        if found := key(item):
            by_key[found].append(item)
    for same in by_key.values():
        if len(same) > 1:
            first, *later = sorted(same, key=place)
            yield from ((first, item) for item in later)
