"""Apple's side and Graph's are one tenant: what happens at one shows at the other after a sync."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.apple_world import (
    APPLE,
    BOOK,
    FREE_BOOK,
    FRESH,
    OTHER,
    OURS,
    PLUS_BOOK,
    SECRET,
    UNLIMITED,
    as_apple,
    asset,
    counts,
    known,
    location,
    put_location,
)
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import BOOKS, NOW, TOKENS, Client, group, users

State = dict[str, Any]
CLAIM = "claimTokenManagementFromExternalMdm"


def vpp_token(**fields: object) -> State:
    return {"id": "t", "token": SECRET, "state": "valid", "locationName": "Norrskolan", **fields}


def sync(client: Client) -> tuple[str, str]:
    """State of the token, and how its sync ended."""
    assert 200 == client.call("POST", f"{TOKENS}/t/syncLicenses").status
    shown = client.get(f"{TOKENS}/t")
    return shown["state"], shown["lastSyncStatus"]


def change(client: Client, edit: Callable[[State], object]) -> None:
    """Changes the state as an administrator of the sandbox does."""
    state = client.get("/_sandbox/state")
    edit(state)
    client.put_state(**state)


def seats(client: Client) -> dict[str, tuple[int, int]]:
    """(total, used) of each book by adamId."""
    return {
        shown["informationUrl"].rpartition("/id")[2]: (shown["totalLicenseCount"], shown["usedLicenseCount"])
        for shown in client.get(BOOKS)["value"]
    }


def manager(client: Client) -> object:
    return client.get("/_sandbox/state")["apple"]["locations"][0].get("mdmInfo")


BOUGHT = {BOOK: (7, 1), PLUS_BOOK: (3, 0), FREE_BOOK: (UNLIMITED, 0)}


def test_an_uploaded_token_shows_the_books_of_its_location_after_a_sync(client: Client) -> None:
    put_location(client)
    token = client.call("POST", TOKENS, {"token": SECRET, "appleId": "it@norr.example"}).json
    assert {} == seats(client)
    client.call("POST", f"{TOKENS}/{token['id']}/syncLicenses")
    assert BOUGHT == seats(client)  # both qualities are one book; the app is none


def test_a_purchase_shows_after_a_sync(client: Client) -> None:
    put_location(client, vppTokens=[vpp_token()])
    sync(client)

    def buy(state: State) -> None:
        bought = state["apple"]["locations"][0]["assets"]
        bought[1]["totalCount"] = 20
        bought.append(asset("1009", 8))

    change(client, buy)
    assert BOUGHT == seats(client)
    sync(client)
    assert {**BOUGHT, BOOK: (25, 1), "1009": (8, 0)} == seats(client)


def test_licences_given_at_apple_are_used_seats_after_a_sync(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client, vppTokens=[vpp_token()])
    sync(client)
    body = {"assets": [{"adamId": BOOK}, {"adamId": BOOK, "pricingParam": "PLUS"}], "clientUserIds": ["ann", "bo"]}
    as_apple(sandbox).call("POST", f"{APPLE}/assets/associate", body)
    assert (7, 1) == seats(client)[BOOK]
    sync(client)
    assert (7, 4) == seats(client)[BOOK]
    as_apple(sandbox).call("POST", f"{APPLE}/users/retire", {"users": [{"clientUserId": "ann"}]})
    sync(client)
    assert (7, 4) == seats(client)[BOOK]


def test_seats_taken_by_intune_are_licences_given_at_apple(client: Client, sandbox: CheckedSandbox) -> None:
    names = [f"p{number}" for number in range(6)]
    put_location(client, vppTokens=[vpp_token()], users=users(*names), groups=[group("g", *names)])
    sync(client)
    before = as_apple(sandbox).get(f"{APPLE}/users")["versionId"]
    book = next(shown["id"] for shown in client.get(BOOKS)["value"] if shown["informationUrl"].endswith(BOOK))
    client.assign(book, ("g", "required"))
    assert (5, 0, 0, 5) == counts(as_apple(sandbox), BOOK)  # the standard ones first
    assert (2, 0, 0, 2) == counts(as_apple(sandbox), BOOK, "PLUS")
    shown = as_apple(sandbox).get(f"{APPLE}/users?sinceVersionId={before}")
    assert names == [user["clientUserId"] for user in shown["users"]]
    sync(client)
    assert (7, 7) == seats(client)[BOOK]


def test_another_service_takes_the_location_and_intune_takes_it_back(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client, vppTokens=[vpp_token()])
    assert ("valid", "completed") == sync(client)
    as_apple(sandbox).call("POST", f"{APPLE}/client/config", {"mdmInfo": OTHER})
    assert "valid" == client.get(f"{TOKENS}/t")["state"]  # nobody has told Intune yet
    assert ("assignedToExternalMDM", "failed") == sync(client)
    assert 200 == client.call("PATCH", f"{TOKENS}/t", {"appleId": "it@norr.example"}).status
    assert ("assignedToExternalMDM", "failed") == sync(client)
    assert "valid" == client.call("PATCH", f"{TOKENS}/t", {CLAIM: True}).json["state"]
    assert OURS == as_apple(sandbox).get(f"{APPLE}/client/config")["mdmInfo"]
    assert ("valid", "completed") == sync(client)


def test_the_claim_is_an_act_and_not_a_habit(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client, vppTokens=[vpp_token(**{CLAIM: True})])
    as_apple(sandbox).call("POST", f"{APPLE}/client/config", {"mdmInfo": OTHER})
    assert ("assignedToExternalMDM", "failed") == sync(client)
    assert OTHER == manager(client)


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize(("claims", "state"), [(True, "valid"), (False, "assignedToExternalMDM")])
def test_an_upload_takes_a_claimed_location_with_the_claim_only(
    client: Client, method: str, claims: bool, state: str
) -> None:
    apple = {"locations": [location(mdmInfo=OTHER)], "tokens": [known(), known(FRESH)]}
    client.put_state(vppTokens=[vpp_token()] if method == "PATCH" else [], apple=apple)
    path = f"{TOKENS}/t" if method == "PATCH" else TOKENS
    reply = client.call(method, path, {"token": FRESH, CLAIM: claims})
    assert state == reply.json["state"]
    assert claims == (manager(client) != OTHER)


def test_a_location_that_nobody_manages_becomes_intunes(client: Client, sandbox: CheckedSandbox) -> None:
    apple = {"locations": [location(mdmInfo=None)], "tokens": [known()]}
    client.put_state(vppTokens=[vpp_token()], apple=apple, organization=[{"id": "o", "displayName": "Norr"}])
    assert "mdmInfo" not in as_apple(sandbox).get(f"{APPLE}/client/config")
    assert ("valid", "completed") == sync(client)
    shown = as_apple(sandbox).get(f"{APPLE}/client/config")["mdmInfo"]
    assert ("Intune", {"id", "name", "metadata"}) == (shown["name"], set(shown))
    assert ("valid", "completed") == sync(client)
    assert shown == manager(client)


def test_a_name_alone_does_not_make_a_manager_intune(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client, vppTokens=[vpp_token()])
    stranger = {**OURS, "id": "another-tenant"}
    as_apple(sandbox).call("POST", f"{APPLE}/client/config", {"mdmInfo": stranger})
    assert ("assignedToExternalMDM", "failed") == sync(client)


def test_a_password_change_invalidates_a_token_until_a_fresh_one_comes(client: Client) -> None:
    put_location(client, vppTokens=[vpp_token(lastSyncDateTime="2026-08-13T06:00:00Z")])
    change(client, lambda state: state["apple"].update(tokens=[known(state="revoked"), known(FRESH)]))
    assert "valid" == client.get(f"{TOKENS}/t")["state"]
    assert ("invalid", "failed") == sync(client)
    assert "2026-08-13T06:00:00Z" == client.get(f"{TOKENS}/t")["lastSyncDateTime"]
    assert "invalid" == client.call("PATCH", f"{TOKENS}/t", {"token": SECRET}).json["state"]
    assert "valid" == client.call("PATCH", f"{TOKENS}/t", {"token": FRESH}).json["state"]
    assert ("valid", "completed") == sync(client)
    assert NOW == client.get(f"{TOKENS}/t")["lastSyncDateTime"]
    assert BOUGHT == seats(client)


@pytest.mark.parametrize(("at_apple", "state"), [("expired", "expired"), ("throttled", "valid")])
def test_a_sync_fails_with_what_apple_says(client: Client, at_apple: str, state: str) -> None:
    put_location(client, at_apple, vppTokens=[vpp_token()])
    assert (state, "failed") == sync(client)
    assert {} == seats(client)


def test_a_content_token_that_expires_by_the_clock_fails_its_sync(client: Client) -> None:
    put_location(client, vppTokens=[vpp_token()])
    client.set_clock("2027-08-01T00:00:00Z")
    assert ("expired", "failed") == sync(client)


def test_a_sync_never_heals_a_token(client: Client) -> None:
    put_location(client, vppTokens=[vpp_token(state="invalid")])
    assert ("invalid", "failed") == sync(client)


def test_the_example_schools_content_tokens_open_their_locations(client: Client, sandbox: CheckedSandbox) -> None:
    state = client.get("/_sandbox/state")
    for token in state["vppTokens"]:
        caller = as_apple(sandbox, token["token"])
        assert token["locationName"] == caller.get(f"{APPLE}/client/config")["locationName"]
        shown = {one["adamId"]: one for one in caller.get(f"{APPLE}/assets")["assets"]}
        for adam_id, (total, used) in seats_of(client, token["id"]).items():
            assert (total, used) == (shown[adam_id]["totalCount"], shown[adam_id]["assignedCount"])
        rows = caller.get(f"{APPLE}/assignments")
        assert sum(one["assignedCount"] for one in shown.values()) == len(rows["assignments"])


def test_a_sync_of_the_example_school_changes_no_seat(client: Client) -> None:
    before = seats(client)
    managers = [place["mdmInfo"] for place in client.get("/_sandbox/state")["apple"]["locations"]]
    for token in client.get(TOKENS)["value"]:
        client.call("POST", f"{TOKENS}/{token['id']}/syncLicenses")
    assert ["completed"] * 2 == [token["lastSyncStatus"] for token in client.get(TOKENS)["value"]]
    assert before == seats(client)
    assert managers == [place["mdmInfo"] for place in client.get("/_sandbox/state")["apple"]["locations"]]


def seats_of(client: Client, token: str) -> dict[str, tuple[int, int]]:
    return {
        shown["informationUrl"].rpartition("/id")[2]: (shown["totalLicenseCount"], shown["usedLicenseCount"])
        for shown in client.get(BOOKS)["value"]
        if shown["vppTokenId"] == token
    }
