"""`reconciler show`: a stored plan or receipt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reconciler.cli.exits import Exit
from reconciler.cli.files import read_file
from reconciler.cli.language import language_of
from reconciler.cli.options import format_option
from reconciler.cli.plan_language import language_of_plan
from reconciler.cli.plan_output import print_plan
from reconciler.cli.run import Run
from reconciler.model.errors import UsageError
from reconciler.model.plan_file import parse_plan
from reconciler.report.messages.phrases import phrases
from reconciler.report.names import in_markdown
from reconciler.report.receipt_text import receipt_lines

_EPILOG = """\b
Examples:
  reconciler show plan.json
  reconciler show plan.json --format markdown
  reconciler show plan.json --format html > plan.html
  reconciler show .reconciler/ledger/nordskolan/00000002-receipt.json
"""
_WRONG_SHAPE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@click.command(epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@format_option("text", "markdown", "json", "html")
@click.pass_obj
def show(run: Run, file: Path, form: str) -> int:
    """Show a stored plan or receipt, also one that is out of date. Nothing is checked and nothing is asked."""
    content = read_file(run.settings.path(file))
    body = parse_plan(content)
    if body is None:
        raise UsageError(f"{file}: this is no JSON object.", "Give a file that plan --out or apply --out wrote.")
    try:
        _print(run, body, content, form)
    except _WRONG_SHAPE as wrong:
        raise UsageError(
            f"{file}: this is neither a plan nor a receipt of format 1.0 ({type(wrong).__name__}: {wrong}).",
            "Give a file that plan --out or apply --out wrote.",
        ) from wrong
    return Exit.DONE


def _print(run: Run, body: Mapping[str, Any], content: bytes, form: str) -> None:
    if "outcomes" not in body:
        print_plan(run, content, form, language_of_plan(run, body))
        return
    say = phrases(language_of(run))
    lines = tuple(receipt_lines(body, None, say))
    match form:
        case "json":
            run.console.data(content)
        case "markdown":
            run.console.data("".join(f"- {in_markdown(line.text)}\n" for line in lines if line.text))
        case "html":
            from reconciler.report.html import lines_html  # here: it loads jinja2

            told = [line.text for line in lines if line.text]
            run.console.data(lines_html(told[0], told[1:], say))
        case _:
            run.console.result(lines)
