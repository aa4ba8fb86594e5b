"""Runs the doctor's probes for the command line, one after the other; none of them stops the run. `run_doctor`."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial

from reconciler.cli.doors import intune, ledger_door
from reconciler.cli.exits import Exit, exit_code
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.cli.tenants import Choice, choose_tenant, report_blocked
from reconciler.doctor.clock import standing_clock
from reconciler.doctor.ledger import damaged, ledger_checks, vanishes
from reconciler.doctor.tenant import failed, tenant_checks
from reconciler.ledger.records import DamagedRecord
from reconciler.ledger.verify import walk
from reconciler.model.catalogue.unchecked import not_checked
from reconciler.model.doctor import Check, Probe, Verdict
from reconciler.model.entities import Tenant
from reconciler.model.errors import ServiceError, UsageError
from reconciler.report.doctor import doctor_document, doctor_lines
from reconciler.report.findings_json import as_json
from reconciler.report.messages.doctor_phrases import doctor_phrases

_EXITS = {
    Verdict.FINE: Exit.DONE,
    Verdict.UNPROVEN: Exit.DONE,
    Verdict.LACKING: Exit.HELD,
    Verdict.UNREACHABLE: Exit.SERVICE,
}


def run_doctor(run: Run, path: str, name: str | None, form: str, *, apple: bool) -> int:
    """Asks everything, prints what came of it; gives the exit code. Errors in the YAML do not matter here."""
    choice = choose_tenant(run, path, name)
    tenant = choice.tenant
    if tenant is None:
        return report_blocked(run, choice, form)
    checks = [check for probe in _probes(run, choice, tenant, apple=apple) for check in _asked(probe)]
    say = doctor_phrases(language_of(run, tenant))
    unchecked = not_checked(pseudonyms=run.settings.pseudonym_key is not None)
    if form == "json":
        run.console.data(as_json(doctor_document(tenant, checks, unchecked, say)))
    else:
        run.console.result(doctor_lines(tenant, checks, unchecked, say))
    return exit_code(_EXITS[check.verdict] for check in checks)


def _probes(run: Run, choice: Choice, tenant: Tenant, *, apple: bool) -> Iterator[Probe]:
    """All that is looked at, in the order in which it is told."""
    yield Probe("yaml", partial(_yaml, choice))
    yield Probe("sign-in", partial(_tenant, run, tenant))
    yield Probe("clock", partial(_clock, run))
    yield Probe("ledger", partial(_ledger, run, tenant))
    if apple:
        from reconciler.cli.doctor_apple import apple_probes  # here: Apple's side is for those who ask for it

        yield from apple_probes(run, tenant, choice.desired)


def _asked(probe: Probe) -> Sequence[Check]:
    """What a probe found; a probe that could not look says so."""
    try:
        return probe.ask()
    except (ServiceError, UsageError) as error:
        return [failed(probe.topic, error)]


def _yaml(choice: Choice) -> list[Check]:
    if choice.desired is not None:
        return []
    errors = sum(finding.severity == "error" for finding in choice.findings)
    return [Check("yaml", Verdict.LACKING, "yaml-wrong", {"count": errors}, "yaml-wrong-next")]


def _tenant(run: Run, tenant: Tenant) -> list[Check]:
    with intune(run.settings, tenant) as door:
        return list(tenant_checks(door, tenant, datetime.now(UTC).replace(microsecond=0)))


def _clock(run: Run) -> list[Check]:
    """What judges time in this run, where it is not this machine's clock."""
    if not run.settings.environ.get("RECONCILER_NOW"):
        return []
    return [standing_clock(run.settings.clock())]


def _ledger(run: Run, tenant: Tenant) -> list[Check]:
    door = ledger_door(run.settings, tenant)
    where = door.ledger.where()
    lost = [vanishes(where)] if run.settings.ci and door.by_default else []
    try:
        records = sum(1 for _ in walk(door.store, tenant.name))
        state = door.ledger.state()
    except DamagedRecord as error:
        return [*lost, damaged(where, error.message, error.remedy)]
    return [*lost, *ledger_checks(where, records, state, run.settings.clock())]
