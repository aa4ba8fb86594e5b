"""`reconciler validate`: the static rules, offline."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reconciler.cli.exits import of_findings
from reconciler.cli.language import shared_language, worded
from reconciler.cli.options import format_option
from reconciler.cli.run import Run
from reconciler.cli.tenants import shown_findings, totals_of
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.report.findings_json import as_json, findings_document
from reconciler.report.findings_text import findings_lines
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in

if TYPE_CHECKING:  # the corridor loads pydantic; --help does without
    from reconciler.validation import Validation

_EPILOG = """\b
Examples:
  reconciler validate
  reconciler validate desired-state/books/svenska.yaml
  reconciler validate --format json > findings.json
  reconciler validate --format sarif > findings.sarif
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@format_option("text", "json", "sarif", "github", "junit")
@click.pass_obj
def validate(run: Run, paths: tuple[str, ...], form: str) -> int:
    """Check the YAML of all tenants at, below or around each PATH (default: here).

    Works offline and needs no credentials. A file as PATH shows the findings of that file only.
    Ends with 1 when there is an error.
    """
    from reconciler.validation import validate as check  # here: it loads pydantic, and --help does without

    done = check(paths or (".",), run.settings.cwd)
    totals = totals_of(done)
    language = shared_language(run, done.loaded.repository.tenants)
    findings = worded(shown_findings(done), language)
    match form:
        case "json":
            run.console.data(as_json(findings_document(findings, totals.files)))
        case "text":
            run.console.result(findings_lines(findings, totals, rules_in(language), phrases(language)))
        case _:
            _print_report(run, done, findings, form, language)
    return of_findings(findings)


def _print_report(run: Run, done: "Validation", findings: Sequence[Finding], form: str, language: Language) -> None:
    from reconciler.cli.findings_output import print_junit, print_report  # here: most runs print text

    if form == "junit":
        print_junit(run, findings, done.loaded.repository.tenants, done.loaded.shown, language)
    else:
        print_report(run, findings, form, "validate", language=language)
