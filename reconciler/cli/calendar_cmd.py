"""`reconciler calendar`: when tokens expire, as a file for calendars."""

from pathlib import Path

import click

from reconciler.cli.options import path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler calendar --out tokens.ics
  reconciler calendar desired-state --tenant nordskolan --out tokens.ics
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@click.option(
    "--out",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write.",
)
@click.pass_obj
def calendar(run: Run, path: str, tenant: str | None, out: Path) -> int:
    """Write when the declared tokens of the tenant at PATH expire, with alarms 60, 30, 14, 7 and 1 days before.

    Reads the tokens of the tenant. Import the file, or publish it where calendars subscribe to it: an entry moves
    when its token is renewed.
    """
    from reconciler.cli.expiries import run_calendar  # here: it loads everything, and --help does without

    return run_calendar(run, path, tenant, out)
