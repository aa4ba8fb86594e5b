"""`reconciler explain`: what a rule means."""

import click

from reconciler.cli.run import Run
from reconciler.model.catalogue import ALL
from reconciler.model.errors import UsageError
from reconciler.model.naming import nearest
from reconciler.model.rule import Rule
from reconciler.report.rule_text import rule_lines

_EPILOG = """\b
Examples:
  reconciler explain VPP401
  reconciler explain TOKEN-EXPIRED
"""


@click.command(epilog=_EPILOG)
@click.argument("rule", metavar="RULE")
@click.pass_obj
def explain(run: Run, rule: str) -> int:
    """Say what RULE (an id or a name) asks for, why, where it comes from, and what to do."""
    run.console.result(rule_lines(_find(rule)))
    return 0


def _find(text: str) -> Rule:
    """The rule of this id or slug, in any case. Raises UsageError with the nearest one."""
    wanted = text.strip().upper()
    slugs = {rule.slug: rule for rule in ALL.values()}
    found = ALL.get(wanted) or slugs.get(wanted)
    if found is not None:
        return found
    close = nearest(wanted, [*ALL, *slugs])
    known = f"The rules go from {min(ALL)} to {max(ALL)}."
    raise UsageError(f'There is no rule "{text}".', f"Did you mean {close}?" if close else known)
