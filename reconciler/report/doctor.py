"""What the doctor found, as text and as JSON. Read `doctor_lines`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model.catalogue.unchecked import Unchecked
from reconciler.model.doctor import Check, Verdict
from reconciler.model.entities import Tenant
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

FORMAT_VERSION = "1.0"

_TONES = {
    Verdict.FINE: Tone.GOOD,
    Verdict.UNPROVEN: Tone.WARNING,
    Verdict.LACKING: Tone.ERROR,
    Verdict.UNREACHABLE: Tone.ERROR,
}


def doctor_lines(
    tenant: Tenant, checks: Sequence[Check], unchecked: Mapping[str, Unchecked], say: Phrases
) -> Iterator[Line]:
    """Each check with its verdict, what to do below it, what no run checks, and the counts."""
    yield Line(shown(say("headline", tenant=tenant.name, cloud=str(tenant.cloud))), Tone.STRONG)
    width = max((len(say.word("verdict", one.verdict)) for one in checks), default=0)
    for one in checks:
        verdict = say.word("verdict", one.verdict).ljust(width)
        yield Line(shown(f"  {verdict}  {_topic(one, say)}: {_said(one, say)}"), _TONES[one.verdict])
        if todo := _next(one, say):
            yield Line(shown(f"  {' ' * width}  {todo}"))
    yield from _unchecked_lines(unchecked, say)
    yield Line()
    yield Line(say("summary", **_counts(checks)))


def doctor_document(
    tenant: Tenant, checks: Sequence[Check], unchecked: Mapping[str, Unchecked], say: Phrases
) -> dict[str, Any]:
    """The same for programs (format 1.0)."""
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": {"name": tenant.name, "cloud": str(tenant.cloud), "tenantId": tenant.tenant_id},
        "checks": [
            {
                "check": one.topic,
                "verdict": str(one.verdict),
                "message": _said(one, say),
                "next": _next(one, say) or None,
            }
            for one in checks
        ],
        "unchecked": [
            {"rule": rule, "slug": one.rule.slug, "because": _because(one, say), "instead": _instead(one, say)}
            for rule, one in unchecked.items()
        ],
        "summary": _counts(checks),
    }


def _unchecked_lines(unchecked: Mapping[str, Unchecked], say: Phrases) -> Iterator[Line]:
    yield from (Line(), Line(say("unchecked"), Tone.STRONG))
    for rule, one in unchecked.items():
        yield Line(f"  {rule} {one.rule.slug}: {_because(one, say)}", Tone.FAINT)
        yield Line(f"    {_instead(one, say)}", Tone.FAINT)


def _because(one: Unchecked, say: Phrases) -> str:
    return say.templates.get(f"unchecked-{one.rule.id}", one.because)


def _instead(one: Unchecked, say: Phrases) -> str:
    return say.templates.get(f"unchecked-{one.rule.id}-next", one.instead)


def _topic(one: Check, say: Phrases) -> str:
    return say.word("topic", one.topic)


def _said(one: Check, say: Phrases) -> str:
    return say(one.said, **one.params)


def _next(one: Check, say: Phrases) -> str:
    return say(one.next, **one.params) if one.next else ""


def _counts(checks: Sequence[Check]) -> Mapping[str, int]:
    verdicts = [one.verdict for one in checks]
    return {str(verdict): verdicts.count(verdict) for verdict in Verdict}
