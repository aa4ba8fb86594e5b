"""Configuration at Apple's side: of the service, which needs no content token, and of the location, who manages it."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from reconciler.sandbox.apple_bodies import LIMITS
from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_errors import AppleRefusal, error_codes, invalid
from reconciler.sandbox.apple_standing import know_intune
from reconciler.sandbox.messages import Answer, JsonObject, Request
from reconciler.sandbox.objects import Row, find_object, replace_object
from reconciler.sandbox.values import text_of

NOTIFICATION_TYPES = (
    "TEST_NOTIFICATION",
    "ASSET_MANAGEMENT",
    "USER_MANAGEMENT",
    "USER_ASSOCIATED",
    "ASSET_COUNT",
    "SUBSCRIPTION_MANAGEMENT",
    "SUBSCRIPTION_COUNT",
    "UNLIMITED_ASSET",
)
UNREACHABLE = ".invalid"  # RFC 2606: names that end so never lead anywhere
_PATHS: Mapping[str, str] = {
    "clientConfig": "/mdm/v2/client/config",
    "getAssets": "/mdm/v2/assets",
    "getAssignments": "/mdm/v2/assignments",
    "getUsers": "/mdm/v2/users",
    "createUsers": "/mdm/v2/users/create",
    "updateUsers": "/mdm/v2/users/update",
    "retireUsers": "/mdm/v2/users/retire",
    "associateAssets": "/mdm/v2/assets/associate",
    "disassociateAssets": "/mdm/v2/assets/disassociate",
    "revokeAssets": "/mdm/v2/assets/revoke",
    "eventStatus": "/mdm/v2/status",
    "contentMetadataLookup": "/mdm/contentMetadata",  # not served: it stands for Apple's shop
    "invitationEmail": "/mdm/invitation?inviteCode=%25inviteCode%25",  # nor is this, a page for people
}
_FACTS = ("countryISO2ACode", "defaultPlatform", "locationName", "websiteURL", "notificationUrl")
_MDM = ("id", "name", "metadata")
_TOO_LONG = {
    "id": (9724, "maxMdmIdLength"),
    "name": (9725, "maxMdmNameLength"),
    "metadata": (9713, "maxMdmMetadataLength"),
}
_BOTH_NEEDED, _TOO_LONG_TARGET, _NO_HTTPS, _MDM_NOT_WHOLE, _NOT_REACHED = 9710, 9711, 9712, 9723, 9728


def service_config(request: Request) -> Answer:
    """Addresses, limits, error numbers and notification types: the same with any content token and without one."""
    return Answer(
        200,
        {
            "errorCodes": error_codes(),
            "limits": dict(LIMITS),
            "notificationTypes": list(NOTIFICATION_TYPES),
            "urls": {name: f"http://{request.host}{path}" for name, path in _PATHS.items()},
        },
    )


def get_client_config(call: AppleCall) -> Answer:
    """The location behind the content token: what the state says of it, and who manages it."""
    location = call.location.json
    shown: JsonObject = {name: text for name in _FACTS if (text := text_of(location, name))}
    if token := text_of(location, "notificationAuthToken"):
        shown["notificationAuthToken"] = token
    types = location.get("notificationTypes")
    return call.answer({**shown, "subscribedNotificationTypes": types} if isinstance(types, list) else shown)


def set_client_config(call: AppleCall) -> Answer:
    """Claims the location and sets where notifications go; what the body does not name stays."""
    body = call.body(("mdmInfo", "notificationUrl", "notificationAuthToken", "notificationTypes"))
    changes = {**_manager(body), **_target(body), **_types(body)}
    know_intune(call.store)
    row = call.location
    replace_object(call.store, Row(row.pos, row.kind, row.key, {**row.json, **changes}))
    found = find_object(call.store, "location", call.uid) or row
    return get_client_config(AppleCall(call.request, call.now, call.settings, call.store, call.known, found))


def _manager(body: JsonObject) -> JsonObject:
    if "mdmInfo" not in body:
        return {}
    manager = body["mdmInfo"]
    if not isinstance(manager, dict) or set(manager) - set(_MDM):
        raise invalid("mdmInfo is an object with id, name and metadata.")
    if not all(text_of(manager, name) for name in _MDM):
        raise AppleRefusal(_MDM_NOT_WHOLE)
    for name, (number, limit) in _TOO_LONG.items():
        if len(manager[name]) > LIMITS[limit]:
            raise AppleRefusal(number)
    return {"mdmInfo": manager}


def _target(body: JsonObject) -> JsonObject:
    """Where notifications go. Nothing is ever sent: a name under `.invalid` counts as out of reach, others as fine."""
    names = ("notificationUrl", "notificationAuthToken")
    given = {name: body[name] for name in names if name in body}
    if not given:
        return {}
    if not all(isinstance(value, str) for value in given.values()):
        raise invalid("notificationUrl and notificationAuthToken are texts.")
    if not all(given.get(name) for name in names):
        raise AppleRefusal(_BOTH_NEEDED)
    if any(len(value) > LIMITS["maxNotificationLength"] for value in given.values()):
        raise AppleRefusal(_TOO_LONG_TARGET)
    _check_address(given["notificationUrl"])
    return given


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError as error:
        raise invalid("notificationUrl is not an address.") from error
    if parts.scheme.lower() != "https":
        raise AppleRefusal(_NO_HTTPS)
    if not host or parts.query or parts.fragment or parts.username:
        raise invalid("notificationUrl has a host and a path only.")
    if host.endswith(UNREACHABLE):
        raise AppleRefusal(_NOT_REACHED)


def _types(body: JsonObject) -> JsonObject:
    if "notificationTypes" not in body:
        return {}
    types = body["notificationTypes"]
    if not isinstance(types, list) or any(each not in NOTIFICATION_TYPES for each in types):
        raise invalid(f"notificationTypes is a list of {', '.join(NOTIFICATION_TYPES)}.")
    return {"notificationTypes": types}
