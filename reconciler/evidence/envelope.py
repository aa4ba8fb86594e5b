"""The envelope around a signed statement: DSSE with its pre-authentication encoding.

Source: DSSE, "DSSE Protocol" 1.0.0 and "DSSE Envelope" (github.com/secure-systems-lab/dsse, read 2026-11).
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PAYLOAD_TYPE = "application/vnd.in-toto+json"
EXTENSION_KIND = "application/vnd.dev.sigstore.verificationmaterial;version=0.1"
"""The only kind of extension that is read. Source: Sigstore protobuf-specs, VerificationMaterial (read 2026-11)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `keyid` is a hint which key to try; nobody vouches for it.

    `material` is what a signature in the name of an identity is checked by, None where it is one of a key.
    """

    keyid: str
    sig: bytes
    material: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and its signatures, decoded."""

    payload_type: str
    payload: bytes
    signatures: tuple[Signature, ...]

    @property
    def message(self) -> bytes:
        """What the signatures are over."""
        return pae(self.payload_type, self.payload)


def pae(payload_type: str, payload: bytes) -> bytes:
    """The bytes that are signed: type and payload with their lengths, so that neither can reach into the other."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope_json(envelope: Envelope) -> dict[str, Any]:
    """The envelope as it stands in a record."""
    return {
        "payloadType": envelope.payload_type,
        "payload": base64.b64encode(envelope.payload).decode(),
        "signatures": [_signature_json(one) for one in envelope.signatures],
    }


def _signature_json(one: Signature) -> dict[str, Any]:
    plain = {"keyid": one.keyid, "sig": base64.b64encode(one.sig).decode()}
    if one.material is None:
        return plain
    return {**plain, "extension": {"kind": EXTENSION_KIND, "ext": dict(one.material)}}


def envelope_from_json(value: Any) -> Envelope:
    """The envelope in a record. Raises ValueError that says in words what is wrong.

    Other keys than those of `envelope_json` are refused: no signature covers them, and a record must hold nothing
    that nobody vouches for. Neither does it cover an extension: who judges the signature has to.
    """
    if not isinstance(value, Mapping) or value.keys() != _KEYS or not isinstance(value["payloadType"], str):
        raise ValueError("it is no envelope of payloadType, payload and signatures")
    signatures = value["signatures"]
    if not isinstance(signatures, list) or not signatures:
        raise ValueError("it has no signatures")
    payload = _decoded(value["payload"], "payload")
    return Envelope(value["payloadType"], payload, tuple(_signature(one) for one in signatures))


_KEYS, _SIGNATURE_KEYS = {"payloadType", "payload", "signatures"}, {"keyid", "sig"}


def _signature(value: Any) -> Signature:
    if not isinstance(value, Mapping) or value.keys() - {"extension"} != _SIGNATURE_KEYS:
        raise ValueError("a signature in it is not one of keyid and sig")
    if not isinstance(value["keyid"], str):
        raise ValueError("a signature in it is not one of keyid and sig")
    material = _material(value["extension"]) if "extension" in value else None
    return Signature(value["keyid"], _decoded(value["sig"], "sig"), material)


def _material(extension: Any) -> Mapping[str, Any]:
    """The verification material in a signature's extension (DSSE, envelope.proto, Extension)."""
    if isinstance(extension, Mapping) and extension.keys() == {"kind", "ext"} and extension["kind"] == EXTENSION_KIND:
        material = extension["ext"]
        if isinstance(material, Mapping):
            return material
    raise ValueError("the extension of a signature in it is no verification material of sigstore")


def _decoded(text: Any, key: str) -> bytes:
    """The bytes behind base64, of either alphabet as DSSE asks.

    Only the one spelling that encodes them is accepted, so that no character can be changed without a trace.
    """
    if isinstance(text, str) and text.isascii():
        plain = text.replace("-", "+").replace("_", "/")
        try:
            data = base64.b64decode(plain, validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if data and text in (base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()):
            return data
    raise ValueError(f'its "{key}" is no base64')
