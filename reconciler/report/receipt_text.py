"""A receipt as text for people: what became of each change. Read `receipt_lines`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model.plan import Plan
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.findings import note_in_language
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.names import shown
from reconciler.report.phrases import field_value, subject

_TONES = {
    "applied": Tone.GOOD,
    "failed": Tone.ERROR,
    "conflict": Tone.ERROR,
    "not-tried": Tone.WARNING,
    "held": Tone.WARNING,
}


def receipt_lines(
    receipt: Mapping[str, Any], names: Mapping[str, str] | None = None, say: Phrases = ENGLISH
) -> Iterator[Line]:
    """The whole receipt. `names` gives the words for change ids where the plan is at hand.

    Raises KeyError, TypeError or AttributeError when the JSON is no receipt of format 1.0.
    """
    outcomes: Sequence[Mapping[str, Any]] = receipt["outcomes"]
    yield Line(shown(_headline(receipt, outcomes, say)), _tone(receipt, outcomes))
    words = [say.word("outcome", one["outcome"]) for one in outcomes]
    width = max(map(len, words), default=0)
    for word, one in zip(words, outcomes, strict=True):
        line = shown(f"  {word:<{width}}  {_sentence(one, names or {}, say)}")
        yield Line(line, _TONES.get(one["outcome"], Tone.PLAIN))
    yield Line()
    yield from _footer(receipt, say)


def change_names(plan: Plan, say: Phrases = ENGLISH) -> dict[str, str]:
    """The words for the ids of a plan's changes: book and group, or the VPP token."""
    return {change.id: subject(change, say) for change in plan.changes}


def _headline(receipt: Mapping[str, Any], outcomes: Sequence[Mapping[str, Any]], say: Phrases) -> str:
    where = f"{receipt['tenant']}: "
    if receipt["refused"]:
        return where + say("refused")
    if not outcomes:
        return where + say("nothing-to-write")
    counts = Counter(one["outcome"] for one in outcomes)
    return where + ", ".join(_counted(outcome, number, say) for outcome, number in sorted(counts.items()))


def _counted(outcome: str, number: int, say: Phrases) -> str:
    """How many have this outcome; one that this version does not know has its own word."""
    key = f"count-{outcome}"
    return say(key, count=number) if key in say.templates else f"{number} {outcome}"


def _tone(receipt: Mapping[str, Any], outcomes: Sequence[Mapping[str, Any]]) -> Tone:
    bad = {"failed", "conflict"} & {one["outcome"] for one in outcomes}
    return Tone.ERROR if bad or receipt["refused"] else Tone.STRONG


def _sentence(outcome: Mapping[str, Any], names: Mapping[str, str], say: Phrases) -> str:
    what = names.get(outcome["change"]) or outcome.get("subject") or outcome["change"]
    note = f" ({note_in_language(outcome['note'], say.language)})" if outcome.get("note") else ""
    return f"{what}: {_change(outcome['before'], outcome['after'], say)}{note}"


def _change(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, say: Phrases) -> str:
    """Only intents and token fields are in a receipt; both sides are small."""
    return f"{_side(before, say)} → {_side(after, say)}"


def _side(side: Mapping[str, Any] | None, say: Phrases) -> str:
    if side is None:
        return say("nothing")
    if "intent" in side:
        return say.word("intent", str(side["intent"]))
    return ", ".join(f"{key} {field_value(side[key], say)}" for key in sorted(side))


def _footer(receipt: Mapping[str, Any], say: Phrases) -> Iterator[Line]:
    yield Line(shown(f"{say('plan')} {receipt['planDigest']}"), Tone.FAINT)
    if receipt.get("digest"):
        record = say("receipt", digest=receipt["digest"], seq=receipt["seq"], at=receipt["at"])
        yield Line(shown(record), Tone.FAINT)
