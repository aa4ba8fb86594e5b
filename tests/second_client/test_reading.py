"""What a second client reads: configuration, pages, filters, deltas."""

import re

import pytest

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient, failure_of
from tests.second_client.conftest import Clients
from tests.second_client.served import Served

ATLAS, POEMS, FREE, CALC = tenant.ATLAS, tenant.POEMS, tenant.FREE, tenant.CALC
BOTH_ATLASES = {(ATLAS, "STDQ"), (ATLAS, "PLUS")}
URLS = [
    "clientConfig",
    "getAssets",
    "getAssignments",
    "getUsers",
    "createUsers",
    "updateUsers",
    "retireUsers",
    "associateAssets",
    "disassociateAssets",
    "revokeAssets",
    "eventStatus",
    "contentMetadataLookup",
    "invitationEmail",
]
LIMITS = [
    "maxAssets",
    "maxUsers",
    "maxNotificationLength",
    "maxRevokeClientUserIds",
    "maxRevokeSerialNumbers",
    "maxClientUserIds",
    "maxSerialNumbers",
    "maxMdmNameLength",
    "maxMdmMetadataLength",
    "maxMdmIdLength",
]


def pairs(client: AppleClient, **filters: str | int | bool) -> set[tuple[str, str]]:
    return {(row["adamId"], row["pricingParam"]) for row in client.assets(**filters).rows}


def test_the_service_configuration_names_every_address_and_limit(served: Served, client: AppleClient) -> None:
    config = client.service_config()
    assert set() == set(URLS) - set(config["urls"])
    assert set() == set(LIMITS) - set(config["limits"])
    assert all(url.startswith(served.root) for url in config["urls"].values())
    assert {9622, 9706, 9709} <= {each["errorNumber"] for each in config["errorCodes"]}


def test_addresses_are_asked_for_again_after_five_minutes_only(served: Served, client: AppleClient) -> None:
    before = len(served.sent("/mdm/v2/service/config"))
    client.assets()
    client.users()
    assert before + 1 == len(served.sent("/mdm/v2/service/config"))
    served.sleep(300)
    client.users()
    assert before + 2 == len(served.sent("/mdm/v2/service/config"))


def test_the_client_configuration_shows_the_location(client: AppleClient) -> None:
    config = client.client_config()
    wanted = {"uId": tenant.UID, "locationName": "Norrskolan", "countryISO2ACode": "SE"}
    wanted |= {"defaultPlatform": "volumestore", "websiteURL": "https://school.apple.com"}
    assert wanted == {name: config[name] for name in wanted}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", config["tokenExpirationDate"])
    assert "mdmInfo" not in config


def test_two_content_tokens_of_one_location_are_one_pool(client_of: Clients) -> None:
    first, second, other = (client_of(name).assets() for name in ("valid", "second", "other"))
    assert (first.uid, first.rows) == (second.uid, second.rows)
    assert [tenant.MAPS] == [row["adamId"] for row in other.rows]
    assert tenant.OTHER_UID == other.uid


def test_each_quality_of_a_book_is_an_asset_of_its_own(client: AppleClient) -> None:
    rows = {row["pricingParam"]: row for row in client.assets(adamId=ATLAS).rows}
    assert {"STDQ": 10, "PLUS": 2} == {pricing: row["totalCount"] for pricing, row in rows.items()}
    assert {(False, False)} == {(row["revocable"], row["deviceAssignable"]) for row in rows.values()}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"adamId": ATLAS}, BOTH_ATLASES),
        ({"adamId": ATLAS, "pricingParam": "PLUS"}, {(ATLAS, "PLUS")}),
        ({"adamId": "1"}, set()),
        ({"productType": "App"}, {(CALC, "STDQ")}),
        ({"productType": "Book"}, BOTH_ATLASES | {(POEMS, "STDQ"), (FREE, "STDQ")}),
        ({"revocable": True}, {(CALC, "STDQ")}),
        ({"deviceAssignable": False, "unlimited": False}, BOTH_ATLASES | {(POEMS, "STDQ")}),
        ({"maxAvailableCount": 2}, {(ATLAS, "PLUS"), (POEMS, "STDQ")}),
        ({"minAvailableCount": 5, "maxAvailableCount": 10}, {(ATLAS, "STDQ"), (CALC, "STDQ")}),
        ({"minAssignedCount": 1}, {(ATLAS, "STDQ")}),
        ({"maxAssignedCount": 0, "productType": "App"}, {(CALC, "STDQ")}),
    ],
)
def test_assets_are_filtered(
    served: Served, client: AppleClient, filters: dict[str, str | int | bool], expected: set[tuple[str, str]]
) -> None:
    assets = [tenant.asset(ATLAS, total=11, assigned=1), *tenant.state()["apple"]["locations"][0]["assets"][1:]]
    served.put(tenant.state(assets=assets))
    assert expected == pairs(client, **filters)


def test_unlimited_books_stand_apart_only_when_asked_for(client: AppleClient) -> None:
    apart, without, among = client.assets(unlimited=True), client.assets(unlimited=False), client.assets()
    assert [FREE] == [row["adamId"] for row in apart.unlimited]
    assert (FREE, "STDQ") not in {(row["adamId"], row["pricingParam"]) for row in (*apart.rows, *without.rows)}
    assert ((), ()) == (without.unlimited, among.unlimited)
    assert [tenant.UNLIMITED] == [row["totalCount"] for row in among.rows if row["adamId"] == FREE]


