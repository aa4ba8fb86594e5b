"""Pseudonyms of users: equal for one user under one key, and worth nothing without the key."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.model.ids import GroupId
from reconciler.model.observed import Holder, Members

_HEX_DIGITS = 32
_OF_A_USER, _OF_THE_KEY = "user", "key"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes the pseudonyms of a tenant's users: HMAC-SHA256 over tenant and user id, 128 bits in hexadecimal.

    The tenant is part of them, so that two ledgers under one key do not tell who is in both.
    """

    key: bytes = field(repr=False)
    tenant: str

    def of(self, user: Holder) -> str:
        """The pseudonym of a user, by object id."""
        return self._digest(_OF_A_USER, user.casefold())

    @property
    def fingerprint(self) -> str:
        """Tells two keys apart, and does not give them away."""
        return self._digest(_OF_THE_KEY, "")

    def of_groups(self, members: Mapping[GroupId, Members]) -> dict[GroupId, tuple[str, ...]]:
        """The users of each group, sorted. Groups without users are left out: hidden members look the same."""
        return {
            group: tuple(sorted(self.of(user) for user in several.users))
            for group, several in sorted(members.items())
            if several.users
        }

    def _digest(self, what: str, text: str) -> str:
        told = f"{what}\0{self.tenant}\0{text}".encode()
        return hmac.digest(self.key, told, hashlib.sha256).hex()[:_HEX_DIGITS]
