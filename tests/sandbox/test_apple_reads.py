"""Reading Apple's side: pages, filters, changes since a version."""

from typing import Any

import pytest

from tests.sandbox.apple_world import (
    APP,
    APPLE,
    BOOK,
    FREE_BOOK,
    OURS,
    PLUS_BOOK,
    UID,
    UNLIMITED,
    as_apple,
    asset,
    known,
    location,
    person,
    put_location,
)
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client


@pytest.fixture
def apple(client: Client, sandbox: CheckedSandbox) -> Client:
    put_location(client)
    return as_apple(sandbox)


def names(apple: Client, query: str = "", listed: str = "assets") -> list[tuple[str, str]]:
    return [(one["adamId"], one["pricingParam"]) for one in apple.get(f"{APPLE}/assets{query}")[listed]]


ALL = [(BOOK, "STDQ"), (BOOK, "PLUS"), (PLUS_BOOK, "PLUS"), (FREE_BOOK, "STDQ"), (APP, "STDQ")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2, 3, 4]),
        (f"?adamId={BOOK}", [0, 1]),
        ("?adamId=9", []),
        ("?pricingParam=PLUS", [1, 2]),
        (f"?adamId={BOOK}&pricingParam=PLUS", [1]),
        ("?productType=App", [4]),
        ("?productType=Book", [0, 1, 2, 3]),
        ("?revocable=true", [4]),
        ("?deviceAssignable=false", [0, 1, 2, 3]),
        ("?unlimited=false", [0, 1, 2, 4]),
        ("?minAssignedCount=1", [0]),
        ("?maxAssignedCount=0", [1, 2, 3, 4]),
        ("?minAvailableCount=3&maxAvailableCount=4", [0, 2, 4]),
    ],
)
def test_assets_are_chosen_by_what_is_asked(apple: Client, query: str, expected: list[int]) -> None:
    assert [ALL[at] for at in expected] == names(apple, query)


def test_what_never_runs_out_stands_apart_on_request(apple: Client) -> None:
    assert [(FREE_BOOK, "STDQ")] == names(apple, "?unlimited=true", "unlimitedAssets")
    assert [ALL[0], ALL[1], ALL[2], ALL[4]] == names(apple, "?unlimited=true")
    free = apple.get(f"{APPLE}/assets?adamId={FREE_BOOK}")["assets"][0]
    assert (UNLIMITED, UNLIMITED) == (free["totalCount"], free["availableCount"])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"totalCount": 9}, (2, 7, 0, 9)),
        ({"totalCount": 9, "retiredCount": 1}, (1, 7, 1, 9)),
        ({"availableCount": 3}, (2, 3, 0, 5)),
        ({"totalCount": 9, "assignedCount": 4, "availableCount": "many"}, (4, 5, 0, 9)),
        ({}, (2, 0, 0, 2)),
    ],
)
def test_counts_that_the_state_leaves_out_follow_from_the_rest(
    client: Client, sandbox: CheckedSandbox, given: dict[str, Any], expected: tuple[int, ...]
) -> None:
    held = [{"adamId": "7", "clientUserId": name} for name in ("ann", "bo")]
    held.append({"adamId": "7", "pricingParam": "PLUS", "clientUserId": "bo"})
    spot = location(assets=[{"adamId": "7", **given}], assignments=held)
    client.put_state(apple={"locations": [spot], "tokens": [known()]})
    shown = as_apple(sandbox).get(f"{APPLE}/assets")["assets"][0]
    count_names = ("assignedCount", "availableCount", "retiredCount", "totalCount")
    assert expected == tuple(shown[name] for name in count_names)
    assert ("STDQ", "Book", False) == (shown["pricingParam"], shown["productType"], shown["revocable"])


@pytest.mark.parametrize(
    "query",
    [
        "assets?nonsense=1",
        "assets?sinceVersionId=1",
        "assets?pricingParam=GOLD",
        "assets?productType=Song",
        "assets?revocable=yes",
        "assets?minAvailableCount=few",
        "assets?adamId=1&adamId=2",
        "assets?pageIndex=first",
        "assets?pageIndex=",
        "users?activeOnly=true&retiredOnly=true",
        "users?includeRetired=0",
        "assignments?excludeInactiveUsers=1",
        "status",
        "client/config?x=1",
    ],
)
def test_what_is_not_understood_is_refused_and_never_ignored(apple: Client, query: str) -> None:
    reply = apple.call("GET", f"{APPLE}/{query}")
    assert (400, 9602) == (reply.status, reply.json["errorNumber"])


