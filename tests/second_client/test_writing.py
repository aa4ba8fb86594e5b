"""What a second client writes: licences, people, and what Apple makes of it."""

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient, Listing, Pair, failure_of
from tests.second_client.conftest import Clients
from tests.second_client.served import Served
from tests.second_client.session import AppleError, Json

BOOK, PLUS, SHORT, APP = (tenant.ATLAS, "STDQ"), (tenant.ATLAS, "PLUS"), (tenant.POEMS, "STDQ"), (tenant.CALC, "STDQ")
FREE = (tenant.FREE, "STDQ")


def counts(client: AppleClient, pair: Pair) -> tuple[int, int, int, int]:
    """Assigned, available, retired and total licences of an asset."""
    (row,) = client.assets(adamId=pair[0], pricingParam=pair[1]).rows
    return row["assignedCount"], row["availableCount"], row["retiredCount"], row["totalCount"]


def holders(client: AppleClient, pair: Pair) -> list[str]:
    """Who has a licence of an asset: people and devices, sorted."""
    rows = client.assignments(adamId=pair[0], pricingParam=pair[1]).rows
    return sorted(row.get("clientUserId") or row["serialNumber"] for row in rows)


def person(client: AppleClient, name: str) -> list[Json]:
    """The rows of one person."""
    return list(client.users(clientUserId=name).rows)


def async_or_sync(client: AppleClient, *names: str) -> tuple[int | None, ...]:
    """Error numbers of giving a book, by whichever way Apple tells them."""
    try:
        return client.wait(client.associate([BOOK], names)).failures
    except AppleError as refused:
        return (refused.number,)


def test_an_event_counts_pairs_of_asset_and_person(client: AppleClient) -> None:
    outcome = client.wait(client.associate([BOOK, APP], ["p0", "p1", "p2"]))
    assert ("COMPLETE", "ASSOCIATE", 6, 6, ()) == (
        outcome.state,
        outcome.kind,
        outcome.completed,
        outcome.requested,
        outcome.failures,
    )
    assert (["p0", "p1", "p2"],) * 2 == (holders(client, BOOK), holders(client, APP))


def test_giving_a_book_moves_its_counts_and_no_other_quality(client: AppleClient) -> None:
    client.wait(client.associate([BOOK], ["p0", "p1"]))
    assert (2, 8, 0, 10) == counts(client, BOOK)
    assert (0, 2, 0, 2) == counts(client, PLUS)


def test_one_person_can_hold_both_qualities(client: AppleClient) -> None:
    client.wait(client.associate([BOOK], ["p0"]))
    client.wait(client.associate([PLUS], ["p0"]))
    assert {"STDQ", "PLUS"} == {row["pricingParam"] for row in client.assignments(clientUserId="p0").rows}


def test_pricing_left_out_means_standard_quality(client: AppleClient) -> None:
    body = {"assets": [{"adamId": tenant.ATLAS}], "clientUserIds": ["p0"]}
    client.wait(str(client.session.write(client.url("associateAssets"), body)["eventId"]))
    assert (["p0"], []) == (holders(client, BOOK), holders(client, PLUS))


def test_giving_the_same_licence_again_changes_nothing(client: AppleClient) -> None:
    client.wait(client.associate([BOOK], ["p0"]))
    again = client.wait(client.associate([BOOK], ["p0"]))
    assert ("COMPLETE", ()) == (again.state, again.failures)
    assert (1, 9, 0, 10) == counts(client, BOOK)
    assert ["p0"] == holders(client, BOOK)


def test_a_registered_person_can_be_given_a_book(client: AppleClient) -> None:
    client.wait(client.create_users({"clientUserId": "new", "email": "new@norr.example"}))
    assert "COMPLETE" == client.wait(client.associate([BOOK], ["new"])).state
    assert (1, 9, 0, 10) == counts(client, BOOK)


def test_more_licences_than_there_are_fail_after_the_answer(client: AppleClient) -> None:
    outcome = client.wait(client.associate([SHORT], ["p0", "p1", "p2"]))
    assert ("FAILED", 3) == (outcome.state, outcome.requested)
    assert {9709} == set(outcome.failures)
    assert len(holders(client, SHORT)) == outcome.completed <= 1
    assert (outcome.completed, 1 - outcome.completed, 0, 1) == counts(client, SHORT)


def test_an_unlimited_book_never_runs_out(client: AppleClient) -> None:
    assert "COMPLETE" == client.wait(client.associate([FREE], ["p0", "p1", "p2"])).state
    (row,) = client.assets(unlimited=True).unlimited
    assert 3 == row["assignedCount"]
    (row,) = client.assets(adamId=tenant.FREE).rows
    assert (3, tenant.UNLIMITED) == (row["assignedCount"], row["totalCount"])


def test_an_unknown_person_gets_nothing(client: AppleClient) -> None:
    assert (9609,) == async_or_sync(client, "nobody")
    assert [] == holders(client, BOOK)


