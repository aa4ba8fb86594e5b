"""A tenant to watch: a world of a few books, their readers and installs, and what the ledger tells."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from reconciler.match import match
from reconciler.model.desired import DesiredState
from reconciler.model.installs import DeviceState
from reconciler.model.observed import ObservedBook, ObservedState, Readers
from reconciler.model.record import NO_LEDGER
from reconciler.model.status import Figures
from reconciler.model.world import World
from reconciler.monitor.figures import Watched, figures
from reconciler.monitor.remembered import Memory, noting
from tests import worlds as w
from tests.audit.records import Chain


def device(number: int, state: str = "installed", error: str = "", days: float | None = 0.5) -> DeviceState:
    """A device that checked in so many days ago; None: never."""
    return DeviceState(f"device-{number}", state, error, None if days is None else w.NOW - timedelta(days=days))


def counted(
    desired: DesiredState,
    *books: ObservedBook,
    readers: Readers | None = None,
    states: Mapping[int, Sequence[DeviceState]] | None = None,
    chain: Chain | None = None,
    **more: Any,
) -> Figures:
    """The figures of a tenant with these books. Books without `states` have none that could be read."""
    observed: ObservedState = w.observed(*books, **more)
    world = World(desired, observed, match(desired, observed), NO_LEDGER, w.NOW)
    memory, records = Memory(), chain or Chain()
    for _ in noting(records.records, memory):
        pass
    watched = Watched(
        readers=readers or w.readers({}),
        states={w.book_id(number): tuple(several) for number, several in (states or {}).items()},
        history=records.history(),
        remembered=memory.remembered(),
    )
    return figures(world, watched)


def assigned(number: int, *groups: int, intent: str = "required") -> DesiredState:
    """A desired state with one book that goes to these groups."""
    return w.desired(w.desired_book(number, *(w.assignment(w.group_id(group), intent) for group in groups)))
