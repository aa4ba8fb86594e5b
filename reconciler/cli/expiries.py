"""When the declared tokens expire, read from the tenant. Read `run_calendar`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reconciler.cli.doors import intune
from reconciler.cli.exits import Exit
from reconciler.cli.files import write_file
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.match import match
from reconciler.model.desired import DesiredState
from reconciler.model.observed import ObservedState, ObservedToken
from reconciler.report.calendar import Expiry, calendar


def run_calendar(run: Run, path: str, tenant: str | None, out: Path) -> int:
    """Writes the calendar of the tenant's declared tokens; gives the exit code.

    Tokens without a date are told of. Without any the file is written all the same: an old one would be wrong.
    """
    choice = choose_tenant(run, path, tenant)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, "text")
    with intune(run.settings, desired.tenant) as reader:
        observed = reader.tokens()
    now = run.settings.clock()
    expiries = tuple(_expiries(desired, observed, run))
    write_file(run.settings.path(out), calendar(desired.tenant, expiries, now, language_of(run, desired.tenant)))
    run.console.note(f"{out}: {len(expiries)} of {len(desired.tokens)} declared tokens")
    return Exit.DONE


def _expiries(desired: DesiredState, observed: Sequence[ObservedToken], run: Run) -> Iterator[Expiry]:
    state = ObservedState(at=run.settings.clock(), beta=False, books=(), tokens=tuple(observed), groups={})
    found = match(desired, state).tokens
    for token in desired.tokens:
        there = found.get(token.name)
        if there is None:
            run.console.note(f'token "{token.name}" is not found exactly once in the tenant: it has no entry')
        elif there.expires is None:
            run.console.note(f'token "{token.name}" has no expiry in the tenant: it has no entry')
        else:
            yield Expiry(token, there.id, there.expires)
