"""The page about the plan: what an apply would do now. Read `change_table`; `says` puts findings into words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.table import Cell, Column, Row, Table, text
from reconciler.report.view import BlockView, ChangeView, PlanView, place_text


@dataclass(frozen=True, slots=True)
class Said:
    """A finding: its severity as a key (`tone`) and in words, its rule, where, what, why, and what next."""

    tone: str
    severity: str
    rule: str
    where: str
    what: str
    why: str
    following: str


def says(findings: Iterable[Finding], rules: Mapping[str, Rule], say: Phrases) -> tuple[Said, ...]:
    """Findings in words, in their order."""
    return tuple(_said(finding, rules, say) for finding in findings)


def change_table(view: PlanView, say: Phrases) -> Table:
    """One row for each change, held ones included."""
    columns = (
        Column(say("column-book")),
        Column(say("site-pool")),
        Column(say("column-change"), broad=True),
        Column(say("column-group")),
        Column(say("column-reached"), number=True),
        Column(say("site-free-then"), number=True, sortable=False),
        Column(say("site-spent"), number=True),
    )
    rows = tuple(row for block in view.blocks for row in _rows(block, say))
    return Table("changes", say("title-changes"), columns, rows, view.no_changes, search=True)


def _rows(block: BlockView, say: Phrases) -> Iterator[Row]:
    for change in block.changes:
        yield Row(
            (
                Cell(block.title),
                text(block.pool),
                Cell(f"{change.action}: {change.what}", tone=_tone(change), note=_note(change, say)),
                text(change.whom),
                text(change.reached, sort=change.reached or "-1"),
                text(block.free),
                text(change.spent, sort=change.spent.rpartition(" ")[2] or "-1"),
            )
        )


def _tone(change: ChangeView) -> str:
    if change.held is not None:
        return "guard" if change.held.rule else "faint"
    return {"-": "warning"}.get(change.sign, "")


def _note(change: ChangeView, say: Phrases) -> str:
    """What holds it and what next, else where it stands."""
    if change.held is None:
        return change.place
    if not change.held.rule:
        return say("only-reported", reason=change.held.reason)
    return f"{say('held', reason=change.held.reason, rule=change.held.rule)} {change.held.remedy}"


def _said(finding: Finding, rules: Mapping[str, Rule], say: Phrases) -> Said:
    known = rules.get(finding.rule)
    accepted = finding.accepted
    return Said(
        tone=finding.severity if accepted is None else "info",
        severity=say.word("severity", finding.severity),
        rule=finding.rule,
        where=place_text(finding.position) or finding.subject,
        what=finding.message,
        why=known.why if known else "",
        following=say("accepted", reason=accepted) if accepted is not None else finding.remedy,
    )
