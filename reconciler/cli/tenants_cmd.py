"""`reconciler tenants`: the tenants of the repository, for pipelines that spread them over their runners."""

import click

from reconciler.cli.options import format_option, path_argument
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler tenants
  reconciler tenants schools --format json
  reconciler tenants --changed-since origin/main --format github-matrix
  reconciler tenants --shard 2/4
"""


@click.command(epilog=_EPILOG)
@path_argument
@click.option("--changed-since", "since", metavar="REF", help="Only those with a file that differs from this commit.")
@click.option("--shard", metavar="I/N", help="Only the I-th of N parts, counted from 1; a tenant stays in its part.")
@format_option("text", "json", "github-matrix")
@click.pass_obj
def tenants(run: Run, path: str, since: str | None, shard: str | None, form: str) -> int:
    """List the tenants at, below or around PATH: a name, a tab and a folder on each line.

    Ends with 1 when a tenant has no name that can be read, or one that another has too; the others are listed still.
    """
    from reconciler.cli.fleet import Wish, run_tenants  # here: it loads the YAML, and --help does without

    return run_tenants(run, Wish(path, since, shard, form))