@pytest.mark.parametrize("index", ["-1", "5", "2147483647", "9999999999"])
@pytest.mark.parametrize("path", ["assets", "assignments", "users"])
def test_a_page_that_is_not_there_is_out_of_range(apple: Client, path: str, index: str) -> None:
    reply = apple.call("GET", f"{APPLE}/{path}?pageIndex={index}")
    assert (400, 9650) == (reply.status, reply.json["errorNumber"])


def crowd(client: Client, sandbox: CheckedSandbox, people: int, size: int) -> Client:
    everybody = [person(f"p{number:03}") for number in range(people)]
    client.put_state(
        settings={"applePageSize": size},
        apple={"locations": [location(users=everybody, assignments=[])], "tokens": [known()]},
    )
    return as_apple(sandbox)


@pytest.mark.parametrize(("people", "size", "sizes"), [(7, 3, [3, 3, 1]), (6, 3, [3, 3]), (0, 3, [0]), (1, 1, [1])])
def test_pages_hold_every_row_once_and_tell_what_comes_next(
    client: Client, sandbox: CheckedSandbox, people: int, size: int, sizes: list[int]
) -> None:
    caller = crowd(client, sandbox, people, size)
    pages = [caller.get(f"{APPLE}/users?pageIndex={index}") for index in range(len(sizes))]
    assert [f"p{number:03}" for number in range(people)] == [
        user["clientUserId"] for page in pages for user in page["users"]
    ]
    assert sizes == [page["size"] for page in pages]
    assert [len(sizes)] * len(sizes) == [page["totalPages"] for page in pages]
    assert list(range(len(sizes))) == [page["currentPageIndex"] for page in pages]
    assert [*range(1, len(sizes)), None] == [page.get("nextPageIndex") for page in pages]
    assert 1 == len({page["versionId"] for page in pages})


def test_a_write_between_two_pages_moves_the_version(client: Client, sandbox: CheckedSandbox) -> None:
    caller = crowd(client, sandbox, 4, 2)
    first = caller.get(f"{APPLE}/users")
    caller.call("POST", f"{APPLE}/users/create", {"users": [{"clientUserId": "new"}]})
    second = caller.get(f"{APPLE}/users?pageIndex=1")
    assert first["versionId"] != second["versionId"]
    assert 3 == second["totalPages"]


def test_a_new_state_has_a_new_version(client: Client, sandbox: CheckedSandbox) -> None:
    caller = crowd(client, sandbox, 1, 1)
    before = caller.get(f"{APPLE}/assets")["versionId"]
    client.put_state(**client.get("/_sandbox/state"))
    assert before != caller.get(f"{APPLE}/assets")["versionId"]
    assert (400, 9721) == _refused(caller, f"/users?sinceVersionId={before}")


def test_changes_since_a_version_are_rows_that_came_or_changed(apple: Client) -> None:
    before = apple.get(f"{APPLE}/users")["versionId"]
    assert [] == changed(apple, before)
    apple.call("POST", f"{APPLE}/users/create", {"users": [{"clientUserId": "new"}]})
    assert ["new"] == changed(apple, before)
    between = apple.get(f"{APPLE}/users")["versionId"]
    apple.call("POST", f"{APPLE}/users/update", {"users": [{"clientUserId": "ann", "email": "ann@norr.test"}]})
    assert ["ann"] == changed(apple, between)
    assert ["ann", "new"] == changed(apple, before)
    body = {"assets": [{"adamId": BOOK, "pricingParam": "PLUS"}], "clientUserIds": ["bo"]}
    apple.call("POST", f"{APPLE}/assets/associate", body)
    delta = apple.get(f"{APPLE}/assignments?sinceVersionId={between}")
    assert [("bo", "PLUS")] == [(row["clientUserId"], row["pricingParam"]) for row in delta["assignments"]]


def changed(apple: Client, since: str) -> list[str]:
    return [user["clientUserId"] for user in apple.get(f"{APPLE}/users?sinceVersionId={since}")["users"]]


