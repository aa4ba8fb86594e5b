"""The generated world as a state that `PUT /_sandbox/state` takes: the vendors' spelling.

Content tokens are left out, so that the folder can lie in a repository: locations are found by their names.
"""

from typing import Any

from reconciler.sandbox.generate.nouns import EXPIRES_AT, MADE_AT, ORGANISATION, Book, Group, Token, User, World
from reconciler.sandbox.messages import JsonObject


def state_of(world: World) -> JsonObject:
    """The whole tenant; its clock stands still."""
    return {
        "formatVersion": "1.0",
        "now": MADE_AT,
        "organization": [{"id": "8f0c0000-0000-4000-8000-000000000000", "displayName": ORGANISATION}],
        "vppTokens": [_token(token) for token in world.tokens],
        "managedEBooks": [_book(world, book) for book in world.books],
        "groups": [_group(world, group) for group in world.groups],
        "users": [_user(user) for user in world.users],
        "apple": {"locations": [_location(world, number) for number in range(len(world.tokens))]},
    }


def _token(token: Token) -> JsonObject:
    return {
        "id": token.id,
        "displayName": token.name,
        "organizationName": ORGANISATION,
        "vppTokenAccountType": "education",
        "appleId": token.apple_id,
        "expirationDateTime": EXPIRES_AT,
        "lastSyncDateTime": MADE_AT,
        "lastModifiedDateTime": MADE_AT,
        "state": "valid",
        "lastSyncStatus": "completed",
        "automaticallyUpdateApps": False,
        "countryOrRegion": "SE",
        "dataSharingConsentGranted": True,
        "claimTokenManagementFromExternalMdm": False,
        "locationName": token.location_name,
        "roleScopeTagIds": ["0"],
        "tokenActionResults": [],
    }


def _book(world: World, book: Book) -> JsonObject:
    token = world.tokens[book.token]
    return {
        "@odata.type": "#microsoft.graph.iosVppEBook",
        "id": book.id,
        "displayName": book.title,
        "description": None,
        "publisher": book.publisher,
        "publishedDateTime": "2024-06-01T00:00:00Z",
        "createdDateTime": MADE_AT,
        "lastModifiedDateTime": MADE_AT,
        "informationUrl": f"https://books.apple.com/se/book/id{book.adam_id}",
        "privacyInformationUrl": None,
        "vppTokenId": token.id,
        "appleId": token.apple_id,
        "vppOrganizationName": ORGANISATION,
        "genres": [],
        "language": "sv",
        "seller": book.publisher,
        "totalLicenseCount": book.total,
        "usedLicenseCount": book.used,
        "roleScopeTagIds": ["0"],
        "assignments": [_assignment(world.groups[group], intent) for group, intent in book.there.items()],
        **_installs(world, book),
    }


def _assignment(group: Group, intent: str) -> JsonObject:
    """Id and type come with every read; they are left out here, which halves the file."""
    return {
        "installIntent": intent,
        "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group.id},
    }


def _installs(world: World, book: Book) -> dict[str, list[JsonObject]]:
    told = [(number, 1) for number in book.holders] + [(number, 0) for number in book.failed]
    if not told:
        return {}
    rows = [(world.users[number], bool(installed)) for number, installed in sorted(told)]
    return {
        "userStateSummary": [_summary(book, user, installed) for user, installed in rows],
        "deviceStates": [_device_state(book, user, installed) for user, installed in rows],
    }


def _summary(book: Book, user: User, installed: bool) -> JsonObject:
    return {
        "id": f"{book.id}_{user.id}",
        "userName": user.account,
        "installedDeviceCount": int(installed),
        "failedDeviceCount": int(not installed),
        "notInstalledDeviceCount": 0,
    }


def _device_state(book: Book, user: User, installed: bool) -> JsonObject:
    return {
        "id": f"{book.id}_{user.id}_1",
        "deviceName": f"iPad {user.name}",
        "deviceId": user.id[::-1].replace("-", ""),
        "lastSyncDateTime": MADE_AT,
        "installState": "installed" if installed else "failed",
        "errorCode": "0" if installed else "-2016330691",
        "osVersion": "26.1",
        "osDescription": "iPadOS",
        "userName": user.account,
    }


def _group(world: World, group: Group) -> JsonObject:
    members = [world.users[number].id for number in group.members]
    return {
        "id": group.id,
        "displayName": group.name,
        "groupTypes": ["Unified"] if group.unified else [],
        "securityEnabled": True,
        "mailEnabled": group.unified,
        "mailNickname": group.alias,
        "visibility": "Private" if group.unified else None,
        "createdDateTime": MADE_AT,
        "members": [*members, *(world.groups[number].id for number in group.inside)],
    }


def _user(user: User) -> JsonObject:
    return {"id": user.id, "displayName": user.name, "userPrincipalName": user.account, "accountEnabled": True}


def _location(world: World, number: int) -> JsonObject:
    token = world.tokens[number]
    assets: list[dict[str, Any]] = [
        {
            "adamId": book.adam_id,
            "productType": "Book",
            "pricingParam": "STDQ",
            "totalCount": book.total,
            "assignedCount": book.used,
            "availableCount": book.total - book.used,
            "retiredCount": 0,
            "deviceAssignable": False,
            "revocable": False,
            "supportedPlatforms": ["iOS", "macOS"],
        }
        for book in world.books
        if book.token == number
    ]
    return {
        "uId": token.location,
        "locationName": token.location_name,
        "countryISO2ACode": "SE",
        "defaultPlatform": "enterprisestore",
        "websiteURL": "https://school.apple.com",
        "mdmInfo": None,
        "assets": assets,
    }
