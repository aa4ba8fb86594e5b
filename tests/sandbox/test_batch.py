"""`$batch`."""

from typing import Any

import pytest

from tests.sandbox.client import Client, assignment, book, group

BATCH = "/v1.0/$batch"


@pytest.fixture
def school(client: Client) -> Client:
    client.put_state(managedEBooks=[book("b")], groups=[group("g")], vppTokens=[{"id": "t", "displayName": "T"}])
    return client


def item(identifier: str, url: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "method": "GET", "url": url, **more}


def send(client: Client, *items: dict[str, Any], path: str = BATCH) -> list[dict[str, Any]]:
    reply = client.call("POST", path, {"requests": list(items)})
    assert 200 == reply.status, reply
    responses: list[dict[str, Any]] = reply.json["responses"]
    return responses


def test_each_item_has_its_own_status(school: Client) -> None:
    responses = send(school, item("1", "/groups/g"), item("2", "/groups/nobody"), item("3", "/me"))
    assert [("1", 200), ("2", 404), ("3", 404)] == [(one["id"], one["status"]) for one in responses]
    assert "Group g" == responses[0]["body"]["displayName"]
    assert "No method match route template" == responses[2]["body"]["error"]["message"]


def test_items_are_read_in_the_version_of_the_batch(school: Client) -> None:
    url = "deviceAppManagement/vppTokens/t"
    assert "displayName" not in send(school, item("1", url))[0]["body"]
    assert "T" == send(school, item("1", url), path="/beta/$batch")[0]["body"]["displayName"]


def test_items_can_write(school: Client) -> None:
    body = {"managedEBookAssignments": [assignment("g", "available")]}
    write = item("w", "/deviceAppManagement/managedEBooks/b/assign", body=body) | {"method": "POST"}
    responses = send(school, write)
    assert 204 == responses[0]["status"]
    assert "body" not in responses[0]
    assert {"g": "available"} == school.assigned("b")


def test_an_item_whose_predecessor_failed_is_not_tried(school: Client) -> None:
    responses = send(
        school,
        item("1", "/groups/nobody"),
        item("2", "/groups/g", dependsOn=["1"]),
        item("3", "/groups/g", dependsOn=["2"]),
        item("4", "/groups/g"),
    )
    assert [404, 424, 424, 200] == [one["status"] for one in responses]


def test_links_inside_a_batch_lead_to_the_service(school: Client) -> None:
    school.put_state(groups=[group("a"), group("b")])
    link = send(school, item("1", "/groups?$top=1"))[0]["body"]["@odata.nextLink"]
    assert link.startswith("http://127.0.0.1/v1.0/groups?")


@pytest.mark.parametrize(
    "requests",
    [
        None,
        [],
        [item(str(n), "/groups") for n in range(21)],
        [item("1", "/groups"), item("1", "/groups")],
        [item("1", "/groups", dependsOn=["9"])],
        [item("", "/groups")],
        [item("1", "https://graph.microsoft.com/v1.0/groups")],
        [item("1", "//elsewhere.example/groups")],
        [{"id": "1", "url": "/groups"}],
        [item("1", "/groups") | {"method": "TRACE"}],
        [item("1", "/groups", headers={"a": 1})],
        ["x"],
    ],
)
def test_a_batch_that_is_none_is_refused_whole(school: Client, requests: object) -> None:
    assert 400 == school.call("POST", BATCH, {"requests": requests}).status


def test_a_batch_in_a_batch_is_refused(school: Client) -> None:
    inner = item("1", "/$batch", body={"requests": []}) | {"method": "POST"}
    assert 400 == send(school, inner)[0]["status"]


def test_items_have_the_rights_of_the_batch_and_not_their_own(school: Client) -> None:
    denied = Client(school.sandbox, "app:pipeline;deny=groups")
    responses = send(denied, item("1", "/groups/g", headers={"Authorization": "Bearer user:root@norr.example"}))
    assert 403 == responses[0]["status"]
    assert 401 == Client(school.sandbox, None).call("POST", BATCH, {"requests": [item("1", "/groups")]}).status


def test_a_batch_is_logged_once_with_the_number_of_its_items(school: Client) -> None:
    school.call("DELETE", "/_sandbox/requests")
    send(school, item("1", "/groups"), item("2", "/groups"))
    logged = school.get("/_sandbox/requests")
    assert [("POST", BATCH, 200, 2)] == [
        (entry["method"], entry["path"], entry["status"], entry["items"]) for entry in logged
    ]
