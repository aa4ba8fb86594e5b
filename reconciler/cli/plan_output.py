"""Prints a plan, whether it was just made or stored: both go the same way, from the bytes of the plan file."""

import json

from reconciler.cli.run import Run
from reconciler.model.catalogue import ALL
from reconciler.report.text import plan_lines
from reconciler.report.view import plan_view

PLAN_FORMATS = ("text", "markdown", "json")


def print_plan(run: Run, content: bytes, form: str) -> None:
    """Prints the plan in this file's bytes; as JSON it is these bytes.

    Raises KeyError, TypeError, ValueError or AttributeError when they hold no plan of format 1.0.
    """
    view = plan_view(json.loads(content))
    match form:
        case "json":
            run.console.data(content)
        case "markdown":
            from reconciler.report.markdown import plan_markdown  # here: it loads jinja2

            run.console.data(plan_markdown(view, ALL))
        case _:
            run.console.result(tuple(plan_lines(view, ALL)))


def print_plan_aside(run: Run, content: bytes) -> None:
    """Shows the plan that is about to be applied, beside the result."""
    if not run.console.quiet:
        run.console.warn(plan_lines(plan_view(json.loads(content)), ALL))
