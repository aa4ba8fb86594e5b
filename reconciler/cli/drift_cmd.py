"""`reconciler drift`: what changed outside git."""

import click

from reconciler.cli.options import format_option, path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler drift
  reconciler drift desired-state --format json
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@format_option("text", "markdown", "json")
@click.pass_obj
def drift(run: Run, path: str, tenant: str | None, form: str) -> int:
    """Show what changed in the tenant at PATH without a commit, by whom where that is known.

    Ends with 2 when there is any. Assignments that git does not manage are listed and are no drift.
    """
    from reconciler.cli.planning import run_drift  # here: it loads everything, and --help does without

    return run_drift(run, path, tenant, form)
