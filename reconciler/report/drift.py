"""What changed outside git, as text, as Markdown and as JSON. Read `drift_document`, then `drift_lines`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_json
from reconciler.model.world import Drift
from reconciler.report.lines import Line, Tone
from reconciler.report.names import in_markdown, shown
from reconciler.report.numbers import count
from reconciler.report.phrases import unmanaged
from reconciler.report.view import place_text

FORMAT_VERSION = "1.0"


def drift_document(plan: Plan, drift: Sequence[Drift], version: str) -> dict[str, Any]:
    """For programs: tenant, moment of reading, each drifted assignment, and all that git does not manage."""
    planned = plan_json(plan, version)
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": planned["tenant"],
        "observed": planned["observed"],
        "drift": [_entry(one) for one in drift],
        "unmanaged": planned["unmanaged"],
    }


def drift_lines(plan: Plan, drift: Sequence[Drift]) -> Iterator[Line]:
    """For people: a line that counts, then a line for each drifted and each unmanaged assignment."""
    yield Line(shown(_headline(plan, drift)), Tone.WARNING if drift else Tone.GOOD)
    for one in drift:
        place = f" ({place_text(one.position)})" if one.position else ""
        yield Line(shown(f"  {_sentence(one)}{place}"), Tone.CHANGE)
    if drift:
        yield Line("  Apply to bring it back, or write it into the YAML to adopt it.")
    if plan.unmanaged:
        yield from (Line(), Line("Not in git, left as it is", Tone.STRONG))
    yield from (Line(f"  {shown(unmanaged(entry))}") for entry in plan.unmanaged)


def drift_markdown(plan: Plan, drift: Sequence[Drift]) -> str:
    """For an issue or a job's summary."""
    parts = [f"### {in_markdown(_headline(plan, drift))}", ""]
    parts += [f"- {in_markdown(f'{_sentence(one)} {place_text(one.position)}')}" for one in drift]
    if plan.unmanaged:
        parts += ["", f"<details><summary>Not in git, left as it is ({len(plan.unmanaged)})</summary>", ""]
        parts += [f"- {in_markdown(unmanaged(entry))}" for entry in plan.unmanaged]
        parts += ["", "</details>"]
    return "\n".join(parts).rstrip() + "\n"


def _headline(plan: Plan, drift: Sequence[Drift]) -> str:
    what = f"{count(len(drift), 'assignment')} changed outside git" if drift else "no drift"
    return f"{plan.tenant.name} ({plan.tenant.cloud}): {what}, as of {plan.observed_at}"


def _sentence(one: Drift) -> str:
    change = f"was {one.was or 'not assigned'}, now {one.now or 'not assigned'}, git says {one.wanted or 'nothing'}"
    who = one.attribution
    by = f"{who.actor}, {who.at} ({who.activity})" if who else "the audit log does not say by whom"
    return f'"{one.title}" → "{one.group_name}": {change}; {by}'


def _entry(one: Drift) -> dict[str, Any]:
    return {
        "id": one.id,
        "book": {"id": one.book, "title": one.title},
        "target": {"type": "group", "id": one.group, "displayName": one.group_name},
        "was": one.was,
        "now": one.now,
        "desired": one.wanted,
        "position": one.position._asdict() if one.position else None,
        "attribution": asdict(one.attribution) if one.attribution else None,
    }
