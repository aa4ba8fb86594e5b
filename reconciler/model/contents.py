"""What a plan knows of the content tokens behind the declared tokens: their facts, never their text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reconciler.model.apple import AppleAnswers
from reconciler.model.content_token import Absence, Flaw
from reconciler.model.entities import Token
from reconciler.model.ids import Handle
from reconciler.model.observed import ObservedToken
from reconciler.model.token_fields import SAME_EXPIRY


@dataclass(frozen=True, slots=True)
class ContentFacts:
    """What a content token says about itself. `expires` is UTC."""

    organization: str
    expires: datetime

    def is_newer(self, there: ObservedToken) -> bool:
        """Whether it is a later one than that in the tenant."""
        return there.expires is None or self.expires - there.expires > SAME_EXPIRY

    def is_older(self, there: ObservedToken) -> bool:
        """Whether it is an earlier one than that in the tenant."""
        return there.expires is not None and there.expires - self.expires > SAME_EXPIRY

    def belongs_to(self, token: Token) -> bool:
        """Whether it is of the organisation that the token declares."""
        return self.organization.strip().casefold() == token.organization.strip().casefold()


Content = ContentFacts | Flaw | Absence
"""The facts of a content token, why a text is none, or why there is nothing at hand."""

Contents = Mapping[Handle, Content]
"""By declared handle; one that is missing was not looked for, and nothing is known of it."""


def at_hand(content: Content | None) -> ContentFacts | Flaw | None:
    """What was found where a content token should be; None where nothing was."""
    return None if isinstance(content, Absence) else content


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the content tokens at hand tell: their own facts, and what Apple answered with them, by handle."""

    contents: Contents = field(default_factory=dict)
    apple: Mapping[Handle, AppleAnswers] = field(default_factory=dict)


NOTHING_AT_HAND = AtHand()


def renewal_due(there: ObservedToken, now: datetime, days: int) -> bool:
    """Whether the tenant's token needs a newer one: it does not work, or expires within so many days."""
    if there.state in ("expired", "invalid") or there.expires is None:
        return True
    return there.expires - now <= timedelta(days=days)


def may_create(token: Token) -> bool:
    """Whether a token that the tenant lacks is for git to create: it has a secret, and names no object of Intune."""
    return token.secret is not None and token.id is None
