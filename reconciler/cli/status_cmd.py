"""`reconciler status`: tokens, seats and installs now."""

import click

from reconciler.cli.options import format_option, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler status
  reconciler status --path desired-state --format json
  reconciler status --format html > status.html
  reconciler status --format prometheus > /var/lib/node_exporter/textfile/reconciler.prom
"""


@click.command(epilog=_EPILOG)
@click.option("--path", default=".", metavar="PATH", show_default=True, help="Where the tenant's files are.")
@tenant_option
@format_option("text", "json", "html", "prometheus")
@click.pass_obj
def status(run: Run, path: str, tenant: str | None, form: str) -> int:
    """Show how the tenant is: its VPP tokens, the seats of its books, how they install, and what asks for a look.

    Reads the tenant and the ledger, and writes nothing. Counts only: no reader is named. Ends with 1 where a finding
    is an error.
    """
    from reconciler.cli.monitoring import run_status  # here: it loads everything, and --help does without

    return run_status(run, path, tenant, form)
