"""VPP tokens as figures: how long they last, how fresh what they tell is. Read `token_figures`."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.model.desired import DesiredState
from reconciler.model.entities import Token
from reconciler.model.ids import TokenId
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState, ObservedToken
from reconciler.model.status import TokenFigures

MISSING = "missing"
"""The state of a declared token that the tenant does not have exactly once."""

_SECONDS_A_DAY, _SECONDS_AN_HOUR = 86_400, 3_600


def token_figures(
    desired: DesiredState, observed: ObservedState, matching: Matching, now: datetime
) -> tuple[TokenFigures, ...]:
    """Declared tokens, also those that the tenant lacks, and all others of the tenant; sorted by name."""
    return tuple(sorted(_tokens(desired, observed, matching, now), key=lambda one: (one.name.casefold(), one.name)))


def pool_names(matching: Matching) -> dict[TokenId, str]:
    """The handles of declared tokens by their id in the tenant."""
    return {there.id: str(name) for name, there in matching.tokens.items()}


def _tokens(
    desired: DesiredState, observed: ObservedState, matching: Matching, now: datetime
) -> Iterator[TokenFigures]:
    for token in desired.tokens:
        there = matching.tokens.get(token.name)
        yield _missing(token) if there is None else _there(str(token.name), there, now, declared=True)
    managed = pool_names(matching)
    for there in observed.tokens:
        if there.id not in managed:
            yield _there(there.display_name or there.organization or there.id, there, now, declared=False)


def _missing(token: Token) -> TokenFigures:
    location = (token.location.name if token.location else None) or ""
    account = token.apple_id or ""
    return TokenFigures(
        str(token.name), True, token.organization, account, location, MISSING, None, None, None, None, ""
    )


def _there(name: str, there: ObservedToken, now: datetime, *, declared: bool) -> TokenFigures:
    return TokenFigures(
        name=name,
        declared=declared,
        organization=there.organization or "",
        apple_id=there.apple_id or "",
        location=there.location_name or "",
        state=there.state,
        expires=there.expires,
        days=None if there.expires is None else int((there.expires - now).total_seconds() // _SECONDS_A_DAY),
        last_sync=there.last_sync,
        sync_hours=None if there.last_sync is None else _age(there.last_sync, now),
        sync_status=there.sync_status or "",
    )


def _age(at: datetime, now: datetime) -> int:
    return max(0, int((now - at).total_seconds() // _SECONDS_AN_HOUR))
