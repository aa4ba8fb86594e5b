"""The words of a `$filter`: names, operators, literals and punctuation."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from reconciler.sandbox.clock import parse_instant
from reconciler.sandbox.errors import bad_request

Scalar: TypeAlias = str | int | float | bool | datetime | None
TokenKind: TypeAlias = Literal["name", "text", "guid", "number", "flag", "date", "null", "(", ")", ",", "end"]
MAX_FILTER_LENGTH = 15_000

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("space", r"\s+"),
    ("text", r"'(?:[^']|'')*'"),
    ("guid", r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w.:-])"),
    ("instant", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:Z|[+-]\d\d:\d\d)(?![\w.:-])"),
    ("day", r"\d{4}-\d\d-\d\d(?![\w.:-])"),
    ("number", r"-?\d+(?:\.\d+)?(?![\w.:-])"),
    ("name", r"[A-Za-z_@][\w.]*(?:/[A-Za-z_][\w.]*)*"),
    ("mark", r"[(),]"),
)
_WORD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a filter: what it is, what it means, and where it stands (from 0)."""

    kind: TokenKind
    value: Scalar
    at: int


def tokenize(text: str) -> list[Token]:
    """The words of a filter, with an `end` at the end. Refuses what is no word of the language."""
    if len(text) > MAX_FILTER_LENGTH:
        raise bad_request(f"The filter has {len(text)} characters; {MAX_FILTER_LENGTH} are allowed.")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        match = _WORD.match(text, at)
        if match is None:
            raise bad_request(f"Invalid filter clause: unexpected '{text[at]}' at position {at}.")
        if match.lastgroup != "space":
            tokens.append(_token(str(match.lastgroup), match.group(), at))
        at = match.end()
    tokens.append(Token("end", None, at))
    return tokens


def _token(kind: str, word: str, at: int) -> Token:
    match kind:
        case "text":
            return Token("text", word[1:-1].replace("''", "'"), at)
        case "guid":
            return Token("guid", word, at)
        case "instant" | "day":
            return Token("date", _instant(word), at)
        case "number":
            return Token("number", float(word) if "." in word else int(word), at)
        case "name":
            return _name(word, at)
        case _:
            return _mark(word, at)


def _instant(word: str) -> datetime:
    try:
        return parse_instant(word if "T" in word else f"{word}T00:00:00Z")
    except ValueError as error:
        raise bad_request(f"Invalid filter clause: '{word}' is not a date.") from error


def _name(word: str, at: int) -> Token:
    match word:
        case "true" | "false":
            return Token("flag", word == "true", at)
        case "null":
            return Token("null", None, at)
        case _:
            return Token("name", word, at)


def _mark(word: str, at: int) -> Token:
    marks: dict[str, TokenKind] = {"(": "(", ")": ")", ",": ","}
    return Token(marks[word], word, at)
