"""The corridor: validate and plan, room by room, in order. Read this first.

`plan_tenant` and `apply.run.apply_plan` are two lengths of the same walk: an apply plans anew by `plan_tenant`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.desired.load import Loaded, load
from reconciler.desired.resolve import resolve
from reconciler.diff import diff
from reconciler.drift import attribution, name_drift, without_names
from reconciler.forecast import forecast_book, groups_after, known_to_all, seats_of
from reconciler.hold import hold
from reconciler.match import match
from reconciler.model.change import Change
from reconciler.model.desired import DesiredState
from reconciler.model.differences import Diff
from reconciler.model.entities import Assignment
from reconciler.model.finding import Finding, in_order
from reconciler.model.forecast import Forecast
from reconciler.model.ids import BookId, ChangeId, Handle, assignment_id
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedBook, Readers, Unread
from reconciler.model.planned import Planned
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import IntuneReader
from reconciler.model.record import LedgerState
from reconciler.model.world import PlannedWorld, World
from reconciler.observed.observe import observe, observe_readers, observed_digest
from reconciler.plan import Circumstances, Found, build_plan
from reconciler.rules.acceptance import accept_unused, today
from reconciler.rules.live import check_live
from reconciler.rules.planned import check_planned
from reconciler.rules.severity import as_policy_says
from reconciler.rules.static import check_static


@dataclass(frozen=True, slots=True)
class Validation:
    """What the YAML says, and what is wrong with it.

    `findings` are in order, of every tenant. `desired` holds the tenants without a static error, by name;
    `blocked` the folders of the others.
    """

    loaded: Loaded
    findings: tuple[Finding, ...]
    desired: Mapping[str, DesiredState]
    blocked: tuple[str, ...]


def validate(paths: Sequence[str], cwd: Path) -> Validation:
    """Reads the YAML and checks the static rules. Offline; asks nobody for anything."""
    loaded = load(paths, cwd)
    static = check_static(loaded.repository)
    blocked = loaded.blocked(static)
    desired: dict[str, DesiredState] = {
        declarations.tenant.name: resolve(declarations)
        for declarations in loaded.repository.tenants
        if declarations.tenant is not None and declarations.path not in blocked
    }
    return Validation(loaded, in_order([*loaded.findings, *static]), desired, tuple(sorted(blocked)))


def plan_tenant(
    desired: DesiredState,
    reader: IntuneReader,
    ledger: LedgerState,
    circumstances: Circumstances,
    progress: Progress = silent,
) -> Planned:
    """Reads the tenant, diffs, forecasts, judges, and gives the plan. Writes nothing.

    Raises ServiceError when a reading stops half-way.
    """
    observed = observe(reader, desired, reader.moment() or circumstances.now, progress)
    matching = match(desired, observed)
    world = World(desired, observed, matching, ledger, circumstances.now)
    differences = diff(desired, observed, matching, ledger.last_applied)
    planned = _planned_world(world, differences, reader, progress)
    findings = _judge(world, planned)
    found = Found(
        changes=hold(planned.changes, findings, _pools(matching)),
        findings=findings,
        forecasts=tuple(planned.forecasts.values()),
        unmanaged=differences.unmanaged,
        drift=len(differences.drifted),
        observed_at=observed.at,
        observed_digest=observed_digest(observed),
    )
    plan = build_plan(desired, found, replace(circumstances, record=ledger.last_applied_record))
    return Planned(plan, differences, planned.drift, matching, observed, planned.wanted)


def _judge(world: World, planned: PlannedWorld) -> tuple[Finding, ...]:
    findings = [*check_live(world), *check_planned(planned)]
    day = today(world.now, world.desired.policy)
    findings.extend(accept_unused(world.desired, findings, day))
    return in_order(as_policy_says(findings, world.desired.policy))


def _planned_world(world: World, differences: Diff, reader: IntuneReader, progress: Progress) -> PlannedWorld:
    books = {book.id: book for book in world.observed.books}
    by_book = _by_book(differences.changes)
    groups_of = {book: groups_after(books[book], changes) for book, changes in by_book.items()}
    taking = [book for book, changes in by_book.items() if any(change.takes_seats for change in changes)]
    readers = observe_readers(reader, groups_of, taking, progress)
    wanted = _wanted(world.matching)
    events = reader.audit_events(None) if differences.drifted else ()
    if not world.desired.policy.show_actors:
        events = without_names(events)
    changes = tuple(
        replace(
            change,
            seats=seats_of(change, books[book], by_book[book], readers),
            attribution=attribution(change, events),
        )
        for book in by_book
        for change in by_book[book]
    )
    return PlannedWorld(
        world=world,
        changes=changes,
        unmanaged=differences.unmanaged,
        drift=name_drift(world, differences.drifted, wanted, events),
        clashes=differences.clashes,
        wanted=wanted,
        harmless=_harmless(changes, books, readers),
        groups_of=groups_of,
        readers=readers,
        forecasts=_forecasts(by_book, books, readers),
        audit_unread=events if isinstance(events, Unread) else None,
    )


def _by_book(changes: Iterable[Change]) -> dict[BookId, list[Change]]:
    """Changes of assignments by book, in order."""
    by_book: dict[BookId, list[Change]] = {}
    for change in changes:
        if change.book is not None:
            by_book.setdefault(change.book.id, []).append(change)
    return by_book


def _forecasts(
    by_book: Mapping[BookId, list[Change]], books: Mapping[BookId, ObservedBook], readers: Readers
) -> dict[BookId, Forecast]:
    forecasts: dict[BookId, Forecast] = {}
    for book, changes in by_book.items():
        ref = changes[0].book
        assert ref is not None  # by_book holds changes of assignments only
        forecasts[book] = forecast_book(books[book], ref, changes, readers)
    return forecasts


def _harmless(
    changes: tuple[Change, ...], books: Mapping[BookId, ObservedBook], readers: Readers
) -> frozenset[ChangeId]:
    """Changes that provably use no seat."""
    by_book = _by_book(changes)
    return frozenset(
        change.id
        for book, several in by_book.items()
        for change in several
        if change.takes_seats and known_to_all(change, books[book], several, readers)
    )


def _wanted(matching: Matching) -> dict[ChangeId, Assignment]:
    """The desired assignment behind each key; the first where two mean one group."""
    wanted: dict[ChangeId, Assignment] = {}
    for book, found in matching.books.items():
        for assignment in found.desired.assignments:
            group = matching.group_ids.get(assignment.group)
            if group is not None:
                wanted.setdefault(assignment_id(book, group), assignment)
    return wanted


def _pools(matching: Matching) -> dict[BookId, Handle]:
    return {book: found.desired.book.token for book, found in matching.books.items()}
