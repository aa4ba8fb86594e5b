"""How declared books arrive on devices. Read `install_figures`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from reconciler.model.ids import GroupId
from reconciler.model.installs import DeviceState
from reconciler.model.matching import BookMatch
from reconciler.model.observed import Readers, TargetType
from reconciler.model.status import InstallFigures, OldDevices

OLD_DAYS = 14
"""A device that has not checked in for so long says nothing (RULES, VPP603)."""
PATIENT_DAYS = 7
"""So long a required book may take to arrive (RULES, VPP602)."""

_FAILED = frozenset(("failed", "uninstallFailed"))


def install_figures(
    match: BookMatch,
    states: Sequence[DeviceState],
    readers: Readers,
    since: Mapping[GroupId, datetime],
    now: datetime,
) -> InstallFigures:
    """The installs of one book. `since` says when its groups got it as required, as far as the ledger knows."""
    fresh = [state for state in states if not is_old(state, now)]
    failed = [state for state in fresh if state.state in _FAILED]
    installed = sum(state.state == "installed" for state in fresh)
    required, missing, days = _missing(match, readers, since, now)
    return InstallFigures(
        book=match.observed.id,
        title=match.observed.title,
        position=match.desired.book.marks.position(),
        installed=installed,
        failed=len(failed),
        waiting=len(fresh) - installed - len(failed),
        old=len(states) - len(fresh),
        errors=_errors(failed),
        required=required,
        missing=missing,
        days=days,
    )


def old_devices(states: Iterable[DeviceState], now: datetime) -> OldDevices:
    """The devices that have not checked in lately, each once though it has several books."""
    newest: dict[str, datetime | None] = {}
    for state in states:
        before = newest.get(state.device)
        newest[state.device] = max((at for at in (before, state.last_sync) if at is not None), default=None)
    old = [at for at in newest.values() if _is_past(at, now)]
    return OldDevices(len(old), min((at for at in old if at is not None), default=None))


def is_old(state: DeviceState, now: datetime) -> bool:
    """Whether the device has not checked in for so long that its state says nothing."""
    return _is_past(state.last_sync, now)


def _is_past(at: datetime | None, now: datetime) -> bool:
    return at is None or now - at > timedelta(days=OLD_DAYS)


def _errors(failed: Iterable[DeviceState]) -> tuple[tuple[str, int], ...]:
    counted = Counter(state.error for state in failed)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _missing(
    match: BookMatch, readers: Readers, since: Mapping[GroupId, datetime], now: datetime
) -> tuple[int | None, int | None, int | None]:
    """Users who have had it as required for long, those of them without an install, and for how many days at least.

    Who has no device at all is in no list of devices: the members of the groups are what is counted. Three times None
    where no group surely has had it for long, or where members or installs could not be read.
    """
    there = {
        one.target.group
        for one in match.observed.assignments
        if one.target.type is TargetType.GROUP and one.target.group is not None and one.intent == "required"
    }
    ages = {group: (now - at).days for group, at in since.items() if group in there}
    patient = {group: age for group, age in ages.items() if age > PATIENT_DAYS}
    holders = readers.holders.get(match.observed.id)
    if not patient or holders is None or not patient.keys() <= readers.members.keys():
        return None, None, None
    users = {user: name for group in patient for user, name in readers.members[group].users.items()}
    without = sum(name.casefold() not in holders for name in users.values())
    return len(users), without, min(patient.values())
