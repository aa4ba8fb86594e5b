"""The parts of a plan's comment as sections of Markdown lines. Names are escaped here, line by line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import counted
from reconciler.report.fit import Entry, Section
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import code_in_markdown, in_markdown, shortened
from reconciler.report.parts import Decision, gravity
from reconciler.report.view import BlockView, ChangeView, PlanView, place_text

_MOST_ROWS = 25
"""So many changes can be read at a glance; the others are folded, the least grave first."""
_MOST_DECISIONS = 20
_MOST_HELD = 5
_NOTHING = "–"

Rules = Mapping[str, Rule]


def changes(view: PlanView) -> tuple[Section | None, Section | None]:
    """The table, and a folded one with what would make it too long to be read."""
    rows = tuple(row for number, block in enumerate(view.blocks) for row in _rows(block, str(number), view.say))
    first, more = _parted(rows, _MOST_ROWS)
    title = view.say("title-changes-more")
    head = _table_head(view.say)
    return (
        Section(view.say("title-changes"), head, first, "\n") if first else None,
        _folded(title, f"{title} ({len(more)})", head, more),
    )


def decisions(view: PlanView, rules: Rules) -> tuple[Section | None, Section | None]:
    """What must be decided, each with its place, and a folded list with what would make it too long to be read."""
    known = _each_once((one.finding for one in view.decisions), rules)
    entries = tuple(
        Entry(_decision(one, why, view.say), gravity(one.finding))
        for one, why in zip(view.decisions, known, strict=True)
    )
    title, more = view.say("title-decide"), view.say("title-decide-more")
    first, further = entries[:_MOST_DECISIONS], entries[_MOST_DECISIONS:]
    return _titled(title, first), _folded(more, f"{more} ({len(further)})", "", further)


def tokens(view: PlanView, rules: Rules) -> Section | None:
    """The health of the tokens, and how old what is known of them is."""
    health, title = view.tokens, view.say("title-tokens")
    told = [text for text in (health.stopped, health.healthy) if text]
    entries = list(_entries(health.findings, rules, view.say))
    entries += [Entry(f"- {in_markdown(shortened(text, 1_000))}\n") for text in told]
    if not health.age:
        return None
    return Section(title, f"#### {in_markdown(title)}\n\n{in_markdown(health.age)}\n\n", tuple(entries), "\n")


def drift(view: PlanView, rules: Rules) -> Section | None:
    """What changed outside git, with who and when as far as the audit log tells."""
    return _titled(view.say("title-drift"), _entries(view.drift, rules, view.say))


def not_checked(view: PlanView, rules: Rules) -> Section | None:
    """What could not be known, and what no plan can know."""
    entries = _entries(view.not_checked, rules, view.say)
    if view.unchecked:
        entries = (*entries, Entry(f"- {in_markdown(view.unchecked)}\n"))
    return _titled(view.say("title-not-checked"), entries)


def details(view: PlanView, rules: Rules) -> Section | None:
    """All other findings, folded."""
    title = view.say("title-details")
    entries = _entries(view.details, rules, view.say)
    return _folded(title, f"{title}: {counted(view.details, view.say)}", "", entries)


def unmanaged(view: PlanView) -> Section | None:
    """Assignments that git does not manage, folded."""
    title = view.say("title-unmanaged-short")
    entries = tuple(Entry(f"- {in_markdown(shortened(text, 400))}\n") for text in view.unmanaged)
    return _folded(title, f"{title} ({len(entries)})", "", entries)


def finding_line(finding: Finding, rules: Rules, say: Phrases) -> str:
    """A finding as an item of a list: rule, place, what, why (as far as `rules` knows it), what next."""
    known = rules.get(finding.rule)
    following = say("accepted", reason=finding.accepted) if finding.accepted is not None else finding.remedy
    what = " ".join(part for part in (_text(finding.message), known.why if known else "", _text(following)) if part)
    return f"- **{_label(finding, say)}** {_where(finding)}: {in_markdown(what)}\n"


def _decision(one: Decision, rules: Rules, say: Phrases) -> str:
    line = finding_line(one.finding, rules, say).rstrip("\n")
    if not one.holds:
        return f"{line}\n"
    held = ", ".join(shortened(name) for name in one.holds[:_MOST_HELD])
    if len(one.holds) > _MOST_HELD:
        held = say("holds-more", what=held, count=len(one.holds) - _MOST_HELD)
    return f"{line} {in_markdown(say('holds', what=held))}\n"


def _label(finding: Finding, say: Phrases) -> str:
    return in_markdown(f"{say.word('severity', finding.severity)} {shortened(finding.rule)}")


def _where(finding: Finding) -> str:
    if finding.position is None:
        return in_markdown(shortened(finding.subject or "tenant"))
    return code_in_markdown(shortened(place_text(finding.position), 400))


def _text(text: str) -> str:
    return shortened(text, 1_000)


def _table_head(say: Phrases) -> str:
    names = ("column-book", "column-change", "column-reached", "column-free", "column-range")
    cells = " | ".join(in_markdown(say(name)) for name in names)
    return f"| {cells} |\n|{' --- |' * len(names)}\n"


def _rows(block: BlockView, key: str, say: Phrases) -> Iterator[Entry]:
    """One row per change; the book and its seats stand in the first row of each book."""
    book, free = shortened(block.title), block.free or _NOTHING
    for change in block.changes:
        cells = (_change(change, say), change.reached or _NOTHING)
        spent = change.spent or _NOTHING
        yield Entry(
            text=_row(book, *cells, free, spent),
            rank=0 if change.grave else 1,
            of=key,
            again=_row("", *cells, "", spent),
        )


def _row(*cells: str) -> str:
    return f"| {' | '.join(in_markdown(cell) for cell in cells)} |\n"


def _change(change: ChangeView, say: Phrases) -> str:
    whom = f' "{shortened(change.whom)}":' if change.whom else ""
    said = f"{change.action}{whom} {shortened(change.what, 400)}"
    return say("held-by", what=change.held.rule or _text(change.held.reason), change=said) if change.held else said


def _parted(entries: tuple[Entry, ...], most: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The gravest so many, and the rest; both in their order."""
    best = sorted(range(len(entries)), key=lambda at: (entries[at].rank, at))[:most]
    first = frozenset(best)
    return (
        tuple(entry for at, entry in enumerate(entries) if at in first),
        tuple(entry for at, entry in enumerate(entries) if at not in first),
    )


def _entries(findings: Sequence[Finding], rules: Rules, say: Phrases) -> tuple[Entry, ...]:
    known = _each_once(findings, rules)
    return tuple(Entry(finding_line(one, why, say), gravity(one)) for one, why in zip(findings, known, strict=True))


def _each_once(findings: Iterable[Finding], rules: Rules) -> Iterator[Rules]:
    """For each finding the rules that tell why: all at the first finding of its rule, none at the later ones."""
    told: set[str] = set()
    for finding in findings:
        yield {} if finding.rule in told else rules
        told.add(finding.rule)


def _titled(title: str, entries: tuple[Entry, ...]) -> Section | None:
    return Section(title, f"#### {in_markdown(title)}\n\n", entries, "\n") if entries else None


def _folded(title: str, summary: str, before: str, entries: tuple[Entry, ...]) -> Section | None:
    if not entries:
        return None
    opened = f"<details><summary>{in_markdown(summary)}</summary>\n\n{before}"
    return Section(title, opened, entries, "\n</details>\n\n")
