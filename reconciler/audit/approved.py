"""What was approved against what was done, for one receipt. Read `compared`."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.audit.reading import mapping, reading
from reconciler.audit.runs import runs
from reconciler.model.audit import Approved, Recorded

Side = Mapping[str, Any] | None


def compared(receipt: Recorded, records: Iterable[Recorded]) -> tuple[Approved, ...]:
    """Every change that the run of this receipt announced, and every other that the receipt tells of, by id."""
    run = next((run for run in runs(records) if run.receipt is not None and run.receipt.seq == receipt.seq), None)
    announced = mapping(run.intents[0].body["keys"]) if run is not None and run.intents else {}
    with reading(receipt):
        told = {str(one["change"]): one for one in receipt.body["outcomes"]}
        return tuple(_pair(change, announced, told.get(change, {})) for change in sorted({*announced, *told}))


def _pair(change: str, announced: Mapping[str, Side], outcome: Mapping[str, Any]) -> Approved:
    return Approved(
        change=change,
        subject=str(outcome.get("subject") or change),
        approved=change in announced,
        wanted=announced.get(change, outcome.get("after")),
        outcome=str(outcome.get("outcome", "")),
        done=outcome.get("after"),
    )
