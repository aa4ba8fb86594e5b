"""A pull request cannot loosen its own limits."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.entities import Acceptance, Freeze, Policy, Share
from reconciler.model.policy_file import limits_from_json, limits_json
from reconciler.model.position import Position
from reconciler.model.world import BaseState
from reconciler.plan import Circumstances
from reconciler.policy import stricter
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.fakes import tenant_of

_SMALL = st.integers(0, 5)
_SHARES = st.builds(Share, _SMALL, _SMALL)
_FREEZES = st.builds(
    lambda start, days: Freeze(w.NOW + timedelta(days=start), w.NOW + timedelta(days=start + days + 1), "exams"),
    _SMALL,
    _SMALL,
)
_POLICIES = st.builds(
    Policy,
    max_removals=_SHARES,
    max_new_seats=st.none() | _SMALL,
    large_group=_SMALL,
    token_expiry_warning_days=_SMALL,
    sync_max_age_hours=_SMALL,
    plan_max_age_hours=_SMALL,
    low_seats=_SHARES,
    strict=st.booleans(),
    approvals=_SMALL,
    freezes=st.lists(_FREEZES, max_size=2).map(tuple),
    ledger_keys=st.lists(st.sampled_from(["k1", "k2"]), unique=True).map(tuple),
)


@given(_POLICIES)
def test_a_policy_is_as_strict_as_itself(policy: Policy) -> None:
    assert () == stricter(policy, policy)[1]
    assert limits_json(policy) | {"freezes": []} == limits_json(stricter(policy, policy)[0]) | {"freezes": []}


@given(_POLICIES, _POLICIES)
def test_no_limit_is_looser_than_that_of_either_side(base: Policy, head: Policy) -> None:
    policy, loosened = stricter(base, head)
    for side in (base, head):
        assert policy.max_removals.count <= side.max_removals.count
        assert policy.max_removals.percent <= side.max_removals.percent
        assert side.max_new_seats is None or (policy.max_new_seats or 0) <= side.max_new_seats
        assert policy.large_group <= side.large_group
        assert policy.plan_max_age_hours <= side.plan_max_age_hours
        assert policy.low_seats.count >= side.low_seats.count
        assert policy.strict >= side.strict
        assert policy.approvals >= side.approvals
        assert set(side.freezes) <= set(policy.freezes)
    assert bool(loosened) == (limits_json(policy) != limits_json(_sorted(head)))


def _sorted(policy: Policy) -> Policy:
    freezes = sorted(set(policy.freezes), key=lambda one: (one.start, one.end, one.reason))
    return replace(policy, freezes=tuple(freezes))


@given(_POLICIES)
def test_a_receipt_keeps_the_limits_and_gives_them_back(policy: Policy) -> None:
    assert policy == limits_from_json(limits_json(policy))


def _plan(head: Policy, base: BaseState | None, memory: Any = None) -> Any:
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 9)), policy=head)
    tenant = tenant_of(
        w.observed_book(1, *(w.shown(g, "available") for g in range(2, 7))),
        people={1: ["a", "b"]},
    )
    return plan_tenant(desired, tenant, w.ledger(memory), Circumstances(w.NOW), base=base)


def test_a_budget_that_is_raised_in_the_pull_request_does_not_hold_for_it() -> None:
    planned = _plan(Policy(max_new_seats=5000), BaseState(Policy(max_new_seats=1), commit="abc"))
    found = {finding.rule: finding.message for finding in planned.plan.findings}
    assert "policy.maxNewSeats goes from 1 to 5000" in found["VPP517"]
    assert ("VPP410", "abc") == (planned.plan.changes[0].held.rule, planned.plan.base.commit)
    assert "VPP517" not in {finding.rule for finding in _plan(Policy(max_new_seats=1), None).plan.findings}


def test_the_digest_stays_that_of_the_yaml() -> None:
    head = Policy(max_new_seats=5000)
    assert _plan(head, None).plan.source == _plan(head, BaseState(Policy(max_new_seats=1))).plan.source


def test_acceptances_are_those_of_the_head() -> None:
    acceptance = Acceptance("VPP504", 9, "moved", None, Position("tenant.yaml", 2, 1))
    assert (acceptance,) == stricter(Policy(), Policy(accept=(acceptance,)))[0].accept
    assert () == stricter(Policy(accept=(acceptance,)), Policy())[0].accept


@pytest.mark.parametrize(("memory", "deletes"), [(None, 1), ({}, 0)])
def test_without_a_ledger_what_the_base_desired_is_last_applied(memory: Any, deletes: int) -> None:
    before = w.desired(w.desired_book(1, w.assignment(w.group_id(2), "available")))
    planned = _plan(Policy(), BaseState(Policy(), before, "abc"), memory)
    assert deletes == planned.plan.summary.delete


def test_a_base_that_cannot_be_read_is_told() -> None:
    planned = _plan(Policy(), BaseState(None, commit="abc"))
    assert ["VPP517"] == [finding.rule for finding in planned.plan.findings if finding.severity == "warning"]
