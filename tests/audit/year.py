"""A scripted year of one school: applies, an emergency, somebody in the portal, a synchronisation, collections."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reconciler.sandbox import Request, Sandbox
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import BOOKS, TENANT, School, make_school
from tests.sandbox.checked import CheckedSandbox

FIRST, SPRING, PORTAL = "2026-12-01T08:00:00Z", "2027-03-01T08:00:00Z", "2027-04-02T14:03:00Z"
FOUND, BACK, EXAM = "2027-04-05T08:00:00Z", "2027-04-06T08:00:00Z", "2027-06-10T08:00:00Z"
SYNC, AUTUMN, END = "2027-08-15T08:00:00Z", "2027-09-01T08:00:00Z", "2027-11-30T08:00:00Z"

_POLICY = 'policy: {freezes: [{from: 2027-06-08, to: 2027-06-12, reason: "exams"}]}\n'
_BOOK_2 = """\
      - {group: 9b, intent: available, seatCap: 5}
"""
_MORE = """\
      - {group: 9a, intent: required, seatCap: 5}
"""
_BOOK_3 = f"""\
  - title: Book 3
    token: norr
    id: {w.book_id(3)}
    assignments:
      - {{group: 9b, intent: required, seatCap: 5}}
"""


@dataclass(frozen=True, slots=True)
class Year:
    """The school and the head that its last apply printed. Questions are asked in the end, and offline."""

    school: School
    head: str

    def ask(self, *arguments: str) -> Ended:
        """Asks the ledger. The tenant's file is not there any more: what answers is the ledger."""
        return self.school.run("audit", *arguments, RECONCILER_NOW=END, RECONCILER_LEDGER="dir:ledger")

    def json(self, *arguments: str) -> Any:
        """The answer for programs."""
        ended = self.ask(*arguments, "--format", "json")
        assert ended.code in (0, 2), ended.err
        return json.loads(ended.out)


def live_through(folder: Path) -> Year:
    """The whole year."""
    school = make_school(folder)
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + _POLICY)
    _begin(school)
    _apply(school, FIRST, "kim", 101)
    _events(school, "2026-12-15T08:00:00Z")
    school.write("books.yaml", BOOKS + _MORE)
    _apply(school, SPRING, "anna", 118)
    _at(school, PORTAL)
    _portal(school, f"managedEBooks/{w.book_id(1)}/assign", {"managedEBookAssignments": [_offered(w.group_id(1))]})
    assert 2 == _events(school, FOUND).code
    _apply(school, BACK, "kim", 119)
    school.write("books.yaml", BOOKS + _MORE + _BOOK_3)
    refused = _command(school, EXAM, "kim", 123, "apply", "--yes", "desired-state")
    assert 3 == refused.code
    _apply(school, EXAM, "kim", 123, "--emergency", "exam tomorrow")
    _at(school, SYNC)
    _portal(school, f"vppTokens/{w.TOKEN_ID}/syncLicenses", None)
    school.write("books.yaml", BOOKS.replace(_BOOK_2, _MORE) + _BOOK_3)
    ended = _apply(school, AUTUMN, "anna", 140)
    assert 0 == _events(school, END).code
    school.file.unlink()
    return Year(school, ended.err.rpartition("head ")[2].split()[0])


def _begin(school: School) -> None:
    """The content token lasts for the whole year."""
    state = school.admin("GET", "state")
    state["vppTokens"][0]["expirationDateTime"] = "2029-01-01T00:00:00Z"
    school.admin("PUT", "state", {**state, "now": FIRST})


def _at(school: School, now: str) -> None:
    school.admin("POST", "clock", {"now": now})


def _command(school: School, now: str, author: str, pull: int, *arguments: str) -> Ended:
    """A command in the pipeline of a pull request by this author."""
    _at(school, now)
    pipeline = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTOR": author,
        "GITHUB_REF": f"refs/pull/{pull}/merge",
        "GITHUB_SHA": hashlib.sha1(str(pull).encode()).hexdigest(),
    }
    return school.run(*arguments, RECONCILER_NOW=now, RECONCILER_LEDGER="dir:ledger", **pipeline)


def _apply(school: School, now: str, author: str, pull: int, *more: str) -> Ended:
    ended = _command(school, now, author, pull, "apply", "--yes", "desired-state", *more)
    assert 0 == ended.code, ended.out + ended.err
    return ended


def _events(school: School, now: str) -> Ended:
    """A collection by the weekly job."""
    return _command(school, now, "bot", 0, "audit", "events")


def _offered(group: str) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.managedEBookAssignment",
        "installIntent": "available",
        "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group},
    }


def _portal(school: School, path: str, body: Any) -> None:
    """Somebody does something by hand."""
    content = b"" if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer user:bo@norr.example"}
    sandbox: Sandbox = CheckedSandbox(school.file)
    try:
        answer = sandbox.handle(Request("POST", f"/beta/deviceAppManagement/{path}", headers, content))
    finally:
        sandbox.close()
    assert answer.status < 300, answer.body
