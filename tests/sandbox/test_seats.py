"""Seats: taken by required assignments, for good."""

import pytest

from tests.sandbox.client import BOOKS, NOW, TOKENS, Client, assignment, book, group, users

LATER = "2026-08-14T06:00:30Z"
UNLIMITED = 2147483647


def school(client: Client, *, total: int, used: int = 0, settings: dict[str, object] | None = None) -> Client:
    """A book of a token whose location Apple knows; two classes that share one pupil; ann is a known holder."""
    holder = {"id": "b_ann", "userName": "ANN@norr.example", "installedDeviceCount": 1}
    client.put_state(
        settings=settings or {},
        vppTokens=[{"id": "t", "token": "content", "state": "valid"}],
        managedEBooks=[
            book(
                "b",
                vppTokenId="t",
                informationUrl="https://books.apple.com/se/book/id77",
                totalLicenseCount=total,
                usedLicenseCount=used,
                userStateSummary=[holder],
            )
        ],
        users=users("ann", "bo", "cia", "dag"),
        groups=[group("9a", "ann", "bo", "cia"), group("9b", "cia", "dag"), group("year", "9a", "9b", "year")],
        apple={
            "locations": [
                {
                    "uId": "1",
                    "assets": [
                        {"adamId": "77", "pricingParam": "STDQ", "assignedCount": used, "availableCount": total - used}
                    ],
                    "users": [{"clientUserId": "apple-bo", "email": "bo@norr.example", "status": "Associated"}],
                    "assignments": [],
                }
            ],
            "tokens": [{"sToken": "content", "uId": "1", "state": "valid"}],
        },
    )
    return client


def holders(client: Client) -> list[str]:
    rows = client.get(f"{BOOKS}/b/userStateSummary")["value"]
    return sorted(row["userName"].lower().partition("@")[0] for row in rows if row["installedDeviceCount"] > 0)


def used(client: Client) -> int:
    return int(client.get(f"{BOOKS}/b")["usedLicenseCount"])


def test_a_required_assignment_takes_a_seat_for_each_user_who_holds_none(client: Client) -> None:
    school(client, total=60, used=18)
    client.assign("b", ("9a", "required"))
    assert (20, ["ann", "bo", "cia"]) == (used(client), holders(client))


