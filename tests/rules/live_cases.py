"""Reads and plays a case of `tests/cases/live` or `plan`: YAML and a tenant, and what a plan says about the two.

A case is a folder. What it does not say comes from `tests/cases/base`:

    .input/*.yaml        the YAML; a file takes the place of the base's file of that name
    .before/*.yaml       the YAML of the commit that the plan is compared with, likewise
    state.json           what is special about the tenant: objects by id, each laid over the base's
    last-applied.json    which assignments the last apply left behind, as a receipt has them
    around.json          how the run goes: `bearer`, `faults` of the service, an `intent` that an apply left open,
                         `contents` of the content tokens at hand (organization and expires, or what is wrong),
                         what `apple` answers with them, a `key` for pseudonyms, what an earlier observation said
                         (`then`: when, by which `key`, `seats` as [total, used] by book, `members` by group),
                         `unusual` where the tenant says what the interface's description does not allow
    expected.json        findings, and every change with what holds it
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.model.apple import AppleAnswers, AppleAsset, AppleLocation, AppleUsers, Mdm
from reconciler.model.change import Change
from reconciler.model.content_token import Flaw
from reconciler.model.contents import AtHand, ContentFacts
from reconciler.model.desired import DesiredState
from reconciler.model.earlier import MembersThen, SeatsThen
from reconciler.model.entities import BetaUse, Cloud
from reconciler.model.errors import ServiceError
from reconciler.model.finding import Finding
from reconciler.model.holder import Holder
from reconciler.model.ids import AdamId, BookId, Digest, GroupId, Handle
from reconciler.model.instants import instant
from reconciler.model.plan import Plan
from reconciler.model.pseudonyms import Pseudonyms
from reconciler.model.record import LedgerState, OpenIntent
from reconciler.model.world import BaseState
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from reconciler.sandbox import Request, Sandbox
from reconciler.transport import Pace
from reconciler.validation import validate
from tests import worlds as w
from tests.sandbox.checked import CheckedSandbox

CASES = Path(__file__).parents[1] / "cases"
BASE = CASES / "base"


class Clock:
    """Time that passes only by waiting, so that what a run waits is the same each time."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a run: who asks, how the service fails, which apply has not ended."""

    bearer: str = "app:reconciler"
    faults: tuple[Mapping[str, Any], ...] = ()
    intent: Mapping[str, Any] | None = None
    unusual: bool = False
    contents: Mapping[str, Any] = field(default_factory=dict)
    apple: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    then: Mapping[str, Any] = field(default_factory=dict)


def cases(phase: str) -> list[Path]:
    """The case folders of a phase, in order."""
    return sorted((CASES / phase).iterdir())


def rule_of(case: Path) -> str:
    """The rule that a case is about, from its folder's name: `021-vpp110-the-last-day` → VPP110."""
    return case.name.split("-")[1].upper()


def play(case: Path, folder: Path) -> Plan:
    """The plan of a case, made by the real client over a sandbox in `folder`. Its YAML has no static error."""
    desired = _desired(case / ".input", folder / "head")
    before = _desired(case / ".before", folder / "base") if (case / ".before").exists() else None
    base = BaseState(before.policy, before, "1" * 40) if before else None
    state, around = state_of(case), Around(**_read(case / "around.json", {}))
    sandbox = CheckedSandbox(folder / "tenant.sqlite")
    sandbox.checking = sandbox.checking and not around.unusual
    intune = _intune(sandbox, desired.tenant.beta, around.bearer)
    try:
        _admin(sandbox, "PUT", "state", state)
        _admin(sandbox, "POST", "faults", {"rules": around.faults})
        pseudonyms = Pseudonyms(around.key.encode(), desired.tenant.name) if around.key else None
        circumstances = Circumstances(instant(state["now"]), pseudonyms=pseudonyms)
        contents = {Handle(name): _content(one) for name, one in around.contents.items()}
        at_hand = AtHand(contents, {Handle(name): _apple(one) for name, one in around.apple.items()})
        ledger = _ledger(case, around, desired.tenant.name)
        return plan_tenant(desired, intune, ledger, circumstances, base=base, at_hand=at_hand).plan
    finally:
        intune.close()


def _content(said: Any) -> ContentFacts | Flaw:
    if isinstance(said, str):
        return Flaw(said)
    return ContentFacts(said["organization"], instant(said["expires"]))


