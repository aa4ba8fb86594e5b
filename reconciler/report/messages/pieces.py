"""Texts that stand inside of messages: an English piece, what it is in another language, and how it is found."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_WORDS = frozenset({"problem", "doing", "failure", "now", "was", "approved", "reason"})
"""Holes that take over words instead of names. These are reworded by the same pieces."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An English text and its translation. `{name}` stands for what is taken over: as it is, or see `_WORDS`."""

    english: str
    other: str


def reworded(text: str, pieces: Iterable[Piece]) -> str:
    """The text by the first piece that is all of it; as it is where none is."""
    known = tuple(pieces)
    for piece in known:
        if found := _pattern(piece.english).fullmatch(text):
            taken = {name: _taken(name, part, known) for name, part in found.groupdict().items()}
            return piece.other.format(**taken)
    return text


def _taken(name: str, part: str, pieces: tuple[Piece, ...]) -> str:
    """What a hole takes over: words as a whole, else as a list of words; names as they are."""
    if name not in _WORDS:
        return part
    whole = reworded(part, pieces)
    return whole if whole != part else reworded_list(part, ", ", pieces)


def reworded_list(text: str, separator: str, pieces: Iterable[Piece]) -> str:
    """Each part of the text between the separators; a piece without holes may hold the separator itself."""
    known = tuple(pieces)
    for piece in known:
        if piece.english == text:
            return piece.other
    return separator.join(reworded(part, known) for part in text.split(separator))


def replaced(text: str, pieces: Iterable[Piece]) -> str:
    """The text with every piece in it replaced, wherever it stands; the first pieces first."""
    for piece in pieces:
        text = text.replace(piece.english, piece.other)
    return text


@cache
def _pattern(english: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", english)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts)), re.DOTALL
    )
