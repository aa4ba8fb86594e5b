"""A made-up instance of sigstore: an authority, its certificate log, a transparency log, and a trust root of them.

All of it is made here with plain cryptography, so that what the library says of a signature is its own judgement.
Source: RFC 6962 (certificate and Merkle tree logs); Rekor, "dsse" entry type 0.0.1; Sigstore protobuf-specs.
"""

import base64
import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from reconciler.evidence.envelope import PAYLOAD_TYPE, pae
from reconciler.evidence.statement import statement_of
from reconciler.model.canonical import canonical
from tests.evidence.keys import record

WORKFLOW = "https://github.com/skolan/intune/.github/workflows/apply.yml@refs/heads/main"
ISSUER = "https://token.actions.githubusercontent.com"
NAMED = f"{WORKFLOW} ({ISSUER})"
SCTS = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_FULCIO_ISSUER = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
_HOUR = timedelta(hours=1)
_SPAN = {"start": "2020-01-01T00:00:00Z"}


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@dataclass(frozen=True)
class Instance:
    """One instance with its keys. `uris` begins the addresses of its services."""

    uri: str = "http://127.0.0.1:9"
    authority: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    ct_key: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    log_key: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def root(self) -> x509.Certificate:
        """The certificate of the authority, signed by itself; the same each time."""
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = _builder(self.authority.public_key(), self.authority, self.now - 24 * _HOUR, self.now + 24 * _HOUR)
        builder = builder.subject_name(_NAME).serial_number(1)
        builder = builder.add_extension(x509.BasicConstraints(True, 1), True).add_extension(usage, True)
        return builder.sign(self.authority, hashes.SHA256())

    def certificate(
        self, public: ec.EllipticCurvePublicKey, name: str = WORKFLOW, issuer: str = ISSUER
    ) -> x509.Certificate:
        """A signing certificate in this name, with the timestamp of the certificate log."""
        usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
        builder = _builder(public, self.authority, self.now - timedelta(minutes=1), self.now + timedelta(minutes=9))
        builder = builder.subject_name(x509.Name([])).serial_number(4711)
        builder = builder.add_extension(usage, True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), False)
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.UniformResourceIdentifier(name)]), True)
        builder = builder.add_extension(x509.UnrecognizedExtension(_FULCIO_ISSUER, issuer.encode()), False)
        before = builder.sign(self.authority, hashes.SHA256()).tbs_certificate_bytes
        stamped = x509.UnrecognizedExtension(SCTS, self._timestamp(before))
        return builder.add_extension(stamped, False).sign(self.authority, hashes.SHA256())

    def _timestamp(self, before: bytes) -> bytes:
        """The list of one signed certificate timestamp over a certificate without it (RFC 6962, section 3.2)."""
        at = int(self.now.timestamp() * 1000)
        issuer = hashlib.sha256(_der(self.authority)).digest()
        signed = struct.pack("!BBQH", 0, 0, at, 1) + issuer + struct.pack("!I", len(before))[1:] + before + b"\0\0"
        sig = self.ct_key.sign(signed, ec.ECDSA(hashes.SHA256()))
        one = struct.pack("!B32sQHBBH", 0, _log_id(self.ct_key), at, 0, 4, 3, len(sig)) + sig
        told = struct.pack("!HH", len(one) + 2, len(one)) + one
        return b"\x04" + (b"\x81" + bytes([len(told)]) if len(told) > 127 else bytes([len(told)])) + told

    def entry(self, envelope: dict[str, Any], certificate: x509.Certificate) -> dict[str, Any]:
        """The entry of the transparency log for an envelope, as Rekor's interface answers it: the second of two."""
        body = canonical(_body(envelope, certificate))
        first, leaf = (hashlib.sha256(b"\0" + one).digest() for one in (b"another entry", body))
        root = hashlib.sha256(b"\1" + first + leaf).digest()
        log_id, at = _log_id(self.log_key).hex(), int(self.now.timestamp())
        promised = {"body": _b64(body), "integratedTime": at, "logID": log_id, "logIndex": 1}
        return {
            **promised,
            "verification": {
                "signedEntryTimestamp": _b64(self._log_signs(canonical(promised))),
                "inclusionProof": {
                    "checkpoint": self._checkpoint(root),
                    "hashes": [first.hex()],
                    "logIndex": 1,
                    "rootHash": root.hex(),
                    "treeSize": 2,
                },
            },
        }

    def _checkpoint(self, root: bytes) -> str:
        note = f"rekor.example - 1\n2\n{_b64(root)}\n"
        return f"{note}\n\u2014 rekor.example {_b64(_log_id(self.log_key)[:4] + self._log_signs(note.encode()))}\n"

    def _log_signs(self, data: bytes) -> bytes:
        return self.log_key.sign(data, ec.ECDSA(hashes.SHA256()))

    def trust(self) -> dict[str, Any]:
        """The client trust configuration that names this instance, and nobody else."""
        chain = {"certificates": [{"rawBytes": _b64(self.root().public_bytes(serialization.Encoding.DER))}]}
        service = {"majorApiVersion": 1, "validFor": _SPAN, "operator": "example"}
        authority = {"organization": "example", "commonName": "authority of example"}
        root = {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [_log(self.log_key, self.uri)],
            "ctlogs": [_log(self.ct_key, self.uri)],
            "certificateAuthorities": [{"subject": authority, "certChain": chain, "validFor": _SPAN}],
        }
        services = {
            "mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json",
            "caUrls": [{"url": self.uri, **service}],
            "rekorTlogUrls": [{"url": self.uri, **service}],
            "rekorTlogConfig": {"selector": "ANY"},
        }
        return {
            "mediaType": "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json",
            "trustedRoot": root,
            "signingConfig": services,
        }

    def attested(self, unsigned: dict[str, Any], name: str = WORKFLOW) -> dict[str, Any]:
        """The envelope for a record, signed in this name: as this instance would have left it."""
        key, payload = _key(), canonical(statement_of(unsigned))
        certificate = self.certificate(key.public_key(), name)
        sig = _b64(key.sign(pae(PAYLOAD_TYPE, payload), ec.ECDSA(hashes.SHA256())))
        envelope = {"payloadType": PAYLOAD_TYPE, "payload": _b64(payload), "signatures": [{"sig": sig}]}
        material = _material(self.entry(envelope, certificate), certificate)
        kind = "application/vnd.dev.sigstore.verificationmaterial;version=0.1"
        one = {"keyid": f"{name} ({ISSUER})", "sig": sig, "extension": {"kind": kind, "ext": material}}
        return {**envelope, "signatures": [one]}

    def signed(self, **of: Any) -> dict[str, Any]:
        """A record as the ledger writes it, signed in the name of the workflow."""
        return record(InstanceAttestor(self), **of)


