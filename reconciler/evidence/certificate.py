"""The certificate that a signature in the name of an identity brings along, and what it says itself. Read `fits`.

Who issued it is not judged here: that needs a trust root (`sigstore_verify.py`). What is judged needs none: whether
the key in the certificate made the signature, so that no signature can be moved to another certificate.
Source: Sigstore protobuf-specs, VerificationMaterial; Fulcio, "Sigstore OID information" (read 2026-11).
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import (
    Certificate,
    ExtensionNotFound,
    ObjectIdentifier,
    RFC822Name,
    SubjectAlternativeName,
    UniformResourceIdentifier,
    UnrecognizedExtension,
    load_der_x509_certificate,
)

from reconciler.model.attestation import Identity

ISSUER = ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
"""Fulcio's extension that holds the issuer as plain text."""


def certificate_in(material: Mapping[str, Any]) -> Certificate:
    """The signing certificate in verification material. Raises ValueError that says in words what is wrong."""
    try:
        return load_der_x509_certificate(base64.b64decode(material["certificate"]["rawBytes"], validate=True))
    except (KeyError, TypeError, ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise ValueError("a signature in it brings no certificate that can be read") from error


def identity_in(certificate: Certificate) -> Identity:
    """The identity that a certificate names, unchecked. Raises ValueError where it names none, or several."""
    try:
        names = certificate.extensions.get_extension_for_class(SubjectAlternativeName).value
        issuer = certificate.extensions.get_extension_for_oid(ISSUER).value
        found = [*names.get_values_for_type(UniformResourceIdentifier), *names.get_values_for_type(RFC822Name)]
        assert isinstance(issuer, UnrecognizedExtension)  # the library knows nothing of Fulcio's extensions
        told = issuer.value.decode("utf-8")
    except (ExtensionNotFound, ValueError) as error:
        raise ValueError("the certificate of a signature in it names no identity") from error
    if len(found) != 1 or len(names) != 1 or not told:
        raise ValueError("the certificate of a signature in it names no identity")
    return Identity(found[0], told)


def fits(certificate: Certificate, message: bytes, sig: bytes) -> bool:
    """Whether the key of this certificate signed these bytes: ECDSA with SHA-256, as sigstore signs envelopes."""
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(sig, message, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
