"""Writing assignments."""

from typing import Any

import pytest

from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import BOOKS, Client, assignment, book, group


@pytest.fixture
def school(client: Client) -> Client:
    client.put_state(
        managedEBooks=[book("b", assignments=[assignment("g1", "available")])],
        groups=[group("g1"), group("g2"), group("g3")],
    )
    return client


@pytest.mark.parametrize("action", ["assign", "microsoft.graph.assign"])
def test_assign_replaces_the_whole_set(school: Client, action: str) -> None:
    body = {"managedEBookAssignments": [assignment("g2", "required")]}
    reply = school.call("POST", f"{BOOKS}/b/{action}", body)
    assert (204, None) == (reply.status, reply.json)
    assert {"g2": "required"} == school.assigned("b")


def test_of_two_assignments_for_one_target_the_first_counts(school: Client) -> None:
    assert 204 == school.assign("b", ("g2", "available"), ("g2", "required")).status
    assert {"g2": "available"} == school.assigned("b")


def test_an_empty_set_removes_all(school: Client) -> None:
    assert 204 == school.assign("b").status
    assert {} == school.assigned("b")


def _with(**changes: Any) -> dict[str, Any]:
    return {"managedEBookAssignments": [{**assignment("g2", "required"), **changes}]}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"managedEBookAssignments": None},
        {"managedEBookAssignments": [5]},
        {"managedEBookAssignments": [], "more": 1},
        {"managedEBookAssignments": [assignment("nobody", "required")]},
        _with(installIntent="obligatory"),
        _with(installIntent=None),
        _with(target=None),
        _with(target={"@odata.type": "#microsoft.graph.everybody"}),
        _with(target={"groupId": "g2"}),
        _with(**{"@odata.type": "#microsoft.graph.mobileAppAssignment"}),
    ],
)
def test_a_wrong_body_is_refused_and_changes_nothing(school: Client, body: dict[str, Any]) -> None:
    before = school.get("/_sandbox/state")
    assert 400 == school.call("POST", f"{BOOKS}/b/assign", body).status
    assert before == school.get("/_sandbox/state")


def test_a_body_that_is_no_json_is_refused(school: Client) -> None:
    assert 400 == school.call("POST", f"{BOOKS}/b/assign", [1]).status
    assert 415 == school.call("POST", f"{BOOKS}/b/assign", {}, **{"Content-Type": "text/plain"}).status


def test_a_write_through_v1_drops_assignment_filters(school: Client) -> None:
    filtered = assignment("g2", "required")
    filtered["target"]["deviceAndAppManagementAssignmentFilterId"] = "f"
    filtered["target"]["deviceAndAppManagementAssignmentFilterType"] = "include"
    body = {"managedEBookAssignments": [filtered]}
    school.call("POST", f"{BOOKS}/b/assign", body)
    assert "f" in str(school.get(f"{BOOKS}/b/assignments"))
    school.call("POST", "/v1.0/deviceAppManagement/managedEBooks/b/assign", body)
    target = school.get(f"{BOOKS}/b/assignments")["value"][0]["target"]
    assert {"@odata.type", "groupId"} == set(target)


def test_broad_and_excluding_targets_can_be_assigned(school: Client) -> None:
    kinds = ["allLicensedUsersAssignmentTarget", "allDevicesAssignmentTarget"]
    targets: list[dict[str, str]] = [{"@odata.type": f"#microsoft.graph.{kind}"} for kind in kinds]
    targets.append({"@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", "groupId": "g1"})
    body = {"managedEBookAssignments": [{"installIntent": "available", "target": target} for target in targets]}
    assert 204 == school.call("POST", f"{BOOKS}/b/assign", body).status
    assert targets == [item["target"] for item in school.get(f"{BOOKS}/b/assignments")["value"]]


