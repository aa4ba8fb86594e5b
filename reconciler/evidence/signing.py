"""Signs records with an ssh key. Read `read_signing_key`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reconciler.evidence.envelope import PAYLOAD_TYPE, Envelope, Signature, envelope_json, pae
from reconciler.evidence.keys import PrivateKey, public_line, sign
from reconciler.evidence.statement import statement_of
from reconciler.model.canonical import canonical
from reconciler.model.errors import UsageError
from reconciler.model.ssh_key import SshKey

PRIVATE_KEY_MARK = "-----BEGIN "
"""How the text of a private key begins; a path does not."""

_MAKE = 'Make one with: ssh-keygen -t ed25519 -N "" -C ledger -f FILE.'


@dataclass(frozen=True, slots=True)
class KeyAttestor:
    """Satisfies `Attestor` by a private key, which it never shows."""

    public: SshKey
    _key: PrivateKey

    def __repr__(self) -> str:
        return f"KeyAttestor({self.keyid})"

    @property
    def keyid(self) -> str:
        """The key's fingerprint, as `ssh-keygen -l` prints it."""
        return self.public.fingerprint

    def attest(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The signed statement about a record, in its envelope."""
        payload = canonical(statement_of(record))
        signature = Signature(self.keyid, sign(self._key, pae(PAYLOAD_TYPE, payload)))
        return envelope_json(Envelope(PAYLOAD_TYPE, payload, (signature,)))


def read_signing_key(text: str, where: str) -> KeyAttestor:
    """Signs with the OpenSSH private key in this text. `where` is where it was found, for people.

    Raises UsageError when it is no such key, is locked by a passphrase, or is of a kind that cannot sign here.
    No message holds any of the text.
    """
    try:
        key = serialization.load_ssh_private_key(text.strip().encode() + b"\n", password=None)
    except TypeError:
        raise UsageError(
            f"{where}: the key is locked by a passphrase, and nobody is there to type it.",
            f"Use a key of its own without one, kept as a secret of the pipeline. {_MAKE}",
        ) from None  # the cause could quote the key
    except (ValueError, UnsupportedAlgorithm):
        raise UsageError(f"{where} is no OpenSSH private key.", _MAKE) from None
    return KeyAttestor(_public(key, where), _supported(key, where))


def _supported(key: object, where: str) -> PrivateKey:
    if isinstance(key, Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        return key
    raise UsageError(f"{where}: a key of this kind cannot sign records.", _MAKE)


def _public(key: object, where: str) -> SshKey:
    try:
        return public_line(_supported(key, where))
    except ValueError as error:
        raise UsageError(f"{where}: this key cannot sign records: {error}.", _MAKE) from None
