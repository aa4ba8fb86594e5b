"""A small tenant with its YAML and its sandbox, for commands that need one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.sandbox import Request, Sandbox
from tests import worlds as w
from tests.cli.command import Ended, call
from tests.sandbox.checked import CheckedSandbox
from tests.sandboxes import state_of

TENANT = """\
tenant:
  name: {name}
  cloud: sandbox
"""
TOKENS = f"""\
tokens:
  - name: norr
    id: {w.TOKEN_ID}
    organization: Norr
    appleId: it@norr.example
    accountType: education
    preflight: {{generatedForIntune: 2026-08-14}}
groups:
  - {{alias: 9a, id: {w.group_id(1)}}}
  - {{alias: 9b, id: {w.group_id(2)}}}
"""
BOOKS = f"""\
books:
  - title: Book 1
    token: norr
    id: {w.book_id(1)}
    assignments:
      - {{group: 9a, intent: required, seatCap: 5}}
  - title: Book 2
    token: norr
    id: {w.book_id(2)}
    assignments:
      - {{group: 9b, intent: available, seatCap: 5}}
"""
HELD = f"""\
  - title: Book 3
    token: norr
    id: {w.book_id(3)}
    assignments:
      - {{group: 9a, intent: required}}
"""


@dataclass(frozen=True, slots=True)
class School:
    """A folder with `desired-state/`, and the tenant's file beside it."""

    folder: Path

    def run(self, *arguments: str, **env: str) -> Ended:
        """Calls a command in the folder."""
        return call(*arguments, cwd=self.folder, env={"RECONCILER_SANDBOX_STATE": str(self.file), **env})

    @property
    def file(self) -> Path:
        """The sandbox's file."""
        return self.folder / "tenant.sqlite"

    def write(self, name: str, text: str) -> None:
        """Writes a file of the tenant."""
        (self.folder / "desired-state" / name).write_text(text, "utf-8")

    def admin(self, method: str, route: str, body: Any = None) -> Any:
        """Calls an admin route of the sandbox."""
        return self._ask(method, f"/_sandbox/{route}", body, {})

    def assign(self, book: int, intents: dict[int, str], who: str = "user:kim@norr.example") -> None:
        """Somebody replaces the assignments of a book in the admin center, a while later by the tenant's clock."""
        self.admin("POST", "clock", {"now": "2026-11-22T14:03:00Z"})
        wanted = [_assignment(group, intent) for group, intent in intents.items()]
        path = f"/beta/deviceAppManagement/managedEBooks/{w.book_id(book)}/assign"
        self._ask("POST", path, {"managedEBookAssignments": wanted}, {"Authorization": f"Bearer {who}"})

    def shown(self, book: int) -> dict[str, str]:
        """What the tenant shows of a book: group id → intent."""
        books = self.admin("GET", "state")["managedEBooks"]
        found = next(one for one in books if one["id"] == w.book_id(book))
        return {one["target"]["groupId"]: one["installIntent"] for one in found.get("assignments", [])}

    def _ask(self, method: str, target: str, body: Any, headers: dict[str, str]) -> Any:
        sandbox: Sandbox = CheckedSandbox(self.file)
        try:
            content = b"" if body is None else json.dumps(body).encode()
            answer = sandbox.handle(
                Request(method, target, {"Content-Type": "application/json", **headers}, content, host="127.0.0.1")
            )
        finally:
            sandbox.close()
        assert answer.status < 300, answer.body
        return json.loads(answer.body) if answer.body else None


def make_school(folder: Path) -> School:
    """A school whose plan is one required and one available assignment; nothing is held."""
    school = School(folder)
    (folder / "desired-state").mkdir()
    school.write("tenant.yaml", TENANT.format(name="nordskolan"))
    school.write("tokens.yaml", TOKENS)
    school.write("books.yaml", BOOKS)
    people = {1: ("ada", "bo", "cy"), 2: ("cy", "di")}
    school.admin("PUT", "state", state_of({1: {}, 2: {}, 3: {}, 4: {3: "available"}}, people, total=60))
    return school


def _assignment(group: int, intent: str) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.managedEBookAssignment",
        "installIntent": intent,
        "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": w.group_id(group)},
    }
