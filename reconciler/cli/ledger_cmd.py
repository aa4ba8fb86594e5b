"""`reconciler ledger`: the records of what was applied."""

import click

from reconciler.cli.options import tenant_option
from reconciler.cli.run import Run
from reconciler.model.errors import UsageError

_EPILOG = """\b
Examples:
  reconciler ledger release --reason "runner was shut down, see ticket 118"
"""


@click.group()
def ledger() -> None:
    """Work on the records of what was applied."""


@ledger.command(epilog=_EPILOG)
@click.option("--reason", required=True, help="Why the run that holds the tenant is known to be dead.")
@click.option("--path", default=".", metavar="PATH", show_default=True, help="Where the tenant's files are.")
@tenant_option
@click.pass_obj
def release(run: Run, reason: str, path: str, tenant: str | None) -> int:
    """Close the intent of a run that died, so that the next apply need not wait for its lease to end.

    Without an open intent nothing is written.
    """
    from reconciler.cli.releasing import run_release  # here: it loads everything, and --help does without

    if not reason.strip():
        raise UsageError("--reason is empty.", "Say why the run is known to be dead.")
    return run_release(run, reason.strip(), path, tenant)
