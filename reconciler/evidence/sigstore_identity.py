"""Signs records in the name of a pipeline's identity, by sigstore. Read `identity_attestor`. Decision 0012.

This speaks to services on the internet and leaves a public trace, so nothing of it happens unless it is asked for.
Source: sigstore-python, API documentation of `sigstore.sign` and `sigstore.oidc` (version 4, read 2026-11).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconciler.evidence.certificate import certificate_in, identity_in
from reconciler.evidence.envelope import PAYLOAD_TYPE, Envelope, Signature, envelope_from_json, envelope_json
from reconciler.evidence.patience import said, within
from reconciler.evidence.signing import KeyAttestor
from reconciler.evidence.sigstore_trust import EXTRA, REMEDY, VARIABLE, is_installed, quiet, read_trust
from reconciler.evidence.sigstore_verify import check_bundle
from reconciler.evidence.statement import statement_of
from reconciler.model.attestation import Identity
from reconciler.model.canonical import canonical
from reconciler.model.errors import ServiceError, UsageError

if TYPE_CHECKING:
    from sigstore.models import Bundle, ClientTrustConfig, TrustedRoot
    from sigstore.oidc import IdentityToken
    from sigstore.sign import SigningContext

SECONDS = 60.0
"""How long getting a trust root, an identity or a signature may take, each."""


@dataclass(frozen=True, slots=True)
class IdentityAttestor:
    """Satisfies `Attestor` in the name of an identity; `credential` gives a fresh proof of it for each record.

    `key` signs the same statement too, so that `policy.ledgerKeys` can ask for it. None of it is ever shown.
    """

    identity: Identity
    root: "TrustedRoot"
    context: "SigningContext"
    credential: Callable[[], str]
    key: KeyAttestor | None = None
    seconds: float = SECONDS

    def __repr__(self) -> str:
        return f"IdentityAttestor({self.keyid})"

    @property
    def keyid(self) -> str:
        """The identity and who vouches for it, and the key that signs too. The certificate may spell it otherwise."""
        return self.identity.keyid if self.key is None else f"{self.identity.keyid}, {self.key.keyid}"

    def attest(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """The signed statement about a record, in its envelope, with what it is checked by later.

        Raises ServiceError when the services do not answer, or when what they answered would not be believed later.
        """
        payload = canonical(statement_of(record))
        try:
            bundle = within(self.seconds, _NOT_SIGNED, lambda: self._signed(payload))
        except UsageError as error:  # the pipeline gives its identity no more, after it did before any write
            raise ServiceError(error.message, error.remedy) from error
        by_key = envelope_from_json(self.key.attest(record)).signatures if self.key is not None else ()
        return envelope_json(Envelope(PAYLOAD_TYPE, payload, (*by_key, _signature(bundle))))

    def _signed(self, payload: bytes) -> "Bundle":
        from sigstore.dsse import Statement  # an extra, and heavy

        with self.context.signer(_token(self.credential())) as signer:
            bundle = signer.sign_dsse(Statement(payload))
        check_bundle(self.root, bundle)
        return bundle


def identity_attestor(
    given: str | None, trust: Path | None, key: KeyAttestor | None = None, seconds: float = SECONDS
) -> IdentityAttestor:
    """Signs in the name of the identity that the pipeline gives.

    `given` is an OpenID Connect token for the audience "sigstore"; None: the pipeline is asked for one. `trust` is
    the client trust configuration of one's own instance, None for sigstore's public one.
    Raises UsageError when the extra or the identity is missing or of no use, ServiceError when the pipeline or the
    public trust root does not answer. Nothing is signed yet, and nothing is public.
    """
    if not is_installed():
        raise UsageError(
            "RECONCILER_SIGNING: signing by sigstore needs an extra that is not installed.", f"Run: {EXTRA}."
        )
    credential = _of_the_pipeline if given is None else lambda: given
    token = _token(within(seconds, "the pipeline gave no proof of its identity", credential))
    config = _trust(trust, seconds)
    root, context = _services(config)
    return IdentityAttestor(Identity(token.identity, token.issuer), root, context, credential, key, seconds)


def _trust(file: Path | None, seconds: float) -> "ClientTrustConfig":
    """Where to sign, and whom to believe: one's own instance, else the public one, whose trust root is fetched."""
    from sigstore.models import ClientTrustConfig  # an extra, and heavy

    quiet()
    if file is not None:
        return read_trust(file)
    return within(seconds, "sigstore: its trust root was not fetched", ClientTrustConfig.production)


def _services(config: "ClientTrustConfig") -> "tuple[TrustedRoot, SigningContext]":
    """Looked at before anything is written anywhere. Raises UsageError. Nobody is asked yet."""
    from sigstore.errors import Error  # as above
    from sigstore.sign import SigningContext

    try:
        return config.trusted_root, SigningContext.from_trust_config(config)
    except (Error, ValueError) as error:
        raise UsageError(f"{VARIABLE}: it names no services that can be used: {said(error)}.", REMEDY) from error


_NOT_SIGNED = "sigstore: the record was not signed"
_NOBODY = (
    "On GitHub give the job the permission id-token: write; elsewhere set SIGSTORE_ID_TOKEN to an OpenID Connect token "
    'for the audience "sigstore". Or unset RECONCILER_SIGNING.'
)


def _of_the_pipeline() -> str:
    """The token that the pipeline gives to who asks in it. Raises UsageError where nobody does."""
    from sigstore.oidc import IdentityError, detect_credential  # as above

    try:
        found = detect_credential()
    except IdentityError as error:
        raise UsageError(f"RECONCILER_SIGNING: no identity to sign with: {said(error)}.", _NOBODY) from None
    if not found:
        raise UsageError("RECONCILER_SIGNING: nothing here gives an identity to sign with.", _NOBODY)
    return str(found)


def _token(text: str) -> "IdentityToken":
    """The parsed proof of identity. Raises UsageError; no message holds any of the text."""
    from sigstore.oidc import IdentityError, IdentityToken  # as above

    try:
        return IdentityToken(text)
    except IdentityError as error:
        raise UsageError(
            f"RECONCILER_SIGNING: the proof of the pipeline's identity is of no use: {said(error)}.", _NOBODY
        ) from None


def _signature(bundle: "Bundle") -> Signature:
    """The signature in a bundle, with its verification material. Raises ServiceError where there is none."""
    written = json.loads(bundle.to_json())
    material = written["verificationMaterial"]
    try:
        identity = identity_in(certificate_in(material))
    except ValueError as error:
        raise ServiceError(f"{_NOT_SIGNED}: {error}.", "Look at your own instance of Fulcio.") from error
    return Signature(identity.keyid, bundle.signature, material)
