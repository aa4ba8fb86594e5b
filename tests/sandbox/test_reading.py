"""Reading collections and objects through Graph."""

from typing import Any

import pytest

from tests.sandbox.client import BOOKS, EVENTUAL, TOKENS, Client, assignment, book, group, users


def test_a_book_has_its_assignments_only_when_they_are_asked_for(client: Client) -> None:
    client.put_state(managedEBooks=[book("b", assignments=[assignment("g", "required")])], groups=[group("g")])
    assert "assignments" not in client.get(f"{BOOKS}/b")
    expanded = client.get(f"{BOOKS}/b?$expand=assignments")["assignments"]
    assert [("b_g", "required")] == [(item["id"], item["installIntent"]) for item in expanded]
    assert expanded == client.get(f"{BOOKS}?$expand=assignments")["value"][0]["assignments"]


def test_pages_follow_each_other_until_all_books_were_shown_once(client: Client) -> None:
    client.put_state(managedEBooks=[book(f"b{n:02d}") for n in range(25)], settings={"pageSize": 10})
    pages = client.pages(f"{BOOKS}?$select=id")
    assert [10, 10, 5] == [len(page) for page in pages]
    assert [f"b{n:02d}" for n in range(25)] == [item["id"] for page in pages for item in page]


def test_a_last_page_that_is_full_has_no_link(client: Client) -> None:
    client.put_state(managedEBooks=[book(f"b{n}") for n in range(4)])
    assert [2, 2] == [len(page) for page in client.pages(f"{BOOKS}?$top=2")]


def test_top_above_the_limit_is_cut(client: Client) -> None:
    client.put_state(managedEBooks=[book(f"b{n}") for n in range(5)], settings={"maxTop": 3})
    assert [3, 2] == [len(page) for page in client.pages(f"{BOOKS}?$top=4")]


def test_a_link_keeps_the_other_options(client: Client) -> None:
    client.put_state(managedEBooks=[book(f"b{n}", publisher="P" if n % 2 else "Q") for n in range(9)])
    pages = client.pages(f"{BOOKS}?$filter=publisher eq 'p'&$select=publisher&$top=3")
    assert [3, 1] == [len(page) for page in pages]
    assert {("@odata.type", "publisher")} == {tuple(item) for page in pages for item in page}


def test_skip_leaves_out_the_first_ones_once(client: Client) -> None:
    client.put_state(managedEBooks=[book(f"b{n}") for n in range(6)])
    found = [item["id"] for page in client.pages(f"{BOOKS}?$skip=1&$top=2") for item in page]
    assert ["b1", "b2", "b3", "b4", "b5"] == found


def test_order_by_sorts_all_pages_together(client: Client) -> None:
    client.put_state(managedEBooks=[book(name) for name in ("c", "a", "d", "b")])
    pages = client.pages(f"{BOOKS}?$orderby=displayName desc&$top=3")
    assert [["d", "c", "b"], ["a"]] == [[item["id"] for item in page] for page in pages]


def test_counting_needs_the_consistency_level(client: Client) -> None:
    client.put_state(managedEBooks=[book("a"), book("b")])
    assert 400 == client.call("GET", f"{BOOKS}?$count=true").status
    assert 400 == client.call("GET", f"{BOOKS}/$count").status
    assert 2 == client.get(f"{BOOKS}?$count=true&$top=1", **EVENTUAL)["@odata.count"]
    assert "1" == client.get(f"{BOOKS}/$count?$filter=id eq 'a'", **EVENTUAL)


