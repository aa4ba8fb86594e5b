"""The example school: what its description promises."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reconciler.sandbox.clock import parse_instant
from reconciler.sandbox.example import example_state
from reconciler.sandbox.state_shape import check_state
from tests.sandbox.client import BOOKS, Client

MADE = datetime(2026, 8, 14, 6, 0, tzinfo=UTC)
SVENSKA = "20000000-0000-4000-8000-000000000001"
YEAR_9 = "30000000-0000-4000-8000-000000000003"


@pytest.fixture
def example() -> dict[str, Any]:
    return example_state(MADE)


def test_it_is_a_valid_state_of_fitting_size(example: dict[str, Any]) -> None:
    check_state(example)
    sizes = {name: len(example[name]) for name in ("vppTokens", "managedEBooks", "groups", "users")}
    assert {"vppTokens": 2, "managedEBooks": 8, "groups": 13, "users": 100} == sizes


def test_its_dates_are_counted_from_its_making(example: dict[str, Any]) -> None:
    expiries = [parse_instant(token["expirationDateTime"]) - MADE for token in example["vppTokens"]]
    assert [timedelta(days=200, hours=12), timedelta(days=21, hours=12)] == expiries
    assert all(parse_instant(token["lastSyncDateTime"]) < MADE for token in example["vppTokens"])
    assert "@now" not in str(example)


def test_its_content_tokens_are_known_to_apple(example: dict[str, Any]) -> None:
    secrets = [token["token"] for token in example["vppTokens"]]
    assert secrets == [token["sToken"] for token in example["apple"]["tokens"]]
    assert not any(secret.startswith("@") for secret in secrets)


def test_two_makings_at_one_moment_are_equal(example: dict[str, Any]) -> None:
    assert example == example_state(MADE)


def test_svenska_2_can_use_from_none_to_28_seats_for_year_9(client: Client) -> None:
    members = client.get(f"/v1.0/groups/{YEAR_9}/transitiveMembers/graph.user")["value"]
    names = {member["userPrincipalName"].lower() for member in members}
    assert 31 == len(names)
    svenska = client.get(f"{BOOKS}/{SVENSKA}?$expand=userStateSummary,assignments")
    known = {row["userName"].lower() for row in svenska["userStateSummary"] if row["installedDeviceCount"] > 0}
    assert (60, 18, 3) == (svenska["totalLicenseCount"], svenska["usedLicenseCount"], len(names & known))
    assert [] == svenska["assignments"]


def test_seats_that_apple_knows_agree_with_what_intune_shows(example: dict[str, Any]) -> None:
    by_store_id = {book["informationUrl"].rpartition("/id")[2]: book for book in example["managedEBooks"]}
    for location in example["apple"]["locations"]:
        for asset in location["assets"]:
            held = [row for row in location["assignments"] if row["adamId"] == asset["adamId"]]
            book = by_store_id[asset["adamId"]]
            assert book["usedLicenseCount"] == asset["assignedCount"] == len(held)
            assert book["totalLicenseCount"] == asset["totalCount"]


def test_every_assignment_and_member_is_there(example: dict[str, Any]) -> None:
    groups = {group["id"] for group in example["groups"]}
    known = groups | {item["id"] for item in [*example["users"], *example["devices"]]}
    for book in example["managedEBooks"]:
        assert {item["target"]["groupId"] for item in book["assignments"]} <= groups
    assert all(set(group["members"]) <= known for group in example["groups"])


def test_the_school_has_a_group_of_every_kind(client: Client) -> None:
    groups = client.get("/_sandbox/state")["groups"]
    devices = {device["id"] for device in client.get("/_sandbox/state")["devices"]}
    groups_by_id = {group["id"]: group for group in groups}
    held = [set(group["members"]) for group in groups]
    assert any("DynamicMembership" in group["groupTypes"] for group in groups)
    assert any("Unified" in group["groupTypes"] for group in groups)
    assert any(group["visibility"] == "HiddenMembership" for group in groups)
    assert any(group["onPremisesSyncEnabled"] for group in groups)
    assert any(members & groups_by_id.keys() for members in held)
    assert any(members and members <= devices for members in held)
    assert any(members & devices and members - devices for members in held)
    assert set() in held
