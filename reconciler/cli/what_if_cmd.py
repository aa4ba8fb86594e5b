"""`reconciler what-if`: the forecast of one assignment, without editing anything."""

import click

from reconciler import __version__
from reconciler.cli.exits import of_findings
from reconciler.cli.options import format_option, tenant_option
from reconciler.cli.run import Run
from reconciler.model.entities import Intent
from reconciler.report.findings_json import as_json

_EPILOG = """\b
Examples:
  reconciler what-if --book "Svenska 2" --group klass-9a --intent required
  reconciler what-if --book 1234567890 --group "Klass 9A" --intent available --format json
"""


@click.command("what-if", epilog=_EPILOG)
@click.option("--book", required=True, metavar="B", help="The book: its title, object id or adamId.")
@click.option("--group", required=True, metavar="G", help="The group: its alias, object id or display name.")
@click.option("--intent", required=True, type=click.Choice([str(intent) for intent in Intent]))
@click.option("--path", default=".", metavar="PATH", help="Where the tenant's files are (default: here).")
@tenant_option
@format_option("text", "json")
@click.pass_obj
def what_if(run: Run, book: str, group: str, intent: str, path: str, tenant: str | None, form: str) -> int:
    """Say what would happen if the group got the book: seats, findings, and the YAML to write.

    The book may be one of the YAML or one that only the tenant has. Nothing is written anywhere.
    Ends with 1 when an error stands in the way; a guard is part of the answer.
    """
    from reconciler.cli.asking import Question, answer  # here: it loads everything, and --help does without
    from reconciler.cli.doors import circumstances, intune
    from reconciler.cli.language import language_of
    from reconciler.cli.progress import progress
    from reconciler.cli.signing import believing_door
    from reconciler.cli.tenants import choose_tenant, report_blocked
    from reconciler.report.messages.rules import rules_in
    from reconciler.report.what_if import what_if_document, what_if_lines

    choice = choose_tenant(run, path, tenant)
    desired = choice.desired
    if desired is None:
        return report_blocked(run, choice, form)
    question = Question(book, group, Intent(intent))
    ledger = believing_door(run.settings, desired).ledger.state()
    language = language_of(run, desired.tenant)
    with intune(run.settings, desired.tenant) as reader, progress(run.console) as told:
        answered = answer(question, desired, reader, ledger, circumstances(run.settings, desired), told, language)
    if form == "json":
        run.console.data(as_json(what_if_document(answered, __version__)))
    else:
        run.console.result(what_if_lines(answered, rules_in(language), language))
    return of_findings(answered.findings)
