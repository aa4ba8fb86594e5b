"""Lines for people: a text and its tone. The terminal gives a tone its colour; a file has none."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a line is, so that colour only ever repeats what the words say."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    GOOD = "good"
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    ERROR = "error"
    WARNING = "warning"


class Line(NamedTuple):
    """One line without its end. Names in it are already shown safely."""

    text: str = ""
    tone: Tone = Tone.PLAIN


TONE_OF = {"error": Tone.ERROR, "guard": Tone.ERROR, "warning": Tone.WARNING, "info": Tone.FAINT}
"""The tone of a severity."""


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without colour, each ended."""
    return "".join(f"{line.text}\n" for line in lines)
