"""Requests are taken at their word: what the interface does not describe is refused, never ignored."""

from typing import Any

import pytest

from tests.sandbox.client import BOOKS, TOKENS, Client, assignment, book, group

GROUP_TARGET = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": "g"}
COLLECTION = "#microsoft.graph.configurationManagerCollectionAssignmentTarget"


@pytest.fixture
def small(client: Client) -> Client:
    client.put_state(
        managedEBooks=[book("b", assignments=[assignment("g", "available")])],
        groups=[group("g")],
        vppTokens=[{"id": "t"}],
    )
    return client


@pytest.mark.parametrize(
    "target",
    [
        f"{BOOKS}?$search=x",
        f"{BOOKS}?$skiptoken=x",
        f"{BOOKS}?$apply=groupby((publisher))",
        f"{BOOKS}?filter=displayname eq 'b'",
        f"{BOOKS}?fliter=displayName eq 'b'",
        f"{BOOKS}?$top=1&$top=2",
        f"{BOOKS}?$top=1&top=2",
        f"{BOOKS}?$top=-1",
        f"{BOOKS}?$top=1.5",
        f"{BOOKS}?$count=1",
        f"{BOOKS}?$expand=nothing",
        f"{BOOKS}?$expand=assignments($filter=id eq 'x')",
        f"{BOOKS}?$orderby=displayName upwards",
        f"{BOOKS}?$orderby=largeCover",
        f"{BOOKS}?$select=",
        f"{BOOKS}?$select=displayname",
        f"{BOOKS}/b?$top=1",
        f"{BOOKS}/b?$filter=id eq 'b'",
        f"{BOOKS}/$count?$top=1",
        "/v1.0/users?$skip=1",
        "/v1.0/deviceAppManagement/vppTokens?$select=locationName",
        "/v1.0/deviceAppManagement/managedEBooks?$expand=categories",
        "/v1.0/deviceManagement/auditEvents/getAuditCategories()?$filter=x eq 'y'",
    ],
)
def test_query_options_that_are_not_described_are_refused(small: Client, target: str) -> None:
    assert 400 == small.call("GET", target, ConsistencyLevel="eventual").status


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"{BOOKS}/b/assign", {"managedEBookAssignments": []}),
        ("POST", f"{BOOKS}/b/assignments", assignment("g", "required")),
        ("DELETE", f"{BOOKS}/b/assignments/b_g", None),
        ("PATCH", f"{TOKENS}/t", {"appleId": "a@norr.example"}),
        ("DELETE", f"{TOKENS}/t", None),
        ("POST", f"{TOKENS}/t/syncLicenses", None),
        ("POST", "/v1.0/directoryObjects/getByIds", {"ids": ["g"]}),
    ],
)
def test_writes_and_actions_take_no_query_options(small: Client, method: str, path: str, body: object) -> None:
    before = small.get("/_sandbox/state")
    assert 400 == small.call(method, f"{path}?$select=id", body).status
    assert before == small.get("/_sandbox/state")
    assert small.call(method, path, body).status < 300 or path.endswith("/assignments")


def without(value: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key != name}


GOOD = assignment("g", "required")
WRONG_ASSIGNMENTS: list[object] = [
    None,
    "text",
    without(GOOD, "installIntent"),
    without(GOOD, "target"),
    GOOD | {"installIntent": None},
    GOOD | {"installIntent": ["required"]},
    GOOD | {"installIntent": "Required"},
    GOOD | {"id": 7},
    GOOD | {"priority": 1},
    GOOD | {"@odata.type": "#microsoft.graph.mobileAppAssignment"},
    GOOD | {"@odata.type": 5},
    GOOD | {"target": None},
    GOOD | {"target": []},
    GOOD | {"target": {"groupId": "g"}},
    GOOD | {"target": GROUP_TARGET | {"groupId": 5}},
    GOOD | {"target": GROUP_TARGET | {"groupId": ""}},
    GOOD | {"target": without(GROUP_TARGET, "groupId")},
    GOOD | {"target": GROUP_TARGET | {"collectionId": "c"}},
    GOOD | {"target": GROUP_TARGET | {"groupID": "g"}},
    GOOD | {"target": {"@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", "groupId": "g"}},
    GOOD | {"target": {"@odata.type": COLLECTION}},
    GOOD | {"target": {"@odata.type": COLLECTION, "collectionId": 4}},
    GOOD | {"target": {"@odata.type": "#microsoft.graph.somethingElse"}},
]


