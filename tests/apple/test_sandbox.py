"""The same reader against a whole tenant over HTTP: what Apple says there beside what Intune shows there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from reconciler.apple.compare import compare
from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import AppleLocationReader, open_apple, read_service
from reconciler.model.apple import AppleRefusal, AppleView, Owner
from reconciler.model.entities import ExpectedMdm, Location
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId, TokenId
from tests import worlds as w
from tests.apple.service import EXPIRES, UID, asset, assignment, content_token, user
from tests.graph.tenant import Tenant, serving_tenant
from tests.sandbox.client import book

A1, A2 = AdamId("1000000001"), AdamId("1000000002")
INTUNE_TOKEN = TokenId("70000000-0000-4000-8000-000000000001")
MDM = {"id": "mdm-1", "name": "Microsoft Intune", "metadata": "norr.example"}


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Tenant]:
    with serving_tenant(tmp_path) as served:
        yield served


def put(tenant: Tenant, state: str = "valid", page_size: int = 100, **location: Any) -> None:
    """A location with two books, one of them in both qualities, and Intune's older idea of them."""
    known = {
        "uId": UID,
        "locationName": "Norrskolan",
        "countryISO2ACode": "SE",
        "defaultPlatform": "volumestore",
        "websiteURL": "https://school.apple.com",
        "mdmInfo": MDM,
        "assets": [asset(A1, total=60, assigned=2), asset(A2, "PLUS", total=5, assigned=0), asset(A2, assigned=1)],
        "users": [user("u1"), user("u2"), user("u3", "Registered"), user("u1", "Retired")],
        "assignments": [assignment(A1, "u1"), assignment(A1, "u2"), assignment(A2, "u1")],
        **location,
    }
    secret = {"sToken": content_token().text, "uId": UID, "state": state, "tokenExpirationDate": EXPIRES}
    shared = {"vppTokenId": INTUNE_TOKEN, "usedLicenseCount": 1}
    address = "https://books.apple.com/se/book/x/id"
    tenant.client.put_state(
        settings={"applePageSize": page_size},
        apple={"locations": [known], "tokens": [secret]},
        vppTokens=[{"id": INTUNE_TOKEN, "state": "valid", "organizationName": "Norrskolan", "token": secret["sToken"]}],
        managedEBooks=[
            book("b1", informationUrl=f"{address}{A1}", totalLicenseCount=30, **shared),
            book("b2", informationUrl=f"{address}{A2}", totalLicenseCount=35, **shared),
        ],
        groups=[],
    )


@contextmanager
def reading(tenant: Tenant) -> Iterator[AppleLocationReader]:
    with open_apple(content_token(), url=tenant.root, pace=tenant.time.pace()) as reader:
        yield reader


def seen_from_both_sides(tenant: Tenant, pin: ExpectedMdm | None = None) -> AppleView:
    token = replace(w.token(), expected_mdm=pin, location=Location(UID, None))
    with tenant.intune() as intune, reading(tenant) as reader:
        return compare(token, INTUNE_TOKEN, intune.books(), observe_apple(reader, [A1, A2]), ["U1", "u2", "u9"])


@pytest.mark.parametrize("page_size", [1, 2, 100])
def test_what_apple_says_stands_beside_what_intune_shows(tenant: Tenant, page_size: int) -> None:
    put(tenant, page_size=page_size)
    view = seen_from_both_sides(tenant, ExpectedMdm("mdm-1", None))
    assert (None, Owner.AS_PINNED, True, 0) == (view.failure, view.owner, view.uid_matches, view.without_number)
    first, second = view.books
    assert (A1, 60, 30, 30, 2, 1, 1, 2) == (
        first.adam_id,
        first.total,
        first.intune_total,
        first.total_lag,
        first.assigned,
        first.intune_used,
        first.used_lag,
        first.holders,
    )
    assert (A2, 35, 0, ["PLUS", "STDQ"], 1) == (
        second.adam_id,
        second.total,
        second.total_lag,
        [one.pricing for one in second.qualities],
        second.holders,
    )
    assert view.people is not None
    assert (2, 1, 1, 2, 1) == (
        view.people.joined,
        view.people.invited,
        view.people.retired,
        view.people.recognised,
        view.people.unrecognised,
    )


def test_a_sync_takes_the_lag_away(tenant: Tenant) -> None:
    put(tenant)
    assert seen_from_both_sides(tenant).books[0].lags
    assert tenant.client.call("POST", f"/v1.0/deviceAppManagement/vppTokens/{INTUNE_TOKEN}/syncLicenses").status < 300
    assert [0, 0] == [one.total_lag for one in seen_from_both_sides(tenant).books]


