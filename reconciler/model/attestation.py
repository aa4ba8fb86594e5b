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


class Proof(StrEnum):
    """What is known of an identity in whose name a record was signed."""

    PROVEN = "proven"
    """The certificate is one of the trust root's authority, and the signature stands in its log."""
    REFUSED = "refused"
    """The trust root at hand does not confirm it: it is made up, or the trust root is older than the signature."""
    UNCHECKED = "unchecked"
    """Nothing is at hand that could check it."""


@dataclass(frozen=True, slots=True)
class Identity:
    """In whose name a record was signed: `name` as its certificate has it, `issuer` who vouched for it.

    `problem` says why it is not proven, as the library says it; empty where it is, or was not checked.
    """

    name: str
    issuer: str
    proof: Proof = Proof.UNCHECKED
    problem: str = ""

    @property
    def keyid(self) -> str:
        """How a signature in this name calls itself."""
        return f"{self.name} ({self.issuer})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one signature.

    `keyid` is the fingerprint of the key that signed; of a signature that no key confirms it is what the envelope
    claims, and None where it claims nothing. `reason` says in words why it is not trusted; empty when it is.
    `identities` are those in whose name it is signed too; they make nothing trusted, since the policy names keys.
    """

    trust: Trust
    keyid: str | None = None
    reason: str = ""
    identities: tuple[Identity, ...] = ()


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
