"""A caller of the sandbox in the same process, and small tenants to call it with."""

import json
from dataclasses import dataclass
from typing import Any

from reconciler.sandbox import Request, Response, Sandbox

BOOKS = "/beta/deviceAppManagement/managedEBooks"
TOKENS = "/beta/deviceAppManagement/vppTokens"
EVENTUAL = {"ConsistencyLevel": "eventual"}
NOW = "2026-08-14T06:00:00Z"


@dataclass(frozen=True, slots=True)
class Reply:
    """A response with its JSON read."""

    status: int
    headers: dict[str, str]
    json: Any


class Client:
    """Calls one sandbox as one caller."""

    def __init__(self, sandbox: Sandbox, bearer: str | None = "user:kim@norr.example") -> None:
        self.sandbox = sandbox
        self.bearer = bearer

    def send(self, method: str, target: str, body: object = None, **headers: str) -> Response:
        """The raw response."""
        return self.raw(method, target, b"" if body is None else json.dumps(body).encode(), **headers)

    def raw(self, method: str, target: str, payload: bytes, **headers: str) -> Response:
        """The raw response to any bytes, with the caller's bearer unless the headers have one."""
        own = {} if self.bearer is None else {"Authorization": f"Bearer {self.bearer}"}
        return self.sandbox.handle(Request(method, target, own | headers, payload))

    def call(self, method: str, target: str, body: object = None, **headers: str) -> Reply:
        """The response with its JSON (or text, or None)."""
        response = self.send(method, target, body, **headers)
        text = response.body.decode()
        is_json = "json" in response.headers.get("Content-Type", "")
        return Reply(response.status, dict(response.headers), json.loads(text) if is_json else text or None)

    def get(self, target: str, **headers: str) -> Any:
        """The JSON of a read that works."""
        reply = self.call("GET", target, **headers)
        assert reply.status == 200, reply
        return reply.json

    def pages(self, target: str) -> list[list[dict[str, Any]]]:
        """All pages of a collection, following its links."""
        pages = []
        link: str | None = target
        while link is not None:
            body = self.get(link)
            pages.append(body["value"])
            link = body.get("@odata.nextLink")
            if link is not None:
                assert link.startswith("http://127.0.0.1/")
                link = link.removeprefix("http://127.0.0.1")
        return pages

    def put_state(self, **sections: object) -> None:
        """Replaces the tenant by a small one; its clock stands still unless told otherwise."""
        state = {"formatVersion": "1.0", "now": NOW, **sections}
        reply = self.call("PUT", "/_sandbox/state", state)
        assert reply.status == 204, reply

    def set_clock(self, now: str | None) -> None:
        """Sets the sandbox's clock."""
        assert self.call("POST", "/_sandbox/clock", {"now": now}).status == 204

    def assign(self, book: str, *wanted: tuple[str, str]) -> Reply:
        """Replaces a book's assignments by (group, intent) pairs."""
        body = {"managedEBookAssignments": [assignment(group, intent) for group, intent in wanted]}
        return self.call("POST", f"{BOOKS}/{book}/assign", body)

    def assigned(self, book: str) -> dict[str, str]:
        """Intents by group, as a read shows them."""
        found = self.get(f"{BOOKS}/{book}/assignments")["value"]
        return {item["target"]["groupId"]: item["installIntent"] for item in found}


def assignment(group: str, intent: str) -> dict[str, Any]:
    """An assignment of a book to a group as Graph spells it."""
    target = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group}
    return {"@odata.type": "#microsoft.graph.iosVppEBookAssignment", "installIntent": intent, "target": target}


def book(identifier: str, **fields: object) -> dict[str, Any]:
    """A book with little in it."""
    return {"@odata.type": "#microsoft.graph.iosVppEBook", "id": identifier, "displayName": identifier, **fields}


def users(*names: str) -> list[dict[str, Any]]:
    """Users whose principal names are NAME@norr.example."""
    return [
        {"id": name, "displayName": name, "userPrincipalName": f"{name}@norr.example", "accountEnabled": True}
        for name in names
    ]


def group(identifier: str, *members: str) -> dict[str, Any]:
    """A group with members by id."""
    return {"id": identifier, "displayName": f"Group {identifier}", "members": list(members)}
