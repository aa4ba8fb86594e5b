"""Writing VPP tokens."""

from datetime import UTC, datetime
from typing import Any

import pytest

from reconciler.sandbox.example import content_token
from tests.sandbox.client import NOW, TOKENS, Client

NEXT_YEAR = content_token("new", datetime(2027, 8, 1, tzinfo=UTC), "Norrskolan")
LAST_YEAR = content_token("old", datetime(2025, 8, 1, tzinfo=UTC), "Norrskolan")


def location(secret: str) -> dict[str, Any]:
    return {
        "locations": [{"uId": "1", "locationName": "Norrskolan"}],
        "tokens": [{"sToken": secret, "uId": "1", "state": "valid"}],
    }


def test_an_uploaded_token_has_the_facts_of_its_content(client: Client) -> None:
    client.put_state(apple=location(NEXT_YEAR))
    reply = client.call("POST", TOKENS, {"token": NEXT_YEAR, "appleId": "it@norr.example"})
    assert 201 == reply.status
    assert "token" not in reply.json
    shown = client.get(f"{TOKENS}/{reply.json['id']}")
    facts = ("expirationDateTime", "organizationName", "locationName", "state", "lastModifiedDateTime")
    assert ("2027-08-01T00:00:00Z", "Norrskolan", "Norrskolan", "valid", NOW) == tuple(shown[name] for name in facts)


def test_a_renewal_reads_the_facts_again_and_keeps_the_object(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t", "token": LAST_YEAR, "state": "expired", "appleId": "it@norr.example"}])
    reply = client.call("PATCH", f"{TOKENS}/t", {"@odata.type": "#microsoft.graph.vppToken", "token": NEXT_YEAR})
    assert (200, "t", "valid") == (reply.status, reply.json["id"], reply.json["state"])
    assert "it@norr.example" == reply.json["appleId"]


def test_a_token_of_the_past_is_expired(client: Client) -> None:
    client.put_state()
    assert "expired" == client.call("POST", TOKENS, {"token": LAST_YEAR}).json["state"]


def test_a_location_that_another_token_holds_is_a_duplicate(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t", "token": NEXT_YEAR}], apple=location(NEXT_YEAR))
    reply = client.call("POST", TOKENS, {"token": NEXT_YEAR})
    assert "duplicateLocationId" == reply.json["state"]
    assert "unknown" == client.get(f"/v1.0/deviceAppManagement/vppTokens/{reply.json['id']}")["state"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"token": "no base64"},
        {"token": "e30="},
        {"token": 5},
        {"token": NEXT_YEAR, "state": "valid"},
        {"token": NEXT_YEAR, "automaticallyUpdateApps": "yes"},
        {"token": NEXT_YEAR, "vppTokenAccountType": "school"},
    ],
)
def test_a_wrong_upload_is_refused_without_quoting_it(client: Client, body: dict[str, Any]) -> None:
    client.put_state()
    response = client.send("POST", TOKENS, body)
    assert 400 == response.status
    assert NEXT_YEAR.encode() not in response.body
    assert [] == client.get(TOKENS)["value"]


def test_v1_refuses_fields_of_beta(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t"}])
    path = "/v1.0/deviceAppManagement/vppTokens/t"
    assert 400 == client.call("PATCH", path, {"displayName": "T"}).status
    assert 200 == client.call("PATCH", path, {"countryOrRegion": "NO"}).status


def test_a_token_is_removed(client: Client) -> None:
    client.put_state(vppTokens=[{"id": "t"}])
    assert 204 == client.call("DELETE", f"{TOKENS}/t").status
    assert 404 == client.call("GET", f"{TOKENS}/t").status


def test_the_audit_log_never_holds_a_content_token(client: Client) -> None:
    client.put_state()
    client.call("POST", TOKENS, {"token": NEXT_YEAR, "appleId": "it@norr.example"})
    events = client.send("GET", "/v1.0/deviceManagement/auditEvents").body
    assert b"Create VppToken" in events
    assert NEXT_YEAR.encode() not in events


EVERY_STATE = ["unknown", "valid", "expired", "invalid", "assignedToExternalMDM", "duplicateLocationId"]


@pytest.mark.parametrize("state", EVERY_STATE)
def test_both_versions_tell_a_state_as_far_as_they_know_it(client: Client, state: str) -> None:
    client.put_state(vppTokens=[{"id": "t", "state": state, "locationName": "Norrskolan"}])
    assert state == client.get(f"{TOKENS}/t")["state"]
    old = client.get("/v1.0/deviceAppManagement/vppTokens/t")
    assert ("unknown" if state == "duplicateLocationId" else state) == old["state"]
    assert "locationName" not in old


@pytest.mark.parametrize(("state", "outcome"), [("valid", "completed"), ("assignedToExternalMDM", "failed")])
@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_a_sync_ends_later_and_well_for_a_token_that_is_valid(
    client: Client, version: str, state: str, outcome: str
) -> None:
    before = "2026-08-13T06:00:00Z"
    token = {"id": "t", "state": state, "lastSyncStatus": "completed", "lastSyncDateTime": before}
    client.put_state(settings={"syncSeconds": 30}, vppTokens=[token])
    path = f"/{version}/deviceAppManagement/vppTokens/t"
    assert "inProgress" == client.call("POST", f"{path}/microsoft.graph.syncLicenses").json["lastSyncStatus"]
    client.set_clock("2026-08-14T06:00:29Z")
    assert ("inProgress", before) == sync_of(client, path)
    client.set_clock("2026-08-14T06:00:30Z")
    ended = "2026-08-14T06:00:30Z" if outcome == "completed" else before
    assert (outcome, ended) == sync_of(client, path)


def sync_of(client: Client, path: str) -> tuple[str, str]:
    shown = client.get(path)
    return shown["lastSyncStatus"], shown["lastSyncDateTime"]
