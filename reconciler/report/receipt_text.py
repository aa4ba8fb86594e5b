"""A receipt as text for people: what became of each change. Read `receipt_lines`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reconciler.model.plan import Plan
from reconciler.report.lines import Line, Tone
from reconciler.report.names import shown
from reconciler.report.phrases import subject

_TONES = {
    "applied": Tone.GOOD,
    "failed": Tone.ERROR,
    "conflict": Tone.ERROR,
    "not-tried": Tone.WARNING,
    "held": Tone.WARNING,
}


def receipt_lines(receipt: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Iterator[Line]:
    """The whole receipt. `names` gives the words for change ids where the plan is at hand.

    Raises KeyError, TypeError or AttributeError when the JSON is no receipt of format 1.0.
    """
    outcomes: Sequence[Mapping[str, Any]] = receipt["outcomes"]
    yield Line(shown(_headline(receipt, outcomes)), _tone(receipt, outcomes))
    width = max((len(one["outcome"]) for one in outcomes), default=0)
    for one in outcomes:
        yield Line(
            shown(f"  {one['outcome']:<{width}}  {_sentence(one, names or {})}"), _TONES.get(one["outcome"], Tone.PLAIN)
        )
    yield Line()
    yield from _footer(receipt)


def change_names(plan: Plan) -> dict[str, str]:
    """The words for the ids of a plan's changes: book and group, or the VPP token."""
    return {change.id: subject(change) for change in plan.changes}


def _headline(receipt: Mapping[str, Any], outcomes: Sequence[Mapping[str, Any]]) -> str:
    where = f"{receipt['tenant']}: "
    if receipt["refused"]:
        return f"{where}refused, nothing was written"
    if not outcomes:
        return f"{where}nothing to write"
    counts = Counter(one["outcome"] for one in outcomes)
    return where + ", ".join(f"{number} {outcome}" for outcome, number in sorted(counts.items()))


def _tone(receipt: Mapping[str, Any], outcomes: Sequence[Mapping[str, Any]]) -> Tone:
    bad = {"failed", "conflict"} & {one["outcome"] for one in outcomes}
    return Tone.ERROR if bad or receipt["refused"] else Tone.STRONG


def _sentence(outcome: Mapping[str, Any], names: Mapping[str, str]) -> str:
    what = names.get(outcome["change"], outcome["change"])
    note = f" ({outcome['note']})" if outcome.get("note") else ""
    return f"{what}: {_change(outcome['before'], outcome['after'])}{note}"


def _change(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """Only intents and token fields are in a receipt; both sides are small."""
    return f"{_side(before)} → {_side(after)}"


def _side(side: Mapping[str, Any] | None) -> str:
    if side is None:
        return "nothing"
    return str(side["intent"]) if "intent" in side else ", ".join(f"{key} {side[key]}" for key in sorted(side))


def _footer(receipt: Mapping[str, Any]) -> Iterator[Line]:
    yield Line(shown(f"Plan {receipt['planDigest']}"), Tone.FAINT)
    if receipt.get("digest"):
        yield Line(shown(f"Receipt {receipt['digest']}, record {receipt['seq']}, {receipt['at']}"), Tone.FAINT)
