"""`reconciler explain`: what a rule means, how a token is renewed, and what to tell the readers of a book."""

from collections.abc import Iterator

import click

from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of
from reconciler.cli.options import tenant_option
from reconciler.cli.run import Run
from reconciler.model.catalogue import ALL
from reconciler.model.catalogue.unchecked import UNCHECKED
from reconciler.model.entities import Language
from reconciler.model.errors import UsageError
from reconciler.model.naming import nearest
from reconciler.report.example_text import example_lines
from reconciler.report.examples import load_examples
from reconciler.report.lines import Line
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.rule_text import rule_lines

_EPILOG = """\b
Examples:
  reconciler explain VPP401
  reconciler explain TOKEN-EXPIRED
  reconciler explain token norrskolan
  reconciler explain book "Svenska 2"
"""


@click.command(epilog=_EPILOG)
@click.argument("what", metavar="RULE | token NAME | book TITLE", nargs=-1, required=True)
@click.option("--path", default=".", metavar="PATH", help="Of a token or a book: where the tenant's files are.")
@tenant_option
@click.pass_obj
def explain(run: Run, what: tuple[str, ...], path: str, tenant: str | None) -> int:
    """Say what RULE (an id or a name) asks for, how to renew a token, or what to tell the readers of a book.

    A rule is shown with why, its source, what to do, an example that fails and one that passes.
    Of a token: which of Apple's portals, account, location and file, where to put it, and what is checked.
    """
    match what:
        case (rule,):
            run.console.result(_rule_page(_find(rule), language_of(run)))
            return Exit.DONE
        case ("token", name):
            from reconciler.cli.explain_token import explain_token  # here: it reads YAML, and a rule does without

            return explain_token(run, name, path, tenant)
        case ("book", title):
            from reconciler.cli.explain_book import explain_book  # here: it reads YAML, and a rule does without

            return explain_book(run, title, path, tenant)
        case _:
            raise UsageError(
                f"explain does not know {' '.join(what)}.",
                "Write a rule, or token and its name, or book and its title.",
            )


def _rule_page(rule: str, language: Language) -> Iterator[Line]:
    """What there is to say about the rule of this id."""
    say = phrases(language)
    if rule in UNCHECKED:
        one = UNCHECKED[rule]
        yield from (*rule_lines(one.rule, say), Line(), Line(say("not-checked", reason=one.because)))
        yield Line(say("to-do", remedy=one.instead))
        return
    yield from rule_lines(rules_in(language)[rule], say)
    yield from example_lines(ALL[rule], load_examples(), say)


def _find(text: str) -> str:
    """The id of the rule of this id or slug, in any case. Raises UsageError with the nearest one."""
    wanted = text.strip().upper()
    rules = {**ALL, **{rule: one.rule for rule, one in UNCHECKED.items()}}
    slugs = {rule.slug: rule.id for rule in rules.values()}
    if wanted in rules:
        return wanted
    if wanted in slugs:
        return slugs[wanted]
    close = nearest(wanted, [*rules, *slugs])
    known = f"The rules go from {min(rules)} to {max(rules)}."
    raise UsageError(f'There is no rule "{text}".', f"Did you mean {close}?" if close else known)
