"""Names from YAML and from tenants are data: how they are shown without steering what shows them."""

import re
import unicodedata

_STEERING = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Unicode categories that print nothing themselves and change how their neighbours are read."""
_JOINERS = frozenset("\u200c\u200d")
"""Needed to write Persian, Indic scripts and emoji; they reorder and hide nothing."""

_PARTED = "&#8203;"
"""A space of no width: mentions and links are looked for after entities are read, so an entity alone is too little."""
_MARKUP = {ord(char): f"&#{ord(char)};" for char in "\\`*_{}[]<>&|~$"}
_LONGEST = 120
"""A name that is longer says no more to a reader who has thirty seconds."""
_REFERENCES = {ord(char): f"&#{ord(char)};{_PARTED}" for char in "@#"}
_TABLE = _MARKUP | _REFERENCES
_AUTOLINK = re.compile(
    r":(?=//)|:(?=\w+:)|(?<=www)\.|(?<=\bGH)-|(?<=mailto):|(?<=xmpp):|[!%](?=[\w&\"])", re.IGNORECASE
)
"""Also `!12` and `%12`, a merge request and a milestone of GitLab."""
_BLOCK_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")


def shown(text: str) -> str:
    """The text on one line, control and bidi characters written as escapes such as `\\n` and `\\u202e`."""
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def shortened(text: str, most: int = _LONGEST) -> str:
    """The text in at most so many characters, the last of them `…` where it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def in_markdown(text: str) -> str:
    """The text as Markdown that shows exactly it, on one line.

    It starts no HTML, link, mention, issue reference, heading, list or table cell.
    Source: GitHub Flavored Markdown 0.29, "Autolinks (extension)" and "Entity and numeric character references".
    """
    escaped = shown(text).strip().translate(_TABLE)
    return _BLOCK_START.sub(_entities, _AUTOLINK.sub(_parted, escaped))


def code_in_markdown(text: str) -> str:
    """The text as a code span: for places and digests, which people copy, and which would be links or emoji else."""
    inside = shown(text).strip()
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", inside)), default=0))
    return f"{fence} {inside} {fence}" if "`" in inside else f"{fence}{inside}{fence}"


def _visible(char: str) -> str:
    if char in _JOINERS or unicodedata.category(char) not in _STEERING:
        return char
    return char.encode("unicode_escape").decode("ascii")


def _entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match.group())


def _parted(match: re.Match[str]) -> str:
    return _entities(match) + _PARTED
