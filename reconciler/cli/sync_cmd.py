"""`reconciler sync`: "Sync now" for VPP tokens."""

import click

from reconciler.cli.options import format_option, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler sync
  reconciler sync norrskolan --wait
  reconciler sync 6cb50000-0000-0000-0000-000000000000 --path school
"""


@click.command(epilog=_EPILOG)
@click.argument("tokens", metavar="[TOKEN]...", nargs=-1)
@click.option("--path", default=".", metavar="PATH", show_default=True, help="Where the tenant's files are.")
@tenant_option
@click.option("--wait", is_flag=True, help="Wait until they are done, at most 10 minutes.")
@format_option("text", "json")
@click.pass_obj
def sync(run: Run, tokens: tuple[str, ...], path: str, tenant: str | None, wait: bool, form: str) -> int:
    """Ask Intune to fetch licences from Apple for each TOKEN, a handle or an id; without any for all declared ones.

    A token is asked for at most once, and not at all while it is syncing. Nothing is written into the ledger.
    Ends with 5 when a sync failed or did not end in time.
    """
    from reconciler.cli.syncing import Wanted, run_sync  # here: it loads everything, and --help does without

    return run_sync(run, Wanted(tokens, path, tenant, wait, form))
