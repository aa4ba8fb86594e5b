"""Laws over many random histories of a school, on the sandbox through the real client and a real ledger."""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.apply.job import Applied, Job, Pace
from reconciler.apply.run import apply_plan
from reconciler.ledger.directory import DirectoryStore
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.model.change import Change
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Mode
from reconciler.model.errors import ReconcilerError
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest
from reconciler.model.plan_file import plan_json
from reconciler.model.planned import Planned
from reconciler.model.record import LedgerState
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.sandboxes import SandboxTenant, sandbox_tenant, state_of

BOOKS, GROUPS = (1, 2, 3), (1, 2, 3, 4)
USERS = [f"u{n}" for n in range(6)]
PAIRS = st.tuples(st.sampled_from(BOOKS), st.sampled_from(GROUPS))
INTENTS = st.sampled_from(["available", "required"])
SIDE = st.dictionaries(PAIRS, INTENTS, max_size=7)
WANTED = st.dictionaries(PAIRS, st.tuples(INTENTS, st.sampled_from([None, 1, 3, 20])), max_size=7)
PEOPLE = st.fixed_dictionaries({g: st.lists(st.sampled_from(USERS), unique=True) for g in GROUPS})
MODES = st.sampled_from(list(Mode))

Side = dict[tuple[int, int], str]
Wanted = dict[tuple[int, int], tuple[str, int | None]]


@dataclass
class School:
    """A tenant, its ledger, and a clock of its own."""

    tenant: SandboxTenant
    ledger: TenantLedger
    people: dict[int, list[str]]
    now: datetime = w.NOW

    def plan(self, desired: DesiredState, state: LedgerState | None = None) -> Planned:
        return plan_tenant(desired, self.tenant.intune, state or self.ledger.state(), Circumstances(self.now))

    def apply(self, desired: DesiredState) -> Applied:
        plan = self.plan(desired).plan
        return apply_plan(
            Job(
                desired=desired,
                approved=plan,
                approved_digest=Digest(plan_json(plan, "1")["digest"]),
                replan=lambda state: self.plan(desired, state),
                writer=self.tenant.intune,
                ledger=self.ledger,
                holder=Holder("host", f"run at {self.now}", 1),
                clock=lambda: self.now,
                sleep=lambda seconds: None,
                tool_version="1",
                pace=Pace(write_attempts=3, readback_attempts=3),
            )
        )

    def shown(self) -> Side:
        """What the tenant has for the groups of this test."""
        there = self.tenant.assignments()
        pairs = ((b, g, there[w.book_id(b)].get(w.group_id(g))) for b in BOOKS for g in GROUPS)
        return {(b, g): intent for b, g, intent in pairs if intent}

    def used(self) -> dict[int, int]:
        """Seats in use by book, as the tenant counts them."""
        books = {book["id"]: book["usedLicenseCount"] for book in self.tenant.admin("GET", "state")["managedEBooks"]}
        return {b: books[w.book_id(b)] for b in BOOKS}

    def portal(self, side: Side) -> None:
        """Somebody sets assignments outside git; books that are not named stay."""
        for book in {book for book, _ in side}:
            there = self.tenant.intune.book(w.book_id(book))
            assert there is not None
            named = {w.group_id(g): intent for (b, g), intent in side.items() if b == book}
            kept = [one for one in there.assignments if one.target.group not in named]
            self.tenant.intune.assign(w.book_id(book), kept, named)  # type: ignore[arg-type]


@contextmanager
def school(there: Side, people: dict[int, list[str]]) -> Iterator[School]:
    with tempfile.TemporaryDirectory() as name, sandbox_tenant(Path(name)) as tenant:
        books = {b: {g: intent for (book, g), intent in there.items() if book == b} for b in BOOKS}
        state = state_of(books, people)
        everybody = {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}
        state["managedEBooks"][2]["assignments"].append(
            {
                "id": "everybody",
                "@odata.type": "#microsoft.graph.iosVppEBookAssignment",
                "installIntent": "available",
                "target": everybody,
            }
        )
        tenant.put(state)
        folder = Path(name) / "ledger"
        yield School(
            tenant, TenantLedger(DirectoryStore(folder), Journal(folder / ".journal", "school"), "school"), people
        )


def _desired(wanted: Wanted, mode: Mode) -> DesiredState:
    return w.desired(
        *(
            w.desired_book(
                book,
                *(w.assignment(w.group_id(g), *want) for (b, g), want in sorted(wanted.items()) if b == book),
                mode=mode,
            )
            for book in BOOKS
        )
    )


