"""The walk from YAML and tenant to a plan: holds, verdicts, counts, and each live and plan rule failing and passing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from reconciler.model.change import Action, Origin
from reconciler.model.entities import Acceptance, BetaUse, Mode, Policy, Share
from reconciler.model.finding import Finding
from reconciler.model.forecast import Seats
from reconciler.model.holder import Holder
from reconciler.model.observed import UNLIMITED, AuditEvent, ObservedGroup, TargetType, Unread
from reconciler.model.plan import Verdict
from reconciler.model.planned import Planned
from reconciler.model.position import Position
from reconciler.model.record import OpenIntent
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.fakes import MemoryTenant, tenant_of

PUPILS = [f"p{n}" for n in range(12)]


def _plan(desired: Any, tenant: MemoryTenant, memory: Any = None) -> Planned:
    return plan_tenant(desired, tenant, w.ledger(memory), Circumstances(w.NOW))


def _one(intent: str = "required", cap: int | None = 12, **more: Any) -> Any:
    """A desired state with one book for group 1."""
    return w.desired(w.desired_book(1, w.assignment(w.group_id(1), intent, cap)), **more)


def _found(planned: Planned, rule: str) -> list[Finding]:
    return [finding for finding in planned.plan.findings if finding.rule == rule]


def _rules(planned: Planned) -> set[str]:
    """The rules that say more than an info."""
    return {finding.rule for finding in planned.plan.findings if finding.severity != "info"}


def test_a_plain_create_passes_every_rule() -> None:
    planned = _plan(_one(), tenant_of(w.observed_book(1), people={1: PUPILS}))
    plan = planned.plan
    assert (set(), Verdict.CHANGES, 1) == (_rules(planned), plan.summary.verdict, plan.summary.create)
    assert Seats(12, 12) == plan.summary.seats


def test_nothing_to_do_is_clean() -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), people={1: PUPILS})
    plan = _plan(_one(), tenant, {(1, 1): "required"}).plan
    assert ((), (), Verdict.CLEAN) == (plan.changes, plan.findings, plan.summary.verdict)


@pytest.mark.parametrize("intent", ["required", "available"])
def test_a_change_that_can_use_seats_needs_a_cap(intent: str) -> None:
    planned = _plan(_one(intent, cap=None), tenant_of(w.observed_book(1), people={1: PUPILS}))
    [finding] = _found(planned, "VPP401")
    assert ("guard", Position("books.yaml", 1, 5)) == (finding.severity, finding.position)
    assert "up to 12 seats" in finding.message and "seatCap: 12" in finding.remedy
    [change] = planned.plan.changes
    assert change.held is not None and "VPP401" == change.held.rule
    assert (0, 1, Verdict.BLOCKED) == (
        planned.plan.summary.create,
        planned.plan.summary.held,
        planned.plan.summary.verdict,
    )


def test_a_group_whose_users_all_hold_the_book_needs_no_cap_and_an_empty_one_does() -> None:
    book = w.observed_book(1, used=12)
    assert set() == _rules(_plan(_one(cap=None), tenant_of(book, people={1: PUPILS}, holding={1: PUPILS})))
    assert {"VPP401", "VPP309"} == _rules(_plan(_one(cap=None), tenant_of(book, people={})))


def test_narrowing_and_removing_need_no_cap() -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required"), w.shown(2, "required")), people={1: PUPILS})
    planned = _plan(_one("available", cap=None), tenant, {(1, 1): "required", (1, 2): "required"})
    assert [Action.UPDATE, Action.DELETE] == [change.action for change in planned.plan.changes]
    assert {"VPP317"} == _rules(planned)


def test_a_cap_is_reached_when_the_worst_case_is_larger() -> None:
    tenant = tenant_of(w.observed_book(1), people={1: PUPILS})
    [finding] = _found(_plan(_one(cap=11), tenant), "VPP410")
    assert ("guard", w.assignment("x", "required", 11).cap_position) == (finding.severity, finding.position)
    assert [] == _found(_plan(_one(cap=12), tenant), "VPP410")


def test_the_budget_of_a_plan_holds_every_change_that_can_use_seats() -> None:
    desired = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required", 12)),
        w.desired_book(2, w.assignment(w.group_id(1), "available", 12)),
        policy=Policy(max_new_seats=23),
    )
    tenant = tenant_of(w.observed_book(1), w.observed_book(2, w.shown(3, "available")), people={1: PUPILS})
    planned = _plan(desired, tenant, {(2, 3): "available"})
    assert ["VPP410"] == [finding.rule for finding in planned.plan.findings if finding.severity == "guard"]
    assert [True, True, False] == [change.held is not None for change in planned.plan.changes]
    roomy = replace(desired, policy=Policy(max_new_seats=24))
    assert {"VPP317"} == _rules(_plan(roomy, tenant, {(2, 3): "available"}))


def test_too_few_seats_for_the_best_case_is_an_error_and_for_the_worst_a_warning() -> None:
    people = {1: PUPILS}
    [error] = _found(_plan(_one(), tenant_of(w.observed_book(1, total=11), people=people)), "VPP402")
    assert "Buy 1 more" in error.remedy
    planned = _plan(_one("available"), tenant_of(w.observed_book(1, total=11), people=people))
    assert ({"VPP403"}, 1) == (_rules(planned), planned.plan.summary.create)
    for enough in (12, UNLIMITED):
        assert set() == _rules(_plan(_one(), tenant_of(w.observed_book(1, total=enough), people=people)))


def test_numbers_that_make_no_sense_are_told() -> None:
    people = {1: PUPILS}
    for book in (
        w.observed_book(1, total=None),
        w.observed_book(1, used=None),
        w.observed_book(1, w.shown(0, "available", kind=TargetType.ALL_USERS)),
        w.observed_book(1, total=30, used=31),
    ):
        assert [_found(_plan(_one("available"), tenant_of(book, people=people)), "VPP411")] != [[]]
    assert [] == _found(_plan(_one("available"), tenant_of(w.observed_book(1), people=people)), "VPP411")


@pytest.mark.parametrize(
    ("state", "days", "rule"),
    [
        ("valid", 200, None),
        ("valid", 30, "VPP110"),
        ("valid", 31, None),
        ("valid", -1, "VPP109"),
        ("expired", 20, "VPP109"),
        ("invalid", 200, "VPP111"),
        ("assignedToExternalMDM", 200, "VPP112"),
    ],
)
def test_the_state_of_a_token_holds_its_books(state: str, days: int, rule: str | None) -> None:
    token = w.observed_token(state, w.NOW + timedelta(days=days))
    planned = _plan(_one(), tenant_of(w.observed_book(1), people={1: PUPILS}, shown_tokens=(token,)))
    assert ({rule} if rule else set()) == _rules(planned)
    held = planned.plan.changes[0].held
    assert (rule if rule not in (None, "VPP110") else None) == (held.rule if held else None)


def test_a_missing_and_an_ambiguous_token_are_errors() -> None:
    nameless = _one(tokens=[w.token(token_id=None)])
    assert {"VPP108", "VPP516"} == _rules(_plan(nameless, tenant_of(w.observed_book(1), shown_tokens=())))
    twins = (w.observed_token(), replace(w.observed_token(), id="70000000-0000-0000-0000-000000000009"))
    assert {"VPP108"} == _rules(_plan(nameless, tenant_of(w.observed_book(1), shown_tokens=twins)))


def test_a_book_that_is_not_synced_is_an_error_and_others_go_on() -> None:
    desired = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required", 12)), w.desired_book(2), mode=Mode.ADDITIVE
    )
    planned = _plan(desired, tenant_of(w.observed_book(1), people={1: PUPILS}))
    assert ({"VPP206", "VPP516"}, 1) == (_rules(planned), planned.plan.summary.create)


def test_an_ambiguous_book_is_an_error_with_its_candidates() -> None:
    book = w.desired_book(1)
    desired = w.desired(replace(book, book=replace(book.book, id=None)))
    tenant = tenant_of(w.observed_book(1), replace(w.observed_book(2), title="Book 1"))
    [finding] = _found(_plan(desired, tenant), "VPP207")
    assert w.book_id(1) in finding.message and w.book_id(2) in finding.message


def test_two_declarations_of_one_book_of_the_tenant_hold_it() -> None:
    other = w.desired_book(2, w.assignment(w.group_id(2), "required", 5))
    by_adam = replace(other, book=replace(other.book, id=None, adam_id="1001"))
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 12)), by_adam)
    planned = _plan(desired, tenant_of(w.observed_book(1), people={1: PUPILS}))
    assert ({"VPP202"}, 1) == (_rules(planned), planned.plan.summary.held)


def test_an_unknown_group_holds_its_book_and_names_the_nearest() -> None:
    desired = w.desired(
        w.desired_book(1, w.assignment("group 1", "required", 3), w.assignment(w.group_id(1), "required", 12))
    )
    planned = _plan(desired, tenant_of(w.observed_book(1), people={1: PUPILS}))
    [finding] = _found(planned, "VPP307")
    assert 'did you mean "Group 1"' in finding.message
    assert (0, 1) == (planned.plan.summary.create, planned.plan.summary.held)


def test_a_name_of_several_groups_holds_its_book() -> None:
    tenant = tenant_of(w.observed_book(1))
    twin = replace(tenant.group_names[w.group_id(1)], id=w.group_id(99))
    tenant.group_names = {**tenant.group_names, twin.id: twin}
    planned = _plan(w.desired(w.desired_book(1, w.assignment("Group 1", "required", 3))), tenant)
    assert {"VPP308"} == _rules(planned)


def test_not_allowed_to_read_is_told_apart_from_not_found() -> None:
    tenant = tenant_of(w.observed_book(1), unread_groups={w.group_id(1): Unread.FORBIDDEN})
    assert {"VPP509"} == _rules(_plan(_one(), tenant))
    tenant.unread_groups = {w.group_id(1): Unread.FAILED}
    assert {"VPP505"} == _rules(_plan(_one(), tenant))


@pytest.mark.parametrize(("why", "rule"), [(Unread.FORBIDDEN, "VPP509"), (Unread.FAILED, "VPP505")])
def test_unreadable_members_hold_only_what_can_use_seats(why: Unread, rule: str) -> None:
    desired = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required", 12)),
        w.desired_book(2, w.assignment(w.group_id(1), "available")),
    )
    tenant = tenant_of(
        w.observed_book(1), w.observed_book(2, w.shown(1, "required")), unread_members={w.group_id(1): why}
    )
    planned = _plan(desired, tenant, {(2, 1): "required"})
    assert [rule] == [finding.rule for finding in planned.plan.findings if finding.severity == "error"]
    assert [True, False] == [change.held is not None for change in planned.plan.changes]


def test_a_group_of_devices_is_refused_and_a_mixed_one_told() -> None:
    tenant = tenant_of(w.observed_book(1), people={}, devices={1: 40})
    assert {"VPP301"} == _rules(_plan(_one(), tenant))
    mixed = _plan(_one(), tenant_of(w.observed_book(1), people={1: PUPILS}, devices={1: 4}))
    assert ({"VPP302"}, 1) == (_rules(mixed), mixed.plan.summary.create)


def test_drift_names_who_did_it() -> None:
    event = AuditEvent("e", w.NOW, "kim@norr.example", "Assign book", "Patch", (w.book_id(1),))
    tenant = tenant_of(w.observed_book(1, w.shown(1, "available")), people={1: PUPILS}, events=(event,))
    planned = _plan(_one(), tenant, {(1, 1): "required"})
    [finding] = _found(planned, "VPP502")
    assert "required → available" in finding.message and "kim@norr.example" in finding.message
    [change] = planned.plan.changes
    assert (Origin.DRIFT, "kim@norr.example") == (change.origin, change.attribution and change.attribution.actor)
    assert (1, Verdict.ATTENTION) == (planned.plan.summary.drift, planned.plan.summary.verdict)
    hidden = _plan(_one(policy=Policy(show_actors=False)), tenant, {(1, 1): "required"})
    assert "by an administrator" in _found(hidden, "VPP502")[0].message
    assert "kim@norr.example" not in str(hidden.plan)


def test_drift_without_the_audit_log_has_no_name_and_says_so() -> None:
    tenant = tenant_of(w.observed_book(1), people={1: PUPILS}, events=Unread.FORBIDDEN)
    planned = _plan(_one(), tenant, {(1, 1): "required"})
    assert {"VPP502", "VPP509"} == _rules(planned)
    assert {"warning", "info"} == {finding.severity for finding in planned.plan.findings}


def test_unmanaged_assignments_are_told_and_stay() -> None:
    tenant = tenant_of(
        w.observed_book(1, w.shown(2, "available"), w.shown(0, "required", kind=TargetType.ALL_USERS)),
        w.observed_book(2, w.shown(3, "available")),
    )
    planned = _plan(w.desired(w.desired_book(1)), tenant)
    assert ["info", "info", "warning"] == sorted(finding.severity for finding in _found(planned, "VPP503"))
    assert (3, ()) == (planned.plan.summary.unmanaged, planned.plan.changes)


def _removals(count: int, policy: Policy | None = None) -> Planned:
    memory = {(1, group): "available" for group in range(1, 9)}
    left = [w.assignment(w.group_id(group), "available") for group in range(count + 1, 9)]
    tenant = tenant_of(w.observed_book(1, *(w.shown(group, "available") for group in range(1, 9))))
    return _plan(w.desired(w.desired_book(1, *left), policy=policy), tenant, memory)


def test_too_many_deletions_are_held_and_a_few_are_not() -> None:
    assert ({"VPP317"}, 3) == (_rules(_removals(3)), _removals(3).plan.summary.delete)
    planned = _removals(4)
    assert ({"VPP504", "VPP317"}, 0, 4) == (_rules(planned), planned.plan.summary.delete, planned.plan.summary.held)


def test_an_acceptance_of_removals_is_bound_to_its_number_and_day() -> None:
    def policy(bound: int, **more: Any) -> Policy:
        acceptance = Acceptance("VPP504", bound, "moved", None, Position("tenant.yaml", 9, 3))
        return Policy(accept=(replace(acceptance, **more),))

    accepted = _removals(4, policy(4))
    assert ("moved", 4) == (_found(accepted, "VPP504")[0].accepted, accepted.plan.summary.delete)
    assert 0 == _removals(5, policy(4)).plan.summary.delete
    today = w.NOW.date()
    assert 4 == _removals(4, policy(4, expires=today)).plan.summary.delete
    late = _removals(4, policy(4, expires=today - timedelta(days=1)))
    assert ({"VPP504", "VPP514", "VPP317"}, 0) == (_rules(late), late.plan.summary.delete)


def test_an_acceptance_that_lifts_nothing_is_told() -> None:
    acceptance = Acceptance("VPP504", 9, "moved", None, Position("tenant.yaml", 9, 3))
    [finding] = _found(_removals(2, Policy(accept=(acceptance,))), "VPP514")
    assert ("info", acceptance.position) == (finding.severity, finding.position)


def test_the_limit_of_removals_follows_count_and_share() -> None:
    tight = Policy(max_removals=Share(2, 20))
    assert 0 == _removals(3, tight).plan.summary.delete
    assert 2 == _removals(2, tight).plan.summary.delete


def test_a_desired_state_that_reaches_no_book_is_an_error_and_not_a_deletion() -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(1, "available")))
    planned = _plan(w.desired(), tenant, {(1, 1): "available"})
    [finding] = _found(planned, "VPP504")
    assert ("error", ()) == (finding.severity, planned.plan.changes)
    assert [] == _found(_plan(w.desired(), tenant), "VPP504")


def test_a_filter_is_never_put_at_risk() -> None:
    filtered = w.observed_book(1, w.shown(2, "required", filter_="include:f"))
    people = {1: PUPILS, 2: []}
    held = _plan(_one(), tenant_of(filtered, people=people))
    assert ("VPP515", 1) == (held.plan.changes[0].held and held.plan.changes[0].held.rule, held.plan.summary.held)
    free = _plan(_one(beta=BetaUse.READWRITE), tenant_of(filtered, people=people))
    assert 1 == free.plan.summary.create
    same = w.observed_book(1, w.shown(1, "required", filter_="include:f"))
    assert 1 == _plan(_one(beta=BetaUse.READWRITE), tenant_of(same, people=people)).plan.summary.held


def test_without_beta_a_book_that_keeps_a_foreign_assignment_is_held() -> None:
    people = {1: PUPILS, 2: []}
    foreign = tenant_of(w.observed_book(1, w.shown(2, "available")), people=people, reads_beta=False)
    planned = _plan(_one(beta=BetaUse.NONE), foreign)
    assert "VPP515" == (planned.plan.changes[0].held and planned.plan.changes[0].held.rule)
    own = tenant_of(w.observed_book(1), people=people, reads_beta=False)
    assert 1 == _plan(_one(beta=BetaUse.NONE), own).plan.summary.create


def test_mode_observe_reports_and_does_not_count() -> None:
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required"), mode=Mode.OBSERVE))
    plan = _plan(desired, tenant_of(w.observed_book(1), people={1: PUPILS})).plan
    assert (1, 0, 0) == (len(plan.changes), plan.summary.create, plan.summary.held)
    assert set() == {finding.rule for finding in plan.findings}


def test_strict_makes_warnings_errors_that_hold() -> None:
    tenant = tenant_of(w.observed_book(1, total=11), people={1: PUPILS})
    planned = _plan(_one("available", policy=Policy(strict=True)), tenant)
    assert ["error"] == [finding.severity for finding in _found(planned, "VPP403")]
    assert 1 == planned.plan.summary.held


def test_summary_seats_are_capped_by_what_is_free() -> None:
    planned = _plan(_one("available"), tenant_of(w.observed_book(1, total=11, used=5), people={1: PUPILS}))
    assert Seats(6, 0) == planned.plan.summary.seats


def test_a_run_that_has_not_ended_is_a_warning() -> None:
    died = OpenIntent(
        3, w.ledger({}).head, w.ledger({}).head, {}, Holder("host", "run 7", 1), w.NOW, w.NOW + timedelta(minutes=15)
    )
    tenant = tenant_of(w.observed_book(1), people={1: PUPILS})
    state = replace(w.ledger({}), open_intents=(died,))
    planned = plan_tenant(_one(), tenant, state, Circumstances(w.NOW))
    [finding] = _found(planned, "VPP512")
    assert ("warning", 1) == (finding.severity, planned.plan.summary.create)
    assert "run 7 on host" in finding.message and "holds the tenant until" in finding.message
    later = plan_tenant(_one(), tenant, state, Circumstances(w.NOW + timedelta(minutes=15)))
    assert "left no receipt" in _found(later, "VPP512")[0].message


def test_waiting_for_the_service_is_told() -> None:
    tenant = tenant_of(w.observed_book(1))
    tenant.waited = 34
    assert ["slowed down by the service; waited 34 s in total."] == [
        finding.message for finding in _plan(w.desired(w.desired_book(1)), tenant).plan.findings
    ]


def test_a_group_that_is_gone_has_nobody_and_one_whose_members_are_not_found_is_unread() -> None:
    """The directory has the group, and says "not found" of its members: that is no empty group."""
    unread = tenant_of(w.observed_book(1), people={1: PUPILS}, unread_members={w.group_id(1): Unread.FAILED})
    planned = _plan(_one(), unread)
    assert "VPP505" == (planned.plan.changes[0].held and planned.plan.changes[0].held.rule)
    assert {"VPP505", "VPP411"} == _rules(planned)
    gone = tenant_of(
        w.observed_book(1, w.shown(2, "required")), people={1: PUPILS}, unread_members={w.group_id(2): Unread.FAILED}
    )
    del gone.group_names[w.group_id(2)]
    assert 1 == _plan(_one(), gone).plan.summary.create


@pytest.mark.parametrize("intent", ["available", "required"])
def test_what_offered_no_book_counts_as_new(intent: str) -> None:
    """From uninstall to anything else the book is offered anew."""
    tenant = tenant_of(w.observed_book(1, w.shown(1, "uninstall")), people={1: PUPILS})
    assert "VPP401" in _rules(_plan(_one(intent, cap=None), tenant))


def test_a_group_with_hidden_members_is_not_an_empty_one() -> None:
    tenant = tenant_of(w.observed_book(1), people={})
    tenant.group_names[w.group_id(1)] = ObservedGroup(w.group_id(1), "Group 1", visibility="HiddenMembership")
    planned = _plan(_one(), tenant)
    [finding] = _found(planned, "VPP509")
    assert "are hidden" in finding.message and "Member.Read.Hidden" in finding.remedy
    assert "VPP509" == (planned.plan.changes[0].held and planned.plan.changes[0].held.rule)
    tenant.people = {1: PUPILS}
    assert 1 == _plan(_one(), tenant).plan.summary.create


def test_an_audit_log_that_failed_is_no_missing_permission() -> None:
    tenant = tenant_of(w.observed_book(1), people={1: PUPILS}, events=Unread.FAILED)
    planned = _plan(_one(), tenant, {(1, 1): "required"})
    assert {"VPP502", "VPP505"} == _rules(planned)
    assert (["warning"], 1) == ([one.severity for one in _found(planned, "VPP505")], planned.plan.summary.create)