def test_another_service_that_claims_the_location_is_foreign(tenant: Tenant) -> None:
    put(tenant)
    other = {"mdmInfo": {"id": "mdm-9", "name": "Other MDM", "metadata": "x"}}
    bearer = {"Authorization": f"Bearer {content_token().text}", "Content-Type": "application/json"}
    assert 200 == tenant.client.call("POST", "/mdm/v2/client/config", other, **bearer).status
    view = seen_from_both_sides(tenant, ExpectedMdm("mdm-1", None))
    assert view.location is not None
    assert view.location.mdm is not None
    assert (Owner.FOREIGN, "Other MDM") == (view.owner, view.location.mdm.name)


def test_a_location_that_nobody_claimed_has_no_owner(tenant: Tenant) -> None:
    put(tenant, mdmInfo=None)
    with reading(tenant) as reader:
        assert reader.location().mdm is None


@pytest.mark.parametrize(("state", "number"), [("expired", 9621), ("revoked", 9625)])
def test_a_content_token_that_no_longer_counts_is_refused(tenant: Tenant, state: str, number: int) -> None:
    put(tenant, state)
    with reading(tenant) as reader, pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert (number, True) == (caught.value.number, caught.value.token_refused)
    assert 1 == len(tenant.asked())


def test_a_content_token_that_apple_does_not_know_is_refused(tenant: Tenant) -> None:
    put(tenant)
    stranger = open_apple(content_token("YW5vdGhlcg=="), url=tenant.root, pace=tenant.time.pace())
    with stranger as reader, pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert (9622, True) == (caught.value.number, caught.value.token_refused)


def test_an_organisation_that_asks_too_much_is_given_up_in_time(tenant: Tenant) -> None:
    put(tenant, "throttled")
    with reading(tenant) as reader, pytest.raises(AppleRefusal) as caught:
        reader.books()
    assert (9646, 429, False) == (caught.value.number, caught.value.status, caught.value.token_refused)
    assert 10 < sum(tenant.time.slept) <= 20


@pytest.mark.parametrize("fault", [{"status": 429}, {"status": 503, "retryAfter": 3}, {"status": 500, "mode": "drop"}])
def test_faults_that_pass_change_nothing_in_what_is_read(tenant: Tenant, fault: dict[str, Any]) -> None:
    put(tenant, page_size=1)
    with reading(tenant) as reader:
        expected = observe_apple(reader, [A1])
        tenant.faults({"path": "/mdm/v2/", "nth": [1, 3, 4, 8], **fault})
        assert expected == observe_apple(reader, [A1])
    assert expected.failure is None
    assert tenant.time.slept


def test_a_service_that_stays_away_half_way_leaves_no_list(tenant: Tenant) -> None:
    put(tenant, page_size=1)
    tenant.faults({"path": "/mdm/v2/assets", "nth": list(range(2, 100)), "status": 503})
    with reading(tenant) as reader, pytest.raises(ServiceError) as caught:
        reader.books()
    assert "VPP505" == caught.value.code


class Meddling(httpx.BaseTransport):
    """The network, on which somebody else does something just before one of the requests, counted from 1."""

    def __init__(self, before: int, deed: Callable[[], None]) -> None:
        self._network = httpx.HTTPTransport()
        self._left = before
        self._deed = deed

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._left -= 1
        if self._left == 0:
            self._deed()
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


def test_somebody_who_registers_between_two_pages_is_in_the_list_once(tenant: Tenant) -> None:
    put(tenant, page_size=1)
    bearer = {"Authorization": f"Bearer {content_token().text}", "Content-Type": "application/json"}
    added = {"users": [{"clientUserId": "u7", "managedAppleId": "u7@norr.example"}]}

    def register() -> None:
        assert 200 == tenant.client.call("POST", "/mdm/v2/users/create", added, **bearer).status

    wire = Meddling(before=3, deed=register)
    with open_apple(content_token(), url=tenant.root, pace=tenant.time.pace(), wire=wire) as reader:
        found = reader.users()
    assert (3, 1, 1, frozenset({"u1", "u2", "u3", "u7"})) == (found.joined, found.invited, found.retired, found.active)
    pages = [one for one in tenant.asked() if one.startswith("GET /mdm/v2/users")]
    assert 3 + 5 == len(pages)
    assert [1.0] == tenant.time.slept


def test_only_get_reaches_apple_and_the_service_is_read_without_a_content_token(tenant: Tenant) -> None:
    put(tenant)
    with reading(tenant) as reader:
        observe_apple(reader, [A1])
    assert () == read_service(url=tenant.root).moved
    asked = tenant.asked()
    assert {"GET"} == {one.partition(" ")[0] for one in asked}
    assert "GET /mdm/v2/service/config" in asked[-1]
    assert content_token().text not in str(tenant.client.get("/_sandbox/requests"))
