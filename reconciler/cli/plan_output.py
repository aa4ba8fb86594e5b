"""Prints a plan, whether it was just made or stored: both go the same way, from the bytes of the plan file."""

import json

from reconciler.cli.run import Run
from reconciler.model.entities import Language
from reconciler.report.messages.rules import rules_in
from reconciler.report.text import plan_lines
from reconciler.report.view import plan_view


def print_plan(run: Run, content: bytes, form: str, language: Language) -> None:
    """Prints the plan in this file's bytes; as JSON it is these bytes.

    Its findings stay in the language in which it was made; `language` is that of everything around them.

    Raises KeyError, TypeError, ValueError or AttributeError when they hold no plan of format 1.0.
    """
    view = plan_view(json.loads(content), language)
    match form:
        case "json":
            run.console.data(content)
        case "markdown":
            from reconciler.report.markdown import plan_markdown  # here: it loads jinja2

            run.console.data(plan_markdown(view, rules_in(language)))
        case "html":
            from reconciler.report.html import plan_html  # here: as above

            run.console.data(plan_html(view, rules_in(language)))
        case _:
            run.console.result(tuple(plan_lines(view, rules_in(language))))


def print_plan_aside(run: Run, content: bytes, language: Language) -> None:
    """Shows the plan that is about to be applied, beside the result."""
    if not run.console.quiet:
        run.console.warn(plan_lines(plan_view(json.loads(content), language), rules_in(language)))
