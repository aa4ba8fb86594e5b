"""When two names are one name, and which name was probably meant."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

_LIKELY = 0.7


def fold(name: str) -> str:
    """The name as names are compared: NFC, without surrounding blanks, without case.

    So `Åk 9` typed with a combining ring equals `Åk 9` typed with one character.
    """
    if name.isascii():
        return name.strip().lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()).strip()


def composed(name: str) -> str:
    """The name as titles and references are compared: NFC, without surrounding blanks, with case."""
    return name.strip() if name.isascii() else unicodedata.normalize("NFC", name).strip()


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant; empty when none is near."""
    by_fold = {fold(candidate): candidate for candidate in known}
    close = get_close_matches(fold(name)[:200], by_fold, n=1, cutoff=_LIKELY)
    return by_fold[close[0]] if close else ""
