"""Apple's and Microsoft's sides are one tenant: what a second client does shows in Intune after a sync."""

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient
from tests.second_client.conftest import Clients
from tests.second_client.served import Served
from tests.second_client.tenant import Json

BOOK, PLUS = (tenant.ATLAS, "STDQ"), (tenant.ATLAS, "PLUS")
GROUP = "30000000-0000-4000-8000-000000000001"
PUPIL = "40000000-0000-4000-8000-000000000001"


def buy(served: Served, *assets: Json) -> None:
    """A purchase in Apple's shop: the location owns these from now on."""
    state = served.state()
    state["apple"]["locations"][0]["assets"] = list(assets)
    served.put(state)


def seats(served: Served, adam_id: str) -> tuple[int, int]:
    """Total and used, as Intune shows them."""
    book = served.books()[adam_id]
    return book["totalLicenseCount"], book["usedLicenseCount"]


def test_a_purchase_shows_in_intune_after_a_sync_and_not_before(served: Served) -> None:
    assert {} == served.books()
    assert "completed" == served.sync()["lastSyncStatus"]
    assert {tenant.ATLAS, tenant.POEMS, tenant.FREE} == set(served.books())
    buy(served, tenant.asset(tenant.POEMS, total=31), tenant.asset(tenant.MAPS, total=8))
    assert (1, 0) == seats(served, tenant.POEMS)
    served.sync()
    assert ((31, 0), (8, 0)) == (seats(served, tenant.POEMS), seats(served, tenant.MAPS))


def test_apps_are_no_books_of_intune(served: Served) -> None:
    served.sync()
    assert tenant.CALC not in served.books()


def test_licences_given_at_apple_are_used_seats_after_a_sync(served: Served, client: AppleClient) -> None:
    served.sync()
    client.wait(client.associate([BOOK], ["p0", "p1"]))
    client.wait(client.associate([PLUS], ["p2"]))
    assert 0 == seats(served, tenant.ATLAS)[1]
    served.sync()
    assert (12, 3) == seats(served, tenant.ATLAS)


def test_retiring_the_holder_frees_no_seat_in_intune(served: Served, client: AppleClient) -> None:
    client.wait(client.associate([BOOK], ["p0", "p1"]))
    served.sync()
    client.wait(client.retire_users("p0"))
    served.sync()
    assert 2 == seats(served, tenant.ATLAS)[1]


def put_class(served: Served) -> None:
    """A class of one pupil whom Apple does not know, and the school's books in Intune."""
    pupil = {"id": PUPIL, "userPrincipalName": "lo@norr.example", "displayName": "Lo"}
    group = {"id": GROUP, "displayName": "Class", "members": [PUPIL]}
    served.put(tenant.state(users=1, groups=[group]) | {"users": [pupil]})
    served.sync()


def require(served: Served, adam_id: str) -> None:
    """Intune installs a book on the devices of the class."""
    target = {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": GROUP}
    wanted = {"@odata.type": "#microsoft.graph.iosVppEBookAssignment", "installIntent": "required", "target": target}
    book = served.books()[adam_id]["id"]
    served.graph("POST", f"managedEBooks/{book}/assign", {"managedEBookAssignments": [wanted]})


def count(client: AppleClient, adam_id: str) -> tuple[int, int, int]:
    """Assigned and retired together, available, total: standard quality, at Apple."""
    (row,) = client.assets(adamId=adam_id, pricingParam="STDQ").rows
    return row["assignedCount"] + row["retiredCount"], row["availableCount"], row["totalCount"]


def test_a_seat_that_intune_gives_is_a_licence_at_apple(served: Served, client: AppleClient) -> None:
    put_class(served)
    before = client.assignments().version
    require(served, tenant.ATLAS)
    rows = client.assignments(sinceVersionId=before).rows
    assert [(tenant.ATLAS, "STDQ")] == [(row["adamId"], row["pricingParam"]) for row in rows]
    assert rows[0]["clientUserId"] in [row["clientUserId"] for row in client.users(activeOnly=True).rows]
    assert (1, 9, 10) == count(client, tenant.ATLAS)
    assert (12, 1) == seats(served, tenant.ATLAS)


def test_the_last_licence_is_given_once_by_whichever_side(served: Served, client: AppleClient) -> None:
    put_class(served)
    client.wait(client.associate([(tenant.POEMS, "STDQ")], ["p0"]))  # Intune has not heard of it
    require(served, tenant.POEMS)
    assert (1, 0, 1) == count(client, tenant.POEMS)
    served.sync()
    assert (1, 1) == seats(served, tenant.POEMS)
    assert ["p0"] == [row["clientUserId"] for row in client.assignments().rows]


def test_a_licence_that_intune_gave_last_is_not_there_for_others(served: Served, client: AppleClient) -> None:
    put_class(served)
    require(served, tenant.POEMS)
    assert (9709,) == client.wait(client.associate([(tenant.POEMS, "STDQ")], ["p0"])).failures
    assert (1, 0, 1) == count(client, tenant.POEMS)


def test_retiring_whom_intune_gave_a_book_costs_no_second_seat(served: Served, client: AppleClient) -> None:
    put_class(served)
    require(served, tenant.ATLAS)
    (row,) = client.assignments().rows
    client.wait(client.retire_users(row["clientUserId"]))
    for _ in range(2):
        served.sync()
        assert (1, 9, 10) == count(client, tenant.ATLAS)
        assert (12, 1) == seats(served, tenant.ATLAS)


def test_intune_shows_itself_at_apple_after_a_sync(served: Served, client: AppleClient) -> None:
    assert "mdmInfo" not in client.client_config()
    served.sync()
    assert {"id", "name", "metadata"} == set(client.client_config()["mdmInfo"])


def test_another_service_takes_the_location_at_intunes_next_sync(served: Served, client: AppleClient) -> None:
    assert "valid" == served.sync()["state"]
    client.claim("m-1", "Other", "free")
    assert "valid" == served.vpp_token()["state"]
    after = served.sync()
    assert ("assignedToExternalMDM", "failed") == (after["state"], after["lastSyncStatus"])
    assert "m-1" == client.client_config()["mdmInfo"]["id"]


def test_a_location_that_another_service_took_brings_no_more_numbers(served: Served, client: AppleClient) -> None:
    served.sync()
    client.claim("m-1", "Other", "free")
    client.wait(client.associate([BOOK], ["p0"]))
    served.sync()
    assert 0 == seats(served, tenant.ATLAS)[1]


def test_intune_takes_the_location_back_when_told_to(served: Served, client: AppleClient) -> None:
    served.sync()
    client.claim("m-1", "Other", "free")
    served.sync()
    path = f"vppTokens/{tenant.INTUNE_TOKEN}"
    claim = {"@odata.type": "#microsoft.graph.vppToken", "claimTokenManagementFromExternalMdm": True}
    served.graph("PATCH", path, claim | {"token": tenant.content_token("valid")})
    assert "valid" == served.sync()["state"]
    assert "m-1" != client.client_config()["mdmInfo"]["id"]


def test_a_revoked_content_token_is_found_out_by_a_sync(served: Served, client_of: Clients) -> None:
    state = served.state()
    state["apple"]["tokens"][0]["state"] = "revoked"
    served.put(state)
    assert "valid" == served.vpp_token()["state"]
    after = served.sync()
    assert ("invalid", "failed") == (after["state"], after["lastSyncStatus"])
    assert tenant.UID == client_of("second").client_config()["uId"]