@pytest.mark.parametrize("wrong", WRONG_ASSIGNMENTS)
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_a_wrong_assignment_is_refused_whole(small: Client, version: str, wrong: object) -> None:
    path = f"/{version}/deviceAppManagement/managedEBooks/b"
    body = {"managedEBookAssignments": [GOOD, wrong]}
    assert 400 == small.call("POST", f"{path}/assign", body).status
    if wrong is not None:  # no body at all is another matter
        assert 400 == small.call("POST", f"{path}/assignments", wrong).status
    assert {"g": "available"} == small.assigned("b")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{BOOKS}/b/assign", {}),
        (f"{BOOKS}/b/assign", {"managedEBookAssignments": None}),
        (f"{BOOKS}/b/assign", {"managedEBookAssignments": {}}),
        (f"{BOOKS}/b/assign", {"managedEBookAssignments": [], "mobileAppAssignments": []}),
        ("/v1.0/directoryObjects/getByIds", {}),
        ("/v1.0/directoryObjects/getByIds", {"ids": "g"}),
        ("/v1.0/directoryObjects/getByIds", {"ids": [1]}),
        ("/v1.0/directoryObjects/getByIds", {"ids": []}),
        ("/v1.0/directoryObjects/getByIds", {"ids": ["g"] * 1001}),
        ("/v1.0/directoryObjects/getByIds", {"ids": ["g"], "types": "group"}),
        ("/v1.0/directoryObjects/getByIds", {"ids": ["g"], "types": ["class"]}),
        ("/v1.0/directoryObjects/getByIds", {"ids": ["g"], "type": ["group"]}),
        (f"{TOKENS}/t/syncLicenses", {"force": True}),
        (TOKENS, {"token": "x", "@odata.type": "#microsoft.graph.iosVppEBook"}),
        (TOKENS, {"token": "x", "nickname": "x"}),
    ],
)
def test_a_body_of_another_shape_is_refused(small: Client, path: str, body: object) -> None:
    assert 400 == small.call("POST", path, body).status


def test_kinds_that_this_tenant_has_none_of_may_be_asked_for(small: Client) -> None:
    found = small.call("POST", "/v1.0/directoryObjects/getByIds", {"ids": ["g"], "types": ["servicePrincipal"]})
    assert (200, []) == (found.status, found.json["value"])


@pytest.mark.parametrize(
    "raw", [b"{", b"[]", b'"x"', b"\xff", b'{"managedEBookAssignments": NaN}', b'{"a": "\\ud800"}']
)
def test_what_is_no_json_object_is_refused(small: Client, raw: bytes) -> None:
    assert 400 == small.raw("POST", f"{BOOKS}/b/assign", raw).status


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded"])
def test_another_content_type_is_refused(small: Client, kind: str) -> None:
    headers = {"Content-Type": kind}
    assert 415 == small.call("POST", f"{BOOKS}/b/assign", {"managedEBookAssignments": []}, **headers).status
    assert {"g": "available"} == small.assigned("b")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "POST"])
def test_methods_that_are_not_served_are_refused(small: Client, method: str) -> None:
    assert 405 == small.call(method, BOOKS).status
    assert 404 == small.call(method, "/v1.0/me").status


def test_the_functions_of_the_audit_log_take_the_options_they_have(small: Client) -> None:
    path = "/v1.0/deviceManagement/auditEvents/getAuditCategories()"
    assert {"value": ["Application"], "@odata.count": 1} == without(small.get(f"{path}?$count=true"), "@odata.context")
    assert [] == small.get(f"{path}?$skip=1")["value"] == small.get(f"{path}?$top=0")["value"]
