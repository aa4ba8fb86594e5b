"""Exit codes, and which one speaks where several apply (docs/reference: exit codes)."""

from collections.abc import Iterable
from enum import IntEnum

from reconciler.model.finding import Finding


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
