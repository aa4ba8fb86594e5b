"""Names from a tenant as YAML may hold them, and short names made of them. Read `Names`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from reconciler.model.naming import fold
from reconciler.model.quoting import SECRET, holds_secret

LONGEST = 1024
"""The most characters of a text in YAML (CONTRACT section 1)."""
_MOST_BYTES = 120
"""So long may a short name be; a file is named after it."""
_ID_SUFFIXES = (8, 12, 36)
_APART = re.compile(r"[^\w]+|_")
_SURROGATE = re.compile("[\ud800-\udfff]")


def writable(text: str | None) -> str:
    """The text as YAML can hold it: halves of characters replaced, cut to the longest text, never a content token.

    Empty where nothing is left to see.
    """
    whole = _SURROGATE.sub("\ufffd", text or "")
    if holds_secret(whole.encode("utf-8")):
        return SECRET
    cut = whole if len(whole) <= LONGEST else whole[: LONGEST - 1] + "…"
    return "" if cut.isprintable() and not cut.strip() else cut


def slug(text: str) -> str:
    """A short name: lower case, letters and digits of any script, hyphens between words. May be empty."""
    words = _APART.split(unicodedata.normalize("NFC", text).casefold())
    whole = "-".join(word for word in words if word)
    return whole.encode("utf-8")[:_MOST_BYTES].decode("utf-8", "ignore").strip("-")


def short_names(named: Mapping[str, str], taken: Iterable[str], instead: str) -> dict[str, str]:
    """A short name for each id, made of its name; unique among themselves and among those `taken`.

    Names that make the same short name all get the end of their id behind it, so that none depends on the others.
    None is the name of another. `instead` is used where a name has nothing to make one of. `named` maps id → name.
    """
    used = {fold(name) for name in taken}
    names = {fold(name) for name in named.values()}
    slugs = {identity: slug(name) or f"{instead}-{identity[-_ID_SUFFIXES[0] :]}" for identity, name in named.items()}
    times = Counter(slugs.values())
    made: dict[str, str] = {}
    for identity, short in sorted(slugs.items()):
        tries = [f"{short}-{identity[-length:]}" for length in _ID_SUFFIXES]
        if times[short] == 1:
            tries.insert(0, short)
        own = fold(named[identity])
        free = (each for each in tries if fold(each) not in used and (fold(each) == own or fold(each) not in names))
        made[identity] = next(free, tries[-1])
        used.add(fold(made[identity]))
    return made
