"""Reads a school's book list: a table with a heading, in Swedish or English. Read `list_lines`."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from reconciler.model.book_list import HEADINGS, NOTES, ListLine
from reconciler.model.entities import Intent
from reconciler.model.naming import fold

_INTENTS = {
    "available": Intent.AVAILABLE,
    "tillgänglig": Intent.AVAILABLE,
    "erbjuden": Intent.AVAILABLE,
    "valfri": Intent.AVAILABLE,
    "required": Intent.REQUIRED,
    "obligatorisk": Intent.REQUIRED,
    "krävs": Intent.REQUIRED,
}
_SEPARATORS = ";,\t"
_BOOK = ("title", "number", "id", "isbn")
"""The columns of which one at least tells the book."""
_REMARK = re.compile(r"\s*\([^)]*\)\s*$")
_MOST = 5_000_000


class BadList(Exception):
    """A list that cannot be read: what is wrong, and what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


def list_text(data: bytes) -> str:
    """The text of a file as spreadsheets write it: UTF-8 or UTF-16 with a mark, UTF-8 without, else Windows-1252.

    Raises BadList for bytes that are none of these.
    """
    if len(data) > _MOST:
        raise BadList(f"it has more than {_MOST} bytes", "Give the list alone.")
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadList("it is neither UTF-8 nor Windows-1252 text", 'Save it as "CSV UTF-8" in the spreadsheet.')


def list_lines(text: str) -> list[ListLine]:
    """The wishes of a list, in order: one per line, or one per filled cell of a table book × group.

    Raises BadList where the heading lacks what is needed, and for intents that are none.
    """
    rows = list(_rows(text))
    if not rows:
        raise BadList("it is empty", "Its first line names the columns: title, group, intent.")
    heading = [fold(_unguarded(cell)) for cell in rows[0][1]]
    columns = {name: at for name, known in HEADINGS.items() for at, cell in enumerate(heading) if cell in known}
    if columns.keys().isdisjoint(_BOOK):
        raise BadList(
            f"its heading has no title and no adamId, nor an ISBN: {', '.join(rows[0][1])}",
            "Name the columns in the first line: title (or adamId), group, intent.",
        )
    if "group" in columns and "intent" in columns:
        return list(_listed(rows[1:], columns))
    if "group" in columns or "intent" in columns:
        raise BadList("its heading has only one of group and intent", "Name both columns in the first line.")
    return list(_crossed(rows[0][1], heading, rows[1:], columns))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line that is not empty. Raises BadList for a table that is none."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            number, before = before + 1, reader.line_num
            if any(cell.strip() for cell in row):
                yield number, [cell.strip() for cell in row]
    except csv.Error as error:
        raise BadList(f"line {reader.line_num}: {error}", "Save it as CSV in the spreadsheet.") from error


def _listed(rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int]) -> Iterator[ListLine]:
    for number, row in rows:
        cells = {name: _cell(row, at) for name, at in columns.items()}
        if not cells["group"] or not any(cells.get(name) for name in _BOOK):
            raise BadList(f"line {number}: it has no group, or no book", "Fill the cell, or delete the line.")
        yield _line(number, cells, cells["group"], _intent(number, cells["intent"]))


def _crossed(
    names: Sequence[str], heading: Sequence[str], rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int]
) -> Iterator[ListLine]:
    """The cells of a table with a column for each group, as `export` writes it."""
    groups = [at for at, cell in enumerate(heading) if at not in columns.values() and cell and cell not in NOTES]
    for number, row in rows:
        cells = {name: _cell(row, at) for name, at in columns.items()}
        for at in groups:
            cell = _cell(row, at)
            if cell and not cell.endswith("*"):
                yield _line(number, cells, _unguarded(names[at]), _intent(number, cell))


def _line(number: int, cells: Mapping[str, str], group: str, intent: Intent) -> ListLine:
    return ListLine(
        line=number,
        isbn=cells.get("isbn", ""),
        number=cells.get("id") or cells.get("number", ""),
        title=cells.get("title", ""),
        token=cells.get("token", ""),
        group=group,
        intent=intent,
    )


def _intent(number: int, cell: str) -> Intent:
    """The intent in a cell; remarks in brackets behind it do not count."""
    intent = _INTENTS.get(fold(_REMARK.sub("", cell)))
    if intent is None:
        raise BadList(
            f'line {number}: "{cell}" is no intent',
            "Write available or required (tillgänglig or obligatorisk).",
        )
    return intent


def _cell(row: Sequence[str], at: int) -> str:
    return _unguarded(row[at]) if at < len(row) else ""


def _unguarded(cell: str) -> str:
    """The cell without the mark that keeps a spreadsheet from reckoning it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r") and cell[1:2] else cell