@dataclass(frozen=True)
class InstanceAttestor:
    """Satisfies `Attestor` by a made-up instance, without the library."""

    by: Instance
    keyid: str = NAMED

    def attest(self, unsigned: Mapping[str, Any]) -> dict[str, Any]:
        """The envelope for a record."""
        return self.by.attested(dict(unsigned))


_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of example")])


def _builder(
    public: ec.EllipticCurvePublicKey, by: ec.EllipticCurvePrivateKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().issuer_name(_NAME).public_key(public)
    builder = builder.not_valid_before(since).not_valid_after(until)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
    return builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)


def _material(entry: dict[str, Any], certificate: x509.Certificate) -> dict[str, Any]:
    """What a bundle says beside the envelope, made of what Rekor answered."""
    proof = entry["verification"]["inclusionProof"]
    told = {
        "logIndex": str(entry["logIndex"]),
        "logId": {"keyId": _hex64(entry["logID"])},
        "kindVersion": {"kind": "dsse", "version": "0.0.1"},
        "integratedTime": str(entry["integratedTime"]),
        "inclusionPromise": {"signedEntryTimestamp": entry["verification"]["signedEntryTimestamp"]},
        "inclusionProof": {
            "logIndex": str(proof["logIndex"]),
            "rootHash": _hex64(proof["rootHash"]),
            "treeSize": str(proof["treeSize"]),
            "hashes": [_hex64(one) for one in proof["hashes"]],
            "checkpoint": {"envelope": proof["checkpoint"]},
        },
        "canonicalizedBody": entry["body"],
    }
    raw = _b64(certificate.public_bytes(serialization.Encoding.DER))
    return {"certificate": {"rawBytes": raw}, "tlogEntries": [told], "timestampVerificationData": {}}


def _body(envelope: dict[str, Any], certificate: x509.Certificate) -> dict[str, Any]:
    payload = base64.b64decode(envelope["payload"])
    pem = _b64(certificate.public_bytes(serialization.Encoding.PEM))
    spec = {
        "envelopeHash": {"algorithm": "sha256", "value": hashlib.sha256(json.dumps(envelope).encode()).hexdigest()},
        "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
        "signatures": [{"signature": one["sig"], "verifier": pem} for one in envelope["signatures"]],
    }
    return {"apiVersion": "0.0.1", "kind": "dsse", "spec": spec}


def _log(key: ec.EllipticCurvePrivateKey, uri: str) -> dict[str, Any]:
    public = {"rawBytes": _b64(_der(key)), "keyDetails": "PKIX_ECDSA_P256_SHA_256", "validFor": _SPAN}
    log_id = {"keyId": _b64(_log_id(key))}
    return {"baseUrl": uri, "hashAlgorithm": "SHA2_256", "publicKey": public, "logId": log_id}


def _der(key: ec.EllipticCurvePrivateKey) -> bytes:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_key().public_bytes(serialization.Encoding.DER, form)


def _log_id(key: ec.EllipticCurvePrivateKey) -> bytes:
    return hashlib.sha256(_der(key)).digest()


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _hex64(text: str) -> str:
    return _b64(bytes.fromhex(text))
