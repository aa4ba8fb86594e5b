"""Places in files. A `Marks` remembers where the keys of one YAML mapping stand, in a few bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

_COLUMN_BITS = 20
"""A file has at most 5 MB, hence a column below 2^23; longer ones are cut to the last that fits."""
_LAST_COLUMN = (1 << _COLUMN_BITS) - 1


class Position(NamedTuple):
    """A place in a file: path with `/`, line and column counted from 1, in characters."""

    path: str
    line: int
    column: int


def pack(line: int, column: int) -> int:
    """Line and column (both from 1) as one small number that sorts like the pair."""
    return (line << _COLUMN_BITS) | min(column, _LAST_COLUMN)


def unpack(path: str, packed: int) -> Position:
    """The place that `pack` made a number of."""
    return Position(path, packed >> _COLUMN_BITS, packed & _LAST_COLUMN)


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a mapping and its values stand: `places` holds dotted key → packed place of the value."""

    path: str
    at: int
    places: Mapping[str, int]

    def position(self, key: str = "") -> Position:
        """Where the value of `key` stands; the mapping itself where it lacks the key."""
        return unpack(self.path, self.places.get(key, self.at))

    def has(self, key: str) -> bool:
        """Whether the mapping states this key."""
        return key in self.places


NOWHERE = Marks("", 0, {})
"""For nouns that no file declares."""
