"""The settings of one run: the only reading of clock and environment. Everything below gets them handed down."""

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from reconciler.cli.pipeline import Pipeline, read_pipeline
from reconciler.model.entities import Language
from reconciler.model.errors import UsageError
from reconciler.model.holder import Holder
from reconciler.model.instants import instant

SIGSTORE = "sigstore"
"""The value of RECONCILER_SIGNING that signs in the name of the pipeline's identity."""
_RETRY_SECONDS = 20.0
_LEAST_KEY = 16
"""Characters of a key that cannot be guessed by trying."""
_FAR = timedelta(days=366_000)
"""What is reckoned from now on must still be a date."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment and the clock say. Empty variables count as absent.

    `clock` gives the time in UTC, in whole seconds; it stands still under RECONCILER_NOW.
    `language` is None where the tenant's own holds. `environ` is for signing in, which has many ways to be set up.
    """

    cwd: Path
    clock: Callable[[], datetime]
    language: Language | None
    no_color: bool
    user: str | None
    ci: bool
    graph_url: str | None
    graph_token: str | None = field(repr=False)
    apple_url: str | None
    ledger: str | None
    sandbox_state: Path | None
    retry_seconds: float
    pseudonym_key: str | None = field(repr=False)
    signing_key: str | None = field(repr=False)
    signing: str | None
    sigstore_trust: Path | None
    identity_token: str | None = field(repr=False)
    pipeline: Pipeline
    holder: Holder
    environ: Mapping[str, str] = field(repr=False)

    def path(self, text: str | Path) -> Path:
        """A path from the command line, below the working directory unless it is absolute."""
        return self.cwd / text


def read_settings(environ: Mapping[str, str], cwd: Path, language: str | None = None) -> Settings:
    """The settings of this environment. Raises UsageError where a variable has a value that means nothing."""
    pipeline = read_pipeline(environ)
    state, trust = environ.get("RECONCILER_SANDBOX_STATE"), environ.get("RECONCILER_SIGSTORE_TRUST")
    return Settings(
        cwd=cwd,
        clock=_clock(environ.get("RECONCILER_NOW")),
        language=Language(language) if language else None,
        no_color=not wants_colour(environ),
        user=environ.get("USER") or environ.get("USERNAME") or None,
        ci=environ.get("CI", "").lower() not in ("", "0", "false"),
        graph_url=environ.get("RECONCILER_GRAPH_URL") or None,
        graph_token=environ.get("RECONCILER_GRAPH_TOKEN") or None,
        apple_url=environ.get("RECONCILER_APPLE_URL") or None,
        ledger=environ.get("RECONCILER_LEDGER") or None,
        sandbox_state=cwd / state if state else None,
        retry_seconds=_retry_seconds(environ.get("RECONCILER_RETRY_SECONDS")),
        pseudonym_key=_pseudonym_key(environ.get("RECONCILER_PSEUDONYM_KEY")),
        signing_key=environ.get("RECONCILER_SIGNING_KEY") or None,
        signing=_signing(environ.get("RECONCILER_SIGNING")),
        sigstore_trust=cwd / trust if trust else None,
        identity_token=environ.get("SIGSTORE_ID_TOKEN") or None,
        pipeline=pipeline,
        holder=_holder(pipeline),
        environ=dict(environ),
    )


def wants_colour(environ: Mapping[str, str]) -> bool:
    """Whether a terminal here may be given colours."""
    return not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def _clock(standing: str | None) -> Callable[[], datetime]:
    if not standing:
        return lambda: datetime.now(UTC).replace(microsecond=0)
    try:
        now = instant(standing)
        now + _FAR
    except (ValueError, OverflowError) as wrong:
        raise UsageError(
            f'RECONCILER_NOW is "{standing}", which is no instant.', "Write it as 2026-11-22T12:00:00Z, or unset it."
        ) from wrong
    return lambda: now


def _retry_seconds(text: str | None) -> float:
    if not text:
        return _RETRY_SECONDS
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise UsageError(
            f'RECONCILER_RETRY_SECONDS is "{text}", which is no number of seconds.', "Write it as 20, or unset it."
        )
    return seconds


def _pseudonym_key(text: str | None) -> str | None:
    if text and len(text) < _LEAST_KEY:
        raise UsageError(
            f"RECONCILER_PSEUDONYM_KEY has {len(text)} characters: who knows a user's id could find it by trying.",
            f"Use a random one of at least {_LEAST_KEY} characters, or unset it.",
        )
    return text or None


def _signing(text: str | None) -> str | None:
    """In whose name records are signed beside the key: `sigstore`, or nobody's. Never by itself: decision 0012."""
    if text and text != SIGSTORE:
        raise UsageError(
            f'RECONCILER_SIGNING is "{text}", which is no way to sign.',
            "Set it to sigstore, or unset it: RECONCILER_SIGNING_KEY alone signs by a key.",
        )
    return text or None


def _holder(pipeline: Pipeline) -> Holder:
    """Who this run is in the ledger. The random part tells two jobs of one pipeline run apart."""
    run = f"{pipeline.name or 'local'}:{pipeline.run or os.getpid()}:{secrets.token_hex(4)}"
    return Holder(socket.gethostname(), run, os.getpid())
