"""Whether a content token may be uploaded: looked at once more, right before the write. Read `unfit`."""

from datetime import datetime

from reconciler.model.catalogue.token_changes import ABSENCES, TOKEN_CREATE
from reconciler.model.change import Action, Change
from reconciler.model.content_faults import Fault, fault_of
from reconciler.model.content_token import Absence, ContentToken, Flaw
from reconciler.model.contents import ContentFacts
from reconciler.model.entities import Token
from reconciler.model.instants import stamp
from reconciler.model.secret import place_of
from reconciler.model.token_fields import EXPIRES


def unfit(found: ContentToken | Flaw | Absence, token: Token, change: Change, now: datetime) -> str:
    """Why what was found is not uploaded, for people; empty when it may be. No part of it is in the text."""
    place = place_of(token.secret) if token.secret else ""
    if isinstance(found, Absence):
        return _said(token, Fault("missing"), place, ABSENCES[found])
    facts = found if isinstance(found, Flaw) else ContentFacts(found.organization, found.expires)
    if (fault := fault_of(facts, token, now)) is not None:
        return _said(token, fault, place)
    assert isinstance(facts, ContentFacts)  # a text that is no content token has its fault
    if change.action is Action.RENEW and stamp(facts.expires) != (change.after or {}).get(EXPIRES):
        return f"the content token at {place} is another one than when this was planned"
    return ""


def _said(token: Token, fault: Fault, place: str, why: str = "") -> str:
    return TOKEN_CREATE.found(None, token.name, token=token.name, place=place, why=why, **fault._asdict()).message
