"""What is asked of a reader, and what becomes of the answers."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import ObservedState, TargetType, Unread
from reconciler.observed.observe import observe, observe_readers, observed_digest
from tests import worlds as w
from tests.fakes import tenant_of
from tests.graph.tenant import serving_tenant
from tests.sandbox.client import assignment, book, group, users

BATCH = "POST /v1.0/$batch"


def test_the_groups_of_the_yaml_and_of_the_tenant_are_read_and_no_others() -> None:
    tenant = tenant_of(
        w.observed_book(1, w.shown(1, "required"), w.shown(2, "available", kind=TargetType.EXCLUDED_GROUP)),
        w.observed_book(
            2, w.shown(3, "required", kind=TargetType.OTHER), w.shown(0, "required", kind=TargetType.ALL_USERS)
        ),
    )
    wanted = w.desired(w.desired_book(1, w.assignment(w.group_id(4), "required"), w.assignment("Group 5", "required")))
    state = observe(tenant, wanted, w.NOW)
    assert [w.group_id(n) for n in (1, 2, 4, 5)] == list(state.groups)
    assert (w.NOW, True, {}) == (state.at, state.beta, state.unread_groups)


def test_without_yaml_the_groups_of_the_tenant_are_read() -> None:
    state = observe(tenant_of(w.observed_book(1, w.shown(1, "required"))), None, w.NOW)
    assert [w.group_id(1)] == list(state.groups)


def test_groups_that_could_not_be_read_keep_their_reason() -> None:
    why = {w.group_id(1): Unread.FORBIDDEN, "Group 5": Unread.FAILED}
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), unread_groups=why)
    wanted = w.desired(w.desired_book(1, w.assignment("Group 5", "required")))
    assert why == observe(tenant, wanted, w.NOW).unread_groups


def test_waiting_and_beta_are_told_on() -> None:
    state = observe(tenant_of(reads_beta=False, waited=34), None, w.NOW)
    assert (False, 34) == (state.beta, state.waited_seconds)


def test_progress_is_told_for_each_thing_that_is_read() -> None:
    told: list[tuple[str, int, int | None]] = []
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), people={1: ["kim"]})
    observe(tenant, None, w.NOW, lambda what, done, total: told.append((what, done, total)))
    observe_readers(tenant, {w.book_id(1): [w.group_id(1)]}, [w.book_id(1)], lambda *step: told.append(step))
    assert [("books", 1, 1), ("tokens", 1, 1), ("groups", 1, 1), ("members", 1, 1), ("install states", 1, 1)] == [
        step for step in told if step[1]
    ]


def test_members_of_a_group_are_read_once_however_many_books_have_it() -> None:
    tenant = tenant_of(people={1: ["kim"], 2: ["bo"]}, holding={2: ["kim"]})
    groups = {w.book_id(1): [w.group_id(1), w.group_id(2)], w.book_id(2): [w.group_id(1)]}
    readers = observe_readers(tenant, groups, [w.book_id(2)])
    assert {w.group_id(1): ["kim"], w.group_id(2): ["bo"]} == {one: list(m.users) for one, m in readers.members.items()}
    assert {w.book_id(2): ("kim@norr.example",)} == readers.holders


def full() -> ObservedState:
    return w.observed(w.observed_book(1, w.shown(1, "required")), w.observed_book(2))


@pytest.mark.parametrize(
    "other",
    [
        replace(full(), beta=False),
        replace(full(), books=full().books[:1]),
        replace(full(), books=(w.observed_book(1, w.shown(1, "available")), w.observed_book(2))),
        replace(full(), books=(w.observed_book(1, w.shown(2, "required")), w.observed_book(2))),
        replace(full(), books=(w.observed_book(1, w.shown(1, "required", "include:f")), w.observed_book(2))),
        replace(full(), books=(w.observed_book(1, w.shown(1, "required"), used=1), w.observed_book(2))),
        replace(full(), tokens=()),
        replace(full(), tokens=(w.observed_token("expired"),)),
        replace(full(), tokens=(w.observed_token(expires=datetime(2027, 1, 1, tzinfo=UTC)),)),
        replace(full(), groups={}),
        replace(full(), unread_groups={"x": Unread.FAILED}),
    ],
)
def test_what_differs_has_another_digest(other: ObservedState) -> None:
    assert observed_digest(full()) != observed_digest(other)


def test_the_moment_the_waiting_and_the_raw_json_are_not_in_the_digest() -> None:
    later = replace(full(), at=datetime(2030, 1, 1, tzinfo=UTC), waited_seconds=9)
    bare = tuple(
        replace(one, assignments=tuple(each._replace(raw={}) for each in one.assignments)) for one in later.books
    )
    assert observed_digest(full()) == observed_digest(replace(later, books=bare))


@given(st.permutations(range(1, 6)))
def test_the_order_of_groups_does_not_change_the_digest(order: list[int]) -> None:
    state = full()
    groups = {w.group_id(n): state.groups[w.group_id(n)] for n in order}
    expected = {w.group_id(n): state.groups[w.group_id(n)] for n in range(1, 6)}
    assert observed_digest(replace(state, groups=expected)) == observed_digest(replace(state, groups=groups))


def test_a_plan_asks_the_service_no_more_than_it_must(tmp_path: Path) -> None:
    groups = [GroupId(f"30000000-0000-4000-8000-{n:012}") for n in range(1, 31)]
    books = [BookId(f"20000000-0000-4000-8000-{n:012}") for n in range(1, 26)]
    with serving_tenant(tmp_path) as tenant:
        tenant.client.put_state(
            settings={"pageSize": 10},
            users=users("kim"),
            groups=[group(one, "kim") for one in groups],
            managedEBooks=[book(one, assignments=[assignment(each, "required") for each in groups]) for one in books],
        )
        with tenant.intune() as intune:
            state = observe(intune, None, w.NOW)
            observe_readers(intune, dict.fromkeys(books[:3], groups[:21]), books[:21])
        asked = tenant.asked()
    assert (25, 30) == (len(state.books), len(state.groups))
    pages = ["GET /beta/deviceAppManagement/managedEBooks"] * 3 + ["GET /beta/deviceAppManagement/vppTokens"]
    batches = [f"{BATCH} x{n}" for n in (20, 10, 20, 1, 20, 1)]
    assert sorted(pages + batches) == sorted(asked)
