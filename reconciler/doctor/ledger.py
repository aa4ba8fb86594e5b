"""What the ledger's chain says about the next apply. Read `ledger_checks`."""

from collections.abc import Iterator
from datetime import datetime

from reconciler.model.doctor import Check, Verdict
from reconciler.model.instants import stamp
from reconciler.model.record import LedgerState, OpenIntent
from reconciler.model.wording import Param


def ledger_checks(where: str, records: int, state: LedgerState, now: datetime) -> Iterator[Check]:
    """The store answers and all of its `records` hold together; then the runs that have not ended."""
    told: dict[str, Param] = {"where": where, "records": records, "head": state.head or ""}
    yield Check("ledger", Verdict.FINE, "ledger-whole" if records else "ledger-empty", told)
    for intent in state.open_intents:
        yield _open(intent, now)


def _open(intent: OpenIntent, now: datetime) -> Check:
    told = {
        "run": intent.holder.run,
        "host": intent.holder.host,
        "at": stamp(intent.at),
        "until": stamp(intent.lease_until),
    }
    if now < intent.lease_until:
        return Check("ledger", Verdict.UNPROVEN, "ledger-held", told, "ledger-held-next")
    return Check("ledger", Verdict.UNPROVEN, "ledger-abandoned", told, "ledger-abandoned-next")


def damaged(where: str, why: str, remedy: str) -> Check:
    """A record was changed, or one is missing."""
    return Check("ledger", Verdict.LACKING, "ledger-damaged", {"where": where, "why": why, "remedy": remedy}, "remedy")


def vanishes(where: str) -> Check:
    """The ledger is where nobody chose it to be, on a machine that is thrown away after the run."""
    return Check("ledger", Verdict.LACKING, "ledger-vanishes", {"where": where}, "ledger-vanishes-next")
