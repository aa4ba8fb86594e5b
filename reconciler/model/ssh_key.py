"""Public ssh keys as `policy.ledgerKeys` and `.pub` files write them: type, key, comment. Read `parse_ssh_key`.

Only the shape is judged here, so that YAML can be checked without loading cryptography.
Source: RFC 4253, section 6.6; RFC 5656, section 3.1; RFC 8709, section 4.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

ED25519 = "ssh-ed25519"
ECDSA = "ecdsa-sha2-nistp256"
RSA = "ssh-rsa"
KINDS = (ED25519, ECDSA, RSA)
LEAST_RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key: its type, its bytes, and the comment behind it, which means nothing."""

    kind: str
    blob: bytes
    comment: str

    @property
    def fingerprint(self) -> str:
        """`SHA256:…`, as `ssh-keygen -l` prints it."""
        return fingerprint(self.blob)

    @property
    def line(self) -> str:
        """Type and key, without the comment."""
        return f"{self.kind} {base64.b64encode(self.blob).decode()}"


def fingerprint(blob: bytes) -> str:
    """`SHA256:` and the base64 of the SHA-256 of a public key's bytes, without padding."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def parse_ssh_key(line: str) -> SshKey:
    """The key in one line. Raises ValueError that says in words what is wrong.

    Options before the type are refused: nobody would obey them here.
    """
    kind, _, rest = line.strip().partition(" ")
    text, _, comment = rest.strip().partition(" ")
    if kind not in KINDS:
        raise ValueError(f'it begins with "{kind[:40]}", and must begin with one of {", ".join(KINDS)}')
    try:
        blob = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("what follows its type is no base64") from error
    if not blob or base64.b64encode(blob).decode() != text:
        raise ValueError("what follows its type is no base64")
    _check_fields(kind, blob)
    return SshKey(kind, blob, comment.strip())


def _check_fields(kind: str, blob: bytes) -> None:
    """Raises ValueError unless the bytes are a key of this type."""
    name, *fields = _fields(blob)
    if name != kind.encode():
        raise ValueError(f"it says that it is {kind}, and its bytes are of another type")
    match kind, fields:
        case ("ssh-ed25519", [point]) if len(point) == 32:
            return
        case ("ecdsa-sha2-nistp256", [b"nistp256", point]) if len(point) == 65 and point[0] == 4:
            return
        case ("ssh-rsa", [_, modulus]):
            bits = int.from_bytes(modulus, "big").bit_length()
            if bits < LEAST_RSA_BITS:
                raise ValueError(f"it has {bits} bits, and RSA needs {LEAST_RSA_BITS}")
        case _:
            raise ValueError(f"its bytes are no whole {kind} key; it may have been cut off")


def _fields(blob: bytes) -> list[bytes]:
    """The length-prefixed fields that a key consists of. Raises ValueError when a length reaches beyond the end."""
    fields, at = [], 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        end = at + 4 + size
        if at + 4 > len(blob) or end > len(blob):
            raise ValueError("its bytes end too early; it may have been cut off")
        fields.append(blob[at + 4 : end])
        at = end
    return fields
