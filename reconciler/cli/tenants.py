"""Which tenant a command is about, and what is said when its YAML has errors."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of, worded
from reconciler.cli.run import Run
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Declarations, Tenant
from reconciler.model.errors import UsageError
from reconciler.model.finding import Finding
from reconciler.model.naming import nearest
from reconciler.report.findings_json import as_json, findings_document
from reconciler.report.findings_text import Totals, findings_lines
from reconciler.report.messages.phrases import phrases
from reconciler.report.messages.rules import rules_in

if TYPE_CHECKING:  # the corridor loads pydantic; commands that read no YAML do without
    from reconciler.validation import Validation


@dataclass(frozen=True, slots=True)
class Choice:
    """The tenant that is meant. `desired` None: its YAML has errors, which `findings` tell.

    `tenant` None: not even its name is known.
    """

    tenant: Tenant | None
    desired: DesiredState | None
    findings: tuple[Finding, ...]
    totals: Totals


def choose_tenant(run: Run, path: str, name: str | None) -> Choice:
    """The one tenant at PATH, or the one of this name. Raises UsageError where it is not clear which is meant."""
    from reconciler.validation import validate  # here: it loads pydantic, and --help does without

    done = validate([path], run.settings.cwd)
    chosen = _one(done.loaded.repository.tenants, name)
    totals = totals_of(done)
    if chosen is not None and chosen.tenant is not None:
        run.voice.language = language_of(run, chosen.tenant)
    if chosen is None or chosen.tenant is None or chosen.path in done.blocked:
        return Choice(chosen.tenant if chosen else None, None, _errors_of(done, chosen), totals)
    return Choice(chosen.tenant, done.desired[chosen.tenant.name], (), totals)


def report_blocked(run: Run, choice: Choice, form: str) -> int:
    """Prints why there is no plan, in the form that was asked for; gives the exit code."""
    language = language_of(run, choice.tenant)
    findings, rules, say = worded(choice.findings, language), rules_in(language), phrases(language)
    if form == "json":
        run.console.data(as_json(findings_document(findings, choice.totals.files)))
    elif form == "markdown":
        from reconciler.report.markdown import findings_markdown  # here: it loads jinja2

        run.console.data(findings_markdown(findings, rules, say))
    elif form == "html":
        from reconciler.report.html import findings_html  # here: as above

        run.console.data(findings_html(findings, rules, say))
    elif form in ("sarif", "github"):
        from reconciler.cli.findings_output import print_report  # here: most runs print text

        print_report(run, findings, form, "plan", choice.tenant, language)
    else:
        run.console.result(findings_lines(findings, choice.totals, rules, say))
    run.console.note(say("yaml-errors"))
    return Exit.HELD


def shown_findings(done: "Validation") -> tuple[Finding, ...]:
    """The findings to show: all, or those of the file that PATH names."""
    shown = done.loaded.shown
    if shown is None:
        return done.findings
    return tuple(one for one in done.findings if one.position is None or one.position.path in shown)


def totals_of(done: "Validation") -> Totals:
    """What was read: files of every kind of tenant, books and assignments of those without errors."""
    return Totals(
        files=len(done.loaded.files),
        books=sum(len(state.books) for state in done.desired.values()),
        assignments=sum(state.assignment_count for state in done.desired.values()),
    )


def _one(tenants: Sequence[Declarations], name: str | None) -> Declarations | None:
    """The tenant of this name, or the only one; None where there is none at all, or where several share the name."""
    names = [_label(one) for one in tenants]
    if name is None:
        if len(tenants) > 1:
            raise UsageError(
                f"There are {len(tenants)} tenants here: {', '.join(names)}.", "Choose one with --tenant NAME."
            )
        return tenants[0] if tenants else None
    matches = [one for one in tenants if _label(one) == name]
    if tenants and not matches:
        close = nearest(name, names)
        raise UsageError(
            f'There is no tenant "{name}" here: there is {", ".join(names)}.',
            f"Did you mean {close}?" if close else "Choose one of them with --tenant NAME.",
        )
    return matches[0] if len(matches) == 1 else None


def _label(declarations: Declarations) -> str:
    """How the tenant is called: by its name, or by its folder while it has none."""
    return declarations.tenant.name if declarations.tenant else declarations.path


def _errors_of(done: "Validation", tenant: Declarations | None) -> tuple[Finding, ...]:
    """The findings of this tenant; all findings where there is none, or none of its own."""
    if tenant is None:
        return done.findings
    folder = "" if tenant.path in ("", ".") else tenant.path.rstrip("/") + "/"
    own = tuple(one for one in done.findings if one.position is not None and one.position.path.startswith(folder))
    return own or done.findings
