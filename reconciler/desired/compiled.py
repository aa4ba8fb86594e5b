"""Judges files by the shapes of `documents.py` without making them anew in every run. Read `problems_of`.

Pydantic needs a tenth of a second to be imported and to make of the shapes what its core judges by. That result is
kept beside this file, as JSON; a test checks that it is up to date, and `--accept` writes it. It is used with the very
version of pydantic's core that it was made for; with any other the shapes are made anew.
"""

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic_core import ErrorDetails, SchemaValidator, ValidationError, __version__

from reconciler.desired.values import check_date, check_escaped, check_moment

STORED = Path(__file__).with_name("compiled.json")

_FUNCTIONS: Mapping[str, Callable[[Any], Any]] = {
    made.__name__: made for made in (check_date, check_escaped, check_moment)
}
_UNUSED = frozenset({"metadata", "serialization", "cls", "computed_fields"})
"""What the core does not judge by."""
_PLACE_IN_MEMORY = re.compile(r"(?<=[a-z]):[0-9]{6,}$")
"""What pydantic appends to the name of a shape that is used in several places."""


def problems_of(value: dict[str, Any]) -> list[ErrorDetails]:
    """What is wrong with the shape of a file; empty when it is right. One call for the whole file."""
    try:
        _validator().validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=True)
    return []


def compiled(core_schema: Any) -> str:
    """What is stored: the schema of pydantic's core as JSON, functions by name, and the version it is for."""
    body = {"version": __version__, "schema": _named(core_schema)}
    return json.dumps(body, indent=1) + "\n"


def validator_of(stored: str, version: str) -> SchemaValidator | None:
    """The judge that is stored; None where it was made for another version of pydantic's core."""
    body = json.loads(stored)
    return SchemaValidator(_with_functions(body["schema"])) if body["version"] == version else None


@cache
def _validator() -> SchemaValidator:
    found = validator_of(STORED.read_text("utf-8"), __version__)
    if found is not None:
        return found
    from reconciler.desired.documents import adapter  # only here: this is what is slow

    made = adapter().validator
    assert isinstance(made, SchemaValidator)
    return made


def _named(part: Any) -> Any:
    """The schema as JSON can hold it, and the same in every run."""
    if isinstance(part, dict):
        return {key: _named(value) for key, value in part.items() if key not in _UNUSED}
    if isinstance(part, list | tuple):
        return [_named(value) for value in part]
    if callable(part):
        return {"function": part.__name__}
    return _PLACE_IN_MEMORY.sub("", part) if isinstance(part, str) else part


def _with_functions(part: Any) -> Any:
    """The schema with the functions again in the places of their names."""
    if isinstance(part, list):
        return [_with_functions(value) for value in part]
    if not isinstance(part, dict):
        return part
    if part.get("type") == "no-info" and isinstance(part["function"], dict):
        return {**part, "function": _FUNCTIONS[part["function"]["function"]]}
    return {key: _with_functions(value) for key, value in part.items()}
