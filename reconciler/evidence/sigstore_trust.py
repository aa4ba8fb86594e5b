"""Whom signatures in the name of an identity are believed by: sigstore's public instance, or one's own.

The library is an extra (`pip install "reconciler[sigstore]"`) and heavy: it is imported only in here and in the files
beside it, when somebody asks. Read `trust_offline`.
Source: sigstore-python, API documentation of `sigstore.models` (version 4, read 2026-11).
"""

import json
import logging
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reconciler.model.errors import UsageError

if TYPE_CHECKING:
    from sigstore.models import ClientTrustConfig, TrustedRoot

EXTRA = 'pip install "reconciler[sigstore]"'
VARIABLE = "RECONCILER_SIGSTORE_TRUST"


def is_installed() -> bool:
    """Whether the extra is there. Nothing of it is loaded."""
    return find_spec("sigstore") is not None


def trust_offline(file: Path | None) -> "TrustedRoot":
    """The trust root of one's own instance (`file`); None: the public one, as it was fetched last on this machine,
    else as it came with the extra. Nothing is fetched.

    Raises UsageError for a file of no use, OSError where the place in which the library keeps it cannot be written.
    """
    from sigstore.errors import Error  # an extra, and heavy: see above
    from sigstore.models import ClientTrustConfig

    quiet()
    try:
        return (read_trust(file) if file is not None else ClientTrustConfig.production(offline=True)).trusted_root
    except Error as error:
        raise UsageError(f"{VARIABLE}: the trust root in it cannot be used.", REMEDY) from error


def read_trust(file: Path) -> "ClientTrustConfig":
    """The client trust configuration in a file. Raises UsageError."""
    from pydantic import ValidationError
    from sigstore.models import ClientTrustConfig  # as above

    try:
        text = file.read_text("utf-8")
        trust = ClientTrustConfig.from_json(text)
    except OSError as error:
        raise UsageError(f"{VARIABLE}: {file}: {error.strerror or error}.", REMEDY) from error
    except (UnicodeDecodeError, ValidationError) as error:
        raise UsageError(f"{VARIABLE}: {file} is no trust configuration of sigstore.", REMEDY) from error
    for url in _addresses(json.loads(text)["signingConfig"]):
        _check_address(url)
    return trust


def _addresses(services: Mapping[str, Any]) -> Iterator[str]:
    """The addresses that signing speaks to; the first of them gets the proof of the pipeline's identity."""
    for key in ("caUrls", "rekorTlogUrls", "tsaUrls"):
        yield from (str(service["url"]) for service in services.get(key, ()))


def _check_address(url: str) -> None:
    """Raises UsageError unless what is sent there goes through TLS, or stays on this machine."""
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        name = ""
    if not name or not (parts.scheme == "https" or (parts.scheme == "http" and name in _LOOPBACK)):
        raise UsageError(f"{VARIABLE}: {url} is no address that may be spoken to.", "Use https; http only on loopback.")


_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


REMEDY = "Set it to the client trust configuration (JSON) of your own instance, or unset it for the public one."


def quiet() -> None:
    """Nothing of the library on the terminal: what matters is said by us."""
    logging.getLogger("sigstore").addHandler(logging.NullHandler())
