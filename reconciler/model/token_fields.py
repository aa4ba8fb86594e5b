"""The fields of a VPP token that a change may hold, as the plan file calls them; declared, and as shown."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from reconciler.model.entities import Token
from reconciler.model.ids import Handle
from reconciler.model.observed import ObservedToken

COUNTRY = "countryOrRegion"
UPDATE_APPS = "automaticallyUpdateApps"
DISPLAY_NAME = "displayName"
CONSENT = "dataSharingConsentGranted"
TAKE_CONTROL = "claimTokenManagementFromExternalMdm"
ORGANIZATION = "organizationName"
APPLE_ID = "appleId"
ACCOUNT_TYPE = "vppTokenAccountType"
EXPIRES = "expirationDateTime"

PLAIN = (COUNTRY, UPDATE_APPS)
"""What an update may write through both versions of the interface."""

BETA_ONLY = (DISPLAY_NAME, CONSENT, TAKE_CONTROL)
"""What an update may write through beta only, where `graph.beta` is `readwrite`."""

AT_CREATION = (ORGANIZATION, APPLE_ID, ACCOUNT_TYPE)
"""What only a creation states; afterwards it is compared, never written."""

YAML_KEYS: Mapping[str, str] = {
    COUNTRY: "countryOrRegion",
    UPDATE_APPS: "automaticallyUpdateApps",
    DISPLAY_NAME: "name",
    CONSENT: "dataSharingConsent",
    TAKE_CONTROL: "takeControlFromOtherMdm",
}
"""The key of the YAML that each writable field comes from."""

SAME_EXPIRY = timedelta(minutes=1)
"""Services round instants: what expires within a minute of the other is the same content token."""

TokenMemory = Mapping[Handle, Mapping[str, Any]]
"""By declared handle: the writable fields of a token that were as declared when the last apply ended."""


def declared_fields(token: Token, *, with_beta: bool) -> dict[str, Any]:
    """The writable fields that the YAML states."""
    declared: dict[str, Any] = {COUNTRY: token.country, UPDATE_APPS: token.automatically_update_apps}
    if with_beta:
        declared[DISPLAY_NAME] = token.name
        declared[CONSENT] = token.data_sharing_consent
        declared[TAKE_CONTROL] = token.take_control if token.marks.has(YAML_KEYS[TAKE_CONTROL]) else None
    return {key: value for key, value in declared.items() if value is not None}


def shown_fields(there: ObservedToken) -> dict[str, Any]:
    """The writable fields as the tenant shows them; None where it shows none."""
    return {
        COUNTRY: there.country,
        UPDATE_APPS: there.automatically_update_apps,
        DISPLAY_NAME: there.display_name,
        CONSENT: there.data_sharing_consent,
        TAKE_CONTROL: there.take_control,
    }


def shows_fields(there: ObservedToken, planned: Mapping[str, Any]) -> bool:
    """Whether a VPP token shows what a change had planned for it; what only a creation states is not looked at."""
    shown = shown_fields(there)
    return all(same_field(key, shown[key], value) for key, value in planned.items() if key in shown) and same_expiry(
        there.expires, planned.get(EXPIRES)
    )


def same_expiry(shown: datetime | None, planned: str | None) -> bool:
    """Whether an expiry is the planned one, give or take a minute; one that was not planned is any."""
    if planned is None:
        return True
    return shown is not None and abs(shown - datetime.fromisoformat(planned)) <= SAME_EXPIRY


def same_field(key: str, shown: object, wanted: object) -> bool:
    """Whether both say the same, with the defaults of the service: a flag that is not shown is off."""
    if key == COUNTRY:
        return str(shown or "").casefold() == str(wanted or "").casefold()
    if isinstance(wanted, bool):
        return bool(shown) == wanted
    return shown == wanted
