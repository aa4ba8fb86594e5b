"""`reconciler audit`: what the ledger proves, tells, and does not know."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from reconciler.cli.options import format_option, tenant_option
from reconciler.cli.run import Run

_Command = TypeVar("_Command", bound=Callable[..., Any])

_AUDIT = """\b
Examples:
  reconciler audit verify
  reconciler audit log --book "Svenska 2" --group "Klass 9A"
  reconciler audit export --format html --out audit.html
"""
_VERIFY = """\b
Examples:
  reconciler audit verify
  reconciler audit verify --expect-head sha256:2c26…
"""
_LOG = """\b
Examples:
  reconciler audit log --book "Svenska 2" --group "Klass 9A"
  reconciler audit log --from 2026-01-01 --to 2026-06-30 --emergency
"""
_SHOW = """\b
Examples:
  reconciler audit show 7
  reconciler audit show sha256:2c26b46b --format json
"""
_EXPORT = """\b
Examples:
  reconciler audit export --format html --out audit.html
  reconciler audit export --table seats --excel-language sv --out platser.csv
"""
_EVENTS = """\b
Examples:
  reconciler audit events
  reconciler audit events --no-collect --format json
"""


@click.group(epilog=_AUDIT)
def audit() -> None:
    """Check the ledger, and read what it tells: who, what, when, why, and what nobody knows."""


def _where(command: _Command) -> _Command:
    """--path and --tenant."""
    path = click.option("--path", default=".", metavar="PATH", show_default=True, help="Where the tenant's files are.")
    return path(tenant_option(command))


@audit.command(epilog=_VERIFY)
@_where
@click.option("--expect-head", metavar="DIGEST", help="A head that an apply printed: it must still be in the chain.")
@format_option("text", "json")
@click.pass_obj
def verify(run: Run, path: str, tenant: str | None, expect_head: str | None, form: str) -> int:
    """Check every record of the chain, offline. Ends with 1 and names the first bad record.

    A removed end cannot be seen from inside: for that, give a head that an apply printed. Without YAML, name the
    tenant with --tenant.
    """
    from reconciler.cli.auditing import run_verify  # here: it loads everything, and --help does without

    return run_verify(run, path, tenant, expect_head, form)


@audit.command(epilog=_LOG)
@_where
@click.option("--book", metavar="TITLE|ID", help="Only changes of this book.")
@click.option("--group", metavar="NAME|ALIAS|ID", help="Only changes for this group.")
@click.option("--token", metavar="NAME", help="Only changes of this VPP token and of its books.")
@click.option("--actor", metavar="WHO", help="Only what this person asked for or approved.")
@click.option("--from", "start", metavar="WHEN", help="From this day, or this instant, on.")
@click.option("--to", "end", metavar="WHEN", help="Until this day (included), or before this instant.")
@click.option("--origin", type=click.Choice(["initial", "git", "drift", "both"]), help="Only changes of this origin.")
@click.option("--emergency", is_flag=True, help="Only emergencies.")
@format_option("text", "json")
@click.pass_obj
def log(run: Run, /, path: str, tenant: str | None, form: str, **wanted: Any) -> int:
    """List what became of every change, oldest first: who asked, who approved, what was done."""
    from reconciler.cli.auditing import run_log  # here: it loads everything, and --help does without

    return run_log(run, path, tenant, form, wanted)


@audit.command(epilog=_SHOW)
@click.argument("record", metavar="SEQ|DIGEST")
@_where
@format_option("text", "json")
@click.pass_obj
def show(run: Run, record: str, path: str, tenant: str | None, form: str) -> int:
    """Show one record in full: of a receipt also what was approved beside what was done."""
    from reconciler.cli.auditing import run_show  # here: it loads everything, and --help does without

    return run_show(run, path, tenant, record, form)


@audit.command(epilog=_EXPORT)
@_where
@format_option("csv", "json", "html")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write into FILE.")
@click.option("--excel-language", type=click.Choice(["sv", "en"]), help="The spreadsheet's (default: the messages').")
@click.option(
    "--table",
    type=click.Choice(["changes", "outside", "unknown", "guards", "seats", "tokens"]),
    default="changes",
    show_default=True,
    help="Of CSV: which table.",
)
@click.pass_obj
def export(
    run: Run, path: str, tenant: str | None, form: str, out: Path | None, excel_language: str | None, table: str
) -> int:
    """Give everything to somebody else: a table for a spreadsheet, JSON, or one page that prints well."""
    from reconciler.cli.auditing import run_export  # here: it loads everything, and --help does without

    return run_export(run, path, tenant, form, out, excel_language, table)


@audit.command(epilog=_EVENTS)
@_where
@click.option("--no-collect", is_flag=True, help="Ask no service: tell what was collected before.")
@format_option("text", "json")
@click.pass_obj
def events(run: Run, path: str, tenant: str | None, no_collect: bool, form: str) -> int:
    """Collect Intune's audit events into the ledger, and tell what happened outside git.

    Ends with 2 where an event that was not told before is explained by no apply. What nobody knows is said: no
    events is not the same as no changes.
    """
    from reconciler.cli.collecting import run_collect, run_told  # here: it loads everything, and --help does without

    return run_told(run, path, tenant, form) if no_collect else run_collect(run, path, tenant, form)