@pytest.mark.parametrize("version", ["", "1", "nonsense", "{now}9", "0{now}"])
@pytest.mark.parametrize("path", ["/users", "/assignments"])
def test_an_unknown_version_is_refused(apple: Client, path: str, version: str) -> None:
    wrong = version.replace("{now}", apple.get(f"{APPLE}/users")["versionId"])
    assert (400, 9721) == _refused(apple, f"{path}?sinceVersionId={wrong}")


def test_a_write_to_another_location_moves_nothing_here(client: Client, sandbox: CheckedSandbox) -> None:
    other = {"uId": "2", "users": [person("x")], "assets": [], "assignments": []}
    tokens = [known(), known("second", uid="2")]
    client.put_state(apple={"locations": [location(), other], "tokens": tokens})
    here, there = as_apple(sandbox), as_apple(sandbox, "second")
    before = here.get(f"{APPLE}/users")["versionId"], there.get(f"{APPLE}/users")["versionId"]
    there.call("POST", f"{APPLE}/users/create", {"users": [{"clientUserId": "y"}]})
    assert before[0] == here.get(f"{APPLE}/users")["versionId"]
    assert before[1] != there.get(f"{APPLE}/users")["versionId"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("", "ann bo old"), ("?activeOnly=true", "ann bo"), ("?retiredOnly=true", "old"), ("?clientUserId=bo", "bo")],
)
def test_people_are_chosen_by_what_is_asked(apple: Client, query: str, expected: str) -> None:
    assert expected.split() == [user["clientUserId"] for user in apple.get(f"{APPLE}/users{query}")["users"]]


def test_each_status_shows_what_belongs_to_it(apple: Client) -> None:
    ann, bo, old = apple.get(f"{APPLE}/users")["users"]
    assert {"clientUserId", "email", "status", "idHash"} == set(ann)
    assert {"clientUserId", "email", "status", "inviteCode"} == set(bo)
    assert {"clientUserId", "email", "status"} == set(old)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["ann", "old", None]),
        ("?excludeInactiveUsers=true", ["ann", None]),
        ("?clientUserId=old", ["old"]),
        ("?serialNumber=C02", [None]),
        (f"?adamId={BOOK}", ["ann", "old"]),
        (f"?adamId={BOOK}&pricingParam=STDQ", ["ann"]),
    ],
)
def test_associations_are_chosen_by_what_is_asked(
    client: Client, sandbox: CheckedSandbox, query: str, expected: list[str | None]
) -> None:
    rows = [
        {"adamId": BOOK, "clientUserId": "ann"},
        {"adamId": BOOK, "pricingParam": "PLUS", "clientUserId": "old"},
        {"adamId": APP, "pricingParam": "STDQ", "serialNumber": "C02"},
    ]
    client.put_state(apple={"locations": [location(assignments=rows)], "tokens": [known()]})
    caller = as_apple(sandbox)
    shown = caller.get(f"{APPLE}/assignments{query}")["assignments"]
    assert expected == [row.get("clientUserId") for row in shown]
    assert not any("userStatus" in row for row in shown)
    joint = "&" if query else "?"
    states = caller.get(f"{APPLE}/assignments{query}{joint}includeUserState=true")["assignments"]
    status = {"ann": "Associated", "old": "Retired", None: None}
    assert [status[name] for name in expected] == [row.get("userStatus") for row in states]


def test_the_configuration_of_a_location_says_what_the_state_says(apple: Client) -> None:
    shown = apple.get(f"{APPLE}/client/config")
    assert {
        "uId": UID,
        "locationName": "Norrskolan",
        "countryISO2ACode": "SE",
        "defaultPlatform": "volumestore",
        "websiteURL": "https://school.apple.com",
        "mdmInfo": OURS,
        "tokenExpirationDate": "2027-08-01T00:00:00+0000",
    } == shown


def test_walking_many_pages_gives_each_row_once_and_in_order(client: Client, sandbox: CheckedSandbox) -> None:
    many = [asset(str(number), 1) for number in range(1000)]
    client.put_state(settings={"applePageSize": 10}, apple={"locations": [location(assets=many)], "tokens": [known()]})
    caller = as_apple(sandbox)
    walked = [names(caller, f"?pageIndex={index}") for index in range(100)]
    assert [(str(number), "STDQ") for number in range(1000)] == [name for page in walked for name in page]


def _refused(caller: Client, path: str) -> tuple[int, int]:
    reply = caller.call("GET", f"{APPLE}{path}")
    return reply.status, reply.json["errorNumber"]
