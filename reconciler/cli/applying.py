"""Applies for the command line: a stored plan as it is, or a path after asking. Read `run_apply`."""

import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

import click

from reconciler import __version__
from reconciler.apply.job import Applied, Evidence, Job
from reconciler.apply.run import apply_plan
from reconciler.apply.stored import check_against, check_plan_file, digest_in, stale
from reconciler.cli.apply_output import print_applied
from reconciler.cli.at_hand import at_hand, content_of
from reconciler.cli.console import is_terminal
from reconciler.cli.doors import LedgerDoor, circumstances, intune, ledger_door
from reconciler.cli.endings import of_apply
from reconciler.cli.exits import Exit
from reconciler.cli.files import read_file
from reconciler.cli.interrupt import stoppable
from reconciler.cli.keeping import keep_members
from reconciler.cli.language import language_of, worded
from reconciler.cli.permitted import applied_base, approvals_for_the_record, check_permitted
from reconciler.cli.plan_output import print_plan_aside
from reconciler.cli.planned_language import planned_in_language
from reconciler.cli.planning import plan_desired
from reconciler.cli.progress import progress
from reconciler.cli.releasing import whoever_runs
from reconciler.cli.run import Run
from reconciler.cli.signing import believing_door, signing_door
from reconciler.cli.syncing import sync_once
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.graph.provider import GraphIntune
from reconciler.model.catalogue.changes import TENANT_UNPROVEN
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Cloud
from reconciler.model.errors import Refused, UsageError
from reconciler.model.forge import Approvals
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_bytes
from reconciler.model.planned import Planned
from reconciler.model.record import LedgerState
from reconciler.reconcile import plan_tenant
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.findings import in_language
from reconciler.report.messages.phrases import Phrases, phrases
from reconciler.report.messages.rules import rules_in

_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    target: str
    tenant: str | None
    yes: bool
    emergency: str | None
    form: str
    out: Path | None


@dataclass(frozen=True, slots=True)
class _Approved:
    """A plan that was reviewed or agreed to, and the bytes it was read from or shown as."""

    desired: DesiredState
    plan: Plan
    content: bytes
    approvals: Approvals | None


def run_apply(run: Run, wish: Wish) -> int:
    """Applies a plan file or a path; gives the exit code."""
    file = run.settings.path(wish.target)
    if file.is_file() and file.suffix.lower() not in _YAML:
        return _finish(run, wish, _approved_file(run, wish, read_file(file)))
    return _apply_path(run, wish)


def _approved_file(run: Run, wish: Wish, content: bytes) -> _Approved:
    """The plan in a file, checked in the order of the contract. Raises Refused, or UsageError for what is no plan."""
    plan = check_plan_file(content)
    desired = _tenant_of(run, plan, wish.tenant)
    _check_ledger(run, desired)
    state = believing_door(run.settings, desired).ledger.state()
    check_against(plan, digest_in(content), desired, state, run.settings.clock())
    return _Approved(desired, plan, content, check_permitted(run, desired, wish.emergency))


def _tenant_of(run: Run, plan: Plan, wanted: str | None) -> DesiredState:
    """What the YAML in the folder that the plan names says now."""
    folder = plan.tenant.path
    if wanted is not None and wanted != plan.tenant.name:
        raise UsageError(f'The plan is for "{plan.tenant.name}", and --tenant says "{wanted}".', "Leave --tenant out.")
    outside = PurePosixPath(folder).is_absolute() or ".." in PurePosixPath(folder).parts
    if outside or not (run.settings.cwd / folder).is_dir():
        raise stale(f'it was made for the folder "{folder}", which is not here')
    choice = choose_tenant(run, folder, None)
    if choice.desired is None:
        report_blocked(run, choice, "text")
        raise stale("the YAML has errors now")
    return choice.desired


def _apply_path(run: Run, wish: Wish) -> int:
    """Plans, shows, asks, applies."""
    if not run.settings.path(wish.target).exists():
        raise UsageError(f"There is no {wish.target}.", "Name a plan file, or the folder of a tenant.")
    if not wish.yes and not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise UsageError(
            "There is nobody to ask: this is no terminal.", "Apply a plan file, or say --yes to apply without asking."
        )
    choice = choose_tenant(run, wish.target, wish.tenant)
    if choice.desired is None:
        return report_blocked(run, choice, wish.form)
    _check_ledger(run, choice.desired)
    approvals = check_permitted(run, choice.desired, wish.emergency)
    base = applied_base(believing_door(run.settings, choice.desired).ledger.state())
    plan = plan_desired(run, choice.desired, None, base).plan
    approved = _Approved(choice.desired, plan, plan_bytes(plan, __version__), approvals)
    print_plan_aside(run, approved.content, language_of(run, choice.tenant))
    say = phrases(language_of(run, choice.tenant))
    if not wish.yes and not _agreed(plan, say):
        run.console.note(say("nothing-written"))
        return Exit.REFUSED
    return _finish(run, wish, approved)


