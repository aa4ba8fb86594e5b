"""Microsoft's JSON as our nouns: what is there, what is missing, what is of the wrong kind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.graph.wire import (
    TOKEN_FIELDS,
    assignment_from_wire,
    assignments_to_wire,
    book_from_wire,
    event_from_wire,
    group_from_wire,
    holders_from_wire,
    is_book,
    members_from_wire,
    token_from_wire,
)
from reconciler.model.entities import Intent
from reconciler.model.errors import ServiceError
from reconciler.model.ids import GroupId
from reconciler.model.observed import Members, ObservedToken, Target, TargetType

FILTER_ID = "deviceAndAppManagementAssignmentFilterId"
FILTER_TYPE = "deviceAndAppManagementAssignmentFilterType"


def assigned(kind: str, intent: object = "required", **more: object) -> dict[str, Any]:
    return {"id": "a", "installIntent": intent, "target": {"@odata.type": f"#microsoft.graph.{kind}", **more}}


def to_group(group: str, intent: object = "required", **more: object) -> dict[str, Any]:
    return assigned("groupAssignmentTarget", intent, groupId=group, **more)


def test_a_book_is_read_whole() -> None:
    book = book_from_wire(
        {
            "@odata.type": "#microsoft.graph.iosVppEBook",
            "id": "3F1C0000-0000-0000-0000-00000000000A",
            "displayName": "Svenska 2",
            "publisher": "Förlaget",
            "vppTokenId": "6CB50000-0000-0000-0000-00000000000B",
            "informationUrl": "https://books.apple.com/se/book/svenska-2/id1234567890?l=sv#id77",
            "language": "sv",
            "totalLicenseCount": 60,
            "usedLicenseCount": 18,
            "assignments": [to_group("B"), to_group("a", "available")],
            "largeCover": {"type": "image/png", "value": "AAAA"},
        }
    )
    assert ("3f1c0000-0000-0000-0000-00000000000a", "Svenska 2", "Förlaget") == (book.id, book.title, book.publisher)
    assert ("6cb50000-0000-0000-0000-00000000000b", "1234567890", "sv") == (book.token, book.adam_id, book.language)
    assert (60, 18) == (book.total, book.used)
    assert [("a", "available"), ("b", "required")] == [(one.target.group, one.intent) for one in book.assignments]


def test_a_book_without_anything_but_an_id_is_a_book() -> None:
    for nothing in ({}, dict.fromkeys(("displayName", "publisher", "vppTokenId", "informationUrl", "assignments"))):
        book = book_from_wire({"id": "b", **nothing})
        assert ("b", "", None, None, None, None, ()) == (
            book.id, book.title, book.publisher, book.token, book.adam_id, book.total, book.assignments
        )  # fmt: skip


@pytest.mark.parametrize(
    "wire",
    [
        {},
        {"id": None},
        {"id": ""},
        {"id": 7},
        {"id": "b", "displayName": 7},
        {"id": "b", "displayName": ["x"]},
        {"id": "b", "assignments": "x"},
        {"id": "b", "assignments": {"x": 1}},
        {"id": "b", "assignments": [None]},
        {"id": "b", "assignments": ["x"]},
    ],
)
def test_a_book_that_cannot_be_told_apart_stops_the_reading(wire: dict[str, Any]) -> None:
    with pytest.raises(ServiceError) as caught:
        book_from_wire(wire)
    assert ("VPP505", 5) == (caught.value.code, caught.value.exit_code)


@pytest.mark.parametrize("value", [-1, -2147483648, None, "28", True, 1.5, float("nan"), float("inf"), 2**31, [], {}])
def test_a_count_that_is_none_is_unknown_and_never_zero(value: object) -> None:
    book = book_from_wire({"id": "b", "totalLicenseCount": value, "usedLicenseCount": value})
    assert (None, None) == (book.total, book.used)


def test_counts_that_are_numbers_are_kept() -> None:
    book = book_from_wire({"id": "b", "totalLicenseCount": 2147483647, "usedLicenseCount": 0.0})
    assert (True, 0) == (book.unlimited, book.used)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://books.apple.com/se/book/x/id6000000001", "6000000001"),
        ("https://books.apple.com/se/book/id6000000001/", "6000000001"),
        ("https://books.apple.com/se/book/x?x=/id6000000001", None),
        ("https://books.apple.com/se/book/x#/id6000000001", None),
        ("https://id123.example/book", None),
        ("/id5", "5"),
        ("https://[::1/id5", None),
        ("", None),
        (7, None),
        ("/id٣", None),
    ],
)
def test_the_adam_id_stands_in_the_path_of_the_address(url: object, expected: str | None) -> None:
    assert expected == book_from_wire({"id": "b", "informationUrl": url}).adam_id


def test_books_of_other_kinds_are_none_of_ours() -> None:
    kinds = ["#microsoft.graph.iosVppEBook", "microsoft.graph.iosVppEBook", None, "#microsoft.graph.managedEBook", 7]
    assert [True, True, True, False, True] == [is_book({"@odata.type": kind}) for kind in kinds]


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (to_group("ABC"), Target(TargetType.GROUP, GroupId("abc"))),
        (
            assigned("exclusionGroupAssignmentTarget", groupId="ABC"),
            Target(TargetType.EXCLUDED_GROUP, GroupId("abc"), "", "exclusionGroupAssignmentTarget"),
        ),
        (
            assigned("allLicensedUsersAssignmentTarget"),
            Target(TargetType.ALL_USERS, None, "", "allLicensedUsersAssignmentTarget"),
        ),
        (
            assigned("allDevicesAssignmentTarget"),
            Target(TargetType.ALL_DEVICES, None, "", "allDevicesAssignmentTarget"),
        ),
        (
            assigned("configurationManagerCollectionAssignmentTarget", collectionId="SMS1"),
            Target(TargetType.OTHER, GroupId("SMS1"), "", "configurationManagerCollectionAssignmentTarget"),
        ),
        (
            to_group("A", **{FILTER_TYPE: "include", FILTER_ID: "F"}),
            Target(TargetType.GROUP, GroupId("a"), "include:f"),
        ),
        (
            to_group("A", **{FILTER_TYPE: "exclude", FILTER_ID: None}),
            Target(TargetType.GROUP, GroupId("a"), "exclude:"),
        ),
        (to_group("A", **{FILTER_TYPE: "none", FILTER_ID: "F"}), Target(TargetType.GROUP, GroupId("a"))),
        (to_group("A", **{FILTER_TYPE: None, FILTER_ID: None}), Target(TargetType.GROUP, GroupId("a"))),
        (assigned("groupAssignmentTarget"), Target(TargetType.OTHER, None, "", "groupAssignmentTarget")),
        ({"id": "a", "target": None}, Target(TargetType.OTHER, None, "", "unknown")),
        ({"id": "a"}, Target(TargetType.OTHER, None, "", "unknown")),
        ({"id": "a", "target": 7}, Target(TargetType.OTHER, None, "", "unknown")),
    ],
)
def test_a_target_is_type_group_and_filter(wire: dict[str, Any], expected: Target) -> None:
    assignment = assignment_from_wire(wire)
    assert expected == assignment.target
    assert wire == assignment.raw


def test_only_plain_groups_with_known_intents_can_be_said_in_yaml() -> None:
    wires = [
        to_group("a"),
        to_group("a", "available"),
        to_group("a", "uninstall"),
        to_group("a", "brandNew"),
        to_group("a", None),
        to_group("a", 7),
        to_group("a", **{FILTER_TYPE: "include", FILTER_ID: "f"}),
        assigned("allLicensedUsersAssignmentTarget"),
    ]
    assignments = [assignment_from_wire(wire) for wire in wires]
    assert [True, True, False, False, False, False, False, False] == [one.expressible for one in assignments]
    assert ["uninstall", "brandNew", "unknown", "unknown"] == [one.intent for one in assignments[2:6]]


def test_of_a_target_that_is_listed_twice_the_first_is_kept() -> None:
    book = book_from_wire({"id": "b", "assignments": [to_group("a", "available"), to_group("A", "required")]})
    assert ["available"] == [one.intent for one in book.assignments]


def test_targets_of_unknown_kinds_are_never_taken_for_one_another() -> None:
    wires = [assigned("newTarget", unit="1"), assigned("newTarget", unit="2"), assigned("newerTarget", unit="1")]
    assert 3 == len(book_from_wire({"id": "b", "assignments": wires}).assignments)


def test_the_order_of_assignments_does_not_matter() -> None:
    wires = [
        to_group("a"),
        assigned("allDevicesAssignmentTarget"),
        to_group("b"),
        assigned("allLicensedUsersAssignmentTarget"),
    ]
    there = book_from_wire({"id": "b", "assignments": wires})
    assert there == book_from_wire({"id": "b", "assignments": wires[::-1]})


def test_what_is_kept_goes_back_as_it_was_read_and_what_is_new_is_added() -> None:
    odd = assigned("newTarget", "uninstall", unit=7) | {"extra": [1, {"x": None}]}
    body = assignments_to_wire(
        [assignment_from_wire(odd)], {GroupId("b"): Intent.REQUIRED, GroupId("a"): Intent.AVAILABLE}
    )
    kept, first, second = body["managedEBookAssignments"]
    assert odd == kept
    assert ("available", "a") == (first["installIntent"], first["target"]["groupId"])
    assert ("required", "b") == (second["installIntent"], second["target"]["groupId"])
    assert "#microsoft.graph.groupAssignmentTarget" == first["target"]["@odata.type"]


def test_what_was_written_is_read_back_equal() -> None:
    body = assignments_to_wire([], {GroupId("a"): Intent.AVAILABLE})
    there = assignment_from_wire(body["managedEBookAssignments"][0])
    assert (Target(TargetType.GROUP, GroupId("a")), "available") == (there.target, there.intent)


def test_a_token_is_read_whole_but_never_its_secret() -> None:
    token = token_from_wire(
        {
            "id": "6CB5",
            "organizationName": "Norrskolan",
            "appleId": "it@norr.example",
            "vppTokenAccountType": "education",
            "countryOrRegion": "SE",
            "automaticallyUpdateApps": False,
            "expirationDateTime": "2027-06-10T12:00:00.1234567Z",
            "state": "valid",
            "lastSyncDateTime": "2026-11-22T10:00:00+01:00",
            "lastSyncStatus": "completed",
            "displayName": "norr",
            "locationName": "Norr",
            "dataSharingConsentGranted": True,
            "claimTokenManagementFromExternalMdm": False,
            "token": "c2VjcmV0",
        }
    )
    expires = datetime(2027, 6, 10, 12, 0, 0, 123456, UTC)
    expected = ObservedToken(
        "6cb5", "Norrskolan", "it@norr.example", "education", "SE", False, expires, "valid",
        datetime(2026, 11, 22, 9, tzinfo=UTC), "completed", "norr", "Norr", True, False,
    )  # fmt: skip
    assert expected == token
    assert "c2VjcmV0" not in repr(token)


def test_a_token_of_nothing_but_an_id_is_of_unknown_state() -> None:
    token = token_from_wire({"id": "t", "state": None, "expirationDateTime": "soon", "lastSyncDateTime": 7})
    assert ("unknown", None, None, None) == (token.state, token.expires, token.last_sync, token.organization)


@pytest.mark.parametrize("never", ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "2026-13-01T00:00:00Z", ""])
def test_a_moment_that_is_none_is_none(never: str) -> None:
    assert token_from_wire({"id": "t", "expirationDateTime": never}).expires is None


def test_the_secret_of_a_token_is_never_asked_for() -> None:
    assert all("token" not in fields.split(",") for fields in TOKEN_FIELDS.values())
    assert "locationName" not in TOKEN_FIELDS["v1.0"]


def test_a_group_is_read_with_what_is_known() -> None:
    group = group_from_wire({"id": "ABC", "displayName": "Klass 9A", "groupTypes": ["Unified", "Dynamic"], "x": 1})
    assert ("abc", "Klass 9A", ("Dynamic", "Unified"), None) == (
        group.id, group.display_name, group.group_types, group.visibility
    )  # fmt: skip
    assert ("", ()) == (group_from_wire({"id": "a"}).display_name, group_from_wire({"id": "a"}).group_types)


def test_members_are_users_each_once_and_the_others_are_counted() -> None:
    wires = [
        {"@odata.type": "#microsoft.graph.user", "id": "U1", "userPrincipalName": "Kim@Norr.example"},
        {"@odata.type": "#microsoft.graph.user", "id": "u1", "userPrincipalName": "kim@norr.example"},
        {"@odata.type": "#microsoft.graph.user", "id": "u2"},
        {"id": "u3"},
        {"@odata.type": "#microsoft.graph.device", "id": "d1"},
        {"@odata.type": "#microsoft.graph.group", "id": "g1"},
        {"@odata.type": "#microsoft.graph.servicePrincipal", "id": "s1"},
    ]
    assert Members({"u1": "kim@norr.example", "u2": "", "u3": ""}, 1, 1) == members_from_wire(wires)


def test_holders_have_the_book_on_a_device() -> None:
    wires = [
        {"userName": "Kim@norr.example", "installedDeviceCount": 2},
        {"userName": "alex@norr.example", "installedDeviceCount": 0},
        {"userName": "kim@norr.example", "installedDeviceCount": 1},
        {"userName": None, "installedDeviceCount": 1},
        {"userName": "bo@norr.example", "installedDeviceCount": None},
    ]
    assert ("kim@norr.example", "kim@norr.example") == holders_from_wire(wires)


@pytest.mark.parametrize(
    ("actor", "expected"),
    [
        ({"userPrincipalName": "kim@norr.example", "applicationDisplayName": "Portal"}, "kim@norr.example"),
        ({"userPrincipalName": None, "servicePrincipalName": "", "applicationDisplayName": "pipeline"}, "pipeline"),
        ({}, ""),
        (None, ""),
        ("kim", ""),
    ],
)
def test_an_event_names_who_did_what(actor: object, expected: str) -> None:
    event = event_from_wire(
        {
            "id": "e",
            "activityDateTime": "2026-11-20T14:03:00Z",
            "actor": actor,
            "activity": "assign ManagedEBook",
            "activityOperationType": "Action",
            "resources": [{"resourceId": "B1"}, {"resourceId": "b1"}, None, {"resourceId": 7}],
        }
    )
    assert event is not None
    assert (expected, "assign ManagedEBook", "Action", ("b1",)) == (
        event.actor, event.activity, event.operation, event.resources
    )  # fmt: skip


def test_an_event_without_id_or_time_is_no_event() -> None:
    assert event_from_wire({"id": "e"}) is None
    assert event_from_wire({"activityDateTime": "2026-11-20T14:03:00Z"}) is None
