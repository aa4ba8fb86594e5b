"""A sandbox tenant in this process, spoken to through the real client, for laws and scenarios."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.model.entities import BetaUse, Cloud
from reconciler.sandbox import Request, Sandbox
from reconciler.transport import Pace
from tests import worlds as w
from tests.sandbox.checked import CheckedSandbox

NO_PATIENCE = Pace(retry_seconds=5.0, sleep=lambda seconds: None)
"""Retries as often as ever, and waits for nothing."""


def state_of(
    books: Mapping[int, Mapping[int, str]],
    people: Mapping[int, Sequence[str]],
    *,
    total: int = 100,
    used: Mapping[int, int] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The sandbox state of a small tenant: books with group → intent, groups 1 to 9 with their users."""
    users = sorted({user for several in people.values() for user in several})
    return {
        "formatVersion": "1.0",
        "now": "2026-11-22T12:00:00Z",
        "settings": dict(settings or {}),
        "vppTokens": [_token()],
        "managedEBooks": [_book(n, there, total, (used or {}).get(n, 0)) for n, there in books.items()],
        "groups": [
            {"id": w.group_id(n), "displayName": f"Group {n}", "groupTypes": [], "members": list(people.get(n, ()))}
            for n in range(1, 10)
        ],
        "users": [{"id": user, "userPrincipalName": f"{user}@norr.example"} for user in users],
    }


def _token() -> dict[str, Any]:
    return {
        "id": w.TOKEN_ID,
        "organizationName": "Norr",
        "appleId": "it@norr.example",
        "vppTokenAccountType": "education",
        "state": "valid",
        "expirationDateTime": "2027-06-01T00:00:00Z",
        "lastSyncDateTime": "2026-11-22T10:00:00Z",
        "lastSyncStatus": "completed",
    }


def _book(number: int, there: Mapping[int, str], total: int, used: int) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.iosVppEBook",
        "id": w.book_id(number),
        "displayName": f"Book {number}",
        "publisher": "Publisher",
        "vppTokenId": w.TOKEN_ID,
        "totalLicenseCount": total,
        "usedLicenseCount": used,
        "assignments": [_assignment(number, group, intent) for group, intent in there.items()],
    }


def _assignment(book: int, group: int, intent: str) -> dict[str, Any]:
    return {
        "id": f"{w.book_id(book)}_{w.group_id(group)}",
        "@odata.type": "#microsoft.graph.iosVppEBookAssignment",
        "installIntent": intent,
        "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": w.group_id(group)},
    }


class SandboxTenant:
    """One sandbox and a client for it."""

    def __init__(self, file: Path) -> None:
        self.sandbox: Sandbox = CheckedSandbox(file)
        self.intune: GraphIntune = open_intune(
            Cloud.SANDBOX,
            None,
            BetaUse.READ,
            url=ROOT,
            access_token="app:reconciler",
            pace=NO_PATIENCE,
            wire=InProcess(self.sandbox),
            lanes=1,
        )

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """Calls an admin route; gives its JSON, None where it has none."""
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        answer = self.sandbox.handle(Request(method, f"/_sandbox/{path}", headers, content, host="127.0.0.1"))
        assert answer.status < 300, answer.body
        return json.loads(answer.body) if answer.body else None

    def put(self, state: Mapping[str, Any]) -> None:
        """Replaces the whole tenant."""
        self.admin("PUT", "state", state)

    def assignments(self) -> dict[str, dict[str, str]]:
        """Book id → group id (or target type) → intent, as the tenant has it now."""
        books = self.admin("GET", "state")["managedEBooks"]
        return {
            book["id"]: {_target(one): one["installIntent"] for one in book.get("assignments", [])} for book in books
        }


def _target(one: Mapping[str, Any]) -> str:
    return str(one["target"].get("groupId") or one["target"]["@odata.type"])


@contextmanager
def sandbox_tenant(folder: Path) -> Iterator[SandboxTenant]:
    """A sandbox in a folder, closed afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    tenant = SandboxTenant(folder / "tenant.sqlite")
    try:
        yield tenant
    finally:
        tenant.intune.close()
