"""`reconciler permissions`: the least permissions in Microsoft Graph, and the text of an app registration."""

import click

from reconciler.cli.exits import Exit
from reconciler.cli.group import COMMANDS
from reconciler.cli.language import language_of
from reconciler.cli.options import format_option
from reconciler.cli.run import Run
from reconciler.report.findings_json import as_json
from reconciler.report.permissions import permissions_document, permissions_lines

_EPILOG = """\b
Examples:
  reconciler permissions
  reconciler permissions --format json
"""


@click.command(epilog=_EPILOG)
@format_option("text", "json")
@click.pass_obj
def permissions(run: Run, form: str) -> int:
    """List the least permissions in Microsoft Graph for plan, for apply and for tokens, and which command needs which.

    Each comes with the text of an app registration. Works offline.
    """
    if form == "json":
        run.console.data(as_json(permissions_document(COMMANDS)))
    else:
        run.console.result(permissions_lines(COMMANDS, language_of(run)))
    return Exit.DONE
