"""Writing VPP tokens: against the sandbox, against services that answer badly, and without giving a secret away."""

import base64
import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.graph.writing import MOST_CHARACTERS
from reconciler.model import token_fields as fields
from reconciler.model.content_token import ContentToken, decode
from reconciler.model.entities import BetaUse, Cloud
from reconciler.model.errors import ServiceError
from reconciler.model.ids import BookId, TokenId
from reconciler.model.providers import TokenWriter
from tests.graph.service import BEARER, DROP, FakeTime, Reply, Seen, Service, serving
from tests.graph.tenant import CALLER, Tenant
from tests.sandbox.client import NOW

TOKEN = TokenId("10000000-0000-4000-8000-000000000001")
PATH = "/deviceAppManagement/vppTokens"
INNER = "c2VjcmV0LW9mLXRoZS1sb2NhdGlvbi1OT1JSLTIwMjY"
LINK = "https://git.example/norr/books/pull/118"


def content(organization: str = "Norr", expires: str = "2027-08-14T06:00:00+0000") -> ContentToken:
    """A content token as Apple makes them, with a secret that can be looked for."""
    body = {"token": INNER, "expDate": expires, "orgName": organization}
    return decode(base64.b64encode(json.dumps(body).encode()))


def put(tenant: Tenant, **more: Any) -> None:
    """One VPP token that ends in a month."""
    token = {
        "id": TOKEN,
        "organizationName": "Norr",
        "appleId": "it@norr.example",
        "vppTokenAccountType": "education",
        "countryOrRegion": "SE",
        "displayName": "norr",
        "state": "valid",
        "expirationDateTime": "2026-09-14T06:00:00Z",
        "lastSyncDateTime": "2026-08-14T04:00:00Z",
        "lastSyncStatus": "completed",
    }
    tenant.client.put_state(vppTokens=[token], **more)


@contextmanager
def speaking_to(service: Service, justification: str | None = None) -> Iterator[GraphIntune]:
    door = open_intune(
        Cloud.GLOBAL,
        None,
        BetaUse.READ,
        url=service.root,
        access_token=BEARER,
        pace=FakeTime().pace(),
        justification=justification,
    )
    try:
        yield door
    finally:
        door.close()


WRITES: dict[str, Callable[[TokenWriter], Any]] = {
    "create": lambda writer: writer.create_token(content(), {fields.APPLE_ID: "it@norr.example"}),
    "renew": lambda writer: writer.renew_token(TOKEN, content()),
    "update": lambda writer: writer.update_token(TOKEN, {fields.COUNTRY: "NO"}),
    "sync": lambda writer: writer.sync_token(TOKEN),
}


def refused(write: str, *answers: Reply, justification: str | None = None) -> tuple[ServiceError, list[Seen]]:
    """What a write raises when the service answers so, and what the service saw."""
    with serving(*answers) as service, speaking_to(service, justification) as intune:
        with pytest.raises(ServiceError) as caught:
            WRITES[write](intune)
        return caught.value, service.seen


# Against the sandbox


def test_one_token_is_read_with_what_only_beta_tells_and_without_its_secret(tenant: Tenant) -> None:
    put(tenant)
    with tenant.intune() as intune:
        there = intune.token(TOKEN)
        assert there is not None
        assert ("norr", datetime(2026, 9, 14, 6, tzinfo=UTC)) == (there.display_name, there.expires)
    with tenant.intune(BetaUse.NONE) as intune:
        there = intune.token(TOKEN)
        assert there is not None
        assert None is there.display_name


def test_no_read_of_a_token_asks_for_the_secret() -> None:
    with serving(Reply(body={"id": TOKEN, "token": "x"})) as service, speaking_to(service) as intune:
        intune.token(TOKEN)
        selected = service.targets[0].partition("$select=")[2].split(",")
    assert {"id", "state"} < set(selected)
    assert "token" not in selected


def test_a_token_that_is_gone_is_none(tenant: Tenant) -> None:
    put(tenant)
    with tenant.intune() as intune:
        assert None is intune.token(TokenId("10000000-0000-4000-8000-000000000009"))


