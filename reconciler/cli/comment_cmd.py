"""`reconciler comment`: the plan as a comment on its pull request."""

from pathlib import Path

import click

from reconciler.cli.run import Run

_EPILOG = """\b
Examples:
  reconciler comment plan.json
  reconciler comment plan.json --pull-request 118
  reconciler comment plan.json --dry-run
  reconciler comment drift.json --issue
"""


@click.command(epilog=_EPILOG)
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--pull-request", metavar="N", type=click.IntRange(min=1), help="Its number, where the run does not tell."
)
@click.option("--link", metavar="URL", help="The page to point at; without it, that of the run.")
@click.option("--issue", is_flag=True, help="PLAN is what drift --format json gave: keep one issue for its tenant.")
@click.option("--dry-run", is_flag=True, help="Print what would be written, and ask nobody.")
@click.pass_obj
def comment(run: Run, plan: Path, pull_request: int | None, link: str | None, issue: bool, dry_run: bool) -> int:
    """Write the plan file PLAN as a comment on the pull request, or edit the one that is there.

    There is one per tenant. What it said before is folded into a line. With --issue: an issue is opened while there is
    drift, kept up to date, and closed when there is none any more.
    """
    from reconciler.cli.commenting import Wish, run_comment  # here: it loads HTTP, and --help does without

    number = str(pull_request) if pull_request is not None else None
    return run_comment(run, Wish(plan, number, link, issue=issue, dry_run=dry_run))
