"""Rules on licences: `(PlannedWorld) -> Iterator[Finding]`, one per rule. The numbers come from `forecast`."""

from collections.abc import Iterator

from reconciler.model.catalogue.licences import (
    BOOK_LICENSE_IRREVOCABLE,
    LICENSE_CAP_REACHED,
    LICENSE_HALF_USED,
    LICENSE_LOW,
    LICENSE_MAY_RUN_OUT,
    LICENSE_OVERSUBSCRIBED,
    LICENSE_UNKNOWN,
)
from reconciler.model.change import Change
from reconciler.model.entities import Assignment, Share
from reconciler.model.finding import Finding, Scope
from reconciler.model.forecast import Forecast
from reconciler.model.ids import BookId
from reconciler.model.observed import ObservedBook
from reconciler.model.position import Position
from reconciler.model.world import PlannedWorld, World

SeatUse = tuple[Change, Assignment]
"""A change that can use seats, with the assignment that asks for it."""


def book_license_irrevocable(planned: PlannedWorld) -> Iterator[Finding]:
    """Changes that can use seats and have no seatCap, but for those that provably use none."""
    for change, assignment in _seat_uses(planned):
        if assignment.seat_cap is not None or change.id in planned.harmless or _is_unread(planned, change):
            continue
        yield BOOK_LICENSE_IRREVOCABLE.found(
            assignment.position,
            _subject(change),
            variant="unknown" if change.seats.worst is None else "",
            books=(_book(change),),
            seats=change.seats.worst or 0,
            book=_title(change),
            group=_group(change),
        )


def license_cap_reached(planned: PlannedWorld) -> Iterator[Finding]:
    """Changes that may use more seats than their seatCap."""
    for change, assignment in _seat_uses(planned):
        cap, worst = assignment.seat_cap, change.seats.worst
        if cap is None or (worst is not None and worst <= cap) or _is_unread(planned, change):
            continue
        yield LICENSE_CAP_REACHED.found(
            assignment.cap_position,
            _subject(change),
            variant="unknown" if worst is None else "",
            books=(_book(change),),
            scope=Scope.SEATS if worst is None else Scope.ALL,
            cap=cap,
            seats=worst or 0,
            book=_title(change),
            group=_group(change),
        )


def license_budget_reached(planned: PlannedWorld) -> Iterator[Finding]:
    """The plan as a whole may use more seats than policy.maxNewSeats. Holds every change that can use seats."""
    policy = planned.world.desired.policy
    if policy.max_new_seats is None:
        return
    seats = sum(change.seats.worst or 0 for change, _ in _seat_uses(planned))
    if seats > policy.max_new_seats:
        yield LICENSE_CAP_REACHED.found(
            policy.marks.position("maxNewSeats"),
            "policy",
            variant="budget",
            scope=Scope.TENANT_SEATS,
            cap=policy.max_new_seats,
            seats=seats,
        )


def license_oversubscribed(planned: PlannedWorld) -> Iterator[Finding]:
    """Books that cannot serve even the best case. Holds all their changes."""
    for forecast in _takers(planned):
        if forecast.best is not None and forecast.total is not None and forecast.short.best:
            yield LICENSE_OVERSUBSCRIBED.found(
                _declared(planned, forecast.book.id),
                forecast.book.title,
                books=(forecast.book.id,),
                book=forecast.book.title,
                best=forecast.best,
                total=forecast.total,
                short=forecast.short.best,
            )


def license_may_run_out(planned: PlannedWorld) -> Iterator[Finding]:
    """Books that can serve the best case and not the worst."""
    for forecast in _takers(planned):
        if forecast.worst is None or forecast.best is None or forecast.total is None:
            continue
        if forecast.short.worst and not forecast.short.best:
            yield LICENSE_MAY_RUN_OUT.found(
                _declared(planned, forecast.book.id),
                forecast.book.title,
                books=(forecast.book.id,),
                book=forecast.book.title,
                best=forecast.best,
                worst=forecast.worst,
                total=forecast.total,
                short=forecast.short.worst,
            )


def license_unknown(planned: PlannedWorld) -> Iterator[Finding]:
    """Books with changes whose numbers are missing or make no sense."""
    for forecast in planned.forecasts.values():
        place = _declared(planned, forecast.book.id)
        title, total, used = forecast.book.title, forecast.total, forecast.used
        if total is None or forecast.worst is None:
            reason = "; ".join(forecast.reasons) or "the tenant gives no total"
            yield LICENSE_UNKNOWN.found(place, title, books=(forecast.book.id,), book=title, reason=reason)
        elif used is not None and used > total:
            yield LICENSE_UNKNOWN.found(
                place, title, variant="odd", books=(forecast.book.id,), book=title, used=used, total=total
            )


def license_half_used(world: World) -> Iterator[Finding]:
    """Declared books of which half of the seats or more are used, and some are free."""
    for match in world.matching.books.values():
        there = match.observed
        if not there.total or there.unlimited or there.used is None or is_low(there, world.desired.policy.low_seats):
            continue
        if there.used * 2 >= there.total:
            yield LICENSE_HALF_USED.found(
                match.desired.book.marks.position(),
                there.title,
                book=there.title,
                used=there.used,
                total=there.total,
                percent=there.used * 100 // there.total,
            )


def license_low(world: World) -> Iterator[Finding]:
    """Declared books with fewer free seats than the policy wants; names the groups that are hit first."""
    for match in world.matching.books.values():
        there = match.observed
        if is_low(there, world.desired.policy.low_seats):
            names = sorted({world.desired.group_of[one.group].label for one in match.desired.assignments})
            yield LICENSE_LOW.found(
                match.desired.book.marks.position(),
                there.title,
                books=(there.id,),
                book=there.title,
                token=match.desired.book.token,
                free=max(0, there.free or 0),
                total=there.total or 0,
                groups=f"Hit first: {', '.join(names)}." if names else "No group waits for one.",
            )


def is_low(book: ObservedBook, limit: Share) -> bool:
    """Whether a book has fewer free seats than the larger of the two limits; never where the numbers are unknown."""
    if not book.total or book.free is None:
        return False
    return book.free < max(limit.count, limit.percent * book.total // 100)


def _takers(planned: PlannedWorld) -> Iterator[Forecast]:
    """Forecasts of books with a change that can use seats: only those can be blamed on this plan."""
    taking = {_book(change) for change, _ in _seat_uses(planned)}
    return (forecast for book, forecast in planned.forecasts.items() if book in taking)


def _seat_uses(planned: PlannedWorld) -> Iterator[SeatUse]:
    for change in planned.changes:
        wanted = planned.wanted.get(change.id)
        if wanted is not None and change.takes_seats and change.held is None:
            yield change, wanted


def _is_unread(planned: PlannedWorld, change: Change) -> bool:
    """Whether the group's members could not be read: that is told, and holds the change, by a rule of its own."""
    return change.target is not None and change.target.id in planned.readers.unread


def _declared(planned: PlannedWorld, book: BookId) -> Position | None:
    match = planned.world.matching.books.get(book)
    return match.desired.book.marks.position() if match else None


def _book(change: Change) -> BookId:
    return change.book.id if change.book else BookId("")


def _title(change: Change) -> str:
    return change.book.title if change.book else ""


def _group(change: Change) -> str:
    return change.target.display_name if change.target else ""


def _subject(change: Change) -> str:
    return f"{_title(change)} → {_group(change)}"
