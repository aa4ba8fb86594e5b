"""Apple's answers held against the interface description itself, where it stands beside the clone.

`Described.check` is the way in; it is hung into the HTTP client, so that no answer of a test goes unseen.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import yaml

FILE = Path(__file__).parents[3] / "shared" / "contracts" / "apple-app-and-book-v2.openapi.yaml"
_ANYWHERE = frozenset({9601, 9603, 9621, 9622, 9625, 9634, 9644, 9646, 9722, 9726})
"""Errors of the token, the method or the service; each operation lists its own besides."""


@cache
def document() -> dict[str, Any]:
    """The description. Empty where it is absent."""
    loaded = yaml.safe_load(FILE.read_text("utf-8")) if FILE.exists() else {}
    assert isinstance(loaded, dict)
    return loaded


@dataclass(frozen=True, slots=True)
class Described:
    """Gathers what answers have that the description does not allow, in the order they came."""

    problems: list[str]

    def check(self, reply: httpx.Response) -> None:
        """Looks at one answer below `/mdm/v2`; a response hook of httpx."""
        _, mine, path = reply.request.url.path.partition("/mdm/v2")
        operation = document().get("paths", {}).get(path, {}).get(reply.request.method.lower()) if mine else None
        if operation is None:
            return
        body = json.loads(reply.read())
        found = _error_problems(operation, reply.status_code, body) if "errorNumber" in body else []
        found += [error.message for error in _validator(_schema(operation, reply.status_code)).iter_errors(body)]
        self.problems.extend(f"{reply.request.method} {path} {reply.status_code}: {each}" for each in found)


def _error_problems(operation: dict[str, Any], status: int, body: dict[str, Any]) -> list[str]:
    number = body["errorNumber"]
    table = document()["components"]["schemas"]["ErrorResponse"]["x-error-numbers"]
    known = table.get(str(number), {}).get("http")
    found = [] if number in _ANYWHERE | set(operation.get("x-error-numbers", ())) else [f"{number} is not listed here"]
    return found + ([] if known == status else [f"{number} belongs to HTTP {known}"])


def _schema(operation: dict[str, Any], status: int) -> str:
    """The schema of an answer as JSON text, references and all; text, so that it can be remembered."""
    responses = operation["responses"]
    found = responses.get(str(status), responses["default"])
    if "$ref" in found:
        found = document()["components"]["responses"][found["$ref"].rpartition("/")[2]]
    return json.dumps(found["content"]["application/json"]["schema"])


@cache
def _validator(schema: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**json.loads(schema), "components": document()["components"]})
