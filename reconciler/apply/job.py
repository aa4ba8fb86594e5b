"""What an apply is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from reconciler.model.content_token import Absence, ContentToken, Flaw
from reconciler.model.desired import DesiredState
from reconciler.model.finding import Finding
from reconciler.model.holder import Holder
from reconciler.model.ids import Digest, Handle
from reconciler.model.observed import ObservedToken
from reconciler.model.plan import Plan
from reconciler.model.planned import Planned
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import IntuneWriter, Ledger
from reconciler.model.record import LedgerState, Outcome


@dataclass(slots=True)
class Stop:
    """Set from outside when the run shall end after the book in hand."""

    requested: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who asked for the change, as far as the pipeline tells; for the receipt."""

    author: str | None = None
    approvers: tuple[str, ...] = ()
    pull_request: str | None = None
    emergency: str | None = None


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a write is tried and a read-back repeated, and the seconds between.

    A service that asks for more than `longest_wait` is not waited for: the book fails, and the next run goes on.
    """

    write_attempts: int = 4
    readback_attempts: int = 8
    first_pause: float = 0.25
    longest_pause: float = 8.0
    longest_wait: float = 60.0

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the attempt of this number, counted from 0."""
        return min(self.longest_pause, self.first_pause * 2.0**attempt)


def no_content(_: Handle) -> ContentToken | Flaw | Absence:
    """Of a run that was given no content token."""
    return Absence.NOT_SET


def no_sync(there: ObservedToken, _: float) -> tuple[ObservedToken, str]:
    """Of a run that cannot sync: the token as it is, and a word about it."""
    return there, "no sync was asked for"


def as_it_is(finding: Finding) -> Finding:
    """Of a run that speaks English, as findings are made."""
    return finding


@dataclass(frozen=True, slots=True)
class Job:
    """One apply. `approved` is the plan that was reviewed or shown, with its digest; `replan` plans anew.

    `clock` and `sleep` are the only time an apply knows. `content_of` gives the content token behind a declared token,
    or why there is none. `sync` asks Intune to sync a VPP token, waits at most so many seconds, and gives
    the token as it is then, with a word where the sync did not end well. `word` puts a finding of the apply itself into
    the language of the plan's own findings.
    """

    desired: DesiredState
    approved: Plan
    approved_digest: Digest
    replan: Callable[[LedgerState], Planned]
    writer: IntuneWriter
    ledger: Ledger
    holder: Holder
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    tool_version: str
    stop: Stop = field(default_factory=Stop)
    evidence: Evidence = field(default_factory=Evidence)
    pace: Pace = field(default_factory=Pace)
    progress: Progress = silent
    content_of: Callable[[Handle], ContentToken | Flaw | Absence] = no_content
    sync: Callable[[ObservedToken, float], tuple[ObservedToken, str]] = no_sync
    word: Callable[[Finding], Finding] = as_it_is


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of an apply. `receipt` is the digest of the record, None where there was nothing to record.

    `body` is what the receipt says, also where none was recorded. `wrote` says whether any write was sent.
    `findings` are those of the plan made anew, and of the apply itself; `recovered` those about runs that died before.
    """

    planned: Planned
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]
    receipt: Digest | None
    body: Mapping[str, Any]
    wrote: bool
    interrupted: bool
    recovered: tuple[Finding, ...]