def test_a_token_is_read_through_v1_where_beta_is_refused(tenant: Tenant) -> None:
    put(tenant)
    tenant.faults({"method": "GET", "path": "^/beta/", "status": 403})
    with tenant.intune() as intune:
        assert intune.token(TOKEN) is not None
        assert not intune.beta()


def test_a_token_that_may_not_be_read_names_the_permission(tenant: Tenant) -> None:
    put(tenant)
    with tenant.intune(bearer=f"{CALLER};deny=tokens") as intune, pytest.raises(ServiceError) as caught:
        intune.token(TOKEN)
    assert ("VPP509", 403) == (caught.value.code, caught.value.status)


def test_a_new_token_has_the_declared_fields_and_what_the_content_token_says(tenant: Tenant) -> None:
    tenant.client.put_state()
    declared = {
        fields.ORGANIZATION: "Norr",
        fields.APPLE_ID: "it@norr.example",
        fields.ACCOUNT_TYPE: "education",
        fields.COUNTRY: "SE",
        fields.UPDATE_APPS: True,
        fields.DISPLAY_NAME: "norrskolan",
        fields.CONSENT: True,
    }
    with tenant.intune() as intune:
        written = intune.create_token(content(), declared)
        assert written.request_id
        assert written.token is not None
        there = intune.token(written.token)
    assert there is not None
    assert ("Norr", "it@norr.example", "education") == (there.organization, there.apple_id, there.account_type)
    assert ("SE", True, "norrskolan", True) == (
        there.country,
        there.automatically_update_apps,
        there.display_name,
        there.data_sharing_consent,
    )
    assert datetime(2027, 8, 14, 6, tzinfo=UTC) == there.expires
    assert f"POST /beta{PATH}" in tenant.asked()


def test_a_renewal_changes_the_expiry_and_nothing_else(tenant: Tenant) -> None:
    put(tenant)
    with tenant.intune() as intune:
        before = intune.token(TOKEN)
        intune.renew_token(TOKEN, content())
        after = intune.token(TOKEN)
    assert before is not None
    assert after is not None
    assert timedelta(days=334) == (after.expires or before.expires) - before.expires  # type: ignore[operator]
    same = ("organization", "apple_id", "account_type", "country", "display_name", "last_sync", "sync_status")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]
    assert [f"PATCH /v1.0{PATH}/{TOKEN}"] == [one for one in tenant.asked() if one.startswith("PATCH")]


@pytest.mark.parametrize(
    ("version", "changed"),
    [
        ("v1.0", {fields.COUNTRY: "NO"}),
        ("v1.0", {fields.COUNTRY: "NO", fields.UPDATE_APPS: True}),
        ("beta", {fields.DISPLAY_NAME: "norra"}),
        ("beta", {fields.COUNTRY: "NO", fields.CONSENT: True}),
        ("beta", {fields.TAKE_CONTROL: True}),
    ],
)
def test_fields_go_through_beta_only_where_one_of_them_needs_it(
    tenant: Tenant, version: str, changed: dict[str, Any]
) -> None:
    put(tenant)
    with tenant.intune() as intune:
        intune.update_token(TOKEN, changed)
    stored = tenant.client.get("/_sandbox/state")["vppTokens"][0]
    assert changed == {name: stored[name] for name in changed}
    assert [f"PATCH /{version}{PATH}/{TOKEN}"] == tenant.asked()


def test_a_sync_is_asked_for_once(tenant: Tenant) -> None:
    put(tenant, settings={"syncSeconds": 30})
    with tenant.intune() as intune:
        assert intune.sync_token(TOKEN).request_id
        there = intune.token(TOKEN)
    assert there is not None
    assert "inProgress" == there.sync_status
    assert [f"POST /v1.0{PATH}/{TOKEN}/syncLicenses"] == [one for one in tenant.asked() if "POST" in one]


