"""Rules on the state of VPP tokens in the tenant: `(World) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.model.catalogue.token_health import (
    TOKEN_EXPIRED,
    TOKEN_EXPIRING,
    TOKEN_EXTERNAL_MDM,
    TOKEN_INVALID,
    TOKEN_MISSING,
)
from reconciler.model.catalogue.tokens import TOKEN_DUPLICATE_DECLARED
from reconciler.model.contents import may_create
from reconciler.model.entities import Token
from reconciler.model.finding import Finding, Related
from reconciler.model.rule import Severity
from reconciler.model.world import World
from reconciler.rules.token_changes import sound_renewals
from reconciler.rules.token_records import matched_tokens

_SECONDS_A_DAY = 86_400


def token_missing(world: World) -> Iterator[Finding]:
    """Declared tokens that the tenant lacks and git cannot create, or that could be several. Holds their books."""
    for token in world.matching.missing_tokens:
        if may_create(token):
            continue
        yield TOKEN_MISSING.found(
            token.marks.position("id" if token.id else ""),
            token.name,
            variant="id" if token.id else "",
            tokens=(token.name,),
            token=token.name,
            organization=token.organization,
            account=token.apple_id or "",
            id=token.id or "",
        )
    for token, candidates in world.matching.ambiguous_tokens:
        yield TOKEN_MISSING.found(
            token.marks.position("name"),
            token.name,
            variant="several",
            tokens=(token.name,),
            token=token.name,
            organization=token.organization,
            account=token.apple_id or "",
            count=len(candidates),
            candidates=", ".join(one.id for one in candidates),
        )


def token_declared_twice(world: World) -> Iterator[Finding]:
    """Declarations that mean a VPP token which another one means already (VPP106). Holds the books of the later one."""
    for token, first in world.matching.doubled_tokens:
        other = world.desired.token_of[first]
        yield TOKEN_DUPLICATE_DECLARED.found(
            token.marks.position("name"),
            token.name,
            variant="live",
            related=(Related(other.marks.position("name"), TOKEN_DUPLICATE_DECLARED.texts["first"].message),),
            tokens=(token.name,),
            first=first,
            second=token.name,
        )


def token_expired(world: World) -> Iterator[Finding]:
    """Tokens past their expiry, or reported as expired. Holds their books; other tokens go on.

    A planned renewal makes it a warning; the books go on in the next run all the same.
    """
    renewed = sound_renewals(world)
    for token, there in matched_tokens(world):
        past = there.expires is not None and there.expires <= world.now
        if there.state != "expired" and not past:
            continue
        yield TOKEN_EXPIRED.found(
            token.marks.position("name"),
            token.name,
            variant="" if past else "state",
            severity=Severity.WARNING if token.name in renewed else None,
            binding=True,
            tokens=(token.name,),
            token=token.name,
            account=token.apple_id or "",
            book_count=_book_count(world, token),
            days=_days(there.expires, world.now),
            date=_day(there.expires),
        )


def token_expiring(world: World) -> Iterator[Finding]:
    """Tokens that expire within policy.tokenExpiryWarningDays."""
    limit = world.desired.policy.token_expiry_warning_days
    for token, there in matched_tokens(world):
        if there.expires is None or there.state == "expired" or there.expires <= world.now:
            continue
        if (there.expires - world.now).total_seconds() > limit * _SECONDS_A_DAY:
            continue
        yield TOKEN_EXPIRING.found(
            token.marks.position("name"),
            token.name,
            token=token.name,
            account=token.apple_id or "",
            days=_days(world.now, there.expires),
            date=_day(there.expires),
        )


def token_invalid(world: World) -> Iterator[Finding]:
    """Tokens that the service reports as invalid, whatever their date says. Holds their books, as `token_expired`."""
    renewed = sound_renewals(world)
    for token, there in matched_tokens(world):
        if there.state == "invalid":
            yield TOKEN_INVALID.found(
                token.marks.position("name"),
                token.name,
                severity=Severity.WARNING if token.name in renewed else None,
                binding=True,
                tokens=(token.name,),
                token=token.name,
                account=token.apple_id or "",
                date=_day(there.expires),
            )


def token_external_mdm(world: World) -> Iterator[Finding]:
    """Tokens that another device management service holds. Holds their books."""
    for token, there in matched_tokens(world):
        if there.state == "assignedToExternalMDM":
            yield TOKEN_EXTERNAL_MDM.found(
                token.marks.position("name"), token.name, tokens=(token.name,), token=token.name
            )


def _book_count(world: World, token: Token) -> int:
    return sum(book.book.token == token.name for book in world.desired.books)


def _days(start: datetime | None, end: datetime | None) -> int:
    """Whole days from start to end; 0 where one is not known."""
    if start is None or end is None:
        return 0
    return max(0, int((end - start).total_seconds() // _SECONDS_A_DAY))


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else "unknown"
