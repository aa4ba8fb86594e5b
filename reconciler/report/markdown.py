"""A plan as a pull request's comment. The view decides what is said, `templates/plan.md.j2` in which form."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import counted
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import code_in_markdown, in_markdown
from reconciler.report.view import ChangeView, PlanView, place_text

_MARKS = {"blocked": "⛔", "attention": "⚠️", "changes": "✅", "clean": "✅"}
_LEAVING_NOTHING = "–"


def plan_markdown(view: PlanView, rules: Mapping[str, Rule]) -> str:
    """The plan as Markdown; every name in it shows as it is and does nothing."""
    return _template().render(
        plan=view,
        say=view.say,
        verdict=view.say(f"verdict-{view.verdict}"),
        digest=_Code(view.digest),
        made=_Code(view.made),
        expires=_Code(view.expires),
        mark=_MARKS[view.verdict],
        rows=tuple(_rows(view)),
        decisions=[_decision(title, change) for title, change in view.held if change.held and change.held.rule],
        drift=[_finding(finding, rules, view.say) for finding in view.drift],
        findings=[_finding(finding, rules, view.say) for finding in view.findings],
        counted=counted(view.findings, view.say),
        not_checked=[_finding(finding, rules, view.say) for finding in view.not_checked],
    )


@cache
def _template() -> Template:
    """The template. Whatever is put into it is escaped for Markdown on the way, so that nothing can be forgotten."""
    environment = Environment(
        loader=PackageLoader("reconciler.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        finalize=_escaped,
    )
    return environment.get_template("plan.md.j2")


class _Code(str):
    """A text that is shown as code, which nothing in Markdown can be started from."""

    __slots__ = ()


def _escaped(value: object) -> str:
    return code_in_markdown(value) if isinstance(value, _Code) else in_markdown(str(value))


def _rows(view: PlanView) -> Iterator[Mapping[str, str]]:
    """One row of the table per change; the book and its seats stand in the first row of each book."""
    for block in view.blocks:
        for number, change in enumerate(block.changes):
            yield {
                "book": block.title if number == 0 else "",
                "change": _row(change, view.say),
                "reached": change.seats or _LEAVING_NOTHING,
                "seats": (block.seats or _LEAVING_NOTHING) if number == 0 else "",
            }


def _row(change: ChangeView, say: Phrases) -> str:
    said = f"{change.action} {change.whom} {change.what}".replace("  ", " ")
    return say("held-by", what=change.held.rule or change.held.reason, change=said) if change.held else said


def _decision(title: str, change: ChangeView) -> Mapping[str, str]:
    assert change.held is not None
    return {
        "rule": change.held.rule,
        "what": f'"{title}" → "{change.whom}": {change.held.reason} {change.held.remedy}'.strip(),
        "place": _Code(change.place),
    }


def _finding(finding: Finding, rules: Mapping[str, Rule], say: Phrases) -> Mapping[str, str]:
    known = rules.get(finding.rule)
    following = say("accepted", reason=finding.accepted) if finding.accepted is not None else finding.remedy
    return {
        "rule": f"{say.word('severity', finding.severity)} {finding.rule}",
        "where": _Code(place_text(finding.position)) if finding.position else finding.subject,
        "what": " ".join(part for part in (finding.message, known.why if known else "", following) if part),
    }


def findings_markdown(findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases = ENGLISH) -> str:
    """Findings alone, where they leave nothing to plan."""
    rows = [_finding(finding, rules, say) for finding in findings]
    lines = [f"- **{_escaped(row['rule'])}** {_escaped(row['where'])}: {_escaped(row['what'])}\n" for row in rows]
    headline = say("nothing-planned", counted=counted(findings, say))
    return f"### {_MARKS['blocked']} {headline}\n\n{''.join(lines)}"