@pytest.mark.parametrize("write", sorted(WRITES))
def test_a_caller_who_may_only_read_is_told_both_permissions(tenant: Tenant, write: str) -> None:
    put(tenant)
    with tenant.intune(bearer="readonly:kim") as intune, pytest.raises(ServiceError) as caught:
        WRITES[write](intune)
    assert ("VPP509", 403, False) == (caught.value.code, caught.value.status, caught.value.maybe_done)
    for permission in ("DeviceManagementApps.ReadWrite.All", "DeviceManagementServiceConfig.ReadWrite.All"):
        assert permission in caught.value.remedy


# What is sent


def test_a_renewal_is_the_type_and_the_content_token_alone() -> None:
    given = content()
    with serving(Reply()) as service, speaking_to(service) as intune:
        intune.renew_token(TOKEN, given)
        [seen] = service.seen
    assert {"@odata.type": "#microsoft.graph.vppToken", "token": given.text} == seen.body
    assert ("PATCH", f"/v1.0{PATH}/{TOKEN}") == (seen.method, seen.target)


@pytest.mark.parametrize("name", [fields.EXPIRES, "token", "state", "id"])
def test_a_field_that_is_never_written_is_refused_before_anything_is_sent(name: str) -> None:
    with serving(Reply()) as service, speaking_to(service) as intune:
        with pytest.raises(ValueError, match="never written"):
            intune.update_token(TOKEN, {name: "x"})
        assert [] == service.seen


def test_a_new_token_whose_id_was_not_told_has_none() -> None:
    for body in (b"", b"no json", json.dumps({"id": 7}).encode(), b"[]"):
        with serving(Reply(201, body)) as service, speaking_to(service) as intune:
            assert None is intune.create_token(content(), {}).token


def test_an_id_is_never_taken_for_a_path() -> None:
    with serving(Reply()) as service, speaking_to(service) as intune:
        intune.sync_token(TokenId("../../groups?x="))
        assert "/vppTokens/..%2F..%2Fgroups%3Fx%3D/syncLicenses" in service.targets[0]


# What comes back


@pytest.mark.parametrize("write", sorted(WRITES))
@pytest.mark.parametrize(
    ("maybe_done", "answer"), [(True, DROP), (True, Reply(503)), (False, Reply(429)), (False, Reply(400))]
)
def test_a_write_is_sent_once_and_says_whether_it_may_be_done(write: str, maybe_done: bool, answer: Reply) -> None:
    error, seen = refused(write, answer)
    assert (maybe_done, 1) == (error.maybe_done, len(seen))


def test_the_time_to_wait_is_told() -> None:
    error, _ = refused("sync", Reply(429, headers={"Retry-After": "7"}))
    assert 7.0 == error.retry_after


ECHOES: dict[str, Callable[[str], dict[str, Any]]] = {
    "in the message": lambda text: {"error": {"code": "BadRequest", "message": f"The value '{text}' is no token."}},
    "as the code": lambda text: {"error": {"code": text, "message": "no"}},
    "as a part of the code": lambda text: {"error": {"code": text[5:40], "message": "no"}},
    "in another case": lambda text: {"error": {"code": text[:60].upper(), "message": text.lower()}},
    "as it was sent": lambda text: {"@odata.type": "x", "token": text},
    "in words that speak of an approval": lambda text: {
        "error": {"code": "ApprovalRequired", "message": f"Multi Admin Approval for {text}: approval required {text}"}
    },
}


@pytest.mark.parametrize("write", ["create", "renew"])
@pytest.mark.parametrize("status", [400, 403, 409, 503])
@pytest.mark.parametrize("echo", sorted(ECHOES))
@pytest.mark.parametrize("which", ["outer", "inner"])
def test_a_service_that_repeats_the_secret_gives_none_of_it_away(
    write: str, status: int, echo: str, which: str
) -> None:
    text = content().text if which == "outer" else INNER
    headers = {"request-id": text[:50], "x-msft-approval-code": text[:50]}
    error, _ = refused(write, Reply(status, ECHOES[echo](text), headers), justification=LINK)
    told = " ".join(everything_in(error)).casefold()
    assert_holds_no_part(told, content().text)
    assert_holds_no_part(told, INNER)


def everything_in(error: BaseException | None) -> Iterator[str]:
    """All that an exception and what led to it hold: its texts, its fields, its traceback."""
    while error is not None:
        yield from traceback.format_exception(error)
        yield repr(error)
        yield from map(str, getattr(error, "__dict__", {}).values())
        error = error.__cause__ or error.__context__


