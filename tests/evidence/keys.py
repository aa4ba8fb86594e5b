"""Keys and records to test signatures with. Keys are made anew for each run: none is worth stealing."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reconciler.evidence.signing import KeyAttestor, read_signing_key
from reconciler.ledger.records import build_record, parse_record, record_name
from reconciler.model.attestation import Attestor
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind
from tests.ledger.chains import NOW, PLAN, TENANT, receipt

KINDS = ("ed25519", "ecdsa", "rsa")


@dataclass(frozen=True, slots=True)
class Pair:
    """A private key as OpenSSH writes it, and the line of its `.pub` file."""

    private: str
    public: str

    def signer(self) -> KeyAttestor:
        """Signs with it."""
        return read_signing_key(self.private, "the test")


@cache
def pair(kind: str = "ed25519", name: str = "one") -> Pair:
    """The key of this kind and name; the same each time it is asked for."""
    return written(_made(kind), f"{name}@norr.example")


def written(key: Any, comment: str) -> Pair:
    """A key in OpenSSH's own format."""
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH
    private = key.private_bytes(encoding, form, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
    return Pair(private.decode(), f"{public.decode()} {comment}")


def _made(kind: str) -> Any:
    match kind:
        case "ed25519":
            return Ed25519PrivateKey.generate()
        case "ecdsa":
            return ec.generate_private_key(ec.SECP256R1())
        case _:
            return rsa.generate_private_key(65537, 2048)


def record(
    signer: Attestor | None,
    seq: int = 2,
    previous: Digest | None = PLAN,
    tenant: str = TENANT,
    body: Mapping[str, Any] | None = None,
    kind: RecordKind = RecordKind.RECEIPT,
) -> dict[str, Any]:
    """The JSON of a record as the ledger writes it."""
    _, data = build_record(seq, kind, tenant, NOW, previous, receipt(PLAN) if body is None else body, signer)
    return dict(parse_record(tenant, record_name(seq, kind), data).value)


def openssl_is_here() -> bool:
    """Whether there is an openssl that reads raw messages (3 or newer; LibreSSL does not)."""
    if shutil.which("openssl") is None:
        return False
    told = subprocess.run(["openssl", "version"], capture_output=True, check=False).stdout.decode().split()
    return told[:1] == ["OpenSSL"] and int(told[1].split(".")[0]) >= 3
