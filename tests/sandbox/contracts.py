"""Checks answers against the vendors' interface descriptions, where these stand beside the clone."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

CONTRACTS = Path(__file__).resolve().parents[3] / "shared" / "contracts"


def problems(version: str, template: str, method: str, status: int, body: object) -> list[str]:
    """What an answer's body has that the description does not allow; empty when it is valid."""
    document = _document(version)
    responses = document["paths"][template][method]["responses"]
    response = _resolved(document, responses.get(str(status)) or responses["default"])
    schema = next(iter(response["content"].values()))["schema"]
    whole = {**schema, "components": document["components"]}
    found = jsonschema.Draft4Validator(whole).iter_errors(body)
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in found]


@cache
def _document(version: str) -> dict[str, Any]:
    path = CONTRACTS / f"graph-{version}.openapi.yaml"
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {**loaded, "components": _plain_schema(loaded["components"])}


def _resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = document
    for name in value["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return _resolved(document, found)


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
