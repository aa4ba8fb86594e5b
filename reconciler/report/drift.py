"""What changed outside git, as text, as Markdown and as JSON. Read `drift_document`, then `drift_lines`."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from shlex import quote
from typing import Any

from reconciler.model.change import Attribution
from reconciler.model.finding import Finding
from reconciler.model.finding_file import finding_json
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_json
from reconciler.model.world import Drift, TokenDrift
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import in_markdown, shown
from reconciler.report.phrases import unmanaged
from reconciler.report.view import place_text

FORMAT_VERSION = "1.0"

AnyDrift = Drift | TokenDrift


def drift_document(
    plan: Plan, drift: Sequence[AnyDrift], version: str, monitored: Sequence[Finding] = ()
) -> dict[str, Any]:
    """For programs: tenant, moment of reading, what drifted, all that git does not manage, and what the monitor says.

    Each drifted thing has the commands for both ways, below `remedies`.
    """
    planned = plan_json(plan, version)
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": planned["tenant"],
        "observed": planned["observed"],
        "drift": [{**_entry(one), "remedies": _remedies(one, plan.tenant.path)} for one in drift],
        "unmanaged": planned["unmanaged"],
        "findings": [finding_json(finding, plan.tenant.path) for finding in _nameless(plan)],
        "monitoring": [finding_json(finding, plan.tenant.path) for finding in monitored],
    }


def _remedies(one: AnyDrift, folder: str) -> dict[str, str]:
    """The command that brings it back, and the one that adopts it into git."""
    place = quote(folder)
    book = f" --book {quote(one.book)}" if isinstance(one, Drift) else ""
    return {"bringBack": f"reconciler apply {place}", "adopt": f"reconciler import {place}{book}"}


def drift_lines(
    plan: Plan, drift: Sequence[AnyDrift], say: Phrases = ENGLISH, monitored: Sequence[Finding] = ()
) -> Iterator[Line]:
    """For people: a line that counts, then a line for each drifted and each unmanaged assignment."""
    yield Line(shown(_headline(plan, drift, say)), Tone.WARNING if drift else Tone.GOOD)
    for one in drift:
        place = f" ({place_text(one.position)})" if one.position else ""
        yield Line(shown(f"  {_sentence(one, say)}{place}"), Tone.CHANGE)
    if drift:
        yield Line(f"  {say('drift-next')}")
    yield from (Line(shown(f"  {one.message} [{one.rule}]"), Tone.WARNING) for one in _nameless(plan))
    if monitored:
        yield from (Line(), Line(say("title-monitoring"), Tone.STRONG))
    yield from (Line(shown(f"  {one.severity}: {one.message} [{one.rule}]")) for one in monitored)
    if plan.unmanaged:
        yield from (Line(), Line(say("title-unmanaged"), Tone.STRONG))
    yield from (Line(f"  {shown(unmanaged(entry, say))}") for entry in plan.unmanaged)


def drift_markdown(
    plan: Plan, drift: Sequence[AnyDrift], say: Phrases = ENGLISH, monitored: Sequence[Finding] = ()
) -> str:
    """For an issue or a job's summary."""
    parts = [f"### {in_markdown(_headline(plan, drift, say))}", ""]
    parts += [f"- {in_markdown(f'{_sentence(one, say)} {place_text(one.position)}')}" for one in drift]
    parts += [f"- **{one.rule}** {in_markdown(one.message)}" for one in _nameless(plan)]
    parts += ["", say("drift-next")] if drift else []
    if monitored:
        parts += ["", f"#### {say('title-monitoring')}", ""]
        parts += [f"- {one.severity} **{one.rule}** {in_markdown(one.message)}" for one in monitored]
    if plan.unmanaged:
        parts += ["", f"<details><summary>{say('title-unmanaged')} ({len(plan.unmanaged)})</summary>", ""]
        parts += [f"- {in_markdown(unmanaged(entry, say))}" for entry in plan.unmanaged]
        parts += ["", "</details>"]
    return "\n".join(parts).rstrip() + "\n"


def _nameless(plan: Plan) -> list[Finding]:
    """Why drift has no names, where the audit log could not be read."""
    return [finding for finding in plan.findings if finding.variant == "audit"]


def _headline(plan: Plan, drift: Sequence[AnyDrift], say: Phrases) -> str:
    what = say("drift-some", count=len(drift)) if drift else say("drift-none")
    tenant = plan.tenant
    return say("drift-headline", tenant=tenant.name, cloud=tenant.cloud, what=what, moment=plan.observed_at)


def _sentence(one: AnyDrift, say: Phrases) -> str:
    who = one.attribution
    by = f"{_name(who, say)}, {who.at} ({who.activity})" if who else say("drift-nobody")
    if isinstance(one, TokenDrift):
        change = say("drift-change", was=str(one.was), now=str(one.now), wanted=str(one.wanted))
        return f"{say('token', name=one.token)} {one.field}: {change}; {by}"
    absent = say("not-assigned")
    was, now = (say.word("intent", side) if side else absent for side in (one.was, one.now))
    wanted = say.word("intent", one.wanted) if one.wanted else say("nothing")
    change = say("drift-change", was=was, now=now, wanted=wanted)
    return f'"{one.title}" → "{one.group_name}": {change}; {by}'


def _name(who: Attribution, say: Phrases) -> str:
    """Who it was: a name stays; what stands in its place where names are not wanted is put into words."""
    return note_in_language(who.actor, say.language)


def _entry(one: AnyDrift) -> dict[str, Any]:
    """One drifted assignment (`book`, `target`), or one drifted field of a VPP token (`token`, `field`)."""
    if isinstance(one, TokenDrift):
        what: dict[str, Any] = {"token": {"name": one.token}, "field": one.field}
    else:
        what = {
            "book": {"id": one.book, "title": one.title},
            "target": {"type": "group", "id": one.group, "displayName": one.group_name},
        }
    return {
        "id": one.id,
        **what,
        "was": one.was,
        "now": one.now,
        "desired": one.wanted,
        "position": one.position._asdict() if one.position else None,
        "attribution": asdict(one.attribution) if one.attribution else None,
    }