def _keeps_the_table(before: Side, after: Side, wanted: Wanted, remembered: set[str], mode: Mode) -> None:
    for pair in before.keys() - after.keys():
        assert pair not in wanted
        assert w.key(*pair) in remembered or mode is Mode.AUTHORITATIVE
    for pair in after.keys() - before.keys():
        assert after[pair] == wanted[pair][0]


@settings(max_examples=60, deadline=None)
@given(SIDE, WANTED, SIDE, WANTED, PEOPLE, MODES)
def test_every_apply_obeys_the_laws(
    there: Side, first: Wanted, meddling: Side, second: Wanted, people: dict[int, list[str]], mode: Mode
) -> None:
    """Apply, observe, diff is empty; nothing held is sent; nothing beyond the table goes; no seat beyond a seatCap."""
    with school(there, people) as one:
        for wanted in (first, second):
            desired = _desired(wanted, mode)
            before, remembered = one.shown(), set(one.ledger.state().last_applied or {})
            used_before = one.used()
            planned = one.plan(desired)
            one.apply(desired)
            after = one.shown()

            assert [] == [change for change in one.plan(desired).plan.changes if change.held is None]
            _keeps_the_table(before, after, wanted, remembered, mode)
            for change in planned.plan.changes:
                if change.held is not None:
                    assert _intent(before, change.id) == _intent(after, change.id)
            memory = one.ledger.state().last_applied or {}
            assert all(_pair(key) in wanted or _pair(key) in after for key in memory)
            caps = _caps(planned.plan.changes, wanted)
            for book, used in one.used().items():
                assert used - used_before[book] <= caps[book]
            assert "available" == one.tenant.assignments()[w.book_id(3)].get(
                "#microsoft.graph.allLicensedUsersAssignmentTarget"
            )
            one.portal(meddling)
            one.now += timedelta(minutes=1)


def _pair(key: str) -> tuple[int, int]:
    return next((b, g) for b in BOOKS for g in GROUPS if w.key(b, g) == key)


def _intent(side: Side, key: str) -> str | None:
    return side.get(_pair(key))


def _caps(changes: Iterable[Change], wanted: Wanted) -> Counter[int]:
    """The seats that the changes which were not held may use, by book; what needs no cap provably uses none."""
    caps: Counter[int] = Counter()
    for change in changes:
        if change.held is None and change.takes_seats:
            pair = _pair(change.id)
            caps[pair[0]] += wanted[pair][1] or 0
    return caps


_FAULTS = st.lists(
    st.fixed_dictionaries(
        {
            "method": st.sampled_from(["GET", "POST"]),
            "path": st.sampled_from(["/assign$", "managedEBooks", "groups", "batch", "."]),
            "rate": st.sampled_from([0.1, 0.3, 0.6]),
            "status": st.sampled_from([429, 500, 503, 404, 403]),
            "mode": st.sampled_from(["before", "after", "drop"]),
        }
    ),
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(SIDE, WANTED, SIDE, WANTED, PEOPLE, MODES, _FAULTS, st.integers(0, 999))
def test_under_any_mix_of_faults_the_runs_lead_to_the_desired_state(
    there: Side,
    first: Wanted,
    meddling: Side,
    second: Wanted,
    people: dict[int, list[str]],
    mode: Mode,
    rules: list[dict[str, Any]],
    seed: int,
) -> None:
    """Whatever goes wrong on the way, the end is that of a history without faults, and nothing foreign is lost."""
    goals = []
    for faults in ([], rules):
        with school(there, people) as one:
            one.apply(_desired(first, mode))
            one.portal(meddling)
            desired = _desired(second, mode)
            one.tenant.admin("POST", "faults", {"rules": faults, "seed": seed})
            for _ in range(3):
                one.now += timedelta(minutes=16)
                try:
                    one.apply(desired)
                except ReconcilerError as error:
                    assert error.exit_code in (3, 4, 5)
            one.tenant.admin("DELETE", "faults")
            one.now += timedelta(minutes=16)
            one.apply(desired)
            one.now += timedelta(minutes=1)
            one.apply(desired)
            assert () == one.ledger.state().abandoned
            goals.append((one.shown(), one.ledger.state().last_applied))
    assert goals[0] == goals[1]


@pytest.mark.parametrize("mode", list(Mode))
def test_an_empty_history_is_a_fixed_point(mode: Mode) -> None:
    with school({}, {}) as one:
        assert None is one.apply(_desired({}, mode)).receipt
