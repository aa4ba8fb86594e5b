"""Checks answers against the vendors' interface descriptions, where these stand beside the clone.

`answer_problems` is the way in. The descriptions allow any further property; here an object may have only what its
type declares, and annotations, so that a field of beta in v1.0 and a misspelt one are seen.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from reconciler.sandbox import Request, Response
from tests.sandbox.descriptions import (
    Operation,
    described_schema,
    document,
    find_operation,
    query_options,
    validator,
    version_and_path,
)

UNDESCRIBED = "/deviceManagement/operationApprovalRequests"  # of the real service, but outside these slices
ERROR = "#/components/schemas/microsoft.graph.ODataErrors.ODataError"
_NAMED = "#/components/schemas/"
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf")
_RELATIONS = frozenset({"members", "transitiveMembers"})  # of a group: routes of the description, not properties


def answer_problems(request: Request, response: Response) -> list[str]:
    """What an answer of Graph has that the description does not allow; empty when it is valid.

    Answers of other routes than Graph's are none of its business, nor are dropped ones.
    """
    version, path = version_and_path(request.path)
    if version is None or response.dropped:
        return []
    return [*_header_problems(request, response), *_body_problems(request, response, version, path)]


def problems(version: str, template: str, method: str, status: int, body: object) -> list[str]:
    """What a body has that the description of this answer does not allow."""
    reference = f"#/paths/{template.replace('/', '~1')}/{method}"
    operation = document(version)["paths"][template][method]
    found = described_schema(version, operation["responses"], status, reference)
    if found is None:
        return [f"status {status} is not described for {method} {template}"]
    return [] if found == "" else schema_problems(version, found, body)


def schema_problems(version: str, reference: str, body: object) -> list[str]:
    """What a value has that a schema of the description does not allow, undeclared properties included."""
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in validator(version, reference).iter_errors(body)
    ]
    return found + list(_undeclared(version, {"$ref": reference}, body, ""))


def _header_problems(request: Request, response: Response) -> Iterator[str]:
    if not response.headers.get("request-id"):
        yield "the header request-id is missing"
    wanted = request.header("client-request-id")
    if wanted and response.headers.get("client-request-id") != wanted:
        yield "the header client-request-id is not echoed"


def _body_problems(request: Request, response: Response, version: str, path: str) -> list[str]:
    if response.status == 204:
        body: object = None
        if response.body:
            return ["204 with a body"]
    else:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in ("application/json", "text/plain"):
            return [f"content type {kind!r}"]
        body = json.loads(response.body) if kind == "application/json" else int(response.body)
    if response.status >= 400:
        return schema_problems(version, ERROR, body)
    operation = find_operation(version, request.method, path)
    if operation is None and path.startswith(UNDESCRIBED):
        return []
    if operation is None:
        return [f"{request.method} {path} is not described, but answered with {response.status}"]
    found = problems(version, operation.template, request.method.lower(), response.status, body)
    found += _request_problems(request, operation, version)
    return found + (_batch_problems(request, body, version) if path == "/$batch" else [])


def _request_problems(request: Request, operation: Operation, version: str) -> list[str]:
    """What a request that was accepted has that the description does not allow."""
    described = document(version)["paths"][operation.template][request.method.lower()]
    asked = {option for option, _ in parse_qsl(request.query, keep_blank_values=True)}
    offered = query_options(version, operation.template, request.method.lower()) | {"$skiptoken"}
    found = [f"the option {option} was accepted" for option in asked - offered - {name[1:] for name in offered}]
    if "requestBody" not in described:
        return found
    at = f"#/paths/{operation.template.replace('/', '~1')}/{request.method.lower()}/requestBody"
    if "$ref" in described["requestBody"]:
        at = described["requestBody"]["$ref"]
    body = json.loads(request.body or b"null")
    errors = validator(version, f"{at}/content/application~1json/schema").iter_errors(body)
    return found + [f"accepted: {error.message[:200]}" for error in errors]


def _batch_problems(request: Request, body: Any, version: str) -> list[str]:
    """The same for each answer inside a batch."""
    asked = {item["id"]: item for item in json.loads(request.body)["requests"]}
    found: list[str] = []
    for answer in body["responses"]:
        item = asked[answer["id"]]
        target = f"/{version}/{item['url'].removeprefix('/')}"
        sent = b"" if item.get("body") is None else _dump(item["body"])
        inner = Request(item["method"], target, item.get("headers") or {}, sent)
        content = answer.get("body")
        raw = b"" if content is None else str(content).encode() if isinstance(content, str) else _dump(content)
        dropped = answer["status"] == 0
        found += answer_problems(inner, Response(answer["status"], answer["headers"], raw, dropped))
    return found


def _dump(value: object) -> bytes:
    return json.dumps(value).encode()


def _undeclared(version: str, schema: Any, value: object, where: str) -> Iterator[str]:
    """Places of properties that neither the schema nor the type that a value names declares."""
    if isinstance(value, list):
        items = _declared(version, schema).get("[]", {})
        for at, item in enumerate(value):
            yield from _undeclared(version, items, item, f"{where}/{at}")
    if not isinstance(value, dict):
        return
    own_type = f"{_NAMED}{str(value.get('@odata.type', '')).removeprefix('#')}"
    known = dict(_declared(version, schema))
    if own_type.removeprefix(_NAMED) in document(version)["components"]["schemas"]:
        known |= _declared(version, {"$ref": own_type})
    if not known:
        return  # an object about which nothing is said
    for name, item in value.items():
        if name in known:
            yield from _undeclared(version, known[name], item, f"{where}/{name}")
        elif "@odata." not in name and name not in _RELATIONS:
            yield f"{where}/{name}: is not declared"


def _declared(version: str, schema: Any) -> dict[str, Any]:
    """Every property that a schema declares, also through others; the items of a list stand under `[]`."""
    if "$ref" in schema:
        return _declared_by_reference(version, schema["$ref"])
    found: dict[str, Any] = dict(schema.get("properties", {}))
    if "items" in schema:
        found["[]"] = schema["items"]
    for key in _SCHEMA_LISTS:
        for part in schema.get(key, []):
            found = {**_declared(version, part), **found}
    return found


@cache
def _declared_by_reference(version: str, reference: str) -> dict[str, Any]:
    found: Any = document(version)
    for name in reference.removeprefix("#/").split("/"):
        found = found[name.replace("~1", "/")]
    return _declared(version, found)
