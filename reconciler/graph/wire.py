"""Microsoft's JSON as our nouns, and back: books, assignments, VPP tokens, groups, members, audit events.

What the service leaves out, sends as null or in another type becomes None or "unknown"; what nothing can be
told apart without (ids, titles) raises VPP505. Unknown values of enumerations pass as they are.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Intent
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId, BookId, GroupId, TokenId
from reconciler.model.instants import instant
from reconciler.model.observed import (
    AuditEvent,
    Members,
    ObservedAssignment,
    ObservedBook,
    ObservedGroup,
    ObservedToken,
    Target,
    TargetType,
)
from reconciler.model.token_fields import AT_CREATION, BETA_ONLY, PLAIN

JsonObject = Mapping[str, Any]

BOOK_KIND = "iosVppEBook"

TOKEN_FIELDS = {
    "v1.0": (
        "id,organizationName,appleId,vppTokenAccountType,countryOrRegion,automaticallyUpdateApps,"
        "expirationDateTime,state,lastSyncDateTime,lastSyncStatus"
    ),
}
TOKEN_FIELDS["beta"] = (
    TOKEN_FIELDS["v1.0"] + ",displayName,locationName,dataSharingConsentGranted,claimTokenManagementFromExternalMdm"
)
"""What is asked of a VPP token, per version; `token`, which holds the secret, is never among it."""

GROUP_FIELDS = (
    "id,displayName,groupTypes,securityEnabled,mailEnabled,visibility,"
    "membershipRule,onPremisesSyncEnabled,createdDateTime"
)
MEMBER_FIELDS = "id,userPrincipalName"

_TARGETS = {
    "groupAssignmentTarget": TargetType.GROUP,
    "exclusionGroupAssignmentTarget": TargetType.EXCLUDED_GROUP,
    "allLicensedUsersAssignmentTarget": TargetType.ALL_USERS,
    "allDevicesAssignmentTarget": TargetType.ALL_DEVICES,
}
_FILTER_ID = "deviceAndAppManagementAssignmentFilterId"
_FILTER_TYPE = "deviceAndAppManagementAssignmentFilterType"
_WRITABLE = frozenset((*PLAIN, *BETA_ONLY, *AT_CREATION))
_NIL = "00000000-0000-0000-0000-000000000000"
_ADAM_ID = re.compile(r"/id([0-9]+)")
_LARGEST_COUNT = 2147483647


def is_book(wire: JsonObject) -> bool:
    """Whether an object of the list of books is one that Apple's volume purchase brought."""
    return _kind(wire) in (BOOK_KIND, "")


def book_from_wire(wire: JsonObject, assignments: Iterable[Any] | None = None) -> ObservedBook:
    """A book with its assignments: those given, else those it was expanded with.

    Assignments by target; of a target that is listed twice the first. Raises VPP505 when the id, the title or an
    assignment cannot be read.
    """
    title = wire.get("displayName")
    if title is not None and not isinstance(title, str):
        raise _unreadable("a book", "its displayName is no text")
    token = _guid(wire.get("vppTokenId"))
    return ObservedBook(
        id=BookId(_identity(wire, "a book")),
        title=title or "",
        publisher=_text(wire.get("publisher")),
        token=TokenId(token) if token else None,
        adam_id=_adam_id(wire.get("informationUrl")),
        language=_text(wire.get("language")),
        total=_count(wire.get("totalLicenseCount")),
        used=_count(wire.get("usedLicenseCount")),
        assignments=_assignments(wire.get("assignments") if assignments is None else assignments),
    )


def assignment_from_wire(wire: Any) -> ObservedAssignment:
    """One assignment. Raises VPP505 when it is no object."""
    if not isinstance(wire, dict):
        raise _unreadable("an assignment", "it is no object")
    target = wire.get("target")
    return ObservedAssignment(
        target=_target(target if isinstance(target, dict) else {}),
        intent=_text(wire.get("installIntent")) or "unknown",
        raw=wire,
    )


def assignments_to_wire(kept: Sequence[ObservedAssignment], wanted: Mapping[GroupId, Intent]) -> dict[str, Any]:
    """The body that replaces a book's set: `kept` as they were read, and `wanted` by group id."""
    return {
        "managedEBookAssignments": [
            *(dict(assignment.raw) for assignment in kept),
            *(_assignment_to_wire(group, intent) for group, intent in sorted(wanted.items())),
        ]
    }


