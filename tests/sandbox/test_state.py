"""The whole tenant as one value, and the clock."""

from pathlib import Path
from typing import Any

import pytest

from reconciler.sandbox import Sandbox
from tests.sandbox.client import BOOKS, Client, assignment, book, group, users

EMPTY = {"formatVersion": "1.0"}


def test_what_was_put_in_comes_out_equal(client: Client) -> None:
    example = client.get("/_sandbox/state")
    assert 8 == len(example["managedEBooks"])
    client.put_state(**example)
    assert example == client.get("/_sandbox/state")


def test_objects_come_out_with_no_more_than_they_had(client: Client) -> None:
    sections = {
        "managedEBooks": [{"id": "b"}, {"id": "c", "assignments": [], "strange": {"a": [1, None]}}],
        "groups": [{"id": "g"}, {"id": "h", "members": []}],
        "apple": {"locations": [{"uId": "1"}, {"uId": "2", "assets": []}], "tokens": []},
        "users": users("ann"),
    }
    client.put_state(**sections)
    state = client.get("/_sandbox/state")
    assert sections == {name: state[name] for name in sections}
    assert [] == state["devices"]
    assert 100 == state["settings"]["pageSize"]


def test_a_book_with_nothing_but_an_id_can_be_read(client: Client) -> None:
    client.put_state(managedEBooks=[{"id": "b"}])
    shown = client.get(f"{BOOKS}?$expand=assignments,userStateSummary,installSummary")["value"][0]
    assert {"@odata.type", "id", "assignments", "userStateSummary", "installSummary"} == set(shown)


@pytest.mark.parametrize(
    "state",
    [
        {},
        {"formatVersion": "2.0"},
        {**EMPTY, "more": 1},
        {**EMPTY, "now": "yesterday"},
        {**EMPTY, "now": "2026-02-30T00:00:00Z"},
        {**EMPTY, "settings": {"pageSize": 0}},
        {**EMPTY, "settings": {"pagesize": 5}},
        {**EMPTY, "settings": {"multiAdminApproval": "no"}},
        {**EMPTY, "groups": {}},
        {**EMPTY, "groups": [5]},
        {**EMPTY, "groups": [{"displayName": "x"}]},
        {**EMPTY, "groups": [group("g"), group("G")]},
        {**EMPTY, "groups": [group("g")], "users": users("g")},
        {**EMPTY, "groups": [{"id": "g", "members": [5]}]},
        {**EMPTY, "managedEBooks": [book("b", assignments=[{"installIntent": "required"}])]},
        {**EMPTY, "managedEBooks": [book("b", userStateSummary={})]},
        {**EMPTY, "apple": {"locations": [{"locationName": "x"}]}},
        {**EMPTY, "apple": {"locations": [{"uId": "1"}, {"uId": "1"}]}},
        {**EMPTY, "apple": {"tokens": [{"sToken": "x", "uId": "1", "state": "tired"}]}},
    ],
)
def test_an_invalid_state_is_refused_and_changes_nothing(client: Client, state: dict[str, Any]) -> None:
    before = client.get("/_sandbox/state")
    reply = client.call("PUT", "/_sandbox/state", state)
    assert 400 == reply.status
    assert "The state is invalid" in reply.json["error"]["message"]
    assert before == client.get("/_sandbox/state")


def test_a_restart_keeps_tenant_clock_and_late_writes_but_not_faults_or_log(tmp_path: Path) -> None:
    path = tmp_path / "tenant.sqlite"
    first = Client(Sandbox(path))
    first.put_state(
        settings={"readDelaySeconds": 30},
        managedEBooks=[book("b", assignments=[assignment("g", "available")])],
        groups=[group("g")],
    )
    first.assign("b")
    first.call("POST", "/_sandbox/faults", {"rules": [{"status": 500}]})
    first.sandbox.close()
    second = Client(Sandbox(path))
    assert [] == second.get("/_sandbox/requests")
    assert {"g": "available"} == second.assigned("b")
    assert "2026-08-14T06:00:00Z" == second.get("/_sandbox/state")["now"]
    second.set_clock("2026-08-14T06:00:30Z")
    assert {} == second.assigned("b")
    second.sandbox.close()


def test_a_clock_of_null_is_the_machines(client: Client) -> None:
    client.put_state()
    client.set_clock(None)
    client.get(BOOKS)
    assert None is client.get("/_sandbox/state")["now"]
    assert "2026-08-14T06:00:00Z" != client.get("/_sandbox/requests")[-1]["at"]


@pytest.mark.parametrize("body", [{}, {"now": 5}, {"now": "12:00"}, {"now": "2026-08-14T06:00:00"}, {"then": None}])
def test_a_clock_that_is_none_is_refused(client: Client, body: dict[str, Any]) -> None:
    assert 400 == client.call("POST", "/_sandbox/clock", body).status


def test_reset_puts_the_example_school_back(client: Client) -> None:
    client.put_state()
    assert [] == client.get(BOOKS)["value"]
    client.sandbox.reset()
    assert 8 == len(client.get(BOOKS)["value"])
