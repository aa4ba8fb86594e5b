"""Makes a plan for the command line: choose the tenant, open the doors, walk the corridor."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reconciler import __version__
from reconciler.cli.at_hand import at_hand
from reconciler.cli.base import read_base
from reconciler.cli.doors import circumstances, intune, tenant_folder
from reconciler.cli.endings import of_plan
from reconciler.cli.exits import Exit
from reconciler.cli.files import read_file, write_file
from reconciler.cli.findings_output import REPORT_FORMATS, print_report
from reconciler.cli.language import language_of, worded
from reconciler.cli.plan_output import print_plan
from reconciler.cli.planned_language import planned_in_language
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.signing import believing_door
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.desired.collector import paused
from reconciler.model.canonical import canonical
from reconciler.model.contents import NOTHING_AT_HAND
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_bytes
from reconciler.model.planned import Planned
from reconciler.model.providers import IntuneReader
from reconciler.model.world import BaseState
from reconciler.observed.snapshot import read_snapshot, write_snapshot
from reconciler.reconcile import plan_tenant
from reconciler.report.drift import AnyDrift, drift_document, drift_lines, drift_markdown
from reconciler.report.findings_json import as_json
from reconciler.report.messages.phrases import phrases

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks of a plan. `base` is the commit to compare with."""

    path: str
    tenant: str | None
    out: Path | None
    form: str
    detailed: bool
    snapshot: Path | None
    base: str | None


@paused()  # there is nothing to collect in a plan, and the collector would look at every noun again and again
def run_plan(run: Run, wanted: Wanted) -> int:
    """Plans, prints, writes the plan file where one is asked for; gives the exit code."""
    choice = choose_tenant(run, wanted.path, wanted.tenant)
    if choice.desired is None:
        return report_blocked(run, choice, wanted.form)
    base = _base(run, choice.desired, wanted.base)
    plan = plan_desired(run, choice.desired, wanted.snapshot, base).plan
    content = plan_bytes(plan, __version__)
    if wanted.out is not None:
        write_file(run.settings.path(wanted.out), content)
    if wanted.form in REPORT_FORMATS:
        print_report(run, plan.findings, wanted.form, "plan", choice.tenant, language_of(run, choice.tenant))
    else:
        print_plan(run, content, wanted.form, language_of(run, choice.tenant))
    return of_plan(plan.summary, plan.findings, detailed=wanted.detailed)


def _base(run: Run, desired: DesiredState, ref: str | None) -> BaseState | None:
    """What the plan is compared with; None without --base, and for a tenant that is new."""
    if ref is None:
        return None
    base = read_base(tenant_folder(run.settings, desired.tenant).resolve(), ref, desired.tenant.name)
    if base is None:
        run.console.note(f"{ref} has no {desired.tenant.path}: there is nothing to compare with")
    return base


def run_drift(run: Run, path: str, tenant: str | None, form: str) -> int:
    """Says what changed outside git; gives the exit code."""
    choice = choose_tenant(run, path, tenant)
    if choice.desired is None:
        return report_blocked(run, choice, form)
    from reconciler.cli.monitoring import monitored_beside  # here: only drift is judged by the monitor's rules too

    planned = plan_desired(run, choice.desired, None)
    drift: tuple[AnyDrift, ...] = (*planned.token_drift, *planned.drift)
    language = language_of(run, choice.tenant)
    monitored = worded(monitored_beside(run, choice.desired, planned), language)
    _print_drift(run, planned.plan, drift, monitored, form, language)
    return Exit.PENDING if drift else Exit.DONE


def run_snapshot(run: Run, path: str, tenant: str | None, out: Path) -> int:
    """Writes what the tenant says into a file; gives the exit code."""
    choice = choose_tenant(run, path, tenant)
    if choice.desired is None:
        return report_blocked(run, choice, "text")
    with intune(run.settings, choice.desired.tenant) as reader, progress(run.console) as told:
        key = secrets.token_bytes(_KEY_BYTES)
        body = write_snapshot(reader, choice.desired, key, run.settings.clock(), told)
    write_file(run.settings.path(out), canonical(body) + b"\n")
    run.console.note(f"wrote {out}: {len(body['books'])} books, {len(body['groups'])} groups, nobody's name")
    return Exit.DONE


def plan_desired(run: Run, desired: DesiredState, snapshot: Path | None, base: BaseState | None = None) -> Planned:
    """The plan for one tenant, against the tenant itself or a snapshot of it."""
    state = believing_door(run.settings, desired, base).ledger.state()
    with _reader(run, desired, snapshot) as reader, progress(run.console) as told:
        known = at_hand(run, desired, told) if snapshot is None else NOTHING_AT_HAND
        planned = plan_tenant(desired, reader, state, circumstances(run.settings, desired), told, base, known)
    return planned_in_language(planned, language_of(run, desired.tenant))


def _print_drift(
    run: Run, plan: Plan, drift: Sequence[AnyDrift], monitored: Sequence[Finding], form: str, language: Language
) -> None:
    match form:
        case "json":
            run.console.data(as_json(drift_document(plan, drift, __version__, monitored)))
        case "markdown":
            run.console.data(drift_markdown(plan, drift, phrases(language), monitored))
        case _:
            run.console.result(drift_lines(plan, drift, phrases(language), monitored))


@contextmanager
def _reader(run: Run, desired: DesiredState, snapshot: Path | None) -> Iterator[IntuneReader]:
    if snapshot is None:
        with intune(run.settings, desired.tenant) as opened:
            yield opened
        return
    yield read_snapshot(read_file(run.settings.path(snapshot)))
