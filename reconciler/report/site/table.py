"""Tables of the site: what stands in which cell, and by what it is sorted. Texts hold names as they are."""

from dataclasses import dataclass

from reconciler.report.site.charts import Bar, Trend

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `number`: to the right, and sorted by size; `sortable` False for pictures; `broad` for long texts."""

    label: str
    number: bool = False
    sortable: bool = True
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `sort` is what it is sorted by where that is not the text; `tone` a severity or a kind of word.

    `note` stands faintly below the text, `place` is where to go from it: a part of this page, or another page.
    """

    text: str
    sort: str = ""
    tone: str = ""
    note: str = ""
    place: str = ""
    picture: Bar | Trend | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Cells; the first one is the row's heading. `anchor` is what a link inside the page goes to; may be empty."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `empty` is said where it has no rows. `search` gives it a field to filter by."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str
    search: bool = False


def number(value: int | None, instead: str = NOTHING) -> Cell:
    """A whole number; what is not known sorts before all others."""
    return Cell(instead, "-1") if value is None else Cell(str(value), str(value))


def text(value: str, sort: str = "", tone: str = "", note: str = "") -> Cell:
    """A text; a dash where there is none."""
    return Cell(value or NOTHING, sort, tone, note)
