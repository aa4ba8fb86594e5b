"""Finds content tokens where the YAML says that they are. Read `find_content`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.model.content_token import Absence, NoContentToken, decode
from reconciler.model.entities import Secret, Token
from reconciler.model.ids import Handle
from reconciler.model.secret import Bad, Found, Missing, Sought, VaultReader, place_of
from reconciler.secrets.files import read_secret_file


@dataclass(frozen=True, slots=True)
class Sources:
    """Where secrets may be looked for: the environment, the tenant's folder, and key vaults where they may be read."""

    environ: Mapping[str, str] = field(repr=False)
    folder: Path
    vault: VaultReader | None = None


def find_content(secret: Secret, *, environ: Mapping[str, str], folder: Path, vault: VaultReader | None) -> Sought:
    """The content token that a declared secret points at, what is wrong with it, or why there is none.

    `folder` is the tenant's, which a file may be relative to; without a `vault` none is asked. Raises nothing.
    """
    where = place_of(secret)
    raw = _raw(secret, Sources(environ, folder, vault))
    if isinstance(raw, Absence):
        return Missing(where, raw)
    try:
        content = decode(raw)
    except NoContentToken as no:
        return Bad(where, no.flaw)
    return Found(where, content)


def find_all(tokens: Iterable[Token], sources: Sources) -> dict[Handle, Sought]:
    """What became of the search for the content token of every token that declares a secret, by handle."""
    return {token.name: _sought(token.secret, sources) for token in tokens if token.secret is not None}


def _sought(secret: Secret, sources: Sources) -> Sought:
    return find_content(secret, environ=sources.environ, folder=sources.folder, vault=sources.vault)


def _raw(secret: Secret, sources: Sources) -> bytes | Absence:
    match secret.kind:
        case "env":
            text = sources.environ.get(secret.where, "")
            return text.encode("utf-8", "surrogateescape") if text.strip() else Absence.NOT_SET
        case "file":
            return read_secret_file(sources.folder / secret.where)
        case _:
            return _from_vault(secret, sources.vault)


def _from_vault(secret: Secret, vault: VaultReader | None) -> bytes | Absence:
    if vault is None:
        return Absence.NO_VAULT
    text = vault.read(secret.where, secret.name)
    return text if isinstance(text, Absence) else text.encode("utf-8", "replace")
