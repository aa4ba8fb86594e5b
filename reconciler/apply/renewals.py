"""Approved renewals of VPP tokens against the new plan, which may know more or less of the content token.

| approved with | now at hand | in the new plan | comes of it |
| --- | --- | --- | --- |
| an expiry, or none | nothing | the same renewal, unseen; or none | held, and the rest goes on (VPP120) |
| an expiry | the same content token | the same renewal | written |
| an expiry | another one | another renewal, or none | refused: somebody reviewed another file |
| none (it was not at hand) | a newer one | a renewal | written: what was reviewed is "whatever is there" |
| none | one that is not newer | none | unchanged |
| any | a wrong one | a held renewal | refused, like everything that the new plan holds |

Read `renewal_mismatch`, then `without_renewal`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.model.catalogue.token_changes import ABSENCES, TOKEN_CREATE
from reconciler.model.change import Action, Change
from reconciler.model.content_token import Absence
from reconciler.model.contents import Content, Contents, at_hand
from reconciler.model.desired import DesiredState
from reconciler.model.plan import Plan
from reconciler.model.record import OutcomeKind
from reconciler.model.secret import place_of
from reconciler.model.token_fields import EXPIRES

NOT_NEWER = "the content token at hand is not newer than the one in the tenant"


def is_renewal(change: Change) -> bool:
    """Whether a change renews a VPP token."""
    return change.token is not None and change.action is Action.RENEW


def renewal_mismatch(change: Change, new: Change | None, contents: Contents) -> str:
    """How the new plan differs from an approved renewal; empty when the run may go on."""
    assert change.token is not None  # only renewals come here
    content = contents.get(change.token.name)
    if new is not None and new.held is not None:
        return f"is held now: {new.held.reason.rstrip('.')}"
    if new is not None and (
        _fields(new.before) != _fields(change.before) or _fields(new.after) != _fields(change.after)
    ):
        return "is to change other fields now than was approved"
    approved, now = _expiry(change.after), _expiry(new.after) if new is not None else None
    if at_hand(content) is None or approved is None or approved == now:
        return ""
    if now is None:
        return "has no newer content token at hand any more"
    return f"would be renewed until {now}, and until {approved} was approved"


def without_renewal(
    approved: Plan, new: Plan, contents: Contents, desired: DesiredState
) -> Iterator[tuple[Change, OutcomeKind, str]]:
    """The approved renewals that the new plan does not have at all, with what comes of them and why."""
    there = {change.id for change in new.changes}
    for change in approved.changes:
        if change.held is None and is_renewal(change) and change.id not in there and change.token is not None:
            content = contents.get(change.token.name)
            if at_hand(content) is None:
                yield change, OutcomeKind.HELD, _missing(change, content, desired)
            else:
                yield change, OutcomeKind.UNCHANGED, NOT_NEWER


def _missing(change: Change, content: Content | None, desired: DesiredState) -> str:
    assert change.token is not None  # as above
    secret = desired.token_of[change.token.name].secret
    why = ABSENCES[content if isinstance(content, Absence) else None]
    place = place_of(secret) if secret else ""
    name = change.token.name
    return TOKEN_CREATE.found(None, name, variant="missing", token=name, place=place, why=why).message


def _fields(side: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (side or {}).items() if key != EXPIRES}


def _expiry(side: Mapping[str, Any] | None) -> str | None:
    value = (side or {}).get(EXPIRES)
    return str(value) if value is not None else None
