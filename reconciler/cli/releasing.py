"""Releases abandoned intents for the command line."""

from reconciler.cli.doors import ledger_door, tenant_folder
from reconciler.cli.exits import Exit
from reconciler.cli.git import user_email
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.model.entities import Tenant
from reconciler.model.instants import stamp
from reconciler.report.lines import Line
from reconciler.report.names import shown


def run_release(run: Run, reason: str, path: str, name: str | None) -> int:
    """Closes what is open and says what it was; gives the exit code. Errors in the YAML do not matter here."""
    choice = choose_tenant(run, path, name)
    if choice.tenant is None:
        return report_blocked(run, choice, "text")
    ledger = ledger_door(run.settings, choice.tenant).ledger
    closed = ledger.release(reason, whoever_runs(run, choice.tenant), run.settings.clock())
    if not closed:
        run.console.result([Line("No open intent: nothing to release.")])
    for intent in closed:
        who = f"{intent.holder.run} on {intent.holder.host}, process {intent.holder.pid}"
        run.console.result([Line(shown(f"Released the intent of {who}, begun {stamp(intent.at)}."))])
    return Exit.DONE


def whoever_runs(run: Run, tenant: Tenant) -> str:
    """Who is at work, as far as anybody tells: the pipeline, else git, else this machine."""
    settings = run.settings
    return settings.pipeline.author or user_email(tenant_folder(settings, tenant)) or settings.user or "unknown"
