"""What Apple refuses at once: nothing is queued, nothing changes."""

from collections.abc import Callable

import pytest

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient, failure_of
from tests.second_client.served import Served
from tests.second_client.session import AppleError, Json

BOOK, APP = (tenant.ATLAS, "STDQ"), (tenant.CALC, "STDQ")
MDM = {"id": "m-1", "name": "Other", "metadata": "free"}
URL = "https://mdm.norr.example/notify"


def many(limit: int) -> list[str]:
    return [f"p{number}" for number in range(limit + 1)]


def new_people(client: AppleClient) -> list[Json]:
    return [{"clientUserId": f"n{number}"} for number in range(client.limit("maxUsers") + 1)]


def some_assets(client: AppleClient) -> list[tuple[str, str]]:
    return [(str(3_000_000_000 + number), "STDQ") for number in range(client.limit("maxAssets") + 1)]


REFUSED: dict[str, tuple[int, Callable[[AppleClient], object]]] = {
    "a book taken back": (9706, lambda c: c.disassociate([BOOK], ["p0"])),
    "a book among apps taken back": (9706, lambda c: c.disassociate([APP, BOOK], ["p0"])),
    "a book for a device": (9707, lambda c: c.associate([BOOK], (), ["C02ABC"])),
    "a book for a device and a person": (9707, lambda c: c.associate([BOOK], ["p0"], ["C02ABC"])),
    "a book among apps for a device": (9707, lambda c: c.associate([APP, BOOK], (), ["C02ABC"])),
    "too many assets": (9700, lambda c: c.associate(some_assets(c), ["p0"])),
    "too many people": (9701, lambda c: c.associate([BOOK], many(c.limit("maxClientUserIds")))),
    "too many devices": (9702, lambda c: c.associate([APP], (), many(c.limit("maxSerialNumbers")))),
    "the same asset twice": (9703, lambda c: c.associate([BOOK, BOOK], ["p0"])),
    "the same person twice": (9704, lambda c: c.associate([BOOK], ["p0", "p0"])),
    "the same device twice": (9705, lambda c: c.associate([APP], (), ["C02ABC", "C02ABC"])),
    "no asset": (9718, lambda c: c.associate([], ["p0"])),
    "nobody to give to": (9719, lambda c: c.associate([BOOK])),
    "nobody to take from": (9719, lambda c: c.disassociate([APP])),
    "nobody to revoke from": (9719, lambda c: c.revoke()),
    "too many people to revoke from": (9701, lambda c: c.revoke(many(c.limit("maxRevokeClientUserIds")))),
    "too many devices to revoke from": (9702, lambda c: c.revoke((), many(c.limit("maxRevokeSerialNumbers")))),
    "the same person twice to revoke from": (9704, lambda c: c.revoke(["p0", "p0"])),
    "the same device twice to revoke from": (9705, lambda c: c.revoke((), ["C02ABC", "C02ABC"])),
    "no new people": (9720, lambda c: c.create_users()),
    "nobody to change": (9720, lambda c: c.update_users()),
    "nobody to retire": (9720, lambda c: c.retire_users()),
    "too many new people": (9714, lambda c: c.create_users(*new_people(c))),
    "too many to change": (9714, lambda c: c.update_users(*new_people(c))),
    "too many to retire": (9714, lambda c: c.retire_users(*many(c.limit("maxUsers")))),
    "the same new person twice": (9715, lambda c: c.create_users({"clientUserId": "n"}, {"clientUserId": "n"})),
    "the same person twice to retire": (9715, lambda c: c.retire_users("p0", "p0")),
    "no e-mail address": (9717, lambda c: c.create_users({"clientUserId": "n", "email": "nowhere"})),
    "no e-mail address any more": (9717, lambda c: c.update_users({"clientUserId": "p0", "email": "nowhere"})),
    "a person without a name": (9602, lambda c: c.create_users({"email": "n@norr.example"})),
    "an unknown event": (9708, lambda c: c.status("never")),
    "no event": (9602, lambda c: c.page("eventStatus")),
    "a claim without a name": (9723, lambda c: c.configure({"mdmInfo": {"id": "m", "metadata": "x"}})),
    "a claim without metadata": (9723, lambda c: c.configure({"mdmInfo": {"id": "m", "name": "n"}})),
    "a claim without id": (9723, lambda c: c.configure({"mdmInfo": {"name": "n", "metadata": "x"}})),
    "a long id": (9724, lambda c: c.claim("i" * (c.limit("maxMdmIdLength") + 1), "n", "x")),
    "a long name": (9725, lambda c: c.claim("i", "n" * (c.limit("maxMdmNameLength") + 1), "x")),
    "long metadata": (9713, lambda c: c.claim("i", "n", "x" * (c.limit("maxMdmMetadataLength") + 1))),
    "an address without its secret": (9710, lambda c: c.configure({"notificationUrl": URL})),
    "a secret without its address": (9710, lambda c: c.configure({"notificationAuthToken": "t"})),
    "a long address": (9711, lambda c: c.configure(_target(URL + "y" * c.limit("maxNotificationLength")))),
    "an open address": (9712, lambda c: c.configure(_target("http://mdm.norr.example/"))),
    "an address out of reach": (9728, lambda c: c.configure(_target("https://mdm.invalid/"))),
}