def _apple(said: Mapping[str, Any]) -> AppleAnswers:
    """Apple's answers: `uid`, `mdm`, `books` (adamId, pricing, total, assigned), `joined`, or the text of a failure."""
    if "failure" in said:
        return AppleAnswers(failure=ServiceError(said["failure"]))
    mdm = Mdm(**said["mdm"]) if said.get("mdm") else None
    location = AppleLocation(said.get("uid", "1"), None, None, None, "Nordskolan", None, mdm)
    books = tuple(AppleAsset(AdamId(one[0]), one[1], "Book", one[2], one[3], None, 0) for one in said.get("books", ()))
    return AppleAnswers(location, books, AppleUsers(said.get("joined", 0), 0, 0, 0, frozenset()))


def _desired(files: Path, folder: Path) -> DesiredState:
    """What the base's YAML says with these files over it."""
    shutil.copytree(BASE / ".input", folder)
    shutil.copytree(files, folder, dirs_exist_ok=True)
    validation = validate(["."], folder)
    assert () == tuple(finding for finding in validation.findings if finding.severity == "error")
    [desired] = validation.desired.values()
    return desired


def state_of(case: Path) -> dict[str, Any]:
    """The tenant of a case: the base's, with what the case says laid over it."""
    state: dict[str, Any] = _read(BASE / "state.json", {})
    for section, value in _read(case / "state.json", {}).items():
        state[section] = _laid_over(state.get(section, []), value) if isinstance(value, list) else value
    return state


def told(plan: Plan) -> dict[str, Any]:
    """What a case says about its plan."""
    return {
        "findings": [_finding(finding) for finding in plan.findings],
        "changes": {_change(change): _hold(change) for change in plan.changes},
    }


def _intune(sandbox: Sandbox, beta: BetaUse, bearer: str) -> GraphIntune:
    clock = Clock()
    pace = Pace(retry_seconds=5.0, sleep=clock.sleep, clock=lambda: clock.now, chance=lambda: 0.5)
    wire = InProcess(sandbox)
    return open_intune(Cloud.SANDBOX, None, beta, url=ROOT, access_token=bearer, pace=pace, wire=wire, lanes=1)


def _laid_over(below: list[dict[str, Any]], above: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Objects by id: fields of the upper ones win, new objects come last."""
    objects = {one["id"]: one for one in below}
    for one in above:
        objects[one["id"]] = {**objects.get(one["id"], {}), **one}
    return list(objects.values())


def _ledger(case: Path, around: Around, tenant: str) -> LedgerState:
    last = _read(case / "last-applied.json", None)
    ledger = w.ledger() if last is None else replace(w.ledger({}), last_applied=last)
    ledger = _observed_then(ledger, around.then, tenant) if around.then else ledger
    return ledger if around.intent is None else replace(ledger, open_intents=(_open(around.intent),))


def _observed_then(ledger: LedgerState, then: Mapping[str, Any], tenant: str) -> LedgerState:
    """What an observation says; users stand in the case by their ids, so that it can be read."""
    at, pseudonyms = instant(then["at"]), Pseudonyms(then.get("key", "").encode(), tenant)
    seats = {BookId(book): SeatsThen(row[0], row[1], at) for book, row in then.get("seats", {}).items()}
    members = {
        GroupId(group): MembersThen(pseudonyms.fingerprint, frozenset(map(pseudonyms.of, users)), at)
        for group, users in then.get("members", {}).items()
    }
    return replace(ledger, seats_then=seats, members_then=members)


def _open(intent: Mapping[str, Any]) -> OpenIntent:
    some = Digest("sha256:" + "1" * 64)
    holder = Holder(intent["host"], intent["run"], intent["pid"])
    return OpenIntent(1, some, some, {}, holder, instant(intent["at"]), instant(intent["leaseUntil"]))


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.position
    at = f"{place.path}:{place.line}:{place.column}" if place else finding.subject
    told = {"rule": finding.rule, "severity": finding.severity, "at": at, "message": finding.message}
    related = [f"{item.position.path}:{item.position.line}:{item.position.column}" for item in finding.related]
    more = {"related": related} if related else {}
    return {**told, "remedy": finding.remedy, **more, **({"accepted": finding.accepted} if finding.accepted else {})}


def _change(change: Change) -> str:
    if change.token is not None:
        return f"{change.action} token {change.token.name}"
    assert change.book and change.target
    return f"{change.action} {change.book.title} → {change.target.display_name}"


def _hold(change: Change) -> str | None:
    return (change.held.rule or change.held.reason) if change.held else None


def _admin(sandbox: Sandbox, method: str, path: str, body: Any) -> None:
    headers = {"Content-Type": "application/json"}
    request = Request(method, f"/_sandbox/{path}", headers, json.dumps(body).encode(), host="127.0.0.1")
    answer = sandbox.handle(request)
    assert answer.status == 204, answer.body


def _read(file: Path, missing: Any) -> Any:
    return json.loads(file.read_text("utf-8")) if file.exists() else missing
