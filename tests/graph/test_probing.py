"""What the doctor asks of a tenant, and what an access token tells of its owner."""

import base64
import json
from typing import Any

import pytest

from reconciler.graph.auth import describe_sign_in, no_bearer, static_bearer
from reconciler.model.doctor import Area, TenantProbe
from reconciler.model.ids import GroupId
from tests.graph.service import Reply, serving
from tests.graph.tenant import CALLER, Tenant
from tests.graph.test_tokens import speaking_to
from tests.sandbox.client import book, group, users

G1 = GroupId("30000000-0000-4000-8000-000000000001")
ORGANIZATION = "8f0c0000-0000-0000-0000-000000000000"


def put(tenant: Tenant) -> None:
    tenant.client.put_state(
        managedEBooks=[book("b1"), book("b2")],
        vppTokens=[{"id": "t1", "state": "valid", "token": "secret"}],
        groups=[group(G1, "kim", "bo")],
        users=users("kim", "bo"),
        organization=[{"id": ORGANIZATION}],
    )


def claims(**told: Any) -> str:
    """An access token as Entra makes them, of which only the middle is read."""
    middle = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
    return f"e30.{middle}.c2ln"


@pytest.mark.parametrize(
    ("count", "area"),
    [(1, Area.BOOKS), (1, Area.TOKENS), (1, Area.GROUPS), (1, Area.MEMBERS), (0, Area.AUDIT), (1, Area.ORGANIZATION)],
)
def test_an_area_is_read_by_one_request_for_one_object(tenant: Tenant, count: int, area: Area) -> None:
    put(tenant)
    with tenant.intune() as intune:
        probe: TenantProbe = intune
        asked = probe.ask(area, G1)
    assert (200, count) == (asked.status, len(asked.ids))
    assert asked.at is not None
    assert 1 == len(tenant.asked())


@pytest.mark.parametrize("area", [Area.BOOKS, Area.TOKENS, Area.GROUPS, Area.MEMBERS, Area.AUDIT, Area.ORGANIZATION])
def test_an_area_that_is_forbidden_says_so(tenant: Tenant, area: Area) -> None:
    put(tenant)
    with tenant.intune(bearer=f"{CALLER};deny={area}") as intune:
        asked = intune.ask(area, G1)
    assert (403, ()) == (asked.status, asked.ids)
    assert asked.why
    assert asked.remedy


def test_policies_tell_what_they_protect() -> None:
    body = {"value": [{"id": "p", "policyType": "app"}, {"id": "q", "policyType": "script"}, 7]}
    with serving(Reply(body=body)) as service, speaking_to(service) as intune:
        assert ("app", "script") == intune.ask(Area.APPROVAL_POLICIES).kinds


@pytest.mark.parametrize("body", [b"<html>", b"[]"])
def test_nonsense_is_a_failure_and_no_answer(body: bytes) -> None:
    with serving(Reply(body=body)) as service, speaking_to(service) as intune:
        asked = intune.ask(Area.BOOKS)
    assert () == asked.ids
    assert asked.why


def test_an_app_and_a_person_are_told_by_their_claims() -> None:
    roles = ["DeviceManagementApps.ReadWrite.All"]
    app = describe_sign_in(static_bearer(claims(tid=ORGANIZATION.upper(), roles=roles, app_displayname="rec")))
    assert ("given", "rec", ORGANIZATION, frozenset(roles)) == (app.way, app.who, app.tenant, app.permissions)
    person = describe_sign_in(static_bearer(claims(upn="kim@norr.example", scp="A B")))
    assert ("kim@norr.example", None, frozenset({"A", "B"})) == (person.who, person.tenant, person.permissions)


@pytest.mark.parametrize("text", ["opaque", claims(), "a.b.c", "e30.W10.x", claims(roles="A", scp=7)])
def test_an_access_token_that_tells_nothing_proves_nothing(text: str) -> None:
    told = describe_sign_in(static_bearer(text))
    assert ("", None, None) == (told.who, told.tenant, told.permissions)


def test_nobody_signs_in_where_nobody_has_to() -> None:
    assert "none" == describe_sign_in(no_bearer).way