def test_one_assignment_is_added_and_removed(school: Client) -> None:
    added = school.call("POST", f"{BOOKS}/b/assignments", assignment("g2", "required"))
    assert 201 == added.status
    assert {"g1": "available", "g2": "required"} == school.assigned("b")
    assert 409 == school.call("POST", f"{BOOKS}/b/assignments", assignment("g2", "available")).status
    path = f"{BOOKS}/b/assignments/{added.json['id']}"
    assert "required" == school.get(path)["installIntent"]
    assert 204 == school.call("DELETE", path).status
    assert 404 == school.call("DELETE", path).status
    assert {"g1": "available"} == school.assigned("b")


def test_a_write_leaves_an_audit_event_with_its_actor(school: Client) -> None:
    school.assign("b", ("g1", "required"), ("g2", "available"))
    Client(school.sandbox, "app:pipeline").assign("b", ("g2", "available"))
    first, second = school.get("/v1.0/deviceManagement/auditEvents")["value"]
    assert ("kim@norr.example", None) == (
        first["actor"]["userPrincipalName"],
        first["actor"]["applicationDisplayName"],
    )
    assert (None, "pipeline") == (
        second["actor"]["userPrincipalName"],
        second["actor"]["applicationDisplayName"],
    )
    assert "b" == first["resources"][0]["resourceId"]
    assert [("available", "required"), (None, "available")] == [
        (change["oldValue"], change["newValue"]) for change in first["resources"][0]["modifiedProperties"]
    ]
    assert "2026-08-14T06:00:00Z" == first["activityDateTime"]


def test_audit_events_are_filtered_by_time(school: Client) -> None:
    school.assign("b", ("g1", "required"))
    school.set_clock("2026-08-15T06:00:00Z")
    school.assign("b", ("g1", "available"))
    path = "/v1.0/deviceManagement/auditEvents"
    late = school.get(f"{path}?$filter=activityDateTime gt 2026-08-14T12:00:00Z&$orderby=activityDateTime desc")
    assert ["2026-08-15T06:00:00Z"] == [event["activityDateTime"] for event in late["value"]]
    assert ["Application"] == school.get(f"{path}/getAuditCategories()")["value"]
    types = school.get(f"{path}/getAuditActivityTypes(category='Application')")["value"]
    assert ["assign ManagedEBook"] == types


def test_more_writes_than_allowed_in_twenty_seconds_are_told_when_to_come_back(school: Client) -> None:
    state = school.get("/_sandbox/state")
    school.put_state(**{**state, "settings": {"writesPer20s": 2}})
    assert [204, 204] == [school.assign("b", ("g1", "required")).status for _ in range(2)]
    school.set_clock("2026-08-14T06:00:15Z")
    refused = school.assign("b")
    assert (429, "5") == (refused.status, refused.headers["Retry-After"])
    assert {"g1": "required"} == school.assigned("b")
    school.set_clock("2026-08-14T06:00:20Z")
    assert 204 == school.assign("b").status


def test_a_tenant_with_multi_admin_approval_refuses_writes_and_says_why(school: Client) -> None:
    state = school.get("/_sandbox/state")
    school.put_state(**{**state, "settings": {"multiAdminApproval": True}})
    reply = school.assign("b")
    assert (403, "MultiAdminApprovalRequired") == (reply.status, reply.json["error"]["code"])
    assert {"g1": "available"} == school.assigned("b")


def test_what_the_book_has_may_be_sent_back_although_it_could_not_be_made_today(
    client: Client, broken: CheckedSandbox
) -> None:
    strange = {"installIntent": "perhaps", "target": {"@odata.type": "#microsoft.graph.futureTarget", "x": 1}}
    old = [strange, assignment("gone", "available")]
    client.put_state(managedEBooks=[book("b", assignments=old)], groups=[group("g")])
    read = client.get(f"{BOOKS}/b/assignments")["value"]
    body = {"managedEBookAssignments": [*read, assignment("g", "required")]}
    assert 204 == client.call("POST", f"{BOOKS}/b/assign", body).status
    assert read == client.get(f"{BOOKS}/b/assignments")["value"][:2]
    assert 400 == client.assign("b", ("gone", "required")).status