def test_a_content_token_is_never_read_back(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t", "token": "secret", "state": "valid"}])
    assert b"secret" not in client.send("GET", TOKENS).body
    assert b"secret" not in client.send("GET", f"{TOKENS}/t?$select=id,token").body
    assert "secret" == client.get("/_sandbox/state")["vppTokens"][0]["token"]


def test_v1_leaves_out_what_only_beta_has(client: Client) -> None:
    token = {"id": "t", "displayName": "T", "locationName": "L", "state": "duplicateLocationId"}
    client.put_state(vppTokens=[token], managedEBooks=[book("b", roleScopeTagIds=["0"], categories=[])])
    assert {"displayName": "T", "locationName": "L", "state": "duplicateLocationId"}.items() <= client.get(
        f"{TOKENS}/t"
    ).items()
    plain = client.get("/v1.0/deviceAppManagement/vppTokens/t")
    assert {"@odata.context", "id", "state"} == set(plain)
    assert "unknown" == plain["state"]
    assert "roleScopeTagIds" not in client.get("/v1.0/deviceAppManagement/managedEBooks/b")


def test_v1_does_not_show_assignment_filters(client: Client) -> None:
    filtered = assignment("g", "required")
    filtered["target"]["deviceAndAppManagementAssignmentFilterId"] = "f"
    client.put_state(managedEBooks=[book("b", assignments=[filtered])])
    shown = client.get("/v1.0/deviceAppManagement/managedEBooks/b/assignments")["value"][0]
    assert {"@odata.type", "groupId"} == set(shown["target"])
    assert "f" == client.get(f"{BOOKS}/b/assignments")["value"][0]["target"]["deviceAndAppManagementAssignmentFilterId"]


@pytest.mark.parametrize(
    "query",
    [
        "$select=nothing",
        "$expand=nothing",
        "$expand=assignments($top=1)",
        "$search=x",
        "$apply=groupby((id))",
        "$top=-1",
        "$top=x",
        "$top=1&$top=2",
        "$skiptoken=guess",
        "$orderby=nothing",
        "$orderby=id sideways",
        "$count=maybe",
    ],
)
def test_a_query_option_that_is_not_understood_is_refused(client: Client, query: str) -> None:
    reply = client.call("GET", f"{BOOKS}?{query}")
    assert 400 == reply.status
    assert {"code", "message", "innerError"} == set(reply.json["error"])


def test_install_states_are_counted_where_no_summary_is_given(client: Client) -> None:
    states = [
        {"id": "1", "userName": "a@norr.example", "installedDeviceCount": 2, "failedDeviceCount": 0},
        {"id": "2", "userName": "b@norr.example", "installedDeviceCount": 0, "failedDeviceCount": 1},
    ]
    client.put_state(managedEBooks=[book("b", userStateSummary=states)])
    summary = client.get(f"{BOOKS}/b/installSummary")
    assert (2, 1, 1, 1) == tuple(
        summary[name] for name in ("installedDeviceCount", "installedUserCount", "failedDeviceCount", "failedUserCount")
    )


def test_the_devices_of_one_reader_are_listed_and_expanded(client: Client) -> None:
    row = {"id": "r", "userName": "a@norr.example", "deviceStates": [{"id": "d", "installState": "failed"}]}
    client.put_state(managedEBooks=[book("b", userStateSummary=[row])])
    assert "deviceStates" not in client.get(f"{BOOKS}/b/userStateSummary")["value"][0]
    expanded = client.get(f"{BOOKS}/b/userStateSummary?$expand=deviceStates")["value"][0]
    assert expanded["deviceStates"] == client.get(f"{BOOKS}/b/userStateSummary/r/deviceStates")["value"]
    assert "failed" == client.get(f"{BOOKS}/b/userStateSummary/r/deviceStates/d")["installState"]


def test_categories_exist_in_beta_only(client: Client) -> None:
    client.put_state(managedEBooks=[book("b", categories=[{"id": "c", "displayName": "Science"}])])
    assert ["c"] == [item["id"] for item in client.get(f"{BOOKS}/b/categories")["value"]]
    assert ["c"] == [item["id"] for item in client.get("/beta/deviceAppManagement/managedEBookCategories")["value"]]
    assert 404 == client.call("GET", "/v1.0/deviceAppManagement/managedEBookCategories").status


def test_a_user_is_found_by_id_and_by_principal_name_in_any_case(client: Client) -> None:
    client.put_state(users=users("Kim"))
    assert "Kim" == client.get("/v1.0/users/kim")["id"]
    assert "Kim" == client.get("/v1.0/users/KIM@norr.example")["id"]
    assert 404 == client.call("GET", "/v1.0/users/nobody").status


@pytest.mark.parametrize("path", ["/v1.0/me", "/v1.0/deviceAppManagement/mobileApps", "/v2/groups", "/"])
def test_a_path_outside_the_slices_is_unknown(client: Client, path: str) -> None:
    reply = client.call("GET", path)
    assert (404, "No method match route template") == (reply.status, reply.json["error"]["message"])


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", BOOKS),
        ("PATCH", f"{BOOKS}/b"),
        ("DELETE", f"{BOOKS}/b"),
        ("PATCH", f"{BOOKS}/b/assignments/a"),
        ("DELETE", "/v1.0/groups/g"),
        ("GET", "/v1.0/$batch"),
        ("POST", f"{TOKENS}/t/revokeLicenses"),
    ],
)
def test_what_the_slices_have_and_this_tenant_does_not_serve_is_not_allowed(
    client: Client, method: str, path: str
) -> None:
    assert 405 == client.call(method, path, {}).status


def test_every_answer_has_a_request_id_and_echoes_the_callers(client: Client) -> None:
    for path in (BOOKS, "/v1.0/me"):
        reply = client.call("GET", path, **{"Client-Request-Id": "mine"})
        assert "mine" == reply.headers["client-request-id"]
        assert reply.headers["request-id"]


def state_of_device(identifier: str, user: str, install_state: str) -> dict[str, Any]:
    return {"id": identifier, "userName": user, "installState": install_state, "errorCode": "0"}


def test_states_of_users_and_of_all_are_counted_from_the_devices_where_none_are_given(client: Client) -> None:
    devices = [
        state_of_device("1", "Ann@norr.example", "installed"),
        state_of_device("2", "ann@norr.example", "failed"),
        state_of_device("3", "bo@norr.example", "failed"),
        state_of_device("4", "cia@norr.example", "unknown"),
    ]
    client.put_state(managedEBooks=[book("b", deviceStates=devices)])
    rows = client.get(f"{BOOKS}/b/userStateSummary")["value"]
    names = ("installedDeviceCount", "failedDeviceCount", "notInstalledDeviceCount")
    assert [(1, 1, 0), (0, 1, 0), (0, 0, 1)] == [tuple(row[name] for name in names) for row in rows]
    mine = client.get(f"{BOOKS}/b/userStateSummary/{rows[0]['id']}/deviceStates")["value"]
    assert ["1", "2"] == [device["id"] for device in mine]
    summary = client.get(f"{BOOKS}/b/installSummary")
    assert (1, 2, 1) == tuple(summary[name] for name in names)
    assert (1, 2, 1) == tuple(
        summary[name] for name in ("installedUserCount", "failedUserCount", "notInstalledUserCount")
    )
    assert "userStateSummary" not in client.get("/_sandbox/state")["managedEBooks"][0]


def test_who_has_it_on_a_device_takes_no_second_seat(client: Client) -> None:
    client.put_state(
        managedEBooks=[
            book(
                "b",
                totalLicenseCount=5,
                usedLicenseCount=1,
                deviceStates=[state_of_device("1", "ann@norr.example", "installed")],
            )
        ],
        users=users("ann", "bo"),
        groups=[group("g", "ann", "bo")],
    )
    client.assign("b", ("g", "required"))
    assert 2 == client.get(f"{BOOKS}/b")["usedLicenseCount"]