def token_from_wire(wire: JsonObject) -> ObservedToken:
    """A VPP token. Raises VPP505 when its id cannot be read."""
    return ObservedToken(
        id=TokenId(_identity(wire, "a VPP token")),
        organization=_text(wire.get("organizationName")),
        apple_id=_text(wire.get("appleId")),
        account_type=_text(wire.get("vppTokenAccountType")),
        country=_text(wire.get("countryOrRegion")),
        automatically_update_apps=_flag(wire.get("automaticallyUpdateApps")),
        expires=_instant(wire.get("expirationDateTime")),
        state=_text(wire.get("state")) or "unknown",
        last_sync=_instant(wire.get("lastSyncDateTime")),
        sync_status=_text(wire.get("lastSyncStatus")),
        display_name=_text(wire.get("displayName")),
        location_name=_text(wire.get("locationName")),
        data_sharing_consent=_flag(wire.get("dataSharingConsentGranted")),
        take_control=_flag(wire.get("claimTokenManagementFromExternalMdm")),
    )


def token_to_wire(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The body that states fields of a VPP token. Raises ValueError for a field that is only compared."""
    if unknown := sorted(set(fields) - _WRITABLE):
        raise ValueError(f"{unknown[0]} of a VPP token is never written")
    return {"@odata.type": "#microsoft.graph.vppToken", **fields}


def content_to_wire(content: ContentToken) -> dict[str, Any]:
    """The field that holds a content token. What is made of it goes to the service, and is shown nowhere."""
    return {"token": content.text}


def group_from_wire(wire: JsonObject) -> ObservedGroup:
    """A group. Raises VPP505 when its id cannot be read."""
    kinds = wire.get("groupTypes")
    return ObservedGroup(
        id=GroupId(_identity(wire, "a group")),
        display_name=_text(wire.get("displayName")) or "",
        group_types=tuple(sorted(str(kind) for kind in kinds)) if isinstance(kinds, list) else (),
        security_enabled=_flag(wire.get("securityEnabled")),
        mail_enabled=_flag(wire.get("mailEnabled")),
        visibility=_text(wire.get("visibility")),
        membership_rule=_text(wire.get("membershipRule")),
        on_premises=_flag(wire.get("onPremisesSyncEnabled")),
        created=_text(wire.get("createdDateTime")),
    )


def members_from_wire(wires: Iterable[JsonObject]) -> Members:
    """Transitive members: users each once, devices and groups counted, other kinds left out.

    A member whose kind is not told counts as a user, so that seats are rather over- than underestimated.
    """
    users: dict[str, str] = {}
    kinds = {"device": 0, "group": 0}
    for wire in wires:
        kind = _kind(wire)
        if kind in ("user", ""):
            users[_identity(wire, "a member")] = (_text(wire.get("userPrincipalName")) or "").casefold()
        elif kind in kinds:
            kinds[kind] += 1
    return Members(users, devices=kinds["device"], groups=kinds["group"])


def holders_from_wire(wires: Iterable[JsonObject]) -> tuple[str, ...]:
    """Names of users with the book on at least one device, case-folded and sorted, each as often as listed."""
    names = (_text(wire.get("userName")) for wire in wires if (_count(wire.get("installedDeviceCount")) or 0) > 0)
    return tuple(sorted(name.casefold() for name in names if name))


def event_from_wire(wire: JsonObject) -> AuditEvent | None:
    """An entry of the audit log; None where it does not say what or when."""
    identity, at = _text(wire.get("id")), _instant(wire.get("activityDateTime"))
    if not identity or at is None:
        return None
    actor, resources = wire.get("actor"), wire.get("resources")
    return AuditEvent(
        id=identity,
        at=at,
        actor=_actor(actor if isinstance(actor, dict) else {}),
        activity=_first_text(wire, "activity", "displayName", "activityType"),
        operation=_text(wire.get("activityOperationType")) or "",
        resources=_resources(resources if isinstance(resources, list) else []),
    )


def _assignments(wires: Any) -> tuple[ObservedAssignment, ...]:
    found: dict[Target, ObservedAssignment] = {}
    if wires is None:
        return ()
    if not isinstance(wires, Sequence) or isinstance(wires, str):
        raise _unreadable("a book", "its assignments are no list")
    for wire in wires:
        assignment = assignment_from_wire(wire)
        found.setdefault(assignment.target, assignment)
    return tuple(sorted(found.values(), key=_by_target))


def _by_target(assignment: ObservedAssignment) -> tuple[str, str, str, str]:
    target = assignment.target
    return (target.type, target.group or "", target.filter, target.raw_type)


def _target(wire: dict[str, Any]) -> Target:
    kind = _kind(wire)
    known = _TARGETS.get(kind, TargetType.OTHER)
    group = _guid(wire.get("groupId"))
    if known in (TargetType.GROUP, TargetType.EXCLUDED_GROUP):
        if group is None:
            return Target(TargetType.OTHER, None, _filter(wire), kind)
        return Target(known, GroupId(group), _filter(wire), "" if known is TargetType.GROUP else kind)
    if known is TargetType.OTHER:
        return Target(known, _other_identity(wire), _filter(wire), kind or "unknown")
    return Target(known, None, _filter(wire), kind)


def _other_identity(wire: dict[str, Any]) -> GroupId | None:
    """What tells two targets of an unknown kind apart: all their texts, so that none is taken for another."""
    texts = [str(value) for key, value in sorted(wire.items()) if key not in ("@odata.type", _FILTER_ID, _FILTER_TYPE)]
    return GroupId(" ".join(texts)) if texts else None


def _filter(wire: dict[str, Any]) -> str:
    """`<type>:<id>`; empty where no filter applies, which the service says in several ways."""
    kind, identity = _text(wire.get(_FILTER_TYPE)), _guid(wire.get(_FILTER_ID))
    return f"{kind}:{identity or ''}" if kind and kind != "none" else ""


def _assignment_to_wire(group: GroupId, intent: Intent) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.managedEBookAssignment",
        "installIntent": str(intent),
        "target": {"@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group},
    }


def _adam_id(url: Any) -> AdamId | None:
    """Apple's number in the path of a book's address: `https://books.apple.com/se/book/x/id1234567890`."""
    try:
        path = urlsplit(url).path if isinstance(url, str) else ""
    except ValueError:
        return None
    found = _ADAM_ID.search(path)
    return AdamId(found[1]) if found else None


def _actor(wire: dict[str, Any]) -> str:
    return _first_text(wire, "userPrincipalName", "servicePrincipalName", "applicationDisplayName", "userId")


def _resources(wires: list[Any]) -> tuple[str, ...]:
    found = (_text(wire.get("resourceId")) for wire in wires if isinstance(wire, dict))
    return tuple(sorted({identity.lower() for identity in found if identity}))


def _first_text(wire: dict[str, Any] | JsonObject, *names: str) -> str:
    return next((text for name in names if (text := _text(wire.get(name)))), "")


def _kind(wire: JsonObject) -> str:
    """The last part of `#microsoft.graph.iosVppEBook`; empty where the kind is not told."""
    return (_text(wire.get("@odata.type")) or "").rpartition(".")[2]


def _identity(wire: JsonObject, what: str) -> str:
    identity = wire.get("id")
    if not isinstance(identity, str) or not identity:
        raise _unreadable(what, "it has no id")
    return identity.lower()


def _guid(value: Any) -> str | None:
    text = _text(value)
    return text.lower() if text and text != _NIL else None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _count(value: Any) -> int | None:
    """A number of seats or devices; None for what is missing, negative, broken or beyond what the service can hold."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return None
    return int(value) if 0 <= value <= _LARGEST_COUNT and value == int(value) else None


def _instant(value: Any) -> datetime | None:
    """An instant; None for none, and for the year 1, by which the service says "never"."""
    try:
        at = instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
    return at if at is not None and at.year > 1 else None


def _unreadable(what: str, why: str) -> ServiceError:
    return ServiceError(
        f"Microsoft Graph sent {what} that cannot be read: {why}.",
        "Nothing is planned on a part of the tenant. Run again; if it stays so, report it.",
        code="VPP505",
    )
