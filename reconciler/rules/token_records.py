"""Rules on VPP tokens as the tenant records them: `(World) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator
from datetime import timedelta

from reconciler.model.catalogue.token_records import (
    TOKEN_APPLE_ID_CHANGED,
    TOKEN_DUPLICATE_LOCATION,
    TOKEN_LOCATION_CHANGED,
    TOKEN_NO_DELETE,
    TOKEN_STATE_UNKNOWN,
    TOKEN_SYNC_FAILED,
    TOKEN_SYNC_RUNNING,
    TOKEN_SYNC_STALE,
    TOKEN_TYPE_CHANGED,
    TOKEN_UNMANAGED,
)
from reconciler.model.entities import Token
from reconciler.model.finding import Finding, Scope
from reconciler.model.ids import BookId, TokenId
from reconciler.model.instants import stamp
from reconciler.model.observed import ObservedToken
from reconciler.model.world import World
from reconciler.rules.acceptance import accepted, today

_KNOWN_STATES = frozenset({"valid", "expired", "invalid", "assignedToExternalMDM", "duplicateLocationId"})


def token_duplicate_location(world: World) -> Iterator[Finding]:
    """Tokens whose location was uploaded several times. Holds their books until it is accepted."""
    for token, there in matched_tokens(world):
        if there.state == "duplicateLocationId":
            others = sorted(one.id for one in world.observed.tokens if one.id != there.id and _is_double(one, there))
            finding = TOKEN_DUPLICATE_LOCATION.found(
                token.marks.position("name"),
                token.name,
                tokens=(token.name,),
                token=token.name,
                id=there.id,
                others=", ".join(others) or "the other is not shown",
            )
            yield accepted(finding, token.accept, today(world.now, world.desired.policy))


def _is_double(one: ObservedToken, there: ObservedToken) -> bool:
    """Whether another token says that it is a double too, or shows the same organisation and location."""
    if one.state == "duplicateLocationId":
        return True
    shown = (there.organization, there.location_name)
    return None not in shown and (one.organization, one.location_name) == shown


def token_state_unknown(world: World) -> Iterator[Finding]:
    """Tokens in a state that says nothing."""
    for token, there in matched_tokens(world):
        if there.state not in _KNOWN_STATES:
            yield TOKEN_STATE_UNKNOWN.found(
                token.marks.position("name"), token.name, tokens=(token.name,), token=token.name, state=there.state
            )


def token_apple_id_changed(world: World) -> Iterator[Finding]:
    """Tokens that are tied to another Apple account than declared. Holds their books until it is accepted."""
    for token, there in matched_tokens(world):
        declared, observed = token.apple_id or "", there.apple_id or ""
        if not observed or declared.casefold() == observed.casefold() or _moved(token, there):
            continue
        finding = TOKEN_APPLE_ID_CHANGED.found(
            token.marks.position("appleId"),
            token.name,
            tokens=(token.name,),
            token=token.name,
            declared=declared,
            observed=observed,
        )
        yield accepted(finding, token.accept, today(world.now, world.desired.policy))


def token_location_changed(world: World) -> Iterator[Finding]:
    """Tokens behind which another organisation or location stands, or none of the books that were applied."""
    for token, there in matched_tokens(world):
        if (moved := _moved(token, there)) is not None:
            key, declared, observed = moved
            yield TOKEN_LOCATION_CHANGED.found(
                token.marks.position(key),
                token.name,
                variant=key,
                tokens=(token.name,),
                token=token.name,
                declared=declared,
                observed=observed,
            )
        elif lost := _lost_books(world, token, there):
            yield TOKEN_LOCATION_CHANGED.found(
                token.marks.position("name"),
                token.name,
                variant="books",
                tokens=(token.name,),
                token=token.name,
                count=lost,
            )


def _moved(token: Token, there: ObservedToken) -> tuple[str, str, str] | None:
    """The declared key that no longer fits, with both values; None where all fit, or are not known."""
    if there.organization and token.organization.casefold() != there.organization.casefold():
        return "organization", token.organization, there.organization
    declared = token.location.name if token.location else None
    if declared and there.location_name and declared.casefold() != there.location_name.casefold():
        return "location", declared, there.location_name
    return None


_LEAST_LOST = 2
"""One book alone may simply have been moved (VPP213)."""


def _lost_books(world: World, token: Token, there: ObservedToken) -> int:
    """How many books of this token were applied before, when the token shows other books and none of them; else 0."""
    applied = {BookId(key.split(":", 2)[1]) for key in world.ledger.last_applied or {}}
    declared = {book.book.id for book in world.desired.books if book.book.token == token.name and book.book.id}
    known = applied & declared
    shown = {book.id for book in world.observed.books if book.token == there.id}
    return len(known) if len(known) >= _LEAST_LOST and shown and not known & shown else 0


def token_no_delete(world: World) -> Iterator[Finding]:
    """Tokens whose books were applied before and that git no longer declares. They stay in the tenant."""
    declared = {there.id for there in world.matching.tokens.values()}
    pool = {book.id: book.token for book in world.observed.books}
    left: set[TokenId] = set()
    for key in world.ledger.last_applied or {}:
        token = pool.get(BookId(key.split(":", 2)[1]))
        if token is not None and token not in declared and not _in_doubt(world):
            left.add(token)
    for there in world.observed.tokens:
        if there.id in left:
            name = there.display_name or there.organization or there.id
            yield TOKEN_NO_DELETE.found(None, name, token=name)


def _in_doubt(world: World) -> bool:
    """Whether a declared token was not found: then a token without a declaration may be that one."""
    return bool(world.matching.missing_tokens or world.matching.ambiguous_tokens)


def token_type_changed(world: World) -> Iterator[Finding]:
    """Tokens of another programme than declared. Holds their books."""
    for token, there in matched_tokens(world):
        if token.account_type and there.account_type and token.account_type != there.account_type:
            yield TOKEN_TYPE_CHANGED.found(
                token.marks.position("accountType"),
                token.name,
                tokens=(token.name,),
                token=token.name,
                declared=token.account_type,
                observed=there.account_type,
            )


def token_sync_stale(world: World) -> Iterator[Finding]:
    """Tokens whose last sync is older than the policy allows, or that never synced."""
    limit = timedelta(hours=world.desired.policy.sync_max_age_hours)
    for token, there in matched_tokens(world):
        if there.last_sync is not None and world.observed.at - there.last_sync <= limit:
            continue
        age = world.observed.at - there.last_sync if there.last_sync else timedelta(0)
        yield TOKEN_SYNC_STALE.found(
            token.marks.position("name"),
            token.name,
            variant="" if there.last_sync else "never",
            tokens=(token.name,),
            token=token.name,
            hours=int(age.total_seconds() // 3600),
            when=stamp(there.last_sync) if there.last_sync else "",
        )


def token_sync_failed(world: World) -> Iterator[Finding]:
    """Tokens whose last sync failed. Holds what can use seats."""
    for token, there in matched_tokens(world):
        if there.sync_status == "failed":
            yield TOKEN_SYNC_FAILED.found(
                token.marks.position("name"), token.name, tokens=(token.name,), scope=Scope.SEATS, token=token.name
            )


def token_sync_running(world: World) -> Iterator[Finding]:
    """Tokens that are syncing while the plan is made."""
    for token, there in matched_tokens(world):
        if there.sync_status == "inProgress":
            yield TOKEN_SYNC_RUNNING.found(token.marks.position("name"), token.name, token=token.name)


def token_unmanaged(world: World) -> Iterator[Finding]:
    """Tokens of the tenant that git does not declare; silent while a declared one was not found."""
    declared = {there.id for there in world.matching.tokens.values()}
    others = [there for there in world.observed.tokens if there.id not in declared]
    if others and not _in_doubt(world):
        names = ", ".join(f'"{there.display_name or there.location_name or there.id}"' for there in others)
        yield TOKEN_UNMANAGED.found(None, "tenant", count=len(others), names=names)


def matched_tokens(world: World) -> Iterator[tuple[Token, ObservedToken]]:
    """Each declared token with the one in the tenant that it means."""
    for name, there in world.matching.tokens.items():
        yield world.desired.token_of[name], there
