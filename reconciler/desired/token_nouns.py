"""Makes the nouns of declared tokens. `token` first."""

from typing import cast

from yaml.nodes import MappingNode

from reconciler.desired.nouns import Value, acceptances, as_written, marks
from reconciler.desired.values import as_date
from reconciler.model.entities import ExpectedMdm, ForeignUsersRemoved, Location, Secret, Token
from reconciler.model.ids import Handle, TokenId


def token(path: str, value: Value, node: MappingNode) -> Token:
    """A declared token. Fields that a rule judges are as written: empty for a key without a value."""
    identity = value.get("id")
    preflight = value.get("preflight", {})
    return Token(
        name=Handle(value.get("name", "")),
        id=TokenId(identity.lower()) if identity else None,
        organization=value.get("organization", ""),
        apple_id=_judged(value, "appleId"),
        account_type=_judged(value, "accountType"),
        country=_judged(value, "countryOrRegion"),
        automatically_update_apps=value.get("automaticallyUpdateApps"),
        location=_location(value.get("location")),
        data_sharing_consent=cast("bool | None", value.get("dataSharingConsent")),  # VPP105 judges other values
        take_control=value.get("takeControlFromOtherMdm", False),
        owner=value.get("owner"),
        secret=_secret(value.get("secret")),
        generated_for_intune=as_date(preflight.get("generatedForIntune")),
        foreign_users_removed=_foreign_users(preflight.get("foreignVppUsersRemoved")),
        expected_mdm=_expected_mdm(value.get("expectedMdm")),
        accept=acceptances(path, value, node),
        marks=marks(path, node),
    )


def _judged(value: Value, key: str) -> str | None:
    return as_written(value[key]) if key in value else None


def _location(value: Value | None) -> Location | None:
    return None if value is None else Location(value.get("uId"), value.get("name"))


def _secret(value: Value | None) -> Secret | None:
    if not value:
        return None
    if "env" in value:
        return Secret("env", value["env"])
    if "file" in value:
        return Secret("file", value["file"])
    vault = value["keyVault"]
    return Secret("keyVault", vault.get("vault", ""), vault.get("name", ""))


def _foreign_users(value: Value | None) -> ForeignUsersRemoved | None:
    day = as_date(value.get("date")) if value else None
    return ForeignUsersRemoved(day, value.get("by", ""), value.get("note")) if value and day else None


def _expected_mdm(value: Value | None) -> ExpectedMdm | None:
    return ExpectedMdm(value["id"], value.get("name")) if value and "id" in value else None
