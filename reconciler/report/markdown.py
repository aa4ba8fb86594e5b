"""A plan as a pull request's comment. The view decides what is said, the template in which order. Read `plan_markdown`.

It is never longer than `MOST_BYTES`: what would be is left out from the harmless end, and the comment says what.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import counted
from reconciler.report.fit import Fitted, fitted, joined, size
from reconciler.report.markdown_parts import changes, decisions, details, drift, finding_line, tokens, unmanaged
from reconciler.report.markdown_parts import not_checked as unknown
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import code_in_markdown, in_markdown, shortened
from reconciler.report.view import PlanView

MOST_BYTES = 61_440
"""GitHub takes 65,536 characters in a comment. The rest is for what stands around a plan: its marker, earlier plans."""

_MARKS = {"blocked": "⛔", "attention": "⚠️", "changes": "✅", "clean": "✅"}
_SPARE = 160
"""Bytes for the line of a section that says how many entries are left out."""


def plan_markdown(view: PlanView, rules: Mapping[str, Rule]) -> str:
    """The plan as Markdown; every name in it shows as it is and does nothing. One line where there is no change."""
    if view.quiet:
        return _one_line(view)
    main, more = changes(view)
    first, further = decisions(view, rules)
    tokens_part, drift_part, unknown_part = tokens(view, rules), drift(view, rules), unknown(view, rules)
    details_part, unmanaged_part = details(view, rules), unmanaged(view)
    shown = (main, first, tokens_part, drift_part, unknown_part, further, more, details_part, unmanaged_part)
    by_weight = (first, main, tokens_part, drift_part, unknown_part, further, more, details_part, unmanaged_part)
    sections = [section for section in by_weight if section is not None]
    room = MOST_BYTES - size(_assembled(view, "", "")) - _SPARE * len(sections)
    kept = {id(one.section): one for one in fitted(sections, room, _SPARE)}
    in_order = [kept[id(section)] for section in shown if section is not None]
    return _assembled(view, "".join(_rendered(one, view.say) for one in in_order), _left_out(in_order, view.say))


def findings_markdown(findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases = ENGLISH) -> str:
    """Findings alone, where they leave nothing to plan."""
    headline = say("nothing-planned", counted=counted(findings, say))
    lines = [finding_line(finding, rules, say) for finding in findings]
    return f"### {_MARKS['blocked']} {headline}\n\n{''.join(lines)}"


def _one_line(view: PlanView) -> str:
    said = f"{in_markdown(shortened(view.tenant))}: {in_markdown(view.no_changes)}"
    read = f"{in_markdown(view.say('read-at'))} {_code(view.made)}"
    return f"{_MARKS[view.verdict]} {said} {in_markdown(view.say('plan'))} {_code(view.digest)}, {read}\n"


def _assembled(view: PlanView, sections: str, left_out: str) -> str:
    pieces = [(f"**{in_markdown(one.text)}**" if one.strong else in_markdown(one.text)) for one in view.sentence]
    return _template().render(
        mark=_MARKS[view.verdict],
        tenant=shortened(view.tenant),
        verdict=view.say(f"verdict-{view.verdict}"),
        meaning=view.meaning,
        sentence=_Made(", ".join(pieces)),
        no_changes=view.no_changes,
        sections=_Made(sections),
        left_out=_Made(left_out),
        say=view.say,
        source=shortened(view.source),
        digest=_code(view.digest),
        made=_code(view.made),
        expires=_code(view.expires),
    )


def _rendered(one: Fitted, say: Phrases) -> str:
    note = f"\n*{in_markdown(say('left-out', count=one.left_out))}*\n" if one.left_out else ""
    return f"{one.section.before}{joined(one.kept)}{note}{one.section.after}"


def _left_out(sections: Iterable[Fitted], say: Phrases) -> str:
    parts = [say("left-out-part", title=one.section.title, count=one.left_out) for one in sections if one.left_out]
    return say("left-out-all", what=", ".join(parts)) if parts else ""


class _Made(str):
    """A text that is Markdown already: names in it are escaped."""

    __slots__ = ()


def _code(text: str) -> _Made:
    return _Made(code_in_markdown(shortened(text)))


def _escaped(value: object) -> str:
    return value if isinstance(value, _Made) else in_markdown(str(value))


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
