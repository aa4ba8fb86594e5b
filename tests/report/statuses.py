"""States of a tenant to report on: a plain one, and one whose names try to steer what shows them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reconciler.model.audit import SeatCount
from reconciler.model.catalogue.licences import LICENSE_LOW
from reconciler.model.catalogue.monitor import BOOK_UNUSED
from reconciler.model.catalogue.token_health import TOKEN_EXPIRED, TOKEN_EXPIRING
from reconciler.model.finding import Finding
from reconciler.model.ids import BookId, Digest, GroupId
from reconciler.model.observed import UNLIMITED
from reconciler.model.position import Position
from reconciler.model.status import (
    BookFigures,
    Figures,
    GroupFigures,
    InstallFigures,
    Mark,
    OldDevices,
    PoolFigures,
    Status,
    TokenFigures,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIGEST = Digest("sha256:" + "1" * 64)
PLACE = Position("desired-state/books.yaml", 12, 5)


def token(name: str, days: int | None, state: str = "valid", *, declared: bool = True) -> TokenFigures:
    """A token that expires in so many days."""
    expires = None if days is None else NOW + timedelta(days=days)
    return TokenFigures(
        name,
        declared,
        "Norrskolan",
        "it@norr.example",
        "",
        state,
        expires,
        days,
        NOW - timedelta(hours=3),
        3,
        "completed",
    )


def group(number: int, intent: str | None, *, declared: bool = True, name: str = "") -> GroupFigures:
    """An assignment to one of several classes."""
    return GroupFigures(GroupId(f"g{number}"), name or f"Klass 9{'ABCDEFGH'[number - 1]}", "group", intent, declared)


def book(
    number: int, title: str, total: int | None, used: int | None, mark: Mark, *groups: GroupFigures
) -> BookFigures:
    """A book with a trend of two observations."""
    counts = tuple(
        SeatCount(
            f"2026-1{month}-01T12:00:00Z", month + 1, f"b{number}", title, max(0, (used or 0) - 8 * (2 - month)), total
        )
        for month in (0, 1)
    )
    return BookFigures(
        BookId(f"b{number}"), title, "norr", bool(groups), PLACE, total, used, mark, None, None, None, counts, groups
    )


def findings(name: str = "Svenska 2") -> tuple[Finding, ...]:
    """One of each severity that a look at the tenant gives, and more than one rule."""
    return (
        TOKEN_EXPIRED.found(
            None, "syd", token="syd", account="it@syd.example", book_count=2, days=3, date="2026-11-19"
        ),
        LICENSE_LOW.found(PLACE, name, book=name, token="norr", free=2, total=60, groups="Hit first: 9a."),
        TOKEN_EXPIRING.found(None, "norr", token="norr", account="it@norr.example", days=21, date="2026-12-13"),
        BOOK_UNUSED.found(None, name, book=name, total=30),
    )


def status(name: str = "Svenska 2") -> Status:
    """A tenant with something of everything; `name` is what a book, a group, a token and the tenant are called."""
    plain = name == "Svenska 2"
    books = (
        book(1, name, 60, 58, Mark.LOW, group(1, "required"), group(2, "available", declared=False)),
        book(2, "Biologi 1", 30, 0, Mark.NONE),
        book(
            3,
            "Ordbok",
            UNLIMITED,
            14,
            Mark.UNLIMITED,
            group(2, None),
            group(3, "available", name="" if plain else name),
        ),
        book(4, "Atlas", None, None, Mark.UNKNOWN, group(1, "available")),
    )
    figures = Figures(
        tokens=(token("norr" if plain else name, 21), token("syd", -3, "expired"), token("väst", None, "missing")),
        pools=(PoolFigures("norr" if plain else name, 4, 90, 58, 1, 1, 1),),
        books=books,
        installs=(
            InstallFigures(BookId("b1"), name, PLACE, 20, 4, 2, 3, (("0x87D1313D", 3), ("", 1)), 28, 6, 9),
            InstallFigures(BookId("b3"), "Ordbok", PLACE, 14, 0, 0, 0, (), None, None, None),
        ),
        old_devices=OldDevices(3, NOW - timedelta(days=40)),
        unread_installs=1,
        observed_at=NOW - timedelta(days=2),
    )
    return Status("nordskolan" if plain else name, None, "sandbox", NOW, figures, findings(name), 7, DIGEST)


def empty() -> Status:
    """A tenant with nothing in it."""
    figures = Figures((), (), (), (), OldDevices(0, None), 0, None)
    return replace(status(), figures=figures, findings=(), records=0, head=None)