def _target(url: str) -> Json:
    return {"notificationUrl": url, "notificationAuthToken": "t", "mdmInfo": MDM}


@pytest.mark.parametrize("case", REFUSED)
def test_a_request_that_cannot_be_is_refused_whole(served: Served, client: AppleClient, case: str) -> None:
    number, act = REFUSED[case]
    before = served.state()["apple"]
    assert (number, 400) == failure_of(lambda: act(client))
    assert before == served.state()["apple"]


def test_as_many_as_the_limit_allows_are_taken(served: Served, client: AppleClient) -> None:
    limit = client.limit("maxUsers")
    names = [{"clientUserId": f"n{number}"} for number in range(limit)]
    assert limit == client.wait(client.create_users(*names)).completed
    books = [tenant.asset(str(3_000_000_000 + number)) for number in range(client.limit("maxAssets"))]
    served.put(tenant.state(assets=books))
    assert len(books) == client.wait(client.associate([(each["adamId"], "STDQ") for each in books], ["p0"])).completed


def test_a_refusal_may_name_what_it_is_about_and_never_more(client: AppleClient) -> None:
    with pytest.raises(AppleError) as refused:
        client.disassociate([APP, BOOK], ["p0"])
    named = [(each["adamId"], each["pricingParam"]) for each in refused.value.info.get("assets", [])]
    assert named in ([], [BOOK])


def test_apples_own_refusal_leaves_a_claim_as_it_was(client: AppleClient) -> None:
    client.claim("m-1", "Other", "free")
    assert (9723, 400) == failure_of(lambda: client.configure({"mdmInfo": {"id": "m-2"}}))
    assert MDM == client.client_config()["mdmInfo"]


WRITES = ["clientConfig", "associateAssets", "disassociateAssets", "revokeAssets", "createUsers", "retireUsers"]


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_another_content_type_is_refused(client: AppleClient, name: str, kind: str) -> None:
    headers = {"Authorization": f"Bearer {tenant.content_token('valid')}", "Content-Type": kind}
    assert (9727, 415) == failure_of(lambda: client.session.raw("POST", client.url(name), headers, b"{}"))


def test_json_with_a_character_set_is_taken(client: AppleClient) -> None:
    kind = "application/json; charset=UTF-8"
    headers = {"Authorization": f"Bearer {tenant.content_token('valid')}", "Content-Type": kind}
    body = b'{"users": [{"clientUserId": "n"}]}'
    assert "eventId" in client.session.raw("POST", client.url("createUsers"), headers, body)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff", b'{"assets": "all"}', b'{"assets": [{}]}'])
def test_a_body_that_is_no_request_is_refused(client: AppleClient, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {tenant.content_token('valid')}", "Content-Type": "application/json"}
    number, status = failure_of(lambda: client.session.raw("POST", client.url("associateAssets"), headers, body))
    assert (9602, 400) == (number, status)


@pytest.mark.parametrize(
    ("method", "name"), [("GET", "associateAssets"), ("POST", "getAssets"), ("DELETE", "getUsers"), ("PUT", "getUsers")]
)
def test_another_method_is_refused(client: AppleClient, method: str, name: str) -> None:
    headers = {"Authorization": f"Bearer {tenant.content_token('valid')}", "Content-Type": "application/json"}
    assert (9726, 405) == failure_of(lambda: client.session.raw(method, client.url(name), headers, b"{}"))
