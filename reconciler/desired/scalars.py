"""What an unquoted scalar means: the YAML 1.2 core schema, and what YAML 1.1 would have made of it.

Read `plain` first. Sources: YAML 1.2.2, section 10.3 "Core Schema"; the YAML 1.1 type repository (yaml.org/type).
"""

import re
from typing import NamedTuple

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_OLD_BOOLEANS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false"})
_OLD_MARKERS = frozenset({"<<", "="})

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_OLD_NUMBER = re.compile(
    r"""[-+]?0b[01_]+
      | [-+]?0[0-7_]+
      | [-+]?(?:0|[1-9][0-9_]*)
      | [-+]?0x[0-9a-fA-F_]+
      | [-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
      | [-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
      | [-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
      | [-+]?\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?""",
    re.VERBOSE,
)
_OLD_DATE = re.compile(
    r"""[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
        (?:(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?""",
    re.VERBOSE,
)
_OLD_OCTAL = re.compile(r"[-+]?0[0-7]{1,64}")
_MOST_DIGITS = 64
"""Longer numbers fit no field; they are not worth converting (and Python refuses to convert very long ones)."""


class Misread(NamedTuple):
    """An unquoted text that YAML 1.1 takes for something else: `no`, `12:30`, `1_000`, `2026-08-14`, `010`.

    It is no `str`, so that a field that wants a text refuses it by its type.
    """

    text: str


Plain = None | bool | int | float | str | Misread


def plain(text: str) -> Plain:
    """The value of an unquoted scalar by YAML 1.2 core, `Misread` where only YAML 1.1 reads another type."""
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if text.casefold() in _OLD_BOOLEANS or text in _OLD_MARKERS:
        return Misread(text)
    if text[0] in "+-.0123456789":
        return _numeric(text)
    return text


def _numeric(text: str) -> Plain:
    if old_octal(text):
        return Misread(text)
    if _INTEGER.fullmatch(text) or _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return int(text, _base(text)) if len(text) <= _MOST_DIGITS else Misread(text)
    if _FLOAT.fullmatch(text):
        return _float(text)
    return Misread(text) if _OLD_NUMBER.fullmatch(text) or _OLD_DATE.fullmatch(text) else text


def _base(text: str) -> int:
    return {"0o": 8, "0x": 16}.get(text[:2], 10)


def _float(text: str) -> float:
    named = text.casefold().lstrip("+-") in {".inf", ".nan"}
    return float(text.replace(".", "") if named else text)


def kind_of(text: str) -> str:
    """What an unquoted text is taken for: `null`, `boolean`, `number` or `date`; empty for a plain text.

    A mark of YAML 1.1's own (`<<`, `=`) counts as `null`: it stands for no value of its own.
    """
    if text in _NULLS or text in _OLD_MARKERS:
        return "null"
    if text.casefold() in _OLD_BOOLEANS:
        return "boolean"
    if _OLD_DATE.fullmatch(text):
        return "date"
    return "" if isinstance(plain(text), str) else "number"


def old_octal(text: str) -> bool:
    """Whether YAML 1.1 reads this integer as octal and YAML 1.2 as decimal, with different results: `010`."""
    return bool(_OLD_OCTAL.fullmatch(text)) and int(text, 8) != int(text, 10)
