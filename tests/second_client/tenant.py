"""A school that two services could manage: Apple's location with books and apps, and Intune's record of its token."""

import base64
import json
from typing import Any

Json = dict[str, Any]

NOW = "2026-11-22T12:00:00Z"
EXPIRES = "2027-06-01T00:00:00+0000"
UID, OTHER_UID = "2049025000431439", "2049025000431440"
ATLAS, POEMS, FREE, MAPS, CALC = "1000000001", "1000000002", "1000000003", "1000000004", "2000000001"
"""Books: an atlas in both qualities, poems, a free one without limit, maps. Then an app."""
UNLIMITED = 2147483647
INTUNE_TOKEN = "10000000-0000-4000-8000-000000000001"


def inner_secret(name: str) -> str:
    """The secret within a content token."""
    return base64.b64encode(f"inner secret of {name}".encode()).decode()


def content_token(name: str) -> str:
    """The text of a file as Apple gives it."""
    held = {"token": inner_secret(name), "expDate": EXPIRES, "orgName": "Norr"}
    return base64.b64encode(json.dumps(held).encode()).decode()


def asset(adam_id: str, *, pricing: str = "STDQ", total: int = 10, assigned: int = 0, kind: str = "Book") -> Json:
    """What the location owns of one product in one quality."""
    return {
        "adamId": adam_id,
        "pricingParam": pricing,
        "productType": kind,
        "assignedCount": assigned,
        "availableCount": total - assigned,
        "retiredCount": 0,
        "totalCount": total,
        "deviceAssignable": kind == "App",
        "revocable": kind == "App",
        "supportedPlatforms": ["iOS"] if kind == "App" else [],
    }


def state(*, assets: list[Json] | None = None, users: int = 3, page_size: int = 100, **sections: Any) -> Json:
    """A sandbox state: pupils p0, p1, … Associated, nothing given yet, nobody managing the location."""
    owned = _assets() if assets is None else assets
    return {
        "formatVersion": "1.0",
        "now": NOW,
        "settings": {"applePageSize": page_size},
        "vppTokens": [_vpp_token()],
        "apple": {
            "locations": [_location(UID, owned, users), _location(OTHER_UID, [asset(MAPS)], 0)],
            "tokens": [
                {"sToken": content_token(name), "uId": uid, "state": name, "tokenExpirationDate": EXPIRES}
                for name, uid in (("valid", UID), ("expired", UID), ("revoked", UID), ("throttled", UID))
            ]
            + [
                {"sToken": content_token(name), "uId": uid, "state": "valid", "tokenExpirationDate": EXPIRES}
                for name, uid in (("second", UID), ("other", OTHER_UID))
            ],
        },
        **sections,
    }


def _assets() -> list[Json]:
    return [
        asset(ATLAS),
        asset(ATLAS, pricing="PLUS", total=2),
        asset(POEMS, total=1),
        asset(FREE, total=UNLIMITED),
        asset(CALC, kind="App", total=5),
    ]


def _location(uid: str, assets: list[Json], users: int) -> Json:
    return {
        "uId": uid,
        "locationName": "Norrskolan",
        "countryISO2ACode": "SE",
        "defaultPlatform": "volumestore",
        "websiteURL": "https://school.apple.com",
        "mdmInfo": None,
        "assets": assets,
        "users": [_user(number) for number in range(users)],
        "assignments": [],
    }


def _user(number: int) -> Json:
    email = f"p{number}@norr.example"
    return {"clientUserId": f"p{number}", "email": email, "status": "Associated", "idHash": f"hash-{number}"}


def _vpp_token() -> Json:
    return {
        "id": INTUNE_TOKEN,
        "organizationName": "Norr",
        "appleId": "it@norr.example",
        "vppTokenAccountType": "education",
        "state": "valid",
        "expirationDateTime": "2027-06-01T00:00:00Z",
        "lastSyncDateTime": "2026-11-22T10:00:00Z",
        "lastSyncStatus": "completed",
        "locationName": "Norrskolan",
        "countryOrRegion": "SE",
        "token": content_token("valid"),
    }
