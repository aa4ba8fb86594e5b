"""What a plan knows of the content tokens behind the declared tokens: their facts, never their text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from reconciler.model.apple import AppleAnswers
from reconciler.model.content_token import Flaw
from reconciler.model.entities import Token
from reconciler.model.ids import Handle
from reconciler.model.observed import ObservedToken

SAME_EXPIRY = timedelta(minutes=1)
"""Services round instants: what expires within a minute of the other is the same content token."""


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


Contents = Mapping[Handle, ContentFacts | Flaw]
"""By declared handle: the facts, or why the text is no content token. A handle that is missing has none at hand."""


@dataclass(frozen=True, slots=True)
class AtHand:
    """What the content tokens at hand tell: their own facts, and what Apple answered with them, by handle."""

    contents: Contents = field(default_factory=dict)
    apple: Mapping[Handle, AppleAnswers] = field(default_factory=dict)


NOTHING_AT_HAND = AtHand()


def may_create(token: Token) -> bool:
    """Whether a token that the tenant lacks is for git to create: it has a secret, and names no object of Intune."""
    return token.secret is not None and token.id is None
