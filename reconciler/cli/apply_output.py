"""Prints what came of an apply: the receipt as the ledger has it, or one that says that nothing was written."""

import json
from pathlib import Path

from reconciler.apply.job import Applied
from reconciler.cli.doors import LedgerDoor
from reconciler.cli.files import write_file
from reconciler.cli.language import worded
from reconciler.cli.run import Run
from reconciler.ledger.folders import folder_name
from reconciler.model.canonical import canonical
from reconciler.model.entities import Language
from reconciler.model.ids import Digest
from reconciler.model.plan import Plan
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in
from reconciler.report.names import shown
from reconciler.report.receipt_json import unrecorded_receipt
from reconciler.report.receipt_text import change_names, receipt_lines


def print_applied(
    run: Run,
    door: LedgerDoor,
    applied: Applied,
    head: Digest | None,
    form: str,
    out: Path | None,
    language: Language,
) -> None:
    """Prints the receipt, writes it to `out` where asked, and tells the head of the chain, where it grew."""
    plan, say = applied.planned.plan, phrases(language)
    content = _receipt(run, door, applied)
    if out is not None:
        write_file(run.settings.path(out), content)
    for told in worded(applied.recovered, language):
        run.console.warn([Line(shown(told.message), Tone.WARNING)])
    if form == "json":
        run.console.data(content)
    else:
        run.console.result(receipt_lines(json.loads(content), change_names(plan, say), say))
        planned = frozenset(plan.findings)
        found = [finding for finding in applied.findings if finding not in planned]
        for finding in worded(found, language):
            run.console.warn(finding_lines(finding, rules_in(language), say))
    if head is not None:
        run.console.note(say("ledger-head", where=door.ledger.where(), head=head))


def _receipt(run: Run, door: LedgerDoor, applied: Applied) -> bytes:
    if applied.receipt is not None:
        return _record(door, applied.planned.plan, applied.receipt)
    name = applied.planned.plan.tenant.name
    return canonical(unrecorded_receipt(name, applied.body, run.settings.clock())) + b"\n"


def _record(door: LedgerDoor, plan: Plan, digest: Digest) -> bytes:
    """The bytes of the record with this digest: the newest, unless another run was quick."""
    folder = folder_name(plan.tenant.name)
    wanted = f'"{digest}"'.encode()
    for name in sorted(door.store.names(folder), reverse=True):
        content = door.store.read(folder, name)
        if wanted in content and json.loads(content)["digest"] == digest:
            return content
    raise AssertionError(f"the ledger lacks the record {digest} that was just written")
