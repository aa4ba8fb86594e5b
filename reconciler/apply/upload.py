"""Whether a content token may be uploaded: looked at once more, right before the write. Read `unfit`."""

from datetime import datetime

from reconciler.model.catalogue.token_changes import ABSENCES, FLAWS, TOKEN_CREATE
from reconciler.model.change import Action, Change
from reconciler.model.content_token import ContentToken, Flaw
from reconciler.model.contents import Absence, ContentFacts
from reconciler.model.entities import Token
from reconciler.model.instants import stamp
from reconciler.model.secret import place_of
from reconciler.model.token_fields import EXPIRES


def unfit(found: ContentToken | Flaw | Absence, token: Token, change: Change, now: datetime) -> str:
    """Why what was found is not uploaded, for people; empty when it may be. No part of it is in the text."""
    place = place_of(token.secret) if token.secret else ""
    if isinstance(found, Absence):
        return _said(token, "missing", place, why=ABSENCES[found])
    if isinstance(found, Flaw):
        return _said(token, "unreadable", place, flaw=FLAWS[found])
    if not ContentFacts(found.organization, found.expires).belongs_to(token):
        return _said(token, "organization", place, found=found.organization, declared=token.organization)
    if found.expires <= now:
        return _said(token, "expired", place, date=found.expires.date().isoformat())
    if change.action is Action.RENEW and stamp(found.expires) != (change.after or {}).get(EXPIRES):
        return f"the content token at {place} is another one than when this was planned"
    return ""


def _said(
    token: Token,
    variant: str,
    place: str,
    *,
    why: str = "",
    flaw: str = "",
    found: str = "",
    declared: str = "",
    date: str = "",
) -> str:
    finding = TOKEN_CREATE.found(
        None,
        token.name,
        variant=variant,
        token=token.name,
        place=place,
        why=why,
        flaw=flaw,
        found=found,
        declared=declared,
        date=date,
    )
    return finding.message
