"""When two names are one name, and which name was probably meant."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

_LIKELY = 0.7
_MOST_KNOWN = 2_000
"""Among more names a search would take longer than a reader waits."""


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
    """The known name that was probably meant; empty when none is near, or when there are too many to compare."""
    by_fold = {fold(candidate): candidate for candidate in islice(known, _MOST_KNOWN + 1)}
    if len(by_fold) > _MOST_KNOWN:
        return ""
    close = get_close_matches(fold(name)[:200], by_fold, n=1, cutoff=_LIKELY)
    return by_fold[close[0]] if close else ""
