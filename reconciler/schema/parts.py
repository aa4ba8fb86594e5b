"""The pieces that schemas are made of, and the schema of findings."""

from typing import Any

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROOT = "https://schemas.reconciler.example/1.0"
_SEVERITIES = ["error", "guard", "warning", "info"]


def published(name: str, schema: Schema) -> Schema:
    """The schema with its dialect and its id."""
    return {"$schema": DIALECT, "$id": f"{_ROOT}/{name}.schema.json", **schema}


def mapping(about: str, properties: Schema, *, optional: tuple[str, ...] = (), more: bool = False) -> Schema:
    """An object with these properties and no others, all required but the optional ones."""
    return {
        "type": "object",
        "description": about,
        "properties": properties,
        "required": [key for key in properties if key not in optional],
        **({} if more else {"additionalProperties": False}),
    }


def table(about: str, values: Schema) -> Schema:
    """An object with any keys, whose values all have one shape."""
    return {"type": "object", "description": about, "additionalProperties": values}


def listing(about: str, items: Schema) -> Schema:
    """A list of things of one shape."""
    return {"type": "array", "description": about, "items": items}


def text(about: str) -> Schema:
    """A text."""
    return {"type": "string", "description": about}


def instant(about: str) -> Schema:
    """An instant, RFC 3339 in UTC."""
    return {"type": "string", "format": "date-time", "pattern": "Z$", "description": about}


def digest(about: str) -> Schema:
    """A SHA-256 digest."""
    return {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$", "description": about}


def whole(about: str) -> Schema:
    """A number of things."""
    return {"type": "integer", "description": about}


def flag(about: str) -> Schema:
    """true or false."""
    return {"type": "boolean", "description": about}


def choice(about: str, *values: str) -> Schema:
    """One of these texts."""
    return {"enum": list(values), "description": about}


def version() -> Schema:
    """The version of a format."""
    return {"const": "1.0", "description": "The version of this format."}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    about = schema.get("description", "")
    inner = {key: value for key, value in schema.items() if key != "description"}
    return {"description": about, "anyOf": [inner, {"type": "null"}]}


def position(about: str) -> Schema:
    """A place in a file."""
    return mapping(about, _place())


def _place() -> Schema:
    return {
        "path": text("The file, with `/`."),
        "line": {"type": "integer", "minimum": 1, "description": "The line, from 1."},
        "column": {"type": "integer", "minimum": 1, "description": "The column in characters, from 1."},
    }


def finding() -> Schema:
    """One finding."""
    related = mapping("A further place that belongs to it.", {**_place(), "message": text("What stands there.")})
    return mapping(
        "A judgement on something in the YAML or in the tenant.",
        {
            "rule": {"type": "string", "pattern": "^VPP[0-9]{3}$", "description": "The id of the rule."},
            "slug": text("The name of the rule."),
            "severity": choice("How much it stops.", *_SEVERITIES),
            "message": text("What is wrong, in one sentence."),
            "subject": text("What it is about."),
            "position": maybe(position("Where it stands; null for what stands in no file.")),
            "related": listing("Further places, such as the first of two that collide.", related),
            "remedy": text("What to do next."),
            "accepted": maybe(text("The reason with which the guard was accepted in the YAML.")),
        },
    )


def findings() -> Schema:
    """The findings of a run, as `validate --format json` prints them."""
    counts = {severity: whole(f"How many findings are of the severity {severity}.") for severity in _SEVERITIES}
    return {
        "title": "Findings of a run",
        **mapping(
            "What is wrong, sorted by place and rule.",
            {
                "formatVersion": version(),
                "findings": listing("The findings.", finding()),
                "summary": mapping("Counts.", {"files": whole("How many files were read."), **counts}),
            },
        ),
    }
