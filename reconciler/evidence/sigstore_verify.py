"""Checks signatures in the name of an identity, offline. Read `sigstore_check`.

Source: sigstore-python, API documentation of `sigstore.verify` (version 4, read 2026-11).
"""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.evidence.certificate import identity_in
from reconciler.evidence.envelope import Envelope, Signature, envelope_json
from reconciler.evidence.patience import said
from reconciler.evidence.sigstore_trust import is_installed, trust_offline
from reconciler.evidence.verify import Check, unchecked
from reconciler.model.attestation import Identity, Proof

if TYPE_CHECKING:
    from sigstore.models import Bundle, TrustedRoot

_BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json"


def sigstore_check(trust: Path | None) -> Check:
    """Checks by the trust root of one's own instance (`trust`), else by that of sigstore's public one.

    Nothing is fetched. Without the extra, or without a trust root, nothing is checked, which the identity then says.
    Raises UsageError for a file of no use. The public trust root is read when the first signature needs it.
    """
    if not is_installed():
        return unchecked
    if trust is not None:
        own = trust_offline(trust)
        return lambda envelope, signature, identity: _checked(own, envelope, signature, identity)
    root = cache(_public_root)
    return lambda envelope, signature, identity: _checked(root(), envelope, signature, identity)


def _public_root() -> "TrustedRoot | OSError":
    """The public trust root at hand, or why it cannot be read."""
    try:
        return trust_offline(None)
    except OSError as error:
        return error


def check_bundle(root: "TrustedRoot", bundle: "Bundle") -> None:
    """Raises an Error of sigstore unless certificate, log entry and signature are those of this trust root."""
    from sigstore.verify import Verifier  # an extra, and heavy
    from sigstore.verify.policy import Identity as Named

    identity = identity_in(bundle.signing_certificate)
    policy = Named(identity=identity.name, issuer=identity.issuer)
    Verifier(trusted_root=root).verify_dsse(bundle, policy)


def _checked(root: "TrustedRoot | OSError", envelope: Envelope, signature: Signature, identity: Identity) -> Identity:
    from sigstore.errors import Error  # as above
    from sigstore.models import Bundle

    if isinstance(root, OSError):
        return replace(identity, problem=f"the trust root of the extra cannot be read: {root.strerror or root}")
    alone = Envelope(envelope.payload_type, envelope.payload, (Signature("", signature.sig),))
    written = {
        "mediaType": _BUNDLE,
        "verificationMaterial": signature.material,
        "dsseEnvelope": envelope_json(alone),
    }
    try:
        check_bundle(root, Bundle.from_json(json.dumps(written)))
    except (Error, ValueError, KeyError, TypeError, IndexError) as error:  # a record holds what somebody wrote
        return replace(identity, proof=Proof.REFUSED, problem=said(error))
    return replace(identity, proof=Proof.PROVEN)
