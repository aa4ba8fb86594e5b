"""Rules about tokens as they are declared. Static."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.model.catalogue.token_records import TOKEN_REUSED, TOKEN_SHARED_ACCOUNT_ADVICE
from reconciler.model.catalogue.tokens import (
    TOKEN_ACCOUNT_TYPE,
    TOKEN_APPLE_ID,
    TOKEN_CONSENT,
    TOKEN_COUNTRY_CODE,
    TOKEN_DUPLICATE_DECLARED,
    TOKEN_SHARED_ACROSS_TENANTS,
)
from reconciler.model.countries import TWO_LETTERS, probably
from reconciler.model.entities import Declarations, Token
from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.quoting import shown
from reconciler.model.repository import Repository
from reconciler.rules.collisions import collisions, first_here

_EMAIL = re.compile(r"[^@\s]{1,256}@[^@\s]{1,255}")
_LONGEST = 1024


@dataclass(frozen=True, slots=True)
class _Claim:
    """A location or a place of a secret that a token claims; `kind` is location or secret."""

    tenant: Declarations
    token: Token
    kind: str
    value: str
    place: Position


def token_apple_id(repository: Repository) -> Iterator[Finding]:
    """Tokens without an Apple account, or with one that does not look like an e-mail address."""
    for token in _tokens(repository):
        if not token.apple_id:
            if token.apple_id == "" or not token.marks.has("appleId"):
                at = token.marks.position("appleId")
                yield TOKEN_APPLE_ID.found(at, token.name, variant="missing", token=shown(token.name))
        elif not _EMAIL.fullmatch(token.apple_id) or len(token.apple_id) > _LONGEST or not token.apple_id.isprintable():
            yield TOKEN_APPLE_ID.found(
                token.marks.position("appleId"),
                token.name,
                variant="shape",
                token=shown(token.name),
                found=shown(token.apple_id),
            )


def token_account_type(repository: Repository) -> Iterator[Finding]:
    """Tokens without an account type, or with one that Apple does not have."""
    for token in _tokens(repository):
        if token.account_type is None:
            if not token.marks.has("accountType"):
                at = token.marks.position("accountType")
                yield TOKEN_ACCOUNT_TYPE.found(at, token.name, variant="missing", token=shown(token.name))
        elif token.account_type not in ("business", "education"):
            at = token.marks.position("accountType")
            yield TOKEN_ACCOUNT_TYPE.found(at, token.name, found=shown(token.account_type))


def token_country_code(repository: Repository) -> Iterator[Finding]:
    """Tokens whose country is no two-letter code of ISO 3166-1."""
    for token in _tokens(repository):
        if token.country is not None and token.country not in TWO_LETTERS:
            near = probably(token.country)
            yield TOKEN_COUNTRY_CODE.found(
                token.marks.position("countryOrRegion"),
                token.name,
                variant="near" if near else "",
                found=shown(token.country),
                near=near,
            )


def token_consent(repository: Repository) -> Iterator[Finding]:
    """Tokens with a secret that do not agree to the sending of data, and agreements that are neither yes nor no."""
    for token in _tokens(repository):
        at, consent = token.marks.position("dataSharingConsent"), _as_read(token.data_sharing_consent)
        stated = token.marks.has("dataSharingConsent")
        if stated and not isinstance(consent, bool):
            yield TOKEN_CONSENT.found(at, token.name, variant="value", token=shown(token.name))
        elif token.marks.has("secret") and consent is not True:
            yield TOKEN_CONSENT.found(at, token.name, token=shown(token.name))


def token_duplicate_declared(repository: Repository) -> Iterator[Finding]:
    """Two tokens of a tenant with one location id, or one place of the secret."""
    for tenant in repository.tenants:
        pairs = collisions(_claims(tenant), lambda claim: f"{claim.kind} {claim.value}", lambda claim: claim.place)
        for first, later in pairs:
            yield TOKEN_DUPLICATE_DECLARED.found(
                later.place,
                later.token.name,
                variant=later.kind,
                related=first_here(first.place),
                first=shown(first.token.name),
                second=shown(later.token.name),
                found=shown(later.value),
            )


def token_shared_across_tenants(repository: Repository) -> Iterator[Finding]:
    """A location id, or the place of a secret, that two tenants of the repository declare."""
    claims = [claim for tenant in repository.tenants for claim in _first_claims(tenant)]
    pairs = collisions(claims, lambda claim: f"{claim.kind} {claim.value}", lambda claim: claim.place)
    for first, later in pairs:
        yield TOKEN_SHARED_ACROSS_TENANTS.found(
            later.place,
            later.token.name,
            variant=later.kind,
            related=first_here(first.place),
            first=_tenant_name(first.tenant),
            second=_tenant_name(later.tenant),
            found=shown(later.value),
        )


def _tokens(repository: Repository) -> Iterator[Token]:
    for tenant in repository.tenants:
        yield from tenant.tokens


def _as_read(consent: object) -> object:
    """The value as the YAML has it, which may be no boolean as long as this rule has not judged it."""
    return consent


def _claims(tenant: Declarations) -> Iterator[_Claim]:
    for token in tenant.tokens:
        if token.location and token.location.uid:
            yield _Claim(tenant, token, "location", token.location.uid, token.marks.position("location.uId"))
        if token.secret:
            at = token.marks.position(f"secret.{token.secret.kind}")
            yield _Claim(tenant, token, "secret", _secret_place(tenant, token), at)


def _first_claims(tenant: Declarations) -> list[_Claim]:
    """Each claim of a tenant once, by its first place: what collides within the tenant is reported there."""
    claims: dict[tuple[str, str], _Claim] = {}
    for claim in sorted(_claims(tenant), key=lambda claim: claim.place):
        claims.setdefault((claim.kind, claim.value), claim)
    return list(claims.values())


def _secret_place(tenant: Declarations, token: Token) -> str:
    """What is equal for two references to one secret."""
    secret = token.secret
    if secret is None:
        return ""
    if secret.kind == "file":
        return "file:" + posixpath.normpath(posixpath.join(tenant.path, secret.where))
    if secret.kind == "keyVault":
        return f"keyVault:{secret.where.casefold().rstrip('/')}:{secret.name.casefold()}"
    return f"env:{secret.where}"


def _tenant_name(tenant: Declarations) -> str:
    return shown(tenant.tenant.name if tenant.tenant else tenant.path)


def token_reused(repository: Repository) -> Iterator[Finding]:
    """Tokens that do not state when they were generated for this tenant.

    Asked of tokens that git may upload (`secret:`) or whose attestations are begun; one that was uploaded by hand
    long ago is past the question.
    """
    for token in _tokens(repository):
        begun = token.secret is not None or token.foreign_users_removed is not None
        if begun and token.generated_for_intune is None:
            yield TOKEN_REUSED.found(token.marks.position(), token.name, token=shown(token.name))


def token_shared_account_advice(repository: Repository) -> Iterator[Finding]:
    """Tokens whose account looks like a person's, and accounts that serve several owners."""
    owners: dict[str, list[Token]] = {}
    for token in _tokens(repository):
        account = (token.apple_id or "").casefold()
        if not account:
            continue
        owners.setdefault(account, []).append(token)
        if _PERSON.fullmatch(account):
            yield TOKEN_SHARED_ACCOUNT_ADVICE.found(
                token.marks.position("appleId"),
                token.name,
                variant="person",
                token=shown(token.name),
                account=shown(token.apple_id or ""),
            )
    for tokens in owners.values():
        names = sorted({token.owner for token in tokens if token.owner})
        if len(names) > 1:
            last = max(tokens, key=lambda token: token.marks.position("appleId"))
            yield TOKEN_SHARED_ACCOUNT_ADVICE.found(
                last.marks.position("appleId"),
                last.name,
                variant="shared",
                account=shown(last.apple_id or ""),
                owners=", ".join(shown(name) for name in names),
            )


_PERSON = re.compile(r"[^\W\d_]{2,}\.[^\W\d_]{2,}@.+")
"""`first.last@…`: two names of letters only. `it-token@…` is none."""
