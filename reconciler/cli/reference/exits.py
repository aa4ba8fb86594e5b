"""The page of exit codes. Read `exits_page`."""

from collections.abc import Mapping
from itertools import combinations

from reconciler.cli.exits import Exit, exit_code
from reconciler.cli.reference.markdown import code, page, table

_MEANS: Mapping[Exit, tuple[str, str]] = {
    Exit.DONE: ("done, or nothing to do", "go on"),
    Exit.HELD: ("an error was found, or something was held back", "read the findings; `reconciler explain RULE`"),
    Exit.PENDING: ("changes are pending (`plan --detailed-exitcode`), or there is drift", "look at them"),
    Exit.REFUSED: (
        "refused before any write: what was approved is not so any more, or is not allowed now",
        "plan anew, and have that plan reviewed",
    ),
    Exit.PARTIAL: (
        "at least one write was done, and at least one failed, was in conflict or was not tried",
        "apply again: what was done stays, the rest is tried again",
    ),
    Exit.SERVICE: (
        "a service, the network, the sign-in or the ledger failed, and nothing was written because of it",
        "`reconciler doctor`, then repeat",
    ),
    Exit.LOCKED: ("another apply is at work on this tenant", "wait, then repeat; of a dead run: `ledger release`"),
    Exit.USAGE: ("wrong usage, or a file or folder that is missing", "read the message; `--help`"),
    Exit.INTERNAL: ("an error of this software", "the message says how to report it"),
    Exit.INTERRUPTED: ("interrupted; the book in hand was finished", "apply again"),
}
_BEGINNING = (
    "# Exit codes",
    "",
    "They are the same in all commands, and stay what they are.",
    "",
)
_PIPELINES = (
    "## In a pipeline",
    "",
    "* `validate` ends with 0, 1 or 64 only.",
    "* `plan` ends with 1 when something is held, also where the rest may be applied; `--out` is written all the same.",
    "* `plan --detailed-exitcode` tells pending changes (2) from none (0).",
    "* `drift` ends with 2 when there is any; let a pipeline that opens an issue go on then.",
    "* `apply` of a plan in which something is held does the rest, and ends with 1.",
    "* 3 and 6 are no accidents: nothing was written, and somebody has to look.",
    "",
    "Commands with tables of their own: [audit](../audit.md#exit-codes), [sync and doctor](doctor-and-sync.md),",
    "[comment](pipelines.md#reconciler-comment-plan), [import](import.md#exit-codes),",
    "[apply in detail](plan-and-apply.md#exit-codes-of-apply).",
)


def exits_page() -> str:
    """Each code with what it means and what to do, and which one speaks where several apply."""
    rows = ((code(str(int(each))), *_MEANS[each]) for each in Exit)
    lines = [*_BEGINNING, *table(["Code", "Means", "What next"], rows)]
    order = ", ".join(str(int(each)) for each in strongest_first())
    lines += ["Where several apply, the first of these speaks: " + order + ".", "", *_PIPELINES]
    return page(lines)


def strongest_first() -> list[Exit]:
    """All codes; each speaks before those behind it. It is asked of `exit_code`, pair by pair."""
    wins = dict.fromkeys(Exit, 0)
    for pair in combinations(Exit, 2):
        wins[Exit(exit_code(pair))] += 1
    return sorted(wins, key=lambda each: -wins[each])
