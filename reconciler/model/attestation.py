"""Who vouches for a record of the ledger: what a signer gives, and what a signature is worth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


class Trust(StrEnum):
    """What the signature of a record is worth."""

    TRUSTED = "trusted"
    """A key that was asked for signed exactly this record."""
    UNTRUSTED = "untrusted"
    """It is signed by nobody whose key was asked for."""
    UNSIGNED = "unsigned"
    """It is not signed."""
    BAD = "bad"
    """The signature is broken, or belongs to another record."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one signature.

    `keyid` is the fingerprint of the key that signed; of a signature that no key confirms it is what the envelope
    claims, and None where it claims nothing. `reason` says in words why it is not trusted; empty when it is.
    """

    trust: Trust
    keyid: str | None = None
    reason: str = ""


class Attestor(Protocol):
    """Signs records: with a key, or in the name of an identity."""

    @property
    def keyid(self) -> str:
        """The fingerprint of the key that signs, for people and for `LedgerState.keys`."""

    def attest(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        """The signed envelope for a record, given with everything but `attestation` and `digest`.

        Raises ServiceError when nobody could be reached who signs.
        """


Verify = Callable[[Mapping[str, Any], Sequence[str]], Verdict]
"""Judges the attestation in a record (its JSON) by public keys."""


@dataclass(frozen=True, slots=True)
class Required:
    """Whose signatures a chain must bear: `keys` as the reviewed YAML names them, never empty, and who judges."""

    keys: tuple[str, ...]
    verify: Verify
