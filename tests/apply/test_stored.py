"""A plan file is believed in nothing but what a new plan says too."""

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.apply.run import apply_plan
from reconciler.apply.stored import check_plan_file, mismatches
from reconciler.model.canonical import canonical, sealed
from reconciler.model.errors import Refused, UsageError
from reconciler.model.plan_file import plan_bytes, plan_json
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.apply.test_apply import Bench
from tests.fakes import tenant_of


def _desired() -> Any:
    return w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 9)))


def _tenant() -> Any:
    return tenant_of(w.observed_book(1, w.shown(2, "available")), people={1: ["a"], 2: []})


def _body() -> dict[str, Any]:
    return plan_json(plan_tenant(_desired(), _tenant(), w.ledger(), Circumstances(w.NOW)).plan, "1")


def _file(body: dict[str, Any]) -> bytes:
    return canonical(sealed(body)) + b"\n"  # a fraction is written as Python writes it, as a forger would


def test_what_was_written_is_read_back_the_same() -> None:
    plan = plan_tenant(_desired(), _tenant(), w.ledger(), Circumstances(w.NOW)).plan
    read = check_plan_file(plan_bytes(plan, "1"))
    assert [replace(one, position=None) for one in plan.changes] == [
        replace(one, position=None) for one in read.changes
    ]
    assert (plan.forecast, plan.unmanaged, plan.summary) == (read.forecast, read.unmanaged, read.summary)


Forge = Callable[[dict[str, Any]], None]
FORGERIES: dict[str, Forge] = {
    "a before that is a number": lambda body: body["changes"][0].update(before=5),
    "a cap with a fraction": lambda body: body["changes"][0]["after"].update(seatCap=1.5),
    "a cap that is an object": lambda body: body["changes"][0]["after"].update(seatCap={"a": 1}),
    "an after that is a list": lambda body: body["changes"][0].update(after=[]),
    "an id that is a number": lambda body: body["changes"][0].update(id=7),
    "a folder that is a number": lambda body: body["tenant"].update(path=5),
    "a folder without end": lambda body: body["tenant"].update(path="a" * 100_000),
    "an expiry that is no time": lambda body: body.update(expiresAt="garbage"),
    "a key that no plan has": lambda body: body.update(extra=1),
    "a change twice": lambda body: body["changes"].append(body["changes"][0]),
    "a change with a key too many": lambda body: body["changes"][0].update(force=True),
    "seats that are a text": lambda body: body["changes"][0].update(seats={"worst": "1", "best": 0}),
    "an action that nobody knows": lambda body: body["changes"][0].update(action="revoke"),
    "no changes at all": lambda body: body.pop("changes"),
    "a tenant that is a text": lambda body: body.update(tenant="school"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_plan_of_another_shape_is_refused_though_its_digest_is_right(name: str) -> None:
    body = copy.deepcopy(_body())
    FORGERIES[name](body)
    with pytest.raises(Refused, match="VPP501"):
        check_plan_file(_file(body))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=150, deadline=None)
@given(st.data(), _JSON)
def test_no_forged_value_anywhere_gives_more_than_a_refusal(data: st.DataObject, value: Any) -> None:
    """Any one value of the file replaced by any other, with a right digest: read, refused, or no plan file."""
    body = copy.deepcopy(_body())
    where: Any = body
    while True:
        keys = sorted(where) if isinstance(where, dict) else list(range(len(where)))
        key = data.draw(st.sampled_from(keys))
        inner = where[key]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
            break
        where = inner
    where[key] = value
    try:
        plan = check_plan_file(_file(body))
    except (Refused, UsageError):
        return
    assert isinstance(
        mismatches(plan, plan_tenant(_desired(), _tenant(), w.ledger(), Circumstances(w.NOW)).plan), tuple
    )


@pytest.mark.parametrize(
    "forge",
    [
        lambda change: change["target"].update(id=w.group_id(7)),
        lambda change: change["book"].update(id=w.book_id(7)),
        lambda change: change["after"].update(seatCap=500),
        lambda change: change.update(action="update"),
        lambda change: change.update(before={"intent": "available"}),
    ],
)
def test_a_change_that_says_something_else_than_the_yaml_is_refused(forge: Any, tmp_path: Path) -> None:
    body = copy.deepcopy(_body())
    forge(body["changes"][0])
    bench = Bench(tmp_path, _desired(), _tenant())
    with pytest.raises(Refused, match="VPP501"):
        apply_plan(replace(bench.job(), approved=check_plan_file(_file(body))))
    assert [] == bench.tenant.writes
    assert () == bench.ledger.state().open_intents


def test_whatever_goes_wrong_before_a_write_the_lock_is_given_back(tmp_path: Path) -> None:
    bench = Bench(tmp_path, _desired(), _tenant())
    job = bench.job()

    def broken(state: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        apply_plan(replace(job, replan=broken))
    assert () == bench.ledger.state().open_intents
