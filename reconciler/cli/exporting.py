"""Exports for the command line: reads the tenant and writes the table. Read `run_export`."""

from pathlib import Path

from reconciler.cli.doors import intune
from reconciler.cli.exits import Exit
from reconciler.cli.files import write_file
from reconciler.cli.language import language_of
from reconciler.cli.progress import progress
from reconciler.cli.run import Run
from reconciler.cli.tenants import choose_tenant, report_blocked
from reconciler.match import match
from reconciler.model.entities import Language
from reconciler.observed.observe import observe
from reconciler.report.matrix_csv import matrix, matrix_csv
from reconciler.report.messages.import_phrases import import_phrases

_SEPARATORS = {Language.EN: ",", Language.SV: ";"}
"""A Swedish spreadsheet has the comma in its numbers, and the semicolon between its cells."""
_STDOUT = Path("-")


def run_export(run: Run, path: str, tenant: str | None, file: Path, separator: str | None) -> int:
    """Writes the table; gives the exit code."""
    choice = choose_tenant(run, path, tenant)
    if choice.desired is None:
        return report_blocked(run, choice, "text")
    desired, language = choice.desired, language_of(run, choice.tenant)
    say = import_phrases(language)
    with intune(run.settings, desired.tenant) as reader, progress(run.console) as told:
        observed = observe(reader, desired, run.settings.clock(), told)
    table = matrix(observed, match(desired, observed), say)
    content = matrix_csv(table, separator or _SEPARATORS[language])
    if file == _STDOUT:
        run.console.data(content)
    else:
        write_file(run.settings.path(file), content)
        run.console.note(say("matrix-written", file=str(file), books=len(table.rows), groups=table.groups))
    return Exit.DONE
