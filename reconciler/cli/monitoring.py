"""Counts and judges one tenant now, beside what its ledger tells. Read `watch`, then `run_status`."""

from collections.abc import Iterable
from dataclasses import dataclass

from reconciler import __version__
from reconciler.audit.history import history
from reconciler.audit.judge import evidence_findings, gap_findings, outside_findings
from reconciler.cli.doors import LedgerDoor, intune
from reconciler.cli.exits import of_findings
from reconciler.cli.language import language_of, worded
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.signing import believing_door
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.evidence.verify import verify_record
from reconciler.ledger.verify import verify, walk
from reconciler.match import match
from reconciler.model.audit import History, Knowledge, Recorded, Verification
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Language
from reconciler.model.finding import Finding, in_order
from reconciler.model.installs import InstallReader
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState
from reconciler.model.planned import Planned
from reconciler.model.progress import Progress
from reconciler.model.record import LedgerState
from reconciler.model.status import Remembered, Status
from reconciler.model.world import World
from reconciler.monitor.figures import Watched, books_to_read, books_to_wait_for, figures, groups_to_read
from reconciler.monitor.remembered import Memory, noting
from reconciler.observed.observe import observe, observe_readers
from reconciler.report.findings_json import as_json
from reconciler.report.messages.audit_phrases import audit_phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.site.status import status_html
from reconciler.report.status_json import status_document
from reconciler.report.status_prometheus import status_prometheus
from reconciler.report.status_text import status_lines
from reconciler.rules.live import check_live
from reconciler.rules.monitor import check_monitored
from reconciler.rules.severity import as_policy_says

NO_HISTORY = History(0, None, (), (), Knowledge(None, None, (), ()), (), (), ())


@dataclass(frozen=True, slots=True)
class Kept:
    """What the ledger of a tenant holds. Where its chain is broken, `history` and `records` are empty."""

    door: LedgerDoor
    state: LedgerState
    records: tuple[Recorded, ...]
    history: History
    remembered: Remembered
    verification: Verification


def run_status(run: Run, path: str, name: str | None, form: str) -> int:
    """Prints the state of the tenant; gives the exit code."""
    choice = choose_tenant(run, path, name)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, form)
    kept = read_ledger(run, desired)
    with intune(run.settings, desired.tenant) as reader, progress(run.console) as told:
        observed = observe(reader, desired, run.settings.clock(), told)
        status = watch(desired, observed, match(desired, observed), reader, kept, told)
    language = language_of(run, desired.tenant)
    _print(run, in_words(status, language), form, language)
    return of_findings(status.findings)


MONITORED = frozenset(f"VPP{number}" for number in (404, 405, 406, 407, 408, 601, 602, 603, 604, 605))
"""The rules of the monitor that `drift` tells beside what drifted."""


def monitored_beside(run: Run, desired: DesiredState, planned: Planned) -> tuple[Finding, ...]:
    """What the monitor's rules say of a tenant that was just planned: its seats, installs, and the audit log."""
    kept = read_ledger(run, desired)
    with intune(run.settings, desired.tenant) as reader, progress(run.console) as told:
        status = watch(desired, planned.observed, planned.matching, reader, kept, told)
    return tuple(finding for finding in status.findings if finding.rule in MONITORED)


def read_ledger(run: Run, desired: DesiredState) -> Kept:
    """The ledger's state and its whole history. Raises ServiceError when its store cannot be read."""
    door, name = believing_door(run.settings, desired), desired.tenant.name
    found = verify(door.store, name, verify_record, desired.policy.ledger_keys)
    if found.fault:
        return Kept(door, door.ledger.state(), (), NO_HISTORY, Remembered({}, {}), found)
    memory = Memory()
    handles = {str(token.id): str(token.name) for token in desired.tokens if token.id}
    told = history(noting(walk(door.store, name), memory), handles, frozenset(desired.policy.reviewed_emergencies))
    return Kept(door, door.ledger.state(), memory.records(), told, memory.remembered(), found)


def watch(
    desired: DesiredState,
    observed: ObservedState,
    matching: Matching,
    reader: InstallReader,
    kept: Kept,
    told: Progress,
) -> Status:
    """The figures of the tenant and what the rules say of them. Reads members and install states of declared books."""
    world = World(desired, observed, matching, kept.state, observed.at)
    asked = books_to_read(matching.books)
    waiting = books_to_wait_for(matching.books, kept.remembered)
    readers = observe_readers(reader, groups_to_read(matching.books), waiting, told)
    told("install states", 0, len(asked))
    states = reader.device_states(asked)
    told("install states", len(asked), len(asked))
    counted = figures(world, Watched(readers, states, kept.history, kept.remembered))
    findings = (*check_live(world), *check_monitored(counted), *_of_ledger(desired, kept, world))
    return Status(
        tenant=desired.tenant.name,
        tenant_id=desired.tenant.tenant_id,
        cloud=str(desired.tenant.cloud),
        at=observed.at,
        figures=counted,
        findings=in_order(as_policy_says(findings, desired.policy)),
        records=kept.verification.records,
        head=kept.verification.head,
    )


def in_words(status: Status, language: Language) -> Status:
    """The status with its findings in this language."""
    return Status(
        status.tenant,
        status.tenant_id,
        status.cloud,
        status.at,
        status.figures,
        worded(status.findings, language),
        status.records,
        status.head,
    )


def _of_ledger(desired: DesiredState, kept: Kept, world: World) -> Iterable[Finding]:
    """What happened outside git, for which time nobody knows, and whether the chain holds."""
    instead = None if desired.policy.show_actors else audit_phrases(desired.tenant.language)("audit-somebody")
    yield from outside_findings(kept.history.outside, named=instead)
    yield from gap_findings(kept.history.knowledge, world.now)
    yield from (one for one in evidence_findings(kept.verification, ()) if one.rule == "VPP606")


def _print(run: Run, status: Status, form: str, language: Language) -> None:
    say = site_phrases(language)
    match form:
        case "json":
            run.console.data(as_json(status_document(status)))
        case "html":
            run.console.data(status_html(status, __version__, rules_in(language), say))
        case "prometheus":
            run.console.data(status_prometheus(status))
        case _:
            run.console.result(tuple(status_lines(status, rules_in(language), say)))
