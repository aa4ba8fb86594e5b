"""`reconciler apply`: do what was reviewed."""

from pathlib import Path

import click

from reconciler.cli.options import format_option, out_option, tenant_option
from reconciler.cli.run import Run
from reconciler.model.errors import UsageError

_EPILOG = """\b
Examples:
  reconciler apply plan.json
  reconciler apply desired-state
  reconciler apply desired-state --yes --format json --out receipt.json
"""


@click.command(epilog=_EPILOG)
@click.argument("target", default=".", metavar="[PLAN | PATH]")
@tenant_option
@click.option("--yes", is_flag=True, help="Do not ask. Accepts no guard: only reviewed YAML does.")
@click.option("--emergency", metavar="REASON", help="Go on in spite of a freeze or missing approvals; it is recorded.")
@format_option("text", "json")
@out_option("the receipt")
@click.pass_obj
def apply(
    run: Run, target: str, tenant: str | None, yes: bool, emergency: str | None, form: str, out: Path | None
) -> int:
    """Do what PLAN says, a file that `plan --out` wrote; or plan for the tenant at PATH, ask, and do that.

    PLAN is refused unless a new plan says the same. What is held is never done. Seats that are used never come back.
    """
    from reconciler.cli.applying import Wish, run_apply  # here: it loads everything, and --help does without

    if emergency is not None and not emergency.strip():
        raise UsageError("--emergency is empty.", "Say why it cannot wait.")
    return run_apply(run, Wish(target, tenant, yes, emergency, form, out))
