"""Prints the assumptions for the command line; asks nobody."""

from reconciler.cli.exits import Exit
from reconciler.cli.run import Run
from reconciler.model.errors import UsageError
from reconciler.report.assumptions import assumption_document, assumption_lines, read_assumptions
from reconciler.report.findings_json import as_json


def run_assumptions(run: Run, form: str) -> int:
    """Lists what nobody could verify on a real tenant; gives the exit code."""
    try:
        found = read_assumptions()
    except FileNotFoundError as error:
        raise UsageError(
            "This package was built without its page of assumptions.", "Read docs/assumptions.md in the repository."
        ) from error
    if form == "json":
        run.console.data(as_json(assumption_document(found)))
    else:
        run.console.result(assumption_lines(found))
    return Exit.DONE
