"""How a message is filled in: `str.format`, with plurals written as `{days:# day|# days}`."""

import string
from collections.abc import Mapping
from typing import Any

Param = str | int


class _Wording(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return str(super().format_field(value, format_spec))
        one, many = format_spec.split("|", 1)
        return (one if value == 1 else many).replace("#", str(value))


_WORDING = _Wording()


def fill(template: str, params: Mapping[str, Param]) -> str:
    """The template with its parameters. A plural `{n:# book|# books}` chooses by n = 1.

    Raises KeyError when a parameter is missing, so that a wrong template fails in its test.
    """
    return _WORDING.vformat(template, (), params)
