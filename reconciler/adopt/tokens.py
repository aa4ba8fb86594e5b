"""VPP tokens of a tenant as declarations. Read `token_entry`."""

import re
from collections.abc import Iterator, Mapping

from reconciler.adopt.names import LONGEST, short_names, writable
from reconciler.model.countries import TWO_LETTERS
from reconciler.model.edits import Entry, SetValue, Value
from reconciler.model.entities import Token
from reconciler.model.ids import Handle, TokenId
from reconciler.model.observed import ObservedToken
from reconciler.model.token_fields import COUNTRY, UPDATE_APPS, TokenMemory, declared_fields, same_field, shown_fields

_ACCOUNT = re.compile(r"[^@\s]{1,256}@[^@\s]{1,255}")
_TYPES = ("business", "education")


def lacking(token: ObservedToken) -> str:
    """The first key that a declaration needs and the tenant does not tell, or not in a way that YAML can hold.

    Empty where none is lacking.
    """
    account, organization = token.apple_id or "", token.organization or ""
    if not organization or writable(organization) != organization:
        return "organization"
    if not _ACCOUNT.fullmatch(account) or len(account) > LONGEST or not account.isprintable():
        return "appleId"
    return "" if token.account_type in _TYPES else "accountType"


def handles(tokens: Mapping[TokenId, ObservedToken], taken: Iterator[str]) -> dict[TokenId, Handle]:
    """A handle for each VPP token, made of its name, its location or its organisation."""
    names: dict[str, str] = {
        one.id: one.display_name or one.location_name or one.organization or "" for one in tokens.values()
    }
    return {TokenId(identity): Handle(name) for identity, name in short_names(names, taken, "token").items()}


def token_entry(token: ObservedToken, handle: Handle) -> Entry:
    """The declaration of a VPP token that lacks nothing. Never a secret: where it is found is for people to say."""
    pairs: list[tuple[str, Value]] = [
        ("name", handle),
        ("id", token.id),
        ("organization", writable(token.organization)),
        ("appleId", token.apple_id or ""),
        ("accountType", token.account_type or ""),
    ]
    if (country := store(token.country)) is not None:
        pairs.append(("countryOrRegion", country))
    if token.automatically_update_apps is not None:
        pairs.append(("automaticallyUpdateApps", token.automatically_update_apps))
    if token.location_name and writable(token.location_name) == token.location_name:
        pairs.append(("location", Entry((("name", token.location_name),))))
    if token.data_sharing_consent:
        pairs.append(("dataSharingConsent", True))
    return Entry(tuple(pairs))


def store(country: str | None) -> str | None:
    """The country of a store as YAML spells it; None where the tenant tells none."""
    code = (country or "").strip().upper()
    return code if code in TWO_LETTERS else None


def token_values(token: Token, there: ObservedToken, memory: TokenMemory | None) -> Iterator[SetValue]:
    """What a declared VPP token should say instead: its id where it has none, and what was changed in the tenant.

    A field that git changed since the last apply stays. `memory` None: nothing was ever applied, so that the tenant's
    word counts.
    """
    at = token.marks.position()
    if token.id is None:
        yield SetValue(at, "id", there.id, after="name")
    declared, now = declared_fields(token, with_beta=False), shown_fields(there)
    for field in (COUNTRY, UPDATE_APPS):
        wanted = declared.get(field)
        shown = store(now[field]) if field == COUNTRY else bool(now[field])
        if wanted is None or shown is None or same_field(field, now[field], wanted):
            continue
        if memory is None or memory.get(token.name, {}).get(field) == wanted:
            yield SetValue(at, field, shown)
