"""Rules on what only the passing of time shows: `(Figures) -> Iterator[Finding]`, one per rule.

Thresholds of seats (VPP404, VPP405) and of tokens (VPP110) are judged with the live rules.
"""

from collections.abc import Callable, Iterator

from reconciler.model.catalogue.licences import LICENSE_STRANDED
from reconciler.model.catalogue.monitor import (
    BOOK_UNUSED,
    INSTALL_FAILED,
    INSTALL_MISSING,
    LICENSE_TOTAL_DROPPED,
    LICENSE_USED_JUMPED,
    STATE_OLD,
)
from reconciler.model.finding import Finding
from reconciler.model.status import BookFigures, Figures, InstallFigures

_NO_CODE = "–"
_DAY = len("2026-11-22")


def book_unused(figures: Figures) -> Iterator[Finding]:
    """Books with seats that nobody is assigned, nor is to be; in git or not."""
    for book in figures.books:
        if book.total and not book.unlimited and not book.groups:
            yield BOOK_UNUSED.found(book.position, _subject(book), books=(book.id,), book=book.title, total=book.total)


def license_total_dropped(figures: Figures) -> Iterator[Finding]:
    """Books with fewer seats than the newest observation in the ledger tells, in git or not."""
    for book in figures.books:
        if book.dropped is not None and book.dropped.total is not None and book.total is not None:
            yield LICENSE_TOTAL_DROPPED.found(
                book.position,
                _subject(book),
                books=(book.id,),
                book=book.title,
                was=book.dropped.total,
                now=book.total,
                date=book.dropped.at[:_DAY],
            )


def license_used_jumped(figures: Figures) -> Iterator[Finding]:
    """Declared books whose used seats rose by more than the applied changes explain."""
    for book in figures.books:
        if book.jump is not None and book.jump.rise > book.jump.explained:
            yield LICENSE_USED_JUMPED.found(
                book.position,
                _subject(book),
                books=(book.id,),
                book=book.title,
                seats=book.jump.rise,
                done=book.jump.explained,
                date=book.jump.since[:_DAY],
            )


def license_stranded_now(figures: Figures) -> Iterator[Finding]:
    """Declared books of which more seats are used than their groups have users.

    Where git wants a group that the tenant does not have yet, the plan tells, with the groups as they will be.
    """
    for book in figures.books:
        pending = any(one.intent is None for one in book.groups)
        if book.used is not None and book.covered is not None and book.used > book.covered and not pending:
            yield LICENSE_STRANDED.found(
                book.position, _subject(book), books=(book.id,), book=book.title, seats=book.used - book.covered
            )


def install_failed(figures: Figures) -> Iterator[Finding]:
    """Declared books whose install failed on a device, with the codes."""
    for one in figures.installs:
        if one.failed:
            yield INSTALL_FAILED.found(
                one.position,
                _book(one),
                books=(one.book,),
                book=one.title,
                failed=one.failed,
                total=one.counted,
                code=", ".join(f"{code or _NO_CODE} ×{count}" for code, count in one.errors),
            )


def install_missing(figures: Figures) -> Iterator[Finding]:
    """Declared books that users have had as required for long without an install."""
    for one in figures.installs:
        if one.missing and one.days is not None:
            yield INSTALL_MISSING.found(
                one.position, _book(one), books=(one.book,), book=one.title, users=one.missing, days=one.days
            )


def state_old(figures: Figures) -> Iterator[Finding]:
    """Devices that have not checked in lately, in one finding."""
    old = figures.old_devices
    if not old.count:
        return
    if old.since is None:
        yield STATE_OLD.found(None, "tenant", variant="never", count=old.count)
    else:
        yield STATE_OLD.found(None, "tenant", count=old.count, date=old.since.date().isoformat())


MONITOR: tuple[Callable[[Figures], Iterator[Finding]], ...] = (
    book_unused,
    license_total_dropped,
    license_stranded_now,
    license_used_jumped,
    install_failed,
    install_missing,
    state_old,
)


def check_monitored(figures: Figures) -> tuple[Finding, ...]:
    """What the monitoring rules say, in the order of the tuple."""
    return tuple(finding for rule in MONITOR for finding in rule(figures))


def _subject(book: BookFigures) -> str:
    return f'intune: book "{book.title}"'


def _book(one: InstallFigures) -> str:
    return f'intune: book "{one.title}"'
