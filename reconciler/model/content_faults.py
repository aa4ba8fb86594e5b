"""Whether a content token may be uploaded: one judgement, for the plan and for the moment of the write."""

from datetime import datetime
from typing import NamedTuple

from reconciler.model.catalogue.token_changes import FLAWS
from reconciler.model.content_token import Flaw
from reconciler.model.contents import ContentFacts
from reconciler.model.entities import Token


class Fault(NamedTuple):
    """Why not: the variant of VPP120 that says so, and what it says. Nothing in it is of the secret."""

    variant: str
    flaw: str = ""
    found: str = ""
    declared: str = ""
    date: str = ""


def fault_of(content: ContentFacts | Flaw, token: Token, now: datetime) -> Fault | None:
    """What is wrong with a content token by itself; None when it is of the right organisation and has not expired."""
    if isinstance(content, Flaw):
        return Fault("unreadable", flaw=FLAWS[content])
    if not content.belongs_to(token):
        return Fault("organization", found=content.organization, declared=token.organization)
    if content.expires <= now:
        return Fault("expired", date=content.expires.date().isoformat())
    return None
