"""The page about seats: pools, books with their trend, installs. Read `pool_table` and `book_table`."""

from collections.abc import Sequence
from datetime import datetime

from reconciler.model.audit import SeatCount
from reconciler.model.instants import stamp
from reconciler.model.status import BookFigures, Figures, InstallFigures, Mark, PoolFigures
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.charts import Trend, bar, trend
from reconciler.report.site.table import NOTHING, Cell, Column, Row, Table, number, text
from reconciler.report.site.words import mark_tone, mark_word, total_word


def pool_table(figures: Figures, now: datetime, say: Phrases) -> Table:
    """One row for each VPP token that has books."""
    columns = (
        Column(say("site-pool")),
        Column(say("site-books"), number=True),
        Column(say("column-used"), number=True),
        Column(say("column-total"), number=True),
        Column(say("site-free"), number=True),
        Column(say("site-share"), sortable=False),
        Column(say("site-over-time"), sortable=False),
    )
    rows = tuple(_pool(pool, figures.books, now, say) for pool in figures.pools)
    return Table("pools", say("site-pools"), columns, rows, say("site-no-books"))


def book_table(figures: Figures, now: datetime, say: Phrases) -> Table:
    """One row for each book of the tenant."""
    columns = (
        Column(say("column-title")),
        Column(say("site-pool")),
        Column(say("column-used"), number=True),
        Column(say("column-total"), number=True),
        Column(say("site-free"), number=True),
        Column(say("site-mark")),
        Column(say("site-share"), sortable=False),
        Column(say("site-over-time"), sortable=False),
    )
    rows = tuple(_book(book, now, say) for book in figures.books)
    return Table("books", say("site-seats-of-books"), columns, rows, say("site-no-books"), search=True)


def install_table(installs: Sequence[InstallFigures], say: Phrases) -> Table:
    """One row for each declared book with an assignment."""
    columns = (
        Column(say("column-title")),
        Column(say("site-installed"), number=True),
        Column(say("site-failed"), number=True),
        Column(say("site-waiting"), number=True),
        Column(say("site-missing"), number=True),
        Column(say("site-errors")),
        Column(say("site-old"), number=True),
    )
    rows = tuple(_install(one, say) for one in installs)
    return Table("installs", say("site-installs"), columns, rows, say("site-no-installs"), search=True)


def _pool(pool: PoolFigures, books: Sequence[BookFigures], now: datetime, say: Phrases) -> Row:
    left_out = [
        say(key, count=count)
        for key, count in (("site-books-unlimited", pool.unlimited), ("site-books-unknown", pool.unknown))
        if count
    ]
    counted = Cell(str(pool.books), str(pool.books), note=", ".join(left_out))
    share = bar(pool.used, pool.total, "warning" if pool.low else "", say)
    return Row(
        (
            text(pool.name, note=say("site-books-low", count=pool.low) if pool.low else ""),
            counted,
            number(pool.used),
            number(pool.total),
            number(pool.free),
            Cell(share.label if share else NOTHING, picture=share),
            _trend_cell(trend(_of_pool(pool, books, now), say)),
        )
    )


def _book(book: BookFigures, now: datetime, say: Phrases) -> Row:
    known = None if book.mark in (Mark.UNLIMITED, Mark.UNKNOWN) else book.total
    share = bar(book.used, known, mark_tone(book.mark), say)
    counts = (*book.counts, _today(book, now))
    return Row(
        (
            Cell(book.title, note="" if book.declared else say("site-not-in-git")),
            text(book.pool),
            number(book.used, say("unknown")),
            Cell(total_word(book, say), str(book.total if book.total is not None else -1)),
            number(book.free),
            text(mark_word(book.mark, say), tone=mark_tone(book.mark)),
            Cell(share.label if share else NOTHING, picture=share),
            _trend_cell(trend(counts, say)),
        ),
        anchor=f"book-{book.id}",
    )


def _trend_cell(line: Trend | None) -> Cell:
    return Cell(line.label if line else NOTHING, picture=line)


def _install(one: InstallFigures, say: Phrases) -> Row:
    missing = number(one.missing)
    if one.missing is not None and one.required is not None and one.days is not None:
        note = say("site-missing-of", users=one.required, days=one.days)
        missing = Cell(str(one.missing), str(one.missing), "warning" if one.missing else "", note)
    codes = ", ".join(f"{code or NOTHING} ×{count}" for code, count in one.errors)
    return Row(
        (
            Cell(one.title),
            number(one.installed),
            Cell(str(one.failed), str(one.failed), "warning" if one.failed else ""),
            number(one.waiting),
            missing,
            text(codes),
            number(one.old),
        )
    )


def _today(book: BookFigures, now: datetime) -> SeatCount:
    """What was read now, as the newest count."""
    total = None if book.unlimited else book.total
    return SeatCount(stamp(now), 0, book.id, book.title, book.used, total)


def _of_pool(pool: PoolFigures, books: Sequence[BookFigures], now: datetime) -> list[SeatCount]:
    """The seats of a pool whenever one of its books changed, and now; books without a limit left out."""
    counts = [
        one
        for book in books
        if book.pool == pool.name and book.mark is not Mark.UNLIMITED
        for one in book.counts
        if one.used is not None and one.total is not None
    ]
    standing: dict[str, SeatCount] = {}
    sums: dict[int, SeatCount] = {}
    for one in sorted(counts, key=lambda count: count.record):
        standing[one.book] = one
        used = sum(each.used or 0 for each in standing.values())
        total = sum(each.total or 0 for each in standing.values())
        sums[one.record] = SeatCount(one.at, one.record, "", pool.name, used, total)
    return [*sums.values(), SeatCount(stamp(now), 0, "", pool.name, pool.used, pool.total)]
