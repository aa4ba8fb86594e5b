"""`reconciler explain token NAME`: the steps that renew this very token, offline."""

from collections.abc import Sequence

from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.model.entities import Token
from reconciler.model.errors import UsageError
from reconciler.model.naming import fold, nearest
from reconciler.model.quoting import shown
from reconciler.report.token_page import token_page

_LONGEST_NAME = 80
"""A text that is longer, or broken over lines, may be a secret, given by mistake."""


def explain_token(run: Run, name: str, path: str, tenant: str | None) -> int:
    """Prints the steps for a declared token, named by its handle; gives the exit code.

    Needs the YAML only. Raises UsageError where it is not clear which tenant or token is meant.
    """
    choice = choose_tenant(run, path, tenant)
    if choice.desired is None:
        return report_blocked(run, choice, "text")
    token = find_token(name, choice.desired.tokens)
    run.console.result(token_page(token, choice.desired, language_of(run, choice.tenant)))
    return Exit.DONE


def find_token(name: str, tokens: Sequence[Token]) -> Token:
    """The declared token of this handle, in any case. Raises UsageError with the nearest one."""
    for token in tokens:
        if fold(token.name) == fold(name):
            return token
    handles = [str(token.name) for token in tokens]
    close = nearest(name, handles)
    if not handles:
        raise UsageError("No token is declared here.", "Declare it under tokens:, or name another --path.")
    hint = f"Did you mean {close}?" if close else "Name one of them."
    asked = f'"{shown(name)}"' if name.isprintable() and len(name) <= _LONGEST_NAME else "of that name"
    raise UsageError(f"There is no token {asked} here: there is {', '.join(handles)}.", hint)
