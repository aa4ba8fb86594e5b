"""A small location at Apple's side, and a caller that bears its content token."""

from datetime import UTC, datetime
from typing import Any

from reconciler.sandbox import Sandbox
from reconciler.sandbox.example import content_token
from tests.sandbox.client import Client

APPLE = "/mdm/v2"
UID = "2049025000431439"
SECRET = content_token("norr", datetime(2027, 8, 1, tzinfo=UTC), "Norrskolan")
FRESH = content_token("fresh", datetime(2028, 8, 1, tzinfo=UTC), "Norrskolan")
BOOK, PLUS_BOOK, FREE_BOOK, APP = "1001", "1002", "1003", "1004"
UNLIMITED = 2147483647
OTHER = {"id": "other-1", "name": "Other MDM", "metadata": "x"}
OURS = {"id": "intune-1", "name": "Intune", "metadata": "norr.example"}


def asset(adam_id: str, total: int, assigned: int = 0, **fields: object) -> dict[str, Any]:
    """A book as Apple counts it, unless the fields say otherwise."""
    counts = {"assignedCount": assigned, "availableCount": total - assigned, "retiredCount": 0, "totalCount": total}
    kind = {"productType": "Book", "deviceAssignable": False, "revocable": False}
    return {"adamId": adam_id, "pricingParam": "STDQ", **counts, **kind, **fields}


def person(name: str, status: str = "Associated") -> dict[str, Any]:
    """A person whose address is NAME@norr.example."""
    return {"clientUserId": name, "email": f"{name}@norr.example", "status": status}


def location(**fields: object) -> dict[str, Any]:
    """A location with a book in both qualities, a book without end, an app; ann, bo (invited) and old (retired)."""
    return {
        "uId": UID,
        "locationName": "Norrskolan",
        "countryISO2ACode": "SE",
        "defaultPlatform": "volumestore",
        "websiteURL": "https://school.apple.com",
        "mdmInfo": OURS,
        "assets": [
            asset(BOOK, 5, 1),
            asset(BOOK, 2, pricingParam="PLUS"),
            asset(PLUS_BOOK, 3, pricingParam="PLUS"),
            asset(FREE_BOOK, UNLIMITED),
            asset(APP, 4, productType="App", deviceAssignable=True, revocable=True, supportedPlatforms=["iOS"]),
        ],
        "users": [person("ann"), person("bo", "Registered"), person("old", "Retired")],
        "assignments": [{"adamId": BOOK, "pricingParam": "STDQ", "clientUserId": "ann"}],
        **fields,
    }


def known(secret: str = SECRET, state: str = "valid", uid: str = UID) -> dict[str, Any]:
    """A content token as Apple knows it."""
    return {"sToken": secret, "uId": uid, "state": state, "tokenExpirationDate": "2027-08-01T00:00:00Z"}


def put_location(client: Client, state: str = "valid", **sections: object) -> None:
    """Puts the small location in, with its content token in a state; further sections of the tenant as given."""
    fields: dict[str, Any] = {"apple": {"locations": [location()], "tokens": [known(state=state)]}, **sections}
    client.put_state(**fields)


def as_apple(sandbox: Sandbox, secret: str | None = SECRET) -> Client:
    """A caller with a content token as its bearer."""
    return Client(sandbox, secret)


def counts(client: Client, adam_id: str, pricing: str = "STDQ") -> tuple[int, int, int, int]:
    """Assigned, available, retired and total licences of an asset."""
    found = client.get(f"{APPLE}/assets?adamId={adam_id}&pricingParam={pricing}")["assets"]
    assert 1 == len(found)
    names = ("assignedCount", "availableCount", "retiredCount", "totalCount")
    first, second, third, fourth = (int(found[0][name]) for name in names)
    return first, second, third, fourth


def event_of(client: Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What became of a write that was queued."""
    reply = client.call("POST", f"{APPLE}{path}", body)
    assert 200 == reply.status, reply
    found: dict[str, Any] = client.get(f"{APPLE}/status?eventId={reply.json['eventId']}")
    return found


def refusal_of(client: Client, path: str, body: object) -> tuple[int, int]:
    """Status and number of the error that a write gets."""
    reply = client.call("POST", f"{APPLE}{path}", body)
    return reply.status, reply.json["errorNumber"]