def assert_holds_no_part(told: str, secret: str) -> None:
    parts = {secret[start : start + 8].casefold() for start in range(len(secret) - 8)}
    assert set() == {part for part in parts if part in told}


def test_a_secret_that_a_later_read_repeats_is_not_told_either() -> None:
    text = content().text
    repeated = Reply(400, {"error": {"code": text[:60], "message": text}})
    with serving(Reply(), repeated) as service, speaking_to(service) as intune:
        intune.renew_token(TOKEN, content())
        with pytest.raises(ServiceError) as caught:
            intune.token(TOKEN)
    assert_holds_no_part(" ".join(everything_in(caught.value)).casefold(), text)


# A second administrator


def approval_requests(tenant: Tenant) -> list[dict[str, Any]]:
    found = tenant.client.get("/beta/deviceManagement/operationApprovalRequests")["value"]
    assert isinstance(found, list)
    return found


def justified(tenant: Tenant, justification: str | None) -> GraphIntune:
    return open_intune(
        Cloud.SANDBOX,
        None,
        BetaUse.READ,
        url=tenant.root,
        access_token="app:reconciler",
        pace=tenant.time.pace(),
        justification=justification,
    )


@pytest.mark.parametrize("write", [*sorted(WRITES), "assign"])
def test_the_second_administrator_is_told_the_pull_request(tenant: Tenant, write: str) -> None:
    put(tenant, settings={"multiAdminApproval": True}, managedEBooks=[{"id": "b1", "displayName": "B"}])
    intune = justified(tenant, LINK)
    try:
        with pytest.raises(ServiceError) as caught:
            intune.assign(BookId("b1"), (), {}) if write == "assign" else WRITES[write](intune)
    finally:
        intune.close()
    [request] = approval_requests(tenant)
    assert LINK == request["requestJustification"]
    assert "VPP508" == caught.value.code
    assert request["id"] in caught.value.message
    assert LINK in caught.value.remedy


def test_an_open_request_for_approval_is_not_taken_for_a_conflict(tenant: Tenant) -> None:
    put(tenant, settings={"multiAdminApproval": True})
    intune = justified(tenant, LINK)
    try:
        for _ in range(2):
            with pytest.raises(ServiceError) as caught:
                intune.sync_token(TOKEN)
    finally:
        intune.close()
    assert ("VPP508", 409) == (caught.value.code, caught.value.status)
    assert 1 == len(approval_requests(tenant))


def test_without_a_link_nothing_is_filed_and_it_is_said_all_the_same(tenant: Tenant) -> None:
    put(tenant, settings={"multiAdminApproval": True})
    intune = justified(tenant, None)
    try:
        with pytest.raises(ServiceError) as caught:
            intune.sync_token(TOKEN)
    finally:
        intune.close()
    assert "VPP508" == caught.value.code
    assert [] == approval_requests(tenant)


@pytest.mark.parametrize("text", ["Beställning 2026-118, åk 9", " " + "ö" * 3 * MOST_CHARACTERS])
def test_a_justification_is_base64_of_text_and_not_too_long(tenant: Tenant, text: str) -> None:
    put(tenant, settings={"multiAdminApproval": True})
    intune = justified(tenant, text)
    try:
        with pytest.raises(ServiceError):
            intune.sync_token(TOKEN)
    finally:
        intune.close()
    [request] = approval_requests(tenant)
    assert text.strip()[:MOST_CHARACTERS] == request["requestJustification"]


def test_reads_carry_no_justification() -> None:
    with serving(Reply(body={"id": TOKEN})) as service, speaking_to(service, LINK) as intune:
        intune.token(TOKEN)
        intune.sync_token(TOKEN)
        told = ["x-msft-approval-justification" in {name.lower() for name in seen.headers} for seen in service.seen]
    assert [False, True] == told


def test_the_sandbox_stands_at_the_time_that_these_tests_think() -> None:
    assert "2026-08-14T06:00:00Z" == NOW
