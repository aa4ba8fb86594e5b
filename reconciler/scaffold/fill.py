"""Templates with places to fill. A place is `@@name@@`: no pipeline, no YAML and no Markdown of ours writes it so."""

import re
from collections.abc import Mapping
from importlib.resources import files

_PLACE = re.compile(r"@@(\w+)@@")
_WHOLE_LINE = re.compile(r"^@@(\w+)@@\n", re.MULTILINE)


def template(name: str) -> str:
    """The text of a template. Raises FileNotFoundError for a name that is none."""
    return (files("reconciler.scaffold") / "templates" / f"{name}.tmpl").read_text("utf-8")


def filled(name: str, values: Mapping[str, str]) -> str:
    """The template with its places filled. Raises KeyError for a place without a value.

    A place that has a line to itself takes several lines, or none: an empty value leaves no empty line behind.
    """
    text = _WHOLE_LINE.sub(lambda place: _lines(values[place[1]]), template(name))
    return _PLACE.sub(lambda place: values[place[1]], text)


def _lines(value: str) -> str:
    return f"{value.rstrip()}\n" if value.strip() else ""