def _agreed(plan: Plan, say: Phrases) -> bool:
    """Whether the person at the terminal wants it. Nothing to write needs no consent."""
    summary = plan.summary
    if not summary.create + summary.update + summary.delete + summary.renew:
        return True
    return click.confirm(say("apply-this"), err=True)


def _finish(run: Run, wish: Wish, approved: _Approved) -> int:
    """Takes the lock and writes; prints what came of it."""
    desired, settings = approved.desired, run.settings
    door = signing_door(settings, desired)
    with intune(settings, desired.tenant) as tenant:
        _check_tenant(run, desired, tenant)
        applied = _apply(run, wish, approved, door, tenant)
    head = keep_members(run, desired, door, applied)
    print_applied(run, door, applied, head, wish.form, wish.out, language_of(run, desired.tenant))
    if applied.receipt is not None:
        _say_who_signed(run, desired, door)
    return of_apply(
        applied.outcomes,
        applied.findings,
        held=applied.planned.plan.summary.held,
        wrote=applied.wrote,
        interrupted=applied.interrupted,
    )


def _say_who_signed(run: Run, desired: DesiredState, door: LedgerDoor) -> None:
    """Says by which key the receipt is signed, or that it is not; warns where no ledger key signed it."""
    say, keyid = phrases(language_of(run, desired.tenant)), door.ledger.keyid
    if keyid is None:
        run.console.note(say("receipt-unsigned"))
    else:
        run.console.note(say("receipt-signed" if run.settings.signing is None else "receipt-signed-as", keyid=keyid))
    state = door.ledger.state() if desired.policy.ledger_keys else None
    if state is not None and (state.unsigned or state.untrusted):
        run.console.warn([Line(say("receipt-not-believed"), Tone.WARNING)])


def _apply(run: Run, wish: Wish, approved: _Approved, door: LedgerDoor, tenant: GraphIntune) -> Applied:
    desired, settings = approved.desired, run.settings

    def replan(state: LedgerState) -> Planned:
        known, base = at_hand(run, desired, told), applied_base(state)
        planned = plan_tenant(desired, tenant, state, circumstances(settings, desired), told, base, known)
        return planned_in_language(planned, language_of(run, desired.tenant))

    with progress(run.console) as told, stoppable(run.console) as stop:
        return apply_plan(
            Job(
                desired=desired,
                approved=approved.plan,
                approved_digest=digest_in(approved.content),
                replan=replan,
                writer=tenant,
                ledger=door.ledger,
                holder=settings.holder,
                clock=settings.clock,
                sleep=time.sleep,
                tool_version=__version__,
                stop=stop,
                evidence=_evidence(run, wish, approved),
                progress=told,
                word=partial(in_language, language=language_of(run, desired.tenant)),
                content_of=content_of(run, desired),
                sync=partial(sync_once, run, tenant, told),
            )
        )


def _evidence(run: Run, wish: Wish, approved: _Approved) -> Evidence:
    """Who asked, and who agreed. The author of the pull request is told before whoever merged it."""
    known = approvals_for_the_record(run, approved.desired, approved.approvals)
    who, pipeline = whoever_runs(run, approved.desired.tenant), run.settings.pipeline
    if known is None:
        return Evidence(who, (), pipeline.pull_request, wish.emergency)
    return Evidence(known.author or who, known.approvers, pipeline.pull_request or known.pull_request, wish.emergency)


def _check_tenant(run: Run, desired: DesiredState, tenant: GraphIntune) -> None:
    """Raises Refused when the sign-in belongs to another tenant; warns where it does not tell (VPP518)."""
    declared = desired.tenant.tenant_id
    if desired.tenant.cloud is Cloud.SANDBOX or declared is None:
        return
    signed_in = tenant.tenant_id()
    if signed_in is None:
        place = desired.tenant.marks.position("tenantId")
        language = language_of(run, desired.tenant)
        for finding in worded([TENANT_UNPROVEN.found(place, tenant=declared)], language):
            run.console.warn(finding_lines(finding, rules_in(language), phrases(language)))
    elif signed_in.lower() != declared.lower():
        raise Refused(
            f"VPP518 the sign-in is for tenant {signed_in}, and the YAML declares {declared}.",
            "Sign in to the declared tenant, or correct tenantId.",
        )


def _check_ledger(run: Run, desired: DesiredState) -> None:
    """Raises UsageError where the ledger would vanish with the machine."""
    if run.settings.ci and ledger_door(run.settings, desired.tenant).by_default:
        raise UsageError(
            "This is a pipeline, and the ledger would vanish with the runner.",
            "Set RECONCILER_LEDGER to a place that stays: dir:PATH or git:REMOTE#BRANCH.",
        )
