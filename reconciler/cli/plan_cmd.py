"""`reconciler plan`: what an apply would do."""

from pathlib import Path

import click

from reconciler.cli.options import format_option, out_option, path_argument, tenant_option
from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler plan
  reconciler plan desired-state --out plan.json
  reconciler plan --format markdown > comment.md
  reconciler plan --format html > plan.html
  reconciler plan --format sarif > findings.sarif
  reconciler plan --detailed-exitcode
  reconciler plan --base origin/main
"""


@click.command(epilog=_EPILOG)
@path_argument
@tenant_option
@out_option("the plan, ready to be applied,")
@format_option("text", "markdown", "json", "html", "sarif", "github")
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 when there are changes to apply.")
@click.option(
    "--from-snapshot",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Plan against a snapshot instead of the tenant.",
)
@click.option(
    "--base",
    metavar="REF",
    help="Compare with this commit: no limit of the policy is looser than there, and without a ledger what it "
    "declares counts as last applied.",
)
@click.pass_obj
def plan(
    run: Run,
    path: str,
    tenant: str | None,
    out: Path | None,
    form: str,
    detailed_exitcode: bool,
    from_snapshot: Path | None,
    base: str | None,
) -> int:
    """Read the tenant at PATH and show what an apply would do, and how many seats it would use up for good.

    Writes nothing to the tenant. Ends with 1 when something is held or there is an error.
    """
    from reconciler.cli.planning import Wanted, run_plan  # here: it loads everything, and --help does without

    return run_plan(run, Wanted(path, tenant, out, form, detailed_exitcode, from_snapshot, base))
