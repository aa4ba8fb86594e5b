"""Checks answers of Apple's side against its interface description, where that stands beside the clone.

`apple_problems` is the way in. An object may have only what the description declares for it; a request that was
accepted must have been one that the description allows.
"""

import json
from typing import Any
from urllib.parse import parse_qsl

from reconciler.sandbox import Request, Response
from tests.sandbox.contracts import schema_problems
from tests.sandbox.descriptions import (
    APPLE,
    Operation,
    apple_path,
    described_schema,
    document,
    find_operation,
    query_options,
    validator,
)

ERROR = "#/components/schemas/ErrorResponse"


def apple_problems(request: Request, response: Response) -> list[str]:
    """What an answer of Apple's side has that the description does not allow; empty when it is valid.

    Answers of other routes than Apple's are none of its business.
    """
    path = apple_path(request.path)
    if path is None:
        return []
    if response.dropped or response.status == 204:  # of Apple's answers only a fault has no body
        return ["204 with a body"] if response.body else []
    if response.headers.get("Content-Type", "").partition(";")[0] != "application/json":
        return [f"content type {response.headers.get('Content-Type')!r}"]
    body = json.loads(response.body)
    operation = find_operation(APPLE, request.method, path)
    if operation is None:
        return _undescribed(response, body)
    return [
        *_answer_problems(operation, request, response, body),
        *_number_problems(response, body),
        *([] if "errorNumber" in body else _request_problems(operation, request)),
    ]


def _undescribed(response: Response, body: Any) -> list[str]:
    if response.status < 400:
        return [f"what is not described was answered with {response.status}"]
    return schema_problems(APPLE, ERROR, body)


def _answer_problems(operation: Operation, request: Request, response: Response, body: Any) -> list[str]:
    method = request.method.lower()
    at = f"#/paths/{operation.template.replace('/', '~1')}/{method}"
    found = described_schema(APPLE, operation.responses, response.status, at)
    if not found:
        return [f"status {response.status} is not described"]
    return schema_problems(APPLE, _meant(found, "errorNumber" in body), body)


def _meant(reference: str, is_error: bool) -> str:
    """The schema of a success or of an error, where an answer may have either: so that a message says what is wrong."""
    schema: Any = document(APPLE)
    for name in reference.removeprefix("#/").split("/"):
        schema = schema[name.replace("~1", "/")]
    references = [str(one["$ref"]) for one in schema.get("oneOf", [])]
    return next((one for one in references if (one == ERROR) == is_error), reference)


def _number_problems(response: Response, body: Any) -> list[str]:
    """An error number has its documented status; one that comes with a success is allowed to."""
    number = body.get("errorNumber") if isinstance(body, dict) else None
    if number is None:
        return ["a failure without an errorNumber"] if response.status >= 400 else []
    known = document(APPLE)["components"]["schemas"]["ErrorResponse"]["x-error-numbers"].get(str(number))
    return [] if known else [f"the error number {number} is not described"]


def _request_problems(operation: Operation, request: Request) -> list[str]:
    """What a request that was accepted has that the description does not allow."""
    method = request.method.lower()
    asked = {name for name, _ in parse_qsl(request.query, keep_blank_values=True)}
    found = [f"the parameter {name} was accepted" for name in asked - query_options(APPLE, operation.template, method)]
    described = document(APPLE)["paths"][operation.template][method].get("requestBody")
    if described is None:
        return found
    at = f"#/paths/{operation.template.replace('/', '~1')}/{method}/requestBody"
    reference = f"{described.get('$ref', at)}/content/application~1json/schema"
    errors = validator(APPLE, reference).iter_errors(json.loads(request.body or b"null"))
    return found + [f"accepted: {error.message[:200]}" for error in errors]