def test_a_retired_person_gets_nothing(client: AppleClient) -> None:
    client.wait(client.retire_users("p0"))
    assert (9609,) == async_or_sync(client, "p0")
    assert (0, 10, 0, 10) == counts(client, BOOK)


def test_more_people_than_a_request_may_hold_are_served_in_several(served: Served, client: AppleClient) -> None:
    limit = client.limit("maxClientUserIds")
    served.put(tenant.state(assets=[tenant.asset(tenant.ATLAS, total=limit + 5)], users=limit + 5, page_size=1000))
    outcomes = client.give([BOOK], [f"p{number}" for number in range(limit + 5)])
    assert [("COMPLETE", limit), ("COMPLETE", 5)] == [(each.state, each.completed) for each in outcomes]
    assert (limit + 5, 0, 0, limit + 5) == counts(client, BOOK)


def test_an_app_can_be_given_to_a_device_and_taken_back(client: AppleClient) -> None:
    client.wait(client.associate([APP], (), ["C02ABC"]))
    assert (["C02ABC"], (1, 4, 0, 5)) == (holders(client, APP), counts(client, APP))
    outcome = client.wait(client.disassociate([APP], (), ["C02ABC"]))
    assert ("COMPLETE", "DISASSOCIATE") == (outcome.state, outcome.kind)
    assert ([], (0, 5, 0, 5)) == (holders(client, APP), counts(client, APP))


def test_revoking_takes_apps_back_and_leaves_books(client: AppleClient) -> None:
    client.wait(client.associate([BOOK, APP], ["p0", "p1"]))
    client.wait(client.associate([APP], (), ["C02ABC"]))
    outcome = client.wait(client.revoke(["p0"], ["C02ABC"]))
    assert ("COMPLETE", "REVOKE", ()) == (outcome.state, outcome.kind, outcome.failures)
    assert (["p0", "p1"], ["p1"]) == (holders(client, BOOK), holders(client, APP))


def test_a_person_with_a_managed_account_is_associated_at_once(client: AppleClient) -> None:
    outcome = client.wait(client.create_users({"clientUserId": "new", "managedAppleId": "new@norr.example"}))
    assert ("COMPLETE", "CREATE", 1, 1) == (outcome.state, outcome.kind, outcome.completed, outcome.requested)
    (row,) = person(client, "new")
    assert "Associated" == row["status"]
    assert row["idHash"]
    assert set() == {"inviteCode", "email"} & set(row)


def test_a_person_without_one_is_registered_and_can_be_invited(client: AppleClient) -> None:
    client.wait(client.create_users({"clientUserId": "new", "email": "new@norr.example"}))
    (row,) = person(client, "new")
    assert ("Registered", "new@norr.example") == (row["status"], row["email"])
    assert "idHash" not in row
    assert row["inviteCode"] in client.invitation_link(row)


def test_a_managed_account_brought_later_associates_the_person(client: AppleClient) -> None:
    client.wait(client.create_users({"clientUserId": "new", "email": "new@norr.example"}))
    outcome = client.wait(client.update_users({"clientUserId": "new", "managedAppleId": "new@norr.example"}))
    assert ("COMPLETE", "UPDATE") == (outcome.state, outcome.kind)
    (row,) = person(client, "new")
    assert ("Associated", False) == (row["status"], "inviteCode" in row)


def test_a_person_cannot_be_registered_twice(client: AppleClient) -> None:
    outcome = client.wait(client.create_users({"clientUserId": "p0"}, {"clientUserId": "new"}))
    assert ("FAILED", 2, (9716,)) == (outcome.state, outcome.requested, outcome.failures)
    assert 1 == len(person(client, "p0"))
    assert len(person(client, "new")) == outcome.completed


def test_an_unknown_person_cannot_be_changed_or_retired(client: AppleClient) -> None:
    for event in (client.update_users({"clientUserId": "nobody", "email": "n@norr.example"}), client.retire_users("x")):
        outcome = client.wait(event)
        assert ("FAILED", 0, (9609,)) == (outcome.state, outcome.completed, outcome.failures)


def test_retiring_frees_apps_and_keeps_books(client: AppleClient) -> None:
    client.wait(client.associate([BOOK, APP], ["p0", "p1"]))
    outcome = client.wait(client.retire_users("p0"))
    assert ("COMPLETE", "RETIRE") == (outcome.state, outcome.kind)
    assert (["p0", "p1"], ["p1"]) == (holders(client, BOOK), holders(client, APP))
    assigned, available, retired, total = counts(client, BOOK)
    assert (8, 10) == (available, total) == (total - assigned - retired, 10)
    assert (1, 4, 0, 5) == counts(client, APP)


