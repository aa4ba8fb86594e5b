"""Signatures of ssh keys: Ed25519; ECDSA P-256 with SHA-256 in DER; RSA with SHA-256 by PKCS #1 v1.5, as ssh does it.

Read `public_key`. Source: RFC 8032; FIPS 186-5; RFC 8017, section 8.2; RFC 8332, section 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from reconciler.model.ssh_key import ECDSA, LEAST_RSA_BITS, SshKey, parse_ssh_key

PrivateKey = Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class PublicKey(Protocol):
    """A key that can judge a signature."""

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` prints it."""

    def fits(self, message: bytes, sig: bytes) -> bool:
        """Whether this key signed these bytes."""


@dataclass(frozen=True, slots=True)
class _Key:
    fingerprint: str
    key: Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey

    def fits(self, message: bytes, sig: bytes) -> bool:
        try:
            match self.key:
                case Ed25519PublicKey():
                    self.key.verify(sig, message)
                case ec.EllipticCurvePublicKey():
                    self.key.verify(sig, message, ec.ECDSA(hashes.SHA256()))
                case rsa.RSAPublicKey():
                    self.key.verify(sig, message, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True


@lru_cache(maxsize=256)
def public_key(line: str) -> PublicKey:
    """The key in a line of `policy.ledgerKeys`. Raises ValueError that says in words what is wrong."""
    parsed = parse_ssh_key(line)
    return _Key(parsed.fingerprint, _loaded(parsed))


def readable(lines: Sequence[str]) -> tuple[PublicKey, ...]:
    """The keys among these lines. A line that holds none is left out: it makes no signature good."""
    found = []
    for line in lines:
        try:
            found.append(public_key(line))
        except ValueError:
            continue
    return tuple(found)


def sign(key: PrivateKey, message: bytes) -> bytes:
    """The signature of these bytes."""
    match key:
        case Ed25519PrivateKey():
            return key.sign(message)
        case ec.EllipticCurvePrivateKey():
            return key.sign(message, ec.ECDSA(hashes.SHA256()))
        case rsa.RSAPrivateKey():
            return key.sign(message, padding.PKCS1v15(), hashes.SHA256())


def public_line(key: PrivateKey) -> SshKey:
    """The public half of a private key. Raises ValueError when its kind is not one that signs here."""
    data = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return parse_ssh_key(data.decode())


def _loaded(parsed: SshKey) -> Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    try:
        key = serialization.load_ssh_public_key(parsed.line.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        what = "is no point of its curve" if parsed.kind == ECDSA else "is no key of its type"
        raise ValueError(f"what it holds {what}") from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        raise ValueError(f"it has {key.key_size} bits, and RSA needs {LEAST_RSA_BITS}")
    assert isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey)  # the kinds parsed above
    return key
