"""One apply from lock to receipt, on a tenant in memory and a ledger in a folder."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciler.apply.job import Applied, Job, Pace, Stop
from reconciler.apply.run import apply_plan
from reconciler.ledger.directory import DirectoryStore
from reconciler.ledger.journal import Journal
from reconciler.ledger.ledger import TenantLedger
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Mode, Policy
from reconciler.model.errors import Locked, Refused, ServiceError, Unrecorded
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest
from reconciler.model.observed import TargetType
from reconciler.model.plan_file import plan_json
from reconciler.model.planned import Planned
from reconciler.model.record import LedgerState, OutcomeKind
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.fakes import MemoryTenant, fingerprint, tenant_of

PUPILS = [f"p{n}" for n in range(12)]
PEOPLE = dict.fromkeys(range(1, 10), PUPILS)


class Killed(BaseException):
    """The process dies here: no handler of ours sees it."""


@dataclass
class Bench:
    """A desired state, a tenant and a ledger, with a clock that stands until it is moved."""

    folder: Path
    desired: DesiredState
    tenant: Any
    now: Any = w.NOW
    sleeps: list[float] = field(default_factory=list)
    ledger: Any = None

    def __post_init__(self) -> None:
        self.ledger = self.ledger or TenantLedger(
            DirectoryStore(self.folder), Journal(self.folder / ".journal", "school"), "school"
        )

    def plan(self, state: LedgerState | None = None) -> Planned:
        return plan_tenant(self.desired, self.tenant, state or self.ledger.state(), Circumstances(self.now))

    def job(self, approved: Planned | None = None, stop: Stop | None = None) -> Job:
        plan = (approved or self.plan()).plan
        return Job(
            desired=self.desired,
            approved=plan,
            approved_digest=Digest(plan_json(plan, "1")["digest"]),
            replan=self.plan,
            writer=self.tenant,
            ledger=self.ledger,
            holder=Holder("host", f"run at {self.now}", 1),
            clock=lambda: self.now,
            sleep=self.sleeps.append,
            tool_version="1",
            stop=stop or Stop(),
            pace=Pace(write_attempts=3, readback_attempts=3),
        )

    def apply(self, **more: Any) -> Applied:
        return apply_plan(self.job(**more))

    def records(self) -> list[dict[str, Any]]:
        files = sorted(path for path in self.folder.rglob("0*.json"))
        return [json.loads(path.read_bytes()) for path in files]


def _want(*pairs: tuple[int, str], book: int = 1, mode: Mode = Mode.ADDITIVE) -> Any:
    return w.desired_book(book, *(w.assignment(w.group_id(g), intent, 20) for g, intent in pairs), mode=mode)


def _bench(tmp_path: Path, *books: Any, tenant: MemoryTenant | None = None) -> Bench:
    shown = tenant or tenant_of(w.observed_book(1), w.observed_book(2), w.observed_book(3), people=PEOPLE)
    return Bench(tmp_path, w.desired(*books), shown)


def _intents(tenant: MemoryTenant, book: int) -> dict[str, str]:
    return {one.target.group or one.target.type: one.intent for one in tenant.shown_books[w.book_id(book)].assignments}


def test_an_apply_brings_the_tenant_to_the_desired_state_and_the_next_plan_is_empty(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required"), (2, "available")), _want((1, "available"), book=2))
    applied = bench.apply()
    assert {OutcomeKind.APPLIED} == {outcome.outcome for outcome in applied.outcomes}
    assert {w.group_id(1): "required", w.group_id(2): "available"} == _intents(bench.tenant, 1)
    assert () == bench.plan().plan.changes
    assert ["intent", "receipt"] == [record["kind"] for record in bench.records()]
    assert w.last({(1, 1): "required", (1, 2): "available", (2, 1): "available"}) == bench.ledger.state().last_applied


def test_one_write_a_book(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required"), (2, "available"), (3, "available")))
    bench.apply()
    assert [w.book_id(1)] == bench.tenant.writes


def test_what_git_does_not_manage_is_posted_back_as_it_was_read(tmp_path: Path) -> None:
    foreign = (w.shown(5, "available"), w.shown(0, "required", kind=TargetType.ALL_USERS), w.shown(6, "uninstall"))
    tenant = tenant_of(w.observed_book(1, *foreign), people=PEOPLE)
    bench = _bench(tmp_path, _want((1, "required")), tenant=tenant)
    bench.apply()
    left = tenant.shown_books[w.book_id(1)].assignments
    assert all(one in left for one in foreign)


def test_nothing_to_do_leaves_no_record(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want())
    applied = bench.apply()
    assert (None, [], False) == (applied.receipt, bench.records(), applied.wrote)


def test_what_was_already_so_is_adopted_by_a_receipt_without_a_write(tmp_path: Path) -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), people=PEOPLE)
    bench = _bench(tmp_path, _want((1, "required")), tenant=tenant)
    assert [] == list(bench.apply().outcomes)
    assert ([], w.last({(1, 1): "required"})) == (tenant.writes, bench.ledger.state().last_applied)
    assert None is bench.apply().receipt


def test_a_policy_that_changed_is_remembered_though_nothing_is_written(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    bench.apply()
    assert Policy() == bench.ledger.state().policy
    looser = Policy(max_new_seats=5000)
    bench.desired = replace(bench.desired, policy=looser)
    assert None is not bench.apply().receipt
    assert looser == bench.ledger.state().policy
    assert None is bench.apply().receipt


def test_the_policy_of_a_refused_run_does_not_count(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    bench.apply()
    bench.desired = replace(w.desired(_want((1, "available"))), policy=Policy(large_group=9999))
    approved = bench.plan()
    bench.tenant.shown_books[w.book_id(1)] = w.observed_book(1)
    with pytest.raises(Refused):
        bench.apply(approved=approved)
    assert Policy() == bench.ledger.state().policy


def test_leaving_git_ends_the_memory_and_not_the_assignment(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((1, "required"), book=2))
    bench.apply()
    bench.desired = w.desired(_want((1, "required")))
    bench.apply()
    assert w.last({(1, 1): "required"}) == bench.ledger.state().last_applied
    assert {w.group_id(1): "required"} == _intents(bench.tenant, 2)
    bench.desired = w.desired(_want((1, "required")), _want(book=2))
    assert () == bench.plan().plan.changes


def test_a_yaml_that_reaches_no_book_forgets_nothing(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    bench.apply()
    bench.desired = w.desired()
    bench.apply()
    assert w.last({(1, 1): "required"}) == bench.ledger.state().last_applied


def test_a_stored_plan_whose_book_changed_meanwhile_is_refused_before_any_write(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    approved = bench.plan()
    bench.tenant.shown_books[w.book_id(1)] = w.observed_book(1, w.shown(1, "available"))
    with pytest.raises(Refused, match="VPP501"):
        bench.apply(approved=approved)
    assert [] == bench.tenant.writes
    [intent, receipt] = bench.records()
    assert (True, intent["digest"], None) == (receipt["refused"], receipt["intent"], receipt["lastApplied"])
    assert () == bench.ledger.state().open_intents


def test_what_only_the_new_plan_has_is_not_done(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((1, "required"), book=2))
    bench.tenant.shown_books[w.book_id(2)] = w.observed_book(2, w.shown(1, "required"))
    approved = bench.plan()
    bench.tenant.shown_books[w.book_id(2)] = w.observed_book(2)
    bench.apply(approved=approved)
    assert [w.book_id(1)] == bench.tenant.writes


def test_held_changes_are_never_sent_and_stand_in_the_receipt(tmp_path: Path) -> None:
    held = w.desired_book(2, w.assignment(w.group_id(1), "required"))
    bench = _bench(tmp_path, _want((1, "required")), held)
    applied = bench.apply()
    assert [w.book_id(1)] == bench.tenant.writes
    assert {OutcomeKind.APPLIED, OutcomeKind.HELD} == {outcome.outcome for outcome in applied.outcomes}


def test_a_live_lease_refuses_another_apply_and_a_lapsed_one_does_not(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    _kill_at(bench, 4)
    with pytest.raises(Locked, match="VPP512"):
        bench.apply()
    bench.now += timedelta(minutes=15)
    applied = bench.apply()
    assert applied.recovered and () == bench.plan().plan.changes


def test_a_release_lets_the_next_apply_go_on_at_once(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    _kill_at(bench, 4)
    bench.ledger.release("it died", "kim", bench.now)
    assert bench.apply().recovered
    assert ((), ()) == (bench.ledger.state().abandoned, bench.plan().plan.changes)


def test_an_interrupt_ends_after_the_book_in_hand(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((1, "required"), book=2))
    stop = Stop()
    write = bench.tenant.assign

    def assign_and_stop(*args: Any) -> Any:
        stop.requested = True
        return write(*args)

    bench.tenant.assign = assign_and_stop
    applied = bench.apply(stop=stop)
    assert [OutcomeKind.APPLIED, OutcomeKind.NOT_TRIED] == [outcome.outcome for outcome in applied.outcomes]
    assert (True, "receipt") == (applied.interrupted, bench.records()[-1]["kind"])


class _Trouble:
    """A tenant whose writes and readings can go wrong, one after another."""

    def __init__(self, tenant: MemoryTenant, *answers: Callable[[Callable[[], Any]], Any]) -> None:
        self._tenant = tenant
        self._answers = list(answers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tenant, name)

    def assign(self, *args: Any) -> Any:
        if not self._answers:
            return self._tenant.assign(*args)
        return self._answers.pop(0)(lambda: self._tenant.assign(*args))


def _lost_before(write: Callable[[], Any]) -> Any:
    raise ServiceError("no answer", maybe_done=True)


def _lost_after(write: Callable[[], Any]) -> Any:
    write()
    raise ServiceError("no answer", maybe_done=True)


def _status(status: int) -> Callable[[Callable[[], Any]], Any]:
    def answer(write: Callable[[], Any]) -> Any:
        raise ServiceError(f"answered {status}", status=status, request_id="r-1")

    return answer


@pytest.mark.parametrize("answers", [[_lost_before], [_lost_after], [_status(503)], [_status(429), _status(429)]])
def test_a_write_that_failed_in_passing_is_read_and_then_repeated_if_it_was_not_done(
    tmp_path: Path, answers: list[Any]
) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    tenant = bench.tenant
    bench.tenant = _Trouble(tenant, *answers)
    assert [OutcomeKind.APPLIED] == [outcome.outcome for outcome in bench.apply().outcomes]
    assert [w.book_id(1)] == tenant.writes


@pytest.mark.parametrize("status", [400, 403, 404, 409])
def test_a_write_that_was_refused_fails_its_book_and_the_others_go_on(tmp_path: Path, status: int) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((1, "required"), book=2))
    bench.tenant = _Trouble(bench.tenant, _status(status))
    applied = bench.apply()
    assert [OutcomeKind.FAILED, OutcomeKind.APPLIED] == [outcome.outcome for outcome in applied.outcomes]
    assert "VPP507" in {finding.rule for finding in applied.findings}
    assert ["r-1"] == bench.records()[-1]["outcomes"][0]["requestIds"]


def test_a_foreign_entry_that_vanishes_with_the_write_is_a_conflict(tmp_path: Path) -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(5, "available")), people=PEOPLE)
    bench = _bench(tmp_path, _want((1, "required")), tenant=tenant)

    def loses(write: Callable[[], Any]) -> Any:
        answer = write()
        tenant.shown_books[w.book_id(1)] = w.observed_book(1, w.shown(1, "required"))
        return answer

    bench.tenant = _Trouble(tenant, loses)
    applied = bench.apply()
    assert [OutcomeKind.CONFLICT] == [outcome.outcome for outcome in applied.outcomes]
    assert "lacks" in applied.outcomes[0].note and w.group_id(5) in applied.outcomes[0].note
    assert {"VPP506", "VPP507"} <= {finding.rule for finding in applied.findings}


def test_a_change_between_plan_and_write_keeps_what_came_and_refuses_what_collides(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((1, "required"), book=2))
    replan = bench.plan

    def plan_then_portal(state: LedgerState | None = None) -> Planned:
        planned = replan(state)
        bench.tenant.shown_books[w.book_id(1)] = w.observed_book(1, w.shown(5, "available"))
        bench.tenant.shown_books[w.book_id(2)] = w.observed_book(2, w.shown(1, "available"))
        return planned

    job = replace(bench.job(), replan=plan_then_portal)
    outcomes = [outcome.outcome for outcome in apply_plan(job).outcomes]
    assert [OutcomeKind.APPLIED, OutcomeKind.CONFLICT] == outcomes
    assert {w.group_id(5): "available", w.group_id(1): "required"} == _intents(bench.tenant, 1)
    assert {w.group_id(1): "available"} == _intents(bench.tenant, 2)


def test_a_lease_is_renewed_and_nothing_is_written_in_its_last_minute(tmp_path: Path) -> None:
    books = [_want((1, "required"), book=number) for number in (1, 2, 3)]
    bench = _bench(tmp_path, *books)
    minutes = iter([6, 14.5])
    write = bench.tenant.assign

    def slow(*args: Any) -> Any:
        bench.now += timedelta(minutes=next(minutes))
        return write(*args)

    bench.tenant.assign = slow
    applied = bench.apply()
    assert ["applied", "applied", "not-tried"] == [str(outcome.outcome) for outcome in applied.outcomes]
    assert ["intent", "intent", "receipt"] == [record["kind"] for record in bench.records()]


class _Mortal:
    """Dies before or after the step of a given number, counted over everything that is asked of the outside."""

    def __init__(self, inner: Any, life: "_Life") -> None:
        self._inner = inner
        self._life = life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        def step(*args: Any, **kwargs: Any) -> Any:
            self._life.step()
            answer = method(*args, **kwargs)
            self._life.step()
            return answer

        return step


@dataclass
class _Life:
    left: int

    def step(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


def _kill_at(bench: Bench, number: int) -> bool:
    """Applies, and dies at this step of everything from the lock on. False when the run ended before."""
    approved = bench.plan()
    life = _Life(number)
    mortal = Bench(
        bench.folder, bench.desired, _Mortal(bench.tenant, life), bench.now, ledger=_Mortal(bench.ledger, life)
    )
    try:
        apply_plan(replace(mortal.job(approved=approved)))
    except Killed:
        return True
    return False


def _story(folder: Path) -> Bench:
    """Creates, an update, a deletion, an adoption, something foreign, and a held change, over three books."""
    tenant = tenant_of(
        w.observed_book(1, w.shown(5, "available"), w.shown(3, "available")),
        w.observed_book(2, w.shown(1, "available"), w.shown(4, "required")),
        w.observed_book(3),
        people=PEOPLE,
    )
    bench = Bench(folder, w.desired(_want((3, "available")), _want((1, "available"), (4, "required"), book=2)), tenant)
    bench.apply()
    held = w.desired_book(3, w.assignment(w.group_id(9), "required"))
    bench.desired = w.desired(_want((1, "required"), (2, "available")), _want((1, "required"), book=2), held)
    return bench


def test_a_kill_at_each_step_of_an_apply_is_found_and_converges(tmp_path: Path) -> None:
    """Every call to tenant and ledger is a step, died at before and after; the goal is that of an apply left alone."""
    undisturbed = _story(tmp_path / "undisturbed")
    undisturbed.apply()
    goal, memory = fingerprint(undisturbed.tenant), undisturbed.ledger.state().last_applied

    step, died = 1, True
    while died:
        bench = _story(tmp_path / str(step))
        died = _kill_at(bench, step)
        abandoned = bench.ledger.state().abandoned
        bench.now += timedelta(minutes=16)
        applied = bench.apply()
        assert len(abandoned) == len(applied.recovered), step
        bench.apply()
        assert (goal, memory) == (fingerprint(bench.tenant), bench.ledger.state().last_applied), step
        assert () == bench.ledger.state().abandoned
        assert {w.group_id(5): "available"}.items() <= _intents(bench.tenant, 1).items()
        step += 1
    assert step > 40


def test_what_a_dead_run_had_created_is_deleted_when_git_takes_it_back(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")), _want((2, "available"), book=2))
    bench.apply()
    bench.desired = w.desired(_want((1, "required"), (3, "available")), _want((2, "available"), book=2))
    step = 1
    while w.group_id(3) not in _intents(bench.tenant, 1):
        assert _kill_at(bench, step)
        bench.now += timedelta(minutes=16)
        step += 1
    bench.desired = w.desired(_want((1, "required")), _want((2, "available"), book=2))
    bench.apply()
    bench.apply()
    assert {w.group_id(1): "required"} == _intents(bench.tenant, 1)


class _FullDisk:
    """A ledger that takes the first records and no more."""

    def __init__(self, inner: Any, appends: int) -> None:
        self._inner = inner
        self._appends = appends

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def append(self, *args: Any) -> Any:
        if not self._appends:
            raise ServiceError("the disk is full")
        self._appends -= 1
        return self._inner.append(*args)


def test_without_a_lock_nothing_is_written(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    bench.ledger = _FullDisk(bench.ledger, 0)
    with pytest.raises(ServiceError, match="disk is full"):
        bench.apply()
    assert [] == bench.tenant.writes


def test_a_receipt_that_cannot_be_recorded_is_said_and_made_up_for(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))
    whole = bench.ledger
    bench.ledger = _FullDisk(whole, 1)
    with pytest.raises(Unrecorded):
        bench.apply()
    bench.ledger = whole
    bench.now += timedelta(minutes=16)
    bench.apply()
    assert w.last({(1, 1): "required"}) == whole.state().last_applied


def test_a_service_that_asks_for_too_long_a_wait_is_not_waited_for(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))

    def later(write: Callable[[], Any]) -> Any:
        error = ServiceError("slow down", status=429)
        error.retry_after = 100_000.0
        raise error

    bench.tenant = _Trouble(bench.tenant, later)
    assert [OutcomeKind.FAILED] == [outcome.outcome for outcome in bench.apply().outcomes]
    assert sum(bench.sleeps) < 60


def test_a_wait_ends_when_the_run_is_interrupted_and_never_outlives_the_lease(tmp_path: Path) -> None:
    bench = _bench(tmp_path, _want((1, "required")))

    def wait(write: Callable[[], Any]) -> Any:
        error = ServiceError("slow down", status=429)
        error.retry_after = 30.0
        raise error

    bench.tenant = _Trouble(bench.tenant, wait, wait, wait)
    stop = Stop()
    job = replace(bench.job(stop=stop), sleep=lambda seconds: setattr(stop, "requested", True))
    assert [OutcomeKind.FAILED] == [outcome.outcome for outcome in apply_plan(job).outcomes]

    late = _bench(tmp_path / "late", _want((1, "required")))
    late.tenant = _Trouble(late.tenant, wait, wait)

    def sleep(seconds: float) -> None:
        late.now += timedelta(minutes=1)

    applied = apply_plan(replace(late.job(), sleep=sleep))
    assert "lease" in applied.outcomes[0].note
    assert [] == late.tenant.writes
