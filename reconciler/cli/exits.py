"""Exit codes, and which one speaks where several apply (docs/reference: exit codes)."""

from collections.abc import Iterable
from enum import IntEnum

from reconciler.model.finding import Finding
from reconciler.model.plan import Summary
from reconciler.model.record import Outcome, OutcomeKind


class Exit(IntEnum):
    """What a code tells a pipeline."""

    DONE = 0
    HELD = 1
    PENDING = 2
    REFUSED = 3
    PARTIAL = 4
    SERVICE = 5
    LOCKED = 6
    USAGE = 64
    INTERNAL = 70
    INTERRUPTED = 130


_PRECEDENCE = (
    Exit.INTERRUPTED,
    Exit.INTERNAL,
    Exit.USAGE,
    Exit.LOCKED,
    Exit.REFUSED,
    Exit.SERVICE,
    Exit.PARTIAL,
    Exit.HELD,
    Exit.PENDING,
    Exit.DONE,
)


def exit_code(applying: Iterable[int]) -> int:
    """The code that speaks for all that apply; 0 where none does. Raises ValueError for a code that is none of ours."""
    codes = {Exit(code) for code in applying}
    return int(next((code for code in _PRECEDENCE if code in codes), Exit.DONE))


INCOMPLETE = "VPP505"
"""Something could not be read: the service's failure, not the reader's mistake."""


def of_findings(findings: Iterable[Finding]) -> int:
    """5 where a reading is incomplete, 1 where another error stands, else 0."""
    errors = [finding for finding in findings if finding.severity == "error"]
    return exit_code(Exit.SERVICE if finding.rule == INCOMPLETE else Exit.HELD for finding in errors)


def of_plan(summary: Summary, findings: Iterable[Finding], *, detailed: bool) -> int:
    """1 with an error or something held, 2 with changes pending if these are asked for (`detailed`), else 0."""
    codes = [of_findings(findings)]
    if summary.held:
        codes.append(Exit.HELD)
    if detailed and summary.create + summary.update + summary.delete + summary.renew:
        codes.append(Exit.PENDING)
    return exit_code(codes)


def of_apply(
    outcomes: Iterable[Outcome], findings: Iterable[Finding], *, held: int, wrote: bool, interrupted: bool
) -> int:
    """What an apply ends with. `held`: how many changes a rule held. `wrote`: a write was sent.

    Of changes that did not succeed: 4 beside a write that was done; alone 3 when the tenant had changed before
    any write, and 5 when the service failed.
    """
    kinds = {outcome.outcome for outcome in outcomes}
    codes = [of_findings(findings)]
    if interrupted:
        codes.append(Exit.INTERRUPTED)
    if held:
        codes.append(Exit.HELD)
    if kinds & {OutcomeKind.FAILED, OutcomeKind.CONFLICT, OutcomeKind.NOT_TRIED}:
        codes.append(_of_failure(kinds, wrote=wrote))
    return exit_code(codes)


def _of_failure(kinds: set[OutcomeKind], *, wrote: bool) -> int:
    if OutcomeKind.APPLIED in kinds or (OutcomeKind.CONFLICT in kinds and wrote):
        return Exit.PARTIAL
    return Exit.REFUSED if OutcomeKind.CONFLICT in kinds else Exit.SERVICE
