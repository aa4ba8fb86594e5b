"""A plan as one page that asks for nothing: no script, no font, no picture. Read `plan_html`.

It says what the comment says, of everything and without an end: the view decides what, the template in which form.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import counted
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown
from reconciler.report.view import BlockView, PlanView, place_text

_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One change in the table. `book`, `pool`, `free` and `why` are empty below the first row of a book.

    `tone` is that of `held`: what holds it, or why it is only reported.
    """

    book: str
    pool: str
    sign: str
    change: str
    place: str
    tone: str
    held: str
    remedy: str
    reached: str
    free: str
    spent: str
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """A finding: its severity as a key (`tone`) and in words, its rule, place, what, why, what next, what it holds."""

    tone: str
    severity: str
    rule: str
    where: str
    what: str
    why: str
    following: str
    holds: tuple[str, ...] = ()


def plan_html(view: PlanView, rules: Mapping[str, Rule]) -> str:
    """The page of a plan. Whatever is put into it is escaped; equal input gives equal bytes."""
    return _template("plan.html.j2").render(
        language=str(view.language),
        title=view.say("page-title", tenant=view.tenant),
        plan=view,
        say=view.say,
        verdict=view.say(f"verdict-{view.verdict}"),
        rows=[row for block in view.blocks for row in _rows(block, view.say)],
        decisions=[_said(one.finding, rules, view.say, one.holds) for one in view.decisions],
        tokens=_all_said(view.tokens.findings, rules, view.say),
        drift=_all_said(view.drift, rules, view.say),
        not_checked=_all_said(view.not_checked, rules, view.say),
        details=_all_said(view.details, rules, view.say),
        counted=counted(view.details, view.say),
    )


def findings_html(findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases) -> str:
    """The page of findings alone, where they leave nothing to plan."""
    return _template("findings.html.j2").render(
        language=str(say.language),
        title=say("nothing-planned", counted=counted(findings, say)),
        findings=_all_said(findings, rules, say),
    )


def lines_html(title: str, lines: Sequence[str], say: Phrases) -> str:
    """The page of a result that is told in lines, such as a receipt."""
    return _template("lines.html.j2").render(language=str(say.language), title=title, lines=lines)


def _rows(block: BlockView, say: Phrases) -> Iterator[Row]:
    for number, change in enumerate(block.changes):
        first, held = number == 0, change.held
        whom = f' "{change.whom}":' if change.whom else ""
        yield Row(
            book=block.title if first else "",
            pool=block.pool if first else "",
            sign=change.sign if held is None else "!",
            change=f"{change.action}{whom} {change.what}",
            place=change.place,
            tone="guard" if held and held.rule else "faint",
            held=_held(held.rule, held.reason, say) if held else "",
            remedy=held.remedy if held else "",
            reached=change.reached or _NOTHING,
            free=(block.free or _NOTHING) if first else "",
            spent=change.spent or _NOTHING,
            why="; ".join(block.reasons) if first else "",
        )


def _held(rule: str, reason: str, say: Phrases) -> str:
    return say("held", reason=reason, rule=rule) if rule else say("only-reported", reason=reason)


def _all_said(findings: Iterable[Finding], rules: Mapping[str, Rule], say: Phrases) -> list[Said]:
    return [_said(finding, rules, say) for finding in findings]


def _said(finding: Finding, rules: Mapping[str, Rule], say: Phrases, holds: tuple[str, ...] = ()) -> Said:
    known = rules.get(finding.rule)
    return Said(
        tone=finding.severity,
        severity=say.word("severity", finding.severity),
        rule=finding.rule,
        where=place_text(finding.position) or finding.subject,
        what=finding.message,
        why=known.why if known else "",
        following=say("accepted", reason=finding.accepted) if finding.accepted is not None else finding.remedy,
        holds=holds,
    )


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("reconciler.report"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=True,
        finalize=_visible,
    )
    return environment.get_template(name)


def _visible(value: object) -> object:
    """Control and bidi characters of a text as escapes."""
    return shown(value) if type(value) is str else value
