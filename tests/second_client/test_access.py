"""Content tokens that do not work, services that are busy, and who manages the location."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient, failure_of
from tests.second_client.conftest import Clients
from tests.second_client.served import Served
from tests.second_client.session import ATTEMPTS, Json

BOOK = (tenant.ATLAS, "STDQ")
CALLS: dict[str, Callable[[AppleClient], object]] = {
    "client config": lambda client: client.client_config(),
    "claim": lambda client: client.claim("m-1", "Other", "free"),
    "assets": lambda client: client.assets(),
    "assignments": lambda client: client.assignments(),
    "users": lambda client: client.users(),
    "associate": lambda client: client.associate([BOOK], ["p0"]),
    "disassociate": lambda client: client.disassociate([BOOK], ["p0"]),
    "revoke": lambda client: client.revoke(["p0"]),
    "create": lambda client: client.create_users({"clientUserId": "n"}),
    "retire": lambda client: client.retire_users("p0"),
    "status": lambda client: client.status("any"),
}
STATES = [("expired", (9621, 401)), ("revoked", (9625, 401)), ("throttled", (9646, 429)), ("unknown", (9622, 200))]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(("name", "expected"), STATES)
def test_a_content_token_that_does_not_work_is_refused_everywhere(
    served: Served, client_of: Clients, name: str, expected: tuple[int, int], call: str
) -> None:
    before = served.state()["apple"]
    assert expected == failure_of(lambda: CALLS[call](client_of(name)))
    assert before == served.state()["apple"]


@pytest.mark.parametrize("name", [None, "valid", "revoked", "expired", "throttled", "unknown"])
def test_the_service_configuration_asks_for_no_content_token(client_of: Clients, name: str | None) -> None:
    held = {} if name is None else {"Authorization": f"Bearer {tenant.content_token(name)}"}
    client = client_of(name)
    assert "limits" in client.session.raw("GET", f"{client.root}/service/config", held)


def test_the_secret_within_a_content_token_is_not_the_token(served: Served) -> None:
    client = served.client(tenant.inner_secret("valid"))
    assert (9622, 200) == failure_of(client.client_config)


@pytest.mark.parametrize("header", [None, "Basic abc", "Bearer", "Bearer two words", tenant.content_token("valid")])
def test_a_missing_or_malformed_header_is_refused(client: AppleClient, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    for name in ("clientConfig", "getAssets", "getUsers"):
        assert (9722, 401) == failure_of(partial(client.session.raw, "GET", client.url(name), headers))


def test_a_content_token_expires_with_the_clock(served: Served, client: AppleClient) -> None:
    assert tenant.UID == client.client_config()["uId"]
    served.sleep(365 * 86400.0)
    assert (9621, 401) == failure_of(client.client_config)


def test_a_busy_service_is_asked_again_at_growing_distances(served: Served, client_of: Clients) -> None:
    assert (9646, 429) == failure_of(client_of("throttled").users)
    assert ATTEMPTS - 1 == len(served.waits)
    assert sorted(set(served.waits)) == served.waits


def test_a_failing_service_is_asked_again_when_it_says_so(served: Served, client: AppleClient) -> None:
    client.service_config()
    served.faults({"method": "GET", "path": "/mdm/v2/users$", "nth": [1], "status": 503, "retryAfter": 7})
    assert 3 == len(client.users().rows)
    assert [7.0] == served.waits


def test_an_error_that_hides_inside_a_success_is_seen(served: Served, client: AppleClient) -> None:
    client.service_config()
    served.faults({"method": "GET", "path": "/mdm/v2/assets$", "status": 200})
    number, status = failure_of(client.assets)
    assert (True, 200) == (number is not None, status)
    served.described.problems.clear()  # the fault gave the error a status that the description does not


def test_a_write_whose_answer_was_lost_can_be_sent_again(served: Served, client: AppleClient) -> None:
    client.service_config()
    served.faults({"method": "POST", "path": "/assets/associate$", "nth": [1], "status": 500, "mode": "after"})
    assert "COMPLETE" == client.wait(client.associate([BOOK], ["p0"])).state
    assert ["p0"] == [row["clientUserId"] for row in client.assignments().rows]


def test_a_write_whose_connection_broke_can_be_sent_again(served: Served, client: AppleClient) -> None:
    client.service_config()
    served.faults({"method": "POST", "path": "/users/create$", "nth": [1], "mode": "drop"})
    outcome = client.wait(client.create_users({"clientUserId": "n"}))
    assert ("FAILED", (9716,)) == (outcome.state, outcome.failures)  # the first request had been heard
    assert 1 == len(client.users(clientUserId="n").rows)


def test_whoever_claims_a_location_is_shown_in_every_answer(client_of: Clients) -> None:
    reader, owner, new_owner = (client_of(name) for name in ("second", "valid", "valid"))
    reader.assets()
    assert _manager(reader) is None
    for client, name in ((owner, "First"), (new_owner, "Second")):
        mine = {"id": f"id of {name}", "name": name, "metadata": "free"}
        assert mine == client.claim(mine["id"], name, "free")["mdmInfo"]
        for call in ("client config", "assets", "assignments", "users", "associate", "revoke", "create"):
            CALLS[call](reader)
            assert mine == _manager(reader), call
        reader.wait(reader.associate([BOOK], ["p1"]))  # and the answer about an event
        assert mine == _manager(reader)


def _manager(client: AppleClient) -> Json | None:
    """Who manages the location, by the client's last answer."""
    return client.mdm_info


def test_a_claim_is_about_one_location_only(client_of: Clients) -> None:
    client_of("valid").claim("m-1", "Other", "free")
    assert "mdmInfo" not in client_of("other").client_config()


def test_a_claim_survives_other_configuration(client: AppleClient) -> None:
    client.claim("m-1", "Other", "free")
    target = {"notificationUrl": "https://mdm.norr.example/notify", "notificationAuthToken": "shared"}
    first, second = ["ASSET_COUNT", "USER_MANAGEMENT"], ["USER_ASSOCIATED"]
    client.configure({**target, "notificationTypes": first})
    config = client.configure({**target, "notificationTypes": second})
    assert ("m-1", target["notificationUrl"], second) == (
        config["mdmInfo"]["id"],
        config["notificationUrl"],
        config["subscribedNotificationTypes"],
    )
    assert config == client.client_config()


def test_another_locations_event_is_unknown(client_of: Clients) -> None:
    event = client_of("valid").associate([BOOK], ["p0"])
    assert (9708, 400) == failure_of(lambda: client_of("other").status(event))