def test_retired_people_are_told_apart(client: AppleClient) -> None:
    client.wait(client.retire_users("p0"))
    lists: list[Listing] = [client.users(), client.users(activeOnly=True), client.users(retiredOnly=True)]
    names = [sorted(row["clientUserId"] for row in listing.rows) for listing in lists]
    assert [["p0", "p1", "p2"], ["p1", "p2"], ["p0"]] == names
    assert ["Retired"] == [row["status"] for row in lists[2].rows]


def test_a_retired_person_can_be_registered_again_and_again(client: AppleClient) -> None:
    for _ in range(2):
        client.wait(client.retire_users("p0"))
        outcome = client.wait(client.create_users({"clientUserId": "p0", "managedAppleId": "p0@norr.example"}))
        assert "COMPLETE" == outcome.state
    active = [row["status"] for row in person(client, "p0") if row["status"] in ("Registered", "Associated")]
    assert ["Associated"] == active


def test_a_book_moves_to_the_new_row_of_its_holder(client: AppleClient) -> None:
    client.wait(client.associate([BOOK], ["p0"]))
    client.wait(client.retire_users("p0"))
    client.wait(client.create_users({"clientUserId": "p0", "managedAppleId": "p0@norr.example"}))
    assert ["p0"] == holders(client, BOOK)
    assert ["Associated"] == [row["userStatus"] for row in client.assignments(includeUserState=True).rows]
    assert (1, 9, 0, 10) == counts(client, BOOK)


def test_every_kind_of_write_moves_the_version_it_touches(client: AppleClient) -> None:
    def versions() -> tuple[str, str, str]:
        return client.assets().version, client.assignments().version, client.users().version

    start = versions()
    assert start == versions()
    client.wait(client.associate([BOOK, APP], ["p0"]))
    given = versions()
    assert (True, True) == (start[0] != given[0], start[1] != given[1])
    client.wait(client.disassociate([APP], ["p0"]))
    taken = versions()
    assert (True, True) == (given[0] != taken[0], given[1] != taken[1])
    client.wait(client.retire_users("p0"))
    assert taken[2] != client.users().version


def test_a_refused_write_moves_no_version(client: AppleClient) -> None:
    before = client.assets().version, client.assignments().version
    try:
        client.disassociate([BOOK], ["p0"])
    except AppleError as refused:
        assert 9706 == refused.number
    assert before == (client.assets().version, client.assignments().version)


def test_events_of_a_location_are_told_to_all_its_content_tokens(client_of: Clients) -> None:
    event = client_of("valid").associate([BOOK], ["p0"])
    assert "COMPLETE" == client_of("second").wait(event).state


def test_one_quality_does_not_stand_in_for_the_other(served: Served, client: AppleClient) -> None:
    assets = [tenant.asset(tenant.ATLAS, total=1, assigned=1), tenant.asset(tenant.ATLAS, pricing="PLUS", total=5)]
    served.put(tenant.state(assets=assets))
    assert (9709,) == client.wait(client.associate([BOOK], ["p0"])).failures
    assert "COMPLETE" == client.wait(client.associate([PLUS], ["p0"])).state
    assert (1, 4, 0, 5) == counts(client, PLUS)


def test_people_and_devices_can_stand_in_one_request(client: AppleClient) -> None:
    outcome = client.wait(client.associate([APP], ["p0"], ["C02ABC"]))
    assert ("COMPLETE", 2, ["C02ABC", "p0"]) == (outcome.state, outcome.requested, holders(client, APP))


def test_taking_what_nobody_has_changes_nothing(client: AppleClient) -> None:
    assert "COMPLETE" == client.wait(client.disassociate([APP], ["p0"])).state
    assert (0, 5, 0, 5) == counts(client, APP)


def test_what_can_be_revoked_is_the_assets_own_word(served: Served, client: AppleClient) -> None:
    app = tenant.asset(tenant.CALC, kind="App", total=5) | {"revocable": False}
    served.put(tenant.state(assets=[app]))
    client.wait(client.associate([APP], ["p0"]))
    assert (9706, 400) == failure_of(lambda: client.disassociate([APP], ["p0"]))
    client.wait(client.revoke(["p0"]))
    client.wait(client.retire_users("p0"))
    assert (["p0"], 4) == (holders(client, APP), counts(client, APP)[1])


def test_an_asset_that_the_location_does_not_own_is_given_to_nobody(client: AppleClient) -> None:
    before = client.assets().rows
    for pair in (("999", "STDQ"), (tenant.POEMS, "PLUS"), (tenant.MAPS, "STDQ")):
        try:
            assert "FAILED" == client.wait(client.associate([pair], ["p0"])).state
        except AppleError as refused:
            assert 400 == refused.status
    assert (before, ()) == (client.assets().rows, client.assignments().rows)


def test_an_address_given_with_a_managed_account_is_kept(client: AppleClient) -> None:
    client.wait(client.create_users({"clientUserId": "n", "email": "n@x.example", "managedAppleId": "n@norr.example"}))
    (row,) = person(client, "n")
    assert ("Associated", "n@x.example") == (row["status"], row["email"])
