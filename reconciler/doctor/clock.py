"""Whether this machine's clock agrees with the service's, and whether the run's clock is the machine's."""

from datetime import datetime

from reconciler.model.doctor import Check, Verdict
from reconciler.model.instants import stamp
from reconciler.model.wording import Param

MOST_SECONDS = 300
"""Beyond it access tokens and the leases of the ledger end too early or too late."""


def clock_check(service: datetime | None, machine: datetime) -> Check:
    """The machine's clock beside the service's; a service in the same process tells no time."""
    if service is None:
        return Check("clock", Verdict.UNPROVEN, "clock-untold", {"machine": stamp(machine)})
    seconds = round((machine - service).total_seconds())
    told: dict[str, Param] = {"machine": stamp(machine), "service": stamp(service), "seconds": abs(seconds)}
    if abs(seconds) > MOST_SECONDS:
        return Check("clock", Verdict.LACKING, "clock-ahead" if seconds > 0 else "clock-behind", told, "clock-next")
    return Check("clock", Verdict.FINE, "clock-agrees", told)


def standing_clock(run: datetime) -> Check:
    """RECONCILER_NOW is set: every judgement about time is as of then."""
    return Check("clock", Verdict.UNPROVEN, "clock-stands", {"at": stamp(run)}, "clock-stands-next")
