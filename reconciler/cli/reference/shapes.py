"""The page of the YAML, made from the schema that editors use. Read `yaml_page`."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.cli.reference.markdown import anchor, code, page, table
from reconciler.schema import schemas

_SCHEMA = "desired-state.schema.json"
_DEFS = "#/$defs/"
_PATTERNS: Mapping[str, str] = {
    "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$": "GUID",
    "^[0-9]+$": "digits, in quotes",
    "^[0-9Xx -]+$": "digits, in quotes",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?$": "day, or instant (RFC 3339)",
    "^[A-Z]{2}$": "two letters",
    "^sha256:[0-9a-f]{64}$": "digest",
    "^[^@\\s]+@[^@\\s]+$": "e-mail address",
}
_BEGINNING = (
    "# The YAML",
    "",
    "Every key, made from the schema that editors use (`schemas/desired-state.schema.json`).",
    "",
    "A tenant is the folder of the file that says `tenant:`.",
    "Its files are all `*.yaml` and `*.yml` below that folder; how you spread the keys over them is up to you.",
    "Keys that are not listed here are refused (VPP002), so that a slip of the pen is never silently ignored.",
    "",
    "* Write in quotes what YAML could read as something else: numbers, dates in a text, `NO`, `yes` (VPP004).",
    "* A text has at most 1,024 characters, a whole number is from 0 to 999,999,999.",
    "* A key with nothing behind it is an error (VPP001); an empty list is `[]`.",
    "* Anchors and aliases are allowed, merge keys (`<<`) and duplicate keys are not.",
    "",
    "Where an acceptance (`accept:`) may stand, and what it bounds: [rules](rules.md).",
    "",
)


def yaml_page() -> str:
    """A section for each mapping of the YAML, headed by where it stands; the outermost first."""
    schema = schemas()[_SCHEMA]
    lines = [*_BEGINNING, *_section("A file", schema, _headings(schema))]
    for name, heading in _headings(schema).items():
        lines += _section(heading, schema["$defs"][name], _headings(schema))
    return page(lines)


def _headings(schema: Mapping[str, Any]) -> dict[str, str]:
    """Mappings by name, each with all places where it stands, in the order in which a reader meets them."""
    places: dict[str, list[str]] = {}
    for name, place in _walk(schema, schema["$defs"], ""):
        places.setdefault(name, []).append(place)
    return {name: ", ".join(found) for name, found in places.items()}


def _walk(shape: Mapping[str, Any], defs: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    """(mapping, place) of all that stands below `shape`: `tokens[].location`."""
    for key, value in shape["properties"].items():
        inner = value.get("items", value)
        if "$ref" in inner:
            name = inner["$ref"].removeprefix(_DEFS)
            place = f"{above}{key}{'[]' if inner is not value else ''}"
            yield name, place
            yield from _walk(defs[name], defs, f"{place}.")


def _section(heading: str, shape: Mapping[str, Any], headings: Mapping[str, str]) -> Iterator[str]:
    yield from (f"## {heading}", "")
    yield from (shape["description"], "") if "description" in shape else ()
    required = shape.get("required", ())
    rows = (
        (code(key), _value(value, headings), "yes" if key in required else "", value["description"])
        for key, value in shape["properties"].items()
    )
    yield from table(["Key", "Value", "Required", "Says"], rows)


def _value(value: Mapping[str, Any], headings: Mapping[str, str]) -> str:
    """What may stand there, in words. Raises KeyError for a pattern that has no words here yet."""
    match value:
        case {"$ref": str(name)}:
            heading = headings[name.removeprefix(_DEFS)]
            return f"[mapping](#{anchor(heading)})"
        case {"enum": list(words)}:
            return " or ".join(code(str(word)) for word in words)
        case {"const": word}:
            return code(str(word))
        case {"anyOf": list(ways)}:
            return " or ".join(_value(way, headings) for way in ways)
        case {"type": "array", "items": dict(items)}:
            return f"list of: {_value(items, headings)}"
        case {"type": "null"}:
            return code("null")
        case {"type": "integer"}:
            return "whole number"
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"format": "date"}:
            return "day (`2026-08-14`)"
        case {"pattern": str(pattern)} if not pattern.startswith("^[ \\u00a0]*"):
            return _PATTERNS[pattern]
    return "text"