def test_rows_come_over_several_pages_each_once(served: Served, client: AppleClient) -> None:
    served.put(tenant.state(users=7, page_size=3))
    client.wait(client.associate([(ATLAS, "STDQ")], [f"p{number}" for number in range(7)]))
    for listing in (client.users(), client.assignments()):
        assert 3 == listing.pages
        assert [f"p{number}" for number in range(7)] == sorted(row["clientUserId"] for row in listing.rows)


def test_a_page_tells_where_it_stands(served: Served, client: AppleClient) -> None:
    served.put(tenant.state(users=7, page_size=3))
    first, last = client.page("getUsers"), client.page("getUsers", pageIndex=2)
    assert (0, 1, 3, 3) == tuple(first[name] for name in ("currentPageIndex", "nextPageIndex", "size", "totalPages"))
    assert (2, 1, 3) == tuple(last[name] for name in ("currentPageIndex", "size", "totalPages"))
    assert "nextPageIndex" not in last


def test_an_empty_location_can_be_read(client_of: Clients) -> None:
    assert ((), ()) == (client_of("other").users().rows, client_of("other").assignments().rows)


@pytest.mark.parametrize("name", ["getAssets", "getAssignments", "getUsers"])
@pytest.mark.parametrize(
    ("query", "number"),
    [({"pageIndex": 9}, 9650), ({"pageIndex": "first"}, 9602)],
    ids=["a page beyond the last", "no number"],
)
def test_a_page_that_does_not_exist_is_refused(
    client: AppleClient, name: str, query: dict[str, str | int], number: int
) -> None:
    assert (number, 400) == failure_of(lambda: client.page(name, **query))


@pytest.mark.parametrize("name", ["getAssignments", "getUsers"])
def test_an_unknown_version_is_refused(client: AppleClient, name: str) -> None:
    assert (9721, 400) == failure_of(lambda: client.page(name, sinceVersionId="never"))


@pytest.mark.parametrize(
    "filters",
    [{"productType": "Film"}, {"pricingParam": "CHEAP"}, {"revocable": "perhaps"}, {"minAvailableCount": "many"}],
)
def test_a_filter_with_a_value_that_cannot_be_is_refused(client: AppleClient, filters: dict[str, str]) -> None:
    assert (9602, 400) == failure_of(lambda: client.assets(**filters))


def test_a_delta_holds_what_changed_since_its_version(client: AppleClient) -> None:
    before = client.assignments().version
    assert () == client.assignments(sinceVersionId=before).rows
    client.wait(client.associate([(ATLAS, "STDQ")], ["p0"]))
    delta = client.assignments(sinceVersionId=before)
    assert ["p0"] == [row["clientUserId"] for row in delta.rows]
    assert before != delta.version
    assert () == client.assignments(sinceVersionId=delta.version).rows


def test_a_delta_of_people_holds_new_changed_and_retired_ones(client: AppleClient) -> None:
    before = client.users().version
    client.wait(client.create_users({"clientUserId": "new", "email": "new@norr.example"}))
    client.wait(client.update_users({"clientUserId": "p0", "email": "other@norr.example"}))
    client.wait(client.retire_users("p1"))
    rows = {row["clientUserId"]: row for row in client.users(sinceVersionId=before).rows}
    assert {"new": "Registered", "p0": "Associated", "p1": "Retired"} == {
        name: row["status"] for name, row in rows.items()
    }
    assert "other@norr.example" == rows["p0"]["email"]


def test_a_delta_comes_over_several_pages_too(served: Served, client: AppleClient) -> None:
    served.put(tenant.state(users=7, page_size=2))
    before = client.assignments().version
    client.wait(client.associate([(ATLAS, "STDQ")], [f"p{number}" for number in range(5)]))
    delta = client.assignments(sinceVersionId=before)
    assert (3, 5) == (delta.pages, len(delta.rows))


def test_assignments_are_filtered(client: AppleClient) -> None:
    client.wait(client.associate([(ATLAS, "STDQ"), (CALC, "STDQ")], ["p0", "p1"]))
    client.wait(client.associate([(ATLAS, "PLUS")], ["p0"]))
    client.wait(client.associate([(CALC, "STDQ")], (), ["C02ABC"]))
    counts = [
        len(client.assignments(**filters).rows)
        for filters in (
            {},
            {"adamId": ATLAS},
            {"adamId": ATLAS, "pricingParam": "PLUS"},
            {"clientUserId": "p1"},
            {"serialNumber": "C02ABC"},
            {"serialNumber": "C02ABC", "clientUserId": "p0"},
        )
    ]
    assert [6, 3, 1, 2, 1, 0] == counts


def test_the_state_of_holders_is_shown_when_asked_for(client: AppleClient) -> None:
    client.wait(client.associate([(ATLAS, "STDQ")], ["p0", "p1"]))
    client.wait(client.retire_users("p1"))
    plain, told = client.assignments().rows, client.assignments(includeUserState=True).rows
    assert all("userStatus" not in row for row in plain)
    assert {"p0": "Associated", "p1": "Retired"} == {row["clientUserId"]: row["userStatus"] for row in told}
    assert ["hash-0"] == [row["idHash"] for row in told if row["clientUserId"] == "p0"]
    assert ["p0"] == [row["clientUserId"] for row in client.assignments(excludeInactiveUsers=True).rows]
