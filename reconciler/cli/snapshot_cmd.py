"""`reconciler snapshot`: what the tenant says, as a file."""

from pathlib import Path

import click

from reconciler.cli.options import path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler snapshot --out snapshot.json
  reconciler plan --from-snapshot snapshot.json
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
def snapshot(run: Run, path: str, tenant: str | None, out: Path) -> int:
    """Save what the tenant at PATH says, to plan against it later or elsewhere.

    Members of groups stand in it under pseudonyms whose key is thrown away, so that nobody is named.
    """
    from reconciler.cli.planning import run_snapshot  # here: it loads everything, and --help does without

    return run_snapshot(run, path, tenant, out)
