"""Writing at Apple's side: licences, people, who manages the location; and what becomes of each write."""

from typing import Any

import pytest

from tests.sandbox.apple_world import (
    APP,
    APPLE,
    BOOK,
    FREE_BOOK,
    OTHER,
    OURS,
    PLUS_BOOK,
    as_apple,
    counts,
    event_of,
    known,
    location,
    put_location,
    refusal_of,
)
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client

ASSOCIATE, DISASSOCIATE, REVOKE = "/assets/associate", "/assets/disassociate", "/assets/revoke"


@pytest.fixture
def apple(client: Client, sandbox: CheckedSandbox) -> Client:
    put_location(client)
    return as_apple(sandbox)


def assets(*keys: str) -> list[dict[str, str]]:
    """Assets from `ADAMID` or `ADAMID PRICING`."""
    parts = [key.split() for key in keys]
    return [{"adamId": part[0]} | ({"pricingParam": part[1]} if len(part) > 1 else {}) for part in parts]


def holders(apple: Client, adam_id: str) -> list[str]:
    rows = apple.get(f"{APPLE}/assignments?adamId={adam_id}")["assignments"]
    return [row.get("clientUserId") or row["serialNumber"] for row in rows]


def test_a_licence_is_given_to_each_person_who_holds_none(apple: Client) -> None:
    event = event_of(apple, ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": ["ann", "bo"]})
    assert ("COMPLETE", "ASSOCIATE", 2, 2) == told(event)
    assert ["ann", "bo"] == holders(apple, BOOK)
    assert (2, 3, 0, 5) == counts(apple, BOOK)
    assert (0, 2, 0, 2) == counts(apple, BOOK, "PLUS")


def test_each_asset_goes_to_each_target(apple: Client) -> None:
    event = event_of(apple, ASSOCIATE, {"assets": assets(PLUS_BOOK + " PLUS", FREE_BOOK), "clientUserIds": ["ann"]})
    assert ("COMPLETE", 2) == (event["eventStatus"], event["numRequested"])
    devices = {"assets": assets(APP), "clientUserIds": ["ann"], "serialNumbers": ["C1", "C2"]}
    assert ("COMPLETE", "ASSOCIATE", 3, 3) == told(event_of(apple, ASSOCIATE, devices))
    assert ["ann", "C1", "C2"] == holders(apple, APP)
    assert (3, 1, 0, 4) == counts(apple, APP)


def test_what_runs_out_fails_for_those_who_come_last(apple: Client) -> None:
    body = {"assets": assets(APP), "clientUserIds": ["ann", "bo"], "serialNumbers": ["C1", "C2", "C3"]}
    event = event_of(apple, ASSOCIATE, body)
    assert ("FAILED", "ASSOCIATE", 5, 4) == told(event)
    info = {"assets": [{"adamId": APP, "pricingParam": "STDQ"}], "serialNumbers": ["C3"]}
    assert [(9709, info)] == [(one["errorNumber"], one["errorInfo"]) for one in event["failures"]]
    assert (4, 0, 0, 4) == counts(apple, APP)


def test_an_unknown_person_fails_alone_and_nobody_known_is_refused(apple: Client) -> None:
    event = event_of(apple, ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": ["bo", "old", "nobody"]})
    assert ("FAILED", "ASSOCIATE", 3, 1) == told(event)
    assert [(9609, {"clientUserIds": ["old", "nobody"]})] == [
        (one["errorNumber"], one["errorInfo"]) for one in event["failures"]
    ]
    before = apple.get(f"{APPLE}/assets")["versionId"]
    assert (400, 9609) == refusal_of(apple, ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": ["nobody"]})
    assert before == apple.get(f"{APPLE}/assets")["versionId"]


def people(number: int) -> list[str]:
    return [f"p{at}" for at in range(number)]


WRONG: list[tuple[str, dict[str, Any], int]] = [
    (ASSOCIATE, {"clientUserIds": ["ann"]}, 9718),
    (ASSOCIATE, {"assets": [], "clientUserIds": ["ann"]}, 9718),
    (ASSOCIATE, {"assets": assets(BOOK)}, 9719),
    (ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": [], "serialNumbers": []}, 9719),
    (ASSOCIATE, {"assets": assets(*people(26)), "clientUserIds": ["ann"]}, 9700),
    (ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": people(1001)}, 9701),
    (ASSOCIATE, {"assets": assets(APP), "serialNumbers": people(1001)}, 9702),
    (ASSOCIATE, {"assets": assets(BOOK, BOOK + " STDQ"), "clientUserIds": ["ann"]}, 9703),
    (ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": ["ann", "bo", "ann"]}, 9704),
    (ASSOCIATE, {"assets": assets(APP), "serialNumbers": ["C1", "C1"]}, 9705),
    (ASSOCIATE, {"assets": assets(APP, BOOK), "serialNumbers": ["C1"]}, 9707),
    (ASSOCIATE, {"assets": assets("9"), "clientUserIds": ["ann"]}, 9602),
    (ASSOCIATE, {"assets": assets(BOOK + " GOLD"), "clientUserIds": ["ann"]}, 9602),
    (ASSOCIATE, {"assets": [{"adamId": 5}], "clientUserIds": ["ann"]}, 9602),
    (ASSOCIATE, {"assets": "all", "clientUserIds": ["ann"]}, 9602),
    (ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": [5]}, 9602),
    (ASSOCIATE, {"assets": assets(BOOK), "clientUserIds": ["ann"], "users": []}, 9602),
    (DISASSOCIATE, {"assets": assets(APP, BOOK), "clientUserIds": ["ann"]}, 9706),
    (DISASSOCIATE, {"assets": assets(APP), "clientUserIds": ["nobody"]}, 9609),
    (REVOKE, {}, 9719),
    (REVOKE, {"clientUserIds": people(101)}, 9701),
    (REVOKE, {"serialNumbers": people(101)}, 9702),
    (REVOKE, {"assets": assets(APP), "clientUserIds": ["ann"]}, 9602),
    ("/users/create", {}, 9720),
    ("/users/create", {"users": [{"clientUserId": name} for name in people(101)]}, 9714),
    ("/users/create", {"users": [{"clientUserId": "x"}, {"clientUserId": "x"}]}, 9715),
    ("/users/create", {"users": [{"clientUserId": "x", "email": "nowhere"}]}, 9717),
    ("/users/create", {"users": [{"clientUserId": "x", "managedAppleId": "a@b"}]}, 9717),
    ("/users/create", {"users": [{"email": "x@norr.example"}]}, 9602),
    ("/users/update", {"users": [{"clientUserId": "ann", "status": "Retired"}]}, 9602),
    ("/users/retire", {"users": []}, 9720),
]


@pytest.mark.parametrize(("path", "body", "number"), WRONG)
def test_a_wrong_write_is_refused_as_a_whole_and_queues_nothing(
    client: Client, apple: Client, path: str, body: dict[str, Any], number: int
) -> None:
    before = client.get("/_sandbox/state")
    assert (400, number) == refusal_of(apple, path, body)
    assert before == client.get("/_sandbox/state")


@pytest.mark.parametrize("path", [ASSOCIATE, REVOKE, "/users/create", "/client/config"])
def test_a_body_that_is_no_json_object_is_refused(apple: Client, path: str) -> None:
    assert (400, 9602) == _raw(apple, path, b"{")
    assert (400, 9602) == _raw(apple, path, b"[]")
    assert (415, 9727) == _raw(apple, path, b"{}", **{"Content-Type": "text/plain"})
    assert (400, 9602) == refusal_of(apple, f"{path}?x=1", {})


def test_an_app_can_be_taken_back_and_a_book_cannot(apple: Client) -> None:
    event_of(apple, ASSOCIATE, {"assets": assets(APP), "clientUserIds": ["ann", "bo"], "serialNumbers": ["C1"]})
    event = event_of(apple, DISASSOCIATE, {"assets": assets(APP), "clientUserIds": ["ann"], "serialNumbers": ["C9"]})
    assert ("COMPLETE", "DISASSOCIATE", 2, 2) == told(event)
    assert (["bo", "C1"], (2, 2, 0, 4)) == (holders(apple, APP), counts(apple, APP))
    event = event_of(apple, REVOKE, {"clientUserIds": ["ann", "bo", "nobody"], "serialNumbers": ["C1"]})
    assert ("FAILED", "REVOKE", 4, 3) == told(event)
    assert ([], (0, 4, 0, 4)) == (holders(apple, APP), counts(apple, APP))
    assert (["ann"], (1, 4, 0, 5)) == (holders(apple, BOOK), counts(apple, BOOK))


def test_a_person_with_a_managed_account_has_joined_and_others_are_invited(apple: Client) -> None:
    new = [{"clientUserId": "cia", "managedAppleId": "cia@norr.example"}, {"clientUserId": "dag", "email": "d@x.se"}]
    assert ("COMPLETE", "CREATE", 2, 2) == told(event_of(apple, "/users/create", {"users": new}))
    cia, dag = apple.get(f"{APPLE}/users")["users"][-2:]
    assert ("Associated", None) == (cia["status"], cia.get("email"))
    assert ("Registered", "d@x.se") == (dag["status"], dag["email"])
    joined = {"users": [{"clientUserId": "dag", "managedAppleId": "dag@norr.example"}]}
    assert ("COMPLETE", "UPDATE", 1, 1) == told(event_of(apple, "/users/update", joined))
    dag = apple.get(f"{APPLE}/users?clientUserId=dag")["users"][0]
    assert ("Associated", "d@x.se", True, False) == (
        dag["status"],
        dag["email"],
        "idHash" in dag,
        "inviteCode" in dag,
    )


@pytest.mark.parametrize(
    ("path", "name", "number"),
    [("create", "ann", 9716), ("update", "old", 9609), ("retire", "old", 9609), ("retire", "nobody", 9609)],
)
def test_a_person_for_whom_it_cannot_be_done_fails_alone(apple: Client, path: str, name: str, number: int) -> None:
    other = "new" if path == "create" else "bo"
    body = {"users": [{"clientUserId": name}, {"clientUserId": other}]}
    event = event_of(apple, f"/users/{path}", body)
    assert ("FAILED", path.upper(), 2, 1) == told(event)
    assert [(number, {"clientUserIds": [name]})] == [
        (one["errorNumber"], one["errorInfo"]) for one in event["failures"]
    ]


def test_books_stay_with_who_retires_and_come_back_with_a_new_registration(apple: Client) -> None:
    event_of(apple, ASSOCIATE, {"assets": assets(APP), "clientUserIds": ["ann"]})
    ann = {"users": [{"clientUserId": "ann"}]}
    assert ("COMPLETE", "RETIRE", 1, 1) == told(event_of(apple, "/users/retire", ann))
    assert (["ann"], (0, 4, 1, 5)) == (holders(apple, BOOK), counts(apple, BOOK))
    assert ([], (0, 4, 0, 4)) == (holders(apple, APP), counts(apple, APP))
    assert ["Retired"] == statuses(apple, "ann")
    assert ("COMPLETE", "CREATE", 1, 1) == told(event_of(apple, "/users/create", ann))
    assert ["Retired", "Registered"] == statuses(apple, "ann")
    assert (["ann"], (1, 4, 0, 5)) == (holders(apple, BOOK), counts(apple, BOOK))


def test_an_event_is_told_to_its_own_location_only(client: Client, sandbox: CheckedSandbox) -> None:
    tokens = [known(), known("second", uid="2")]
    client.put_state(apple={"locations": [location(), {"uId": "2"}], "tokens": tokens})
    queued = as_apple(sandbox).call("POST", f"{APPLE}/users/create", {"users": [{"clientUserId": "x"}]}).json
    reply = as_apple(sandbox, "second").call("GET", f"{APPLE}/status?eventId={queued['eventId']}")
    assert (400, 9708) == (reply.status, reply.json["errorNumber"])
    client.put_state(**client.get("/_sandbox/state"))
    assert 400 == as_apple(sandbox).call("GET", f"{APPLE}/status?eventId={queued['eventId']}").status


def test_whoever_claims_last_is_shown_in_every_answer(apple: Client) -> None:
    assert OURS == apple.get(f"{APPLE}/users")["mdmInfo"]
    assert OTHER == apple.call("POST", f"{APPLE}/client/config", {"mdmInfo": OTHER}).json["mdmInfo"]
    assert OTHER == apple.get(f"{APPLE}/users")["mdmInfo"]


TARGET = {"notificationUrl": "https://mdm.example/apple", "notificationAuthToken": "hush"}


def test_a_notification_target_is_kept_and_replaces_the_old_types(apple: Client) -> None:
    apple.call("POST", f"{APPLE}/client/config", {**TARGET, "notificationTypes": ["ASSET_COUNT"]})
    apple.call("POST", f"{APPLE}/client/config", {"notificationTypes": ["USER_ASSOCIATED"]})
    shown = apple.get(f"{APPLE}/client/config")
    assert TARGET == {name: shown[name] for name in TARGET}
    assert ["USER_ASSOCIATED"] == shown["subscribedNotificationTypes"]


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ({"mdmInfo": {"id": "1", "name": "x"}}, 9723),
        ({"mdmInfo": {"id": "1", "name": "x", "metadata": ""}}, 9723),
        ({"mdmInfo": {**OTHER, "id": "x" * 101}}, 9724),
        ({"mdmInfo": {**OTHER, "name": "x" * 101}}, 9725),
        ({"mdmInfo": {**OTHER, "metadata": "x" * 256}}, 9713),
        ({"mdmInfo": "x"}, 9602),
        ({"notificationUrl": TARGET["notificationUrl"]}, 9710),
        ({"notificationAuthToken": "hush"}, 9710),
        ({**TARGET, "notificationAuthToken": "x" * 513}, 9711),
        ({**TARGET, "notificationUrl": "http://mdm.example/"}, 9712),
        ({**TARGET, "notificationUrl": "https://mdm.invalid/"}, 9728),
        ({**TARGET, "notificationUrl": "https://mdm.example/?x=1"}, 9602),
        ({**TARGET, "notificationUrl": "https://[mdm/"}, 9602),
        ({"notificationTypes": ["NEWS"]}, 9602),
        ({"locationName": "Mine"}, 9602),
    ],
)
def test_a_wrong_configuration_changes_nothing(
    client: Client, apple: Client, body: dict[str, Any], number: int
) -> None:
    before = client.get("/_sandbox/state")
    assert (400, number) == refusal_of(apple, "/client/config", body)
    assert before == client.get("/_sandbox/state")


def told(event: dict[str, Any]) -> tuple[str, str, int, int]:
    return event["eventStatus"], event["eventType"], event["numRequested"], event["numCompleted"]


def statuses(apple: Client, name: str) -> list[str]:
    return [user["status"] for user in apple.get(f"{APPLE}/users?clientUserId={name}")["users"]]


def _raw(apple: Client, path: str, payload: bytes, **headers: str) -> tuple[int, int]:
    response = apple.raw("POST", f"{APPLE}{path}", payload, **headers)
    return response.status, int(response.body.partition(b'"errorNumber":')[2].partition(b",")[0])
