"""`reconciler validate`: the static rules, offline."""

import click

from reconciler.cli.exits import of_findings
from reconciler.cli.options import format_option
from reconciler.cli.run import Run
from reconciler.cli.tenants import shown_findings, totals_of
from reconciler.model.catalogue import ALL
from reconciler.report.findings_json import as_json, findings_document
from reconciler.report.findings_text import findings_lines

_EPILOG = """\b
Examples:
  reconciler validate
  reconciler validate desired-state/books/svenska.yaml
  reconciler validate --format json > findings.json
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@format_option("text", "json")
@click.pass_obj
def validate(run: Run, paths: tuple[str, ...], form: str) -> int:
    """Check the YAML of all tenants at, below or around each PATH (default: here).

    Works offline and needs no credentials. A file as PATH shows the findings of that file only.
    Ends with 1 when there is an error.
    """
    from reconciler.reconcile import validate as check  # here: it loads pydantic, and --help does without

    done = check(paths or (".",), run.settings.cwd)
    totals = totals_of(done)
    findings = shown_findings(done)
    if form == "json":
        run.console.data(as_json(findings_document(findings, totals.files)))
    else:
        run.console.result(findings_lines(findings, totals, ALL))
    return of_findings(findings)
