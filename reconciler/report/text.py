"""A plan as text for people: verdict, then book by book, then what is around it. Read `plan_lines`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.model.change import Action
from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown
from reconciler.report.view import BlockView, ChangeView, HeldView, PlanView

_MANY = 50
"""So many unmanaged assignments are shown one by one; a tenant may have thousands."""
_VERDICT_TONE = {"blocked": Tone.ERROR, "attention": Tone.WARNING, "changes": Tone.STRONG, "clean": Tone.GOOD}
_SIGN_TONE = {"+": Tone.ADD, "~": Tone.CHANGE, "-": Tone.REMOVE}


def plan_lines(view: PlanView, rules: Mapping[str, Rule]) -> Iterator[Line]:
    """The whole plan, ready to be pasted into a mail."""
    verdict = view.say(f"verdict-{view.verdict}")
    yield Line(shown(f"{view.tenant} ({view.cloud}): {verdict}, {view.meaning}"), _VERDICT_TONE[view.verdict])
    if view.no_changes:
        yield Line(view.no_changes, Tone.STRONG)
    yield Line(view.seats)
    for block in view.blocks:
        yield Line()
        yield from _block(block, view.say)
    yield from _around(view, rules)
    yield Line()
    yield from _footer(view)


def _around(view: PlanView, rules: Mapping[str, Rule]) -> Iterator[Line]:
    say = view.say
    yield from _section(say("title-drift"), _three_lines(view.drift, rules, say))
    yield from _section(say("title-unmanaged"), _few(view.unmanaged, say))
    yield from _section(say("title-findings"), _three_lines(view.findings, rules, say))
    yield from _section(say("title-not-checked"), _three_lines(view.not_checked, rules, say))


def _section(title: str, lines: Iterable[Line]) -> Iterator[Line]:
    """A title with lines below it; nothing where there are no lines."""
    below = tuple(lines)
    if below:
        yield from (Line(), Line(title, Tone.STRONG), *below)


def _three_lines(findings: Iterable[Finding], rules: Mapping[str, Rule], say: Phrases) -> Iterator[Line]:
    return (line for finding in findings for line in finding_lines(finding, rules, say))


def _few(texts: Sequence[str], say: Phrases) -> Iterator[Line]:
    """The first of a long list, and how many more there are."""
    yield from (Line(f"  {shown(text)}") for text in texts[:_MANY])
    if len(texts) > _MANY:
        yield Line(f"  {say('more', count=len(texts) - _MANY)}")


def _block(block: BlockView, say: Phrases) -> Iterator[Line]:
    pool = f" · {block.pool}" if block.pool else ""
    yield Line(shown(f"{block.title}{pool}"), Tone.STRONG)
    if block.seats:
        why = f" ({'; '.join(block.reasons)})" if block.reasons else ""
        yield Line(shown(f"  {say('seats', seats=block.seats)}{why}"))
    width = max(len(shown(change.whom)) for change in block.changes)
    for change in block.changes:
        yield from _change(change, width, say)


def _change(change: ChangeView, width: int, say: Phrases) -> Iterator[Line]:
    action = max(len(say(f"action-{one}")) for one in Action)
    details = " · ".join(part for part in (change.seats, change.cap, change.place) if part)
    sign = change.sign if change.held is None else "!"
    head = f"  {sign} {change.action:<{action}} {shown(change.whom):<{width}}  {shown(change.what)}"
    tone = _SIGN_TONE[change.sign] if change.held is None else Tone.WARNING
    yield Line((f"{head}  ({shown(details)})" if details else head).rstrip(), tone)
    if change.held is not None:
        yield from _held(change.held, say)


def _held(held: HeldView, say: Phrases) -> Iterator[Line]:
    if not held.rule:
        yield Line(shown(f"      {say('only-reported', reason=held.reason)}"), Tone.FAINT)
        return
    yield Line(shown(f"      {say('held', reason=held.reason, rule=held.rule)}"), Tone.WARNING)
    if held.remedy:
        yield Line(shown(f"      {held.remedy}"))


def _footer(view: PlanView) -> Iterator[Line]:
    yield Line(view.counts, Tone.STRONG)
    yield Line(shown(f"{view.say('plan')} {view.digest}"), Tone.FAINT)
    made = view.say("plan-from", source=view.source, made=view.made, expires=view.expires)
    yield Line(shown(made), Tone.FAINT)
