"""`reconciler report`: a static site about one tenant."""

from pathlib import Path

import click

from reconciler.cli.options import path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler report --out site
  reconciler --language sv report desired-state --out site
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write the pages into; made where it is missing.",
)
@click.pass_obj
def report(run: Run, path: str, tenant: str | None, out: Path) -> int:
    """Write pages about the tenant at PATH that anybody can read in a browser: index, plan, seats, tokens, audit.

    The pages work from a file, ask no server for anything, and name no reader. Reads the tenant and the ledger, and
    writes nothing there. Ends with 0 when the pages are written, whatever they tell.
    """
    from reconciler.cli.reporting import run_report  # here: it loads everything, and --help does without

    return run_report(run, path, tenant, out)
