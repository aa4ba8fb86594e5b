"""`$batch`: up to twenty requests in one, each answered by itself."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reconciler.sandbox.call import read_json_object
from reconciler.sandbox.errors import Refusal, bad_request, plain_refusal
from reconciler.sandbox.messages import Answer, JsonObject, Request, Response, Version

MAX_ITEMS = 20
METHODS = frozenset({"GET", "POST", "PATCH", "PUT", "DELETE"})
_KEYS = frozenset({"id", "method", "url", "headers", "body", "dependsOn"})


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One request of a batch: its id, the request as if it had come alone, and the ids it waits for."""

    id: str
    request: Request
    depends_on: tuple[str, ...]


def read_batch(request: Request, version: Version) -> list[BatchItem]:
    """The requests of a batch. Refuses a batch that is none, is too long, or whose ids do not fit together."""
    requests = read_json_object(request.body).get("requests")
    if not isinstance(requests, list) or not 1 <= len(requests) <= MAX_ITEMS:
        raise bad_request(f"A batch needs the list 'requests' with 1 to {MAX_ITEMS} items.")
    items: list[BatchItem] = []
    for raw in requests:
        item = _item(raw, request, version)
        known = {earlier.id for earlier in items}
        if item.id in known:
            raise bad_request(f"The id '{item.id}' stands twice in the batch.")
        if not known.issuperset(item.depends_on):
            raise bad_request(f"The item '{item.id}' depends on an item that does not stand before it.")
        items.append(item)
    return items


def run_batch(
    items: list[BatchItem], one: Callable[[Request], Response], refuse: Callable[[Refusal], Response]
) -> tuple[Answer, bool]:
    """The answer of a batch, in the order of its items, and whether an item asked for the connection to drop."""
    statuses: dict[str, int] = {}
    responses: list[JsonObject] = []
    dropped = False
    for item in items:
        if any(statuses[earlier] >= 400 for earlier in item.depends_on):
            response = refuse(plain_refusal(424))
        else:
            response = one(item.request)
        dropped = dropped or response.dropped
        statuses[item.id] = response.status
        responses.append(_response(item.id, response))
    return Answer(200, {"responses": responses}), dropped


def _item(raw: object, request: Request, version: Version) -> BatchItem:
    if not isinstance(raw, dict) or set(raw) - _KEYS:
        raise bad_request("Each item of a batch is an object with id, method and url.")
    identifier, method, url = raw.get("id"), raw.get("method"), raw.get("url")
    if not isinstance(identifier, str) or not identifier:
        raise bad_request("Each item of a batch needs an id, a text.")
    if not isinstance(method, str) or method.upper() not in METHODS:
        raise bad_request(f"The method of the item '{identifier}' is not one of {', '.join(sorted(METHODS))}.")
    if not isinstance(url, str) or not url or "://" in url.partition("?")[0] or url.startswith("//"):
        raise bad_request(f"The url of the item '{identifier}' must be relative.")
    depends_on = raw.get("dependsOn") or []
    if not isinstance(depends_on, list) or not all(isinstance(name, str) for name in depends_on):
        raise bad_request(f"dependsOn of the item '{identifier}' must be a list of ids.")
    target = f"/{version}/{url.removeprefix('/')}"
    headers = _headers(identifier, request, raw.get("headers"))
    body = b"" if raw.get("body") is None else json.dumps(raw["body"], ensure_ascii=False).encode("utf-8")
    inner = replace(request, method=method.upper(), target=target, headers=headers, body=body)
    return BatchItem(identifier, inner, tuple(depends_on))


def _headers(identifier: str, request: Request, given: Any) -> Mapping[str, str]:
    """The item's own headers, with the identity of the batch."""
    given = {} if given is None else given
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise bad_request(f"The headers of the item '{identifier}' must be texts by name.")
    own = {name: value for name, value in given.items() if name.lower() != "authorization"}
    bearer = request.header("Authorization")
    return own if bearer is None else {**own, "Authorization": bearer}


def _response(identifier: str, response: Response) -> JsonObject:
    kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    shown: JsonObject = {"id": identifier, "status": response.status, "headers": kept}
    if response.body:
        is_json = "json" in response.headers.get("Content-Type", "")
        shown["body"] = json.loads(response.body) if is_json else response.body.decode("utf-8")
    return shown
