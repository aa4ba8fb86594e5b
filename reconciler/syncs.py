"""Asks Intune to sync a VPP token, and waits for the end of it. Read `begin_sync`, then `wait_for_sync`.

When has the sync ended that was asked for? The service shows one status and one time for each VPP token:

| status now | and | means |
| --- | --- | --- |
| inProgress | | it runs |
| completed | the time is later than before, or no earlier than the asking, or it was seen to run | done |
| completed | neither | not begun yet: what is shown is the sync before |
| failed | before it was not failed, or it was seen to run, or it has stayed so for five seconds | failed |
| failed | neither | not begun yet, probably |
| anything else | | not begun yet |
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reconciler.model.errors import ServiceError
from reconciler.model.ids import TokenId
from reconciler.model.observed import ObservedToken
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import Written
from reconciler.model.token_sync import SyncKind

COMPLETED, FAILED, RUNNING = "completed", "failed", "inProgress"
"""What a VPP token says of its last sync. Source: Microsoft Graph, "vppTokenSyncStatus enum type"."""

_FIRST_WAIT = 1.0
_LONGEST_WAIT = 15.0
_STALE_SECONDS = 5.0


class Syncing(Protocol):
    """What a sync needs of a tenant; a `TokenWriter` has it."""

    def token(self, token: TokenId) -> ObservedToken | None:
        """One VPP token, read now; None when it is not there."""

    def sync_token(self, token: TokenId) -> Written:
        """Asks for a sync; answers before it is done."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A sync that was asked for, or that ran already: then `written` is None.

    `before` is the token as it was before, `asked` when that was, by our clock.
    """

    before: ObservedToken
    asked: datetime
    written: Written | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How waiting ended: COMPLETED, FAILED, TIMED_OUT, or NOT_FOUND for a token that vanished.

    `shown` is the token as last read; None where it vanished.
    """

    kind: SyncKind
    shown: ObservedToken | None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, and by which clock. `clock` counts seconds from anywhere, `sleep` lets them pass."""

    seconds: float
    clock: Callable[[], float]
    sleep: Callable[[float], None]

    def until(self) -> float:
        """When patience ends that begins now."""
        return self.clock() + self.seconds


def begin_sync(writer: Syncing, token: TokenId, now: datetime) -> Begun | None:
    """Asks for one sync, unless one is running; None for a token that is not there.

    Raises ServiceError where it was refused. An answer that was lost counts as yes where the token shows it.
    """
    before = writer.token(token)
    if before is None:
        return None
    if before.sync_status == RUNNING:
        return Begun(before, now, None)
    try:
        return Begun(before, now, writer.sync_token(token))
    except ServiceError as error:
        if error.maybe_done and _has_begun(before, writer.token(token)):
            return Begun(before, now, Written(error.request_id))
        raise


def wait_for_sync(
    writer: Syncing,
    begun: Begun,
    patience: Patience,
    progress: Progress = silent,
    what: str = "sync",
    until: float | None = None,
) -> Ended:
    """Reads the token until its sync has ended or patience is over, ever less often.

    `what` names it in progress. `until` ends several waits at one moment. Raises ServiceError where it cannot be read.
    """
    began = patience.clock()
    end = until if until is not None else began + patience.seconds
    running = begun.before.sync_status == RUNNING
    wait = _FIRST_WAIT
    while True:
        shown = writer.token(begun.before.id)
        elapsed = patience.clock() - began
        progress(what, round(elapsed), round(end - began))
        if shown is None:
            return Ended(SyncKind.NOT_FOUND, None)
        running = running or shown.sync_status == RUNNING
        if (kind := _ended(begun, shown, running=running, elapsed=elapsed)) is not None:
            return Ended(kind, shown)
        left = end - patience.clock()
        if left <= 0:
            return Ended(SyncKind.TIMED_OUT, shown)
        patience.sleep(min(wait, left))
        wait = min(2 * wait, _LONGEST_WAIT)


def _ended(begun: Begun, shown: ObservedToken, *, running: bool, elapsed: float) -> SyncKind | None:
    """What the table above says; None while there is no end to be seen."""
    match shown.sync_status:
        case "completed":
            return SyncKind.COMPLETED if running or _is_newer(begun, shown) else None
        case "failed":
            fresh = running or begun.before.sync_status != FAILED or elapsed >= _STALE_SECONDS
            return SyncKind.FAILED if fresh else None
        case _:
            return None


def _is_newer(begun: Begun, shown: ObservedToken) -> bool:
    last, before = shown.last_sync, begun.before.last_sync
    return last is not None and (before is None or last > before or last >= begun.asked)


def _has_begun(before: ObservedToken, now: ObservedToken | None) -> bool:
    return now is not None and (now.sync_status, now.last_sync) != (before.sync_status, before.last_sync)
