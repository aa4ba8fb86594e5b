"""Faults on demand."""

from typing import Any

import pytest

from tests.sandbox.client import BOOKS, Client, assignment, book, group

ASSIGN = {"managedEBookAssignments": [assignment("g", "available")]}


@pytest.fixture
def school(client: Client) -> Client:
    client.put_state(managedEBooks=[book("b")], groups=[group("g")])
    return client


def rules(client: Client, *given: dict[str, Any], seed: int = 7) -> None:
    assert 204 == client.call("POST", "/_sandbox/faults", {"rules": list(given), "seed": seed}).status


def test_before_answers_without_acting(school: Client) -> None:
    rules(school, {"path": "/assign$", "status": 503, "retryAfter": 2})
    reply = school.call("POST", f"{BOOKS}/b/assign", ASSIGN)
    assert (503, "2") == (reply.status, reply.headers["Retry-After"])
    assert "ServiceUnavailable" == reply.json["error"]["code"]
    assert {} == school.assigned("b")


def test_after_acts_and_then_answers_so(school: Client) -> None:
    rules(school, {"method": "POST", "path": "/assign", "status": 500, "mode": "after"})
    reply = school.call("POST", f"{BOOKS}/b/assign", ASSIGN)
    assert 500 == reply.status
    assert "Retry-After" not in reply.headers
    assert {"g": "available"} == school.assigned("b")


def test_drop_acts_and_answers_nothing(school: Client) -> None:
    rules(school, {"path": "/assign$", "mode": "drop"})
    response = school.send("POST", f"{BOOKS}/b/assign", ASSIGN)
    assert response.dropped
    assert {"g": "available"} == school.assigned("b")
    assert 0 == school.get("/_sandbox/requests")[0]["status"]


def test_nth_counts_the_matches_of_its_rule(school: Client) -> None:
    rules(school, {"path": "groups", "nth": [2, 4], "status": 429}, {"path": "groups", "nth": [3], "status": 500})
    statuses = [school.call("GET", "/v1.0/groups").status for _ in range(5)]
    assert [200, 429, 500, 429, 200] == statuses


def test_a_rate_is_the_same_for_the_same_seed(school: Client) -> None:
    def statuses(seed: int) -> list[int]:
        rules(school, {"path": "groups", "rate": 0.5, "status": 429}, seed=seed)
        return [school.call("GET", "/v1.0/groups").status for _ in range(40)]

    first = statuses(7)
    assert {200, 429} == set(first)
    assert first == statuses(7)
    assert first != statuses(8)


def test_a_rule_for_one_method_leaves_others_alone(school: Client) -> None:
    rules(school, {"method": "DELETE", "path": "", "status": 500})
    assert 200 == school.call("GET", BOOKS).status
    assert 500 == school.call("DELETE", f"{BOOKS}/b/assignments/x").status


def test_items_of_a_batch_are_struck_one_by_one(school: Client) -> None:
    rules(school, {"path": r"^/v1\.0/groups/g$", "nth": [2], "status": 429, "retryAfter": 9})
    requests = [{"id": str(n), "method": "GET", "url": "/groups/g"} for n in range(3)]
    responses = school.call("POST", "/v1.0/$batch", {"requests": requests}).json["responses"]
    assert [200, 429, 200] == [one["status"] for one in responses]
    assert "9" == responses[1]["headers"]["Retry-After"]


def test_the_batch_itself_can_be_struck(school: Client) -> None:
    rules(school, {"method": "POST", "path": r"/v1.0/\$batch", "status": 503})
    body = {"requests": [{"id": "1", "method": "GET", "url": "/groups"}]}
    assert 503 == school.call("POST", "/v1.0/$batch", body).status


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_a_batch_goes_by_one_name_whichever_version_it_is_sent_to(school: Client, version: str) -> None:
    rules(school, {"method": "POST", "path": r"^/v1\.0/\$batch$", "status": 503})
    assert 503 == school.call("POST", f"/{version}/$batch", {"requests": []}).status


def test_a_dropped_item_drops_the_batch(school: Client) -> None:
    rules(school, {"path": "/groups", "mode": "drop"})
    body = {"requests": [{"id": "1", "method": "GET", "url": "/groups"}]}
    assert school.send("POST", "/v1.0/$batch", body).dropped


def test_a_delay_alone_lets_the_request_through(school: Client) -> None:
    rules(school, {"path": "groups", "latencyMs": 1}, {"path": "groups/nobody", "status": 418})
    assert 200 == school.call("GET", "/v1.0/groups").status
    assert 418 == school.call("GET", "/v1.0/groups/nobody").status


def test_apples_paths_are_struck_too(school: Client) -> None:
    rules(school, {"path": "/mdm/v2", "status": 503})
    assert 503 == school.call("GET", "/mdm/v2/assets").status


def test_admin_routes_are_never_struck(school: Client) -> None:
    rules(school, {"path": "", "status": 500})
    assert 500 == school.call("GET", BOOKS).status
    assert 200 == school.call("GET", "/_sandbox/state").status
    assert 204 == school.call("DELETE", "/_sandbox/faults").status
    assert 200 == school.call("GET", BOOKS).status


def test_a_new_state_clears_the_faults_and_the_log(school: Client) -> None:
    rules(school, {"path": "", "status": 500})
    school.call("GET", BOOKS)
    school.put_state(**school.get("/_sandbox/state"))
    assert [] == school.get("/_sandbox/requests")
    assert 200 == school.call("GET", BOOKS).status


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"path": "(", "status": 500},
        {"status": "500"},
        {"status": 99},
        {"mode": "after"},
        {"mode": "sideways", "status": 500},
        {"nth": 3, "status": 500},
        {"nth": [0], "status": 500},
        {"rate": 2, "status": 500},
        {"staus": 500},
    ],
)
def test_a_rule_that_is_not_understood_is_refused_and_the_old_ones_stay(school: Client, rule: dict[str, Any]) -> None:
    rules(school, {"path": "groups", "status": 418})
    assert 400 == school.call("POST", "/_sandbox/faults", {"rules": [rule]}).status
    assert 418 == school.call("GET", "/v1.0/groups").status