def test_users_in_two_groups_take_one_seat(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9a", "required"), ("9b", "required"), ("year", "required"))
    assert (4, ["ann", "bo", "cia", "dag"]) == (used(client), holders(client))


def test_an_available_assignment_takes_none(client: Client) -> None:
    school(client, total=60, used=18)
    client.assign("b", ("year", "available"))
    assert (18, ["ann"]) == (used(client), holders(client))


def test_seats_are_taken_while_they_last(client: Client) -> None:
    school(client, total=3, used=2)
    client.assign("b", ("year", "required"))
    assert (3, ["ann", "bo"]) == (used(client), holders(client))


def test_an_unlimited_book_never_runs_out(client: Client) -> None:
    school(client, total=UNLIMITED, used=5)
    client.assign("b", ("year", "required"))
    assert 8 == used(client)


def test_no_seat_ever_comes_back(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9a", "required"))
    client.assign("b")
    assert (3, ["ann", "bo", "cia"]) == (used(client), holders(client))


def test_a_second_write_of_the_same_takes_no_second_seat(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9a", "required"))
    client.assign("b", ("9a", "required"), ("9b", "available"))
    assert 3 == used(client)


def test_a_taken_seat_shows_as_apples_association(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9a", "required"))
    location = client.get("/_sandbox/state")["apple"]["locations"][0]
    assert [("77", "apple-bo"), ("77", "cia")] == [
        (row["adamId"], row["clientUserId"]) for row in location["assignments"]
    ]
    assert (3, 57) == (location["assets"][0]["assignedCount"], location["assets"][0]["availableCount"])
    assert ["apple-bo", "cia"] == [user["clientUserId"] for user in location["users"]]


def test_a_holder_whom_only_apple_knows_takes_no_second_seat(client: Client) -> None:
    school(client, total=60, used=2)
    state = client.get("/_sandbox/state")
    state["apple"]["locations"][0]["assignments"] = [
        {"adamId": "77", "pricingParam": "STDQ", "clientUserId": "apple-bo"}
    ]
    client.put_state(**state)
    client.assign("b", ("9a", "required"))
    assert 3 == used(client)


def test_an_excluded_group_takes_no_seats(client: Client) -> None:
    school(client, total=60, used=1)
    exclusion = {"@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", "groupId": "9b"}
    body = {"managedEBookAssignments": [assignment("year", "required")]}
    body["managedEBookAssignments"].append({"installIntent": "required", "target": exclusion})
    assert 204 == client.call("POST", f"{BOOKS}/b/assign", body).status
    assert ["ann", "bo"] == holders(client)


def test_a_late_write_is_shown_and_takes_seats_when_its_time_has_come(client: Client) -> None:
    school(client, total=60, used=1, settings={"readDelaySeconds": 30})
    client.assign("b", ("9a", "required"))
    assert ({}, 1) == (client.assigned("b"), used(client))
    client.set_clock("2026-08-14T06:00:29Z")
    assert {} == client.assigned("b")
    client.set_clock(LATER)
    assert ({"9a": "required"}, 3) == (client.assigned("b"), used(client))


def test_two_late_writes_are_shown_one_after_the_other(client: Client) -> None:
    school(client, total=60, used=1, settings={"readDelaySeconds": 30})
    client.assign("b", ("9a", "available"))
    client.set_clock("2026-08-14T06:00:10Z")
    client.assign("b", ("9b", "available"))
    client.set_clock(LATER)
    assert {"9a": "available"} == client.assigned("b")
    client.set_clock("2026-08-14T06:00:40Z")
    assert {"9b": "available"} == client.assigned("b")


def test_a_state_that_is_read_out_holds_a_late_write(client: Client) -> None:
    school(client, total=60, used=1, settings={"readDelaySeconds": 30})
    client.assign("b", ("9a", "available"))
    client.put_state(**client.get("/_sandbox/state"))
    assert {"9a": "available"} == client.assigned("b")


def test_newcomers_of_a_group_take_seats_at_the_next_sync(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9b", "required"))
    state = client.get("/_sandbox/state")
    state["groups"][1]["members"].append("bo")
    client.put_state(**state)
    assert 3 == used(client)
    assert 200 == client.call("POST", f"{TOKENS}/t/syncLicenses").status
    assert (4, ["ann", "bo", "cia", "dag"]) == (used(client), holders(client))


@pytest.mark.parametrize("seconds", [0, 60])
def test_a_sync_answers_at_once_and_completes_on_the_sandboxs_clock(client: Client, seconds: int) -> None:
    school(client, total=60, used=1, settings={"syncSeconds": seconds})
    answer = client.call("POST", f"{TOKENS}/t/microsoft.graph.syncLicenses")
    assert (200, "inProgress") == (answer.status, answer.json["lastSyncStatus"])
    if seconds:
        assert "inProgress" == client.get(f"{TOKENS}/t")["lastSyncStatus"]
        client.set_clock("2026-08-14T06:01:00Z")
    done = client.get(f"{TOKENS}/t")
    assert "completed" == done["lastSyncStatus"]
    assert ("2026-08-14T06:01:00Z" if seconds else NOW) == done["lastSyncDateTime"]


def test_a_sync_of_a_token_that_is_not_valid_fails(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t", "state": "expired"}])
    client.call("POST", f"{TOKENS}/t/syncLicenses")
    assert "failed" == client.get(f"{TOKENS}/t")["lastSyncStatus"]


def test_a_sync_brings_totals_and_new_books_and_removes_none(client: Client) -> None:
    school(client, total=60, used=1)
    state = client.get("/_sandbox/state")
    state["apple"]["locations"][0]["assets"] = [
        {"adamId": "88", "pricingParam": "STDQ", "productType": "Book", "totalCount": 12, "assignedCount": 0},
        {"adamId": "99", "pricingParam": "STDQ", "productType": "App", "totalCount": 12, "assignedCount": 0},
    ]
    client.put_state(**state)
    client.call("POST", f"{TOKENS}/t/syncLicenses")
    old, new = client.get(BOOKS)["value"]
    assert ("b", 60) == (old["id"], old["totalLicenseCount"])
    assert ("t", 12) == (new["vppTokenId"], new["totalLicenseCount"])
    assert new["informationUrl"].endswith("/id88")


def test_a_write_beside_an_old_required_assignment_takes_no_seats_for_it(client: Client) -> None:
    school(client, total=60, used=1)
    state = client.get("/_sandbox/state")
    state["managedEBooks"][0]["assignments"] = [assignment("9a", "required")]
    client.put_state(**state)
    client.assign("b", ("9a", "required"), ("9b", "required"))
    assert (3, ["ann", "cia", "dag"]) == (used(client), holders(client))
    client.call("POST", f"{TOKENS}/t/syncLicenses")
    assert 4 == used(client)


def test_available_that_becomes_required_takes_seats(client: Client) -> None:
    school(client, total=60, used=1)
    client.assign("b", ("9a", "available"))
    client.assign("b", ("9a", "required"))
    assert ["ann", "bo", "cia"] == holders(client)
