"""The exit codes of plan and apply."""

from collections.abc import Iterable

from reconciler.cli.exits import Exit, exit_code, of_findings
from reconciler.model.finding import Finding
from reconciler.model.plan import Summary
from reconciler.model.record import Outcome, OutcomeKind


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
    if held or OutcomeKind.HELD in kinds:
        codes.append(Exit.HELD)
    if kinds & {OutcomeKind.FAILED, OutcomeKind.CONFLICT, OutcomeKind.NOT_TRIED}:
        codes.append(_of_failure(kinds, wrote=wrote))
    return exit_code(codes)


def _of_failure(kinds: set[OutcomeKind], *, wrote: bool) -> int:
    if OutcomeKind.APPLIED in kinds or (OutcomeKind.CONFLICT in kinds and wrote):
        return Exit.PARTIAL
    return Exit.REFUSED if OutcomeKind.CONFLICT in kinds else Exit.SERVICE
