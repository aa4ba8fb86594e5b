"""Signatures for the command line: with which key or identity records are signed, and whose are asked for."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.doors import LedgerDoor, ledger_door, tenant_folder
from reconciler.cli.git import repository_root
from reconciler.cli.settings import Settings
from reconciler.model.attestation import Attestor, Required
from reconciler.model.desired import DesiredState
from reconciler.model.errors import UsageError
from reconciler.model.world import BaseState

if TYPE_CHECKING:
    from reconciler.evidence.signing import KeyAttestor

_VARIABLE = "RECONCILER_SIGNING_KEY"


def signing_door(settings: Settings, desired: DesiredState) -> LedgerDoor:
    """As `believing_door`, and what it appends is signed with the configured key, and in the pipeline's name if asked.

    Raises UsageError for a signing key or an identity that cannot be used, ServiceError where sigstore is asked for
    and not there.
    """
    door = believing_door(settings, desired)
    signer = read_signer(settings, desired)
    return door if signer is None else replace(door, ledger=door.ledger.signed_with(signer))


def believing_door(settings: Settings, desired: DesiredState, base: BaseState | None = None) -> LedgerDoor:
    """The tenant's ledger, read as `policy.ledgerKeys` asks.

    `base` is what the plan is compared with: where the policy of --base names keys, those hold.
    """
    door = ledger_door(settings, desired.tenant)
    keys = _reviewed(base) or desired.policy.ledger_keys
    if not keys:
        return door
    from reconciler.evidence.verify import verify_record  # here: cryptography is loaded only where it is needed

    return replace(door, ledger=door.ledger.believing(Required(keys, verify_record)))


def _reviewed(base: BaseState | None) -> tuple[str, ...]:
    """The keys in the YAML of --base. A base that the ledger gave vouches for nothing: it is what is to be judged."""
    return base.policy.ledger_keys if base is not None and base.commit is not None and base.policy is not None else ()


def read_signer(settings: Settings, desired: DesiredState) -> Attestor | None:
    """Who signs records; None where nobody is to. Raises as `signing_door`."""
    key = _read_key(settings, desired)
    if settings.signing is None:
        return key
    from reconciler.evidence.sigstore_identity import identity_attestor  # here: an extra, only where it is asked for

    return identity_attestor(settings.identity_token, settings.sigstore_trust, key)


def _read_key(settings: Settings, desired: DesiredState) -> "KeyAttestor | None":
    """The key that signs; None where RECONCILER_SIGNING_KEY names none. Raises UsageError for one of no use."""
    text = settings.signing_key
    if text is None:
        return None
    from reconciler.evidence.signing import PRIVATE_KEY_MARK, read_signing_key  # here: as above

    if PRIVATE_KEY_MARK in text:
        return read_signing_key(text, _VARIABLE)
    return read_signing_key(_content(settings, desired, settings.path(text)), f"{_VARIABLE}: {text}")


def _content(settings: Settings, desired: DesiredState, file: Path) -> str:
    """The text of a key file outside the repository. Raises UsageError; no message holds any of the text."""
    file = file.resolve()
    root = repository_root(tenant_folder(settings, desired.tenant).resolve())
    if root is not None and file.is_relative_to(root):
        raise UsageError(
            f"{_VARIABLE}: {file} lies in the repository, where it is one commit away from everybody.",
            "Move the key out of the repository; if it was ever committed, make a new one.",
        )
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise UsageError(
            f"{_VARIABLE}: {file}: {error.strerror or error}.",
            "Set it to the path of an OpenSSH private key, or to the key's text.",
        ) from error
    except UnicodeDecodeError:
        raise UsageError(f"{_VARIABLE}: {file} is no OpenSSH private key.", "Name the file without .pub.") from None
