"""The vendors' interface descriptions, where these stand beside the clone: what they offer, and their schemas."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT4

CONTRACTS = Path(__file__).resolve().parents[3] / "shared" / "contracts"
VERSIONS = ("v1.0", "beta")
APPLE = "apple"
APPLE_PREFIX = "/mdm/v2"
FILES: Mapping[str, str] = {
    "v1.0": "graph-v1.0.openapi.yaml",
    "beta": "graph-beta.openapi.yaml",
    APPLE: "apple-app-and-book-v2.openapi.yaml",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path of an interface description."""

    template: str
    responses: Mapping[str, Any]


def version_and_path(path: str) -> tuple[str | None, str]:
    """The version of Graph at the beginning of a path, None for other paths, and the rest."""
    for version in VERSIONS:
        if path.startswith(f"/{version}/"):
            return version, path.removeprefix(f"/{version}")
    return None, path


def apple_path(path: str) -> str | None:
    """What follows the address of Apple's side in a path; None for other paths."""
    return path.removeprefix(APPLE_PREFIX) if path.startswith(f"{APPLE_PREFIX}/") else None


def find_operation(version: str, method: str, path: str) -> Operation | None:
    """The operation that answers a path; None when the description has none."""
    for pattern, template, item in _templates(version):
        if pattern.fullmatch(path) and method.lower() in item:
            return Operation(template, item[method.lower()]["responses"])
    return None


def described_paths(version: str, method: str) -> Iterator[tuple[str, set[str]]]:
    """(template, names of the query options) of every operation with a method, in lower case."""
    for template, item in document(version)["paths"].items():
        if method in item:
            yield template, query_options(version, template, method)


@cache
def query_options(version: str, template: str, method: str) -> set[str]:
    item = document(version)["paths"][template]
    given = [*item.get("parameters", []), *item[method].get("parameters", [])]
    parameters = [_resolved(version, parameter) for parameter in given]
    return {parameter["name"] for parameter in parameters if parameter["in"] == "query"}


def _resolved(version: str, value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document(version)
    for name in value["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def described_schema(version: str, responses: Mapping[str, Any], status: int, reference: str) -> str | None:
    """The reference of the schema for a status; empty when it has no body, None when it is not described."""
    name = str(status) if str(status) in responses else ("default" if status >= 400 else None)
    if name is None:
        return None
    at, response = f"{reference}/responses/{name}", responses[name]
    if "$ref" in response:
        at = response["$ref"]
        response = document(version)["components"]["responses"][at.rpartition("/")[2]]
    if "content" not in response:
        return ""
    media = next(iter(response["content"]))
    return f"{at}/content/{media.replace('/', '~1')}/schema"


@cache
def validator(version: str, reference: str) -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator({"$ref": f"urn:{version}{reference}"}, registry=_registry(version))


@cache
def _registry(version: str) -> Registry[Any]:
    empty: Registry[Any] = Registry()
    filled: Registry[Any] = empty.with_resource(f"urn:{version}", DRAFT4.create_resource(document(version))).crawl()
    return filled


@cache
def document(version: str) -> dict[str, Any]:
    path = CONTRACTS / FILES[version]
    loaded: dict[str, Any] = _plain_schema(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
    return loaded


@cache
def _templates(version: str) -> list[tuple[re.Pattern[str], str, Any]]:
    """Every path of the description as a pattern, those with the fewest values in them first."""
    paths = sorted(document(version)["paths"].items(), key=lambda pair: pair[0].count("{"))
    return [(_pattern(template), template, item) for template, item in paths]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template)
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts))


def _plain_schema(value: Any) -> Any:
    """The dialect of OpenAPI 3.0 as plain JSON Schema: `nullable` becomes a type."""
    if isinstance(value, list):
        return [_plain_schema(item) for item in value]
    if not isinstance(value, dict):
        return value
    plain = {key: _plain_schema(item) for key, item in value.items()}
    if plain.pop("nullable", None) is True and isinstance(plain.get("type"), str):
        plain["type"] = [plain["type"], "null"]
        if "enum" in plain:
            plain["enum"] = [*plain["enum"], None]
    return plain
