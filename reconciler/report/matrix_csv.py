"""The books of a tenant and their groups as a table for spreadsheets, one column for each group. Read `matrix_csv`.

`import --csv` reads it back. What YAML cannot say is marked with an asterisk, and is not read back.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconciler.model.book_list import HEADINGS, NOTES
from reconciler.model.desired import DesiredBook
from reconciler.model.ids import BookId, GroupId, TokenId
from reconciler.model.matching import Matching
from reconciler.model.naming import fold
from reconciler.model.observed import ObservedAssignment, ObservedBook, ObservedState
from reconciler.report.audit_csv import harmless
from reconciler.report.messages.phrases import Phrases

SEPARATORS = (",", ";")
_COLUMNS = ("title", "publisher", "number", "id", "token")
_RESERVED = frozenset().union(NOTES, *HEADINGS.values())


@dataclass(frozen=True, slots=True)
class Matrix:
    """A heading, and a row for each book, by title and id. Every row has as many cells as the heading."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def groups(self) -> int:
        """How many columns are groups or other targets."""
        return len(self.heading) - len(_COLUMNS)


def matrix(observed: ObservedState, matching: Matching, say: Phrases) -> Matrix:
    """What the tenant shows and what the YAML declares, in one table.

    A cell has the intent alone where both say the same, else the declared one and a remark. Declared books that the
    tenant does not show stand in it too.
    """
    wanted = _wanted(matching)
    handles: dict[TokenId, str] = {there.id: handle for handle, there in sorted(matching.tokens.items(), reverse=True)}
    lines: list[tuple[tuple[str, ...], dict[str, str]]] = []
    for book in observed.books:
        token = handles.get(book.token, book.token) if book.token else ""
        head = (book.title, book.publisher or "", book.adam_id or "", book.id, token)
        lines.append((head, _cells(book, wanted[book.id], say)))
    lines += [_missing(book, matching, say) for book in matching.missing_books]
    lines.sort(key=lambda line: (line[0][0], line[0][3]))
    return _table(lines, _names({column for _, cells in lines for column in cells}, observed, say), say)


def matrix_csv(table: Matrix, separator: str) -> bytes:
    """The table as a spreadsheet reads it: UTF-8 with a byte-order mark, lines ended by CRLF, no cell a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in (table.heading, *table.rows))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def _wanted(matching: Matching) -> defaultdict[BookId, dict[GroupId, str]]:
    """The declared intents by book and group."""
    wanted: defaultdict[BookId, dict[GroupId, str]] = defaultdict(dict)
    for key, assignment in matching.wanted():
        _, book, group = key.split(":", 2)
        wanted[BookId(book)][GroupId(group)] = str(assignment.intent)
    return wanted


def _cells(book: ObservedBook, wanted: Mapping[GroupId, str], say: Phrases) -> dict[str, str]:
    """Column → cell. A column is a group's id, or a mark and the kind of another target."""
    cells = {group: say("matrix-unapplied", intent=intent) for group, intent in wanted.items()}
    found: dict[str, str] = {str(group): said for group, said in cells.items()}
    for one in book.assignments:
        group = one.target.group
        if one.expressible and group is not None:
            found[group] = _cell(one.intent, wanted.get(group), say)
        else:
            found[_other(one)] = say("matrix-unmanaged", intent=one.intent)
    return found


def _cell(shown: str, wanted: str | None, say: Phrases) -> str:
    if wanted is None:
        return say("matrix-undeclared", intent=shown)
    return shown if shown == wanted else say("matrix-otherwise", intent=wanted, shown=shown)


def _other(one: ObservedAssignment) -> str:
    kind = one.target.raw_type.rpartition(".")[2] or ("filter" if one.target.filter else "intent")
    return f"*{kind}:{one.target.group or ''}"


def _missing(book: DesiredBook, matching: Matching, say: Phrases) -> tuple[tuple[str, ...], dict[str, str]]:
    """A declared book that the tenant does not show."""
    groups = ((matching.group_ids.get(one.group), one.intent) for one in book.assignments)
    cells: dict[str, str] = {group: say("matrix-unapplied", intent=intent) for group, intent in groups if group}
    own = book.book
    return (own.label, own.publisher or "", own.adam_id or "", own.id or "", own.token), cells


def _names(columns: Iterable[str], observed: ObservedState, say: Phrases) -> dict[str, str]:
    """Column → heading, sorted by it: groups by name, with the id where the name does not tell; then other targets."""
    shown = {column: _group_name(column.rpartition(":")[2], observed) for column in columns}
    times = Counter(fold(name) for column, name in shown.items() if not column.startswith("*"))
    names = {}
    for column, name in shown.items():
        if column.startswith("*"):
            kind, _, _ = column[1:].partition(":")
            names[column] = ": ".join(part for part in (say.word("left-reason", kind), name) if part) + " *"
        else:
            plain = times[fold(name)] == 1 and fold(name) not in _RESERVED and name.strip()
            names[column] = name if plain else f"{name} ({column})".strip()
    return dict(sorted(names.items(), key=lambda item: (item[0].startswith("*"), item[1], item[0])))


def _group_name(group: str, observed: ObservedState) -> str:
    there = observed.groups.get(GroupId(group))
    return there.display_name if there else group


def _table(lines: Sequence[tuple[tuple[str, ...], dict[str, str]]], names: Mapping[str, str], say: Phrases) -> Matrix:
    return Matrix(
        heading=(*(say(f"matrix-{column}") for column in _COLUMNS), *names.values()),
        rows=tuple((*head, *(cells.get(column, "") for column in names)) for head, cells in lines),
    )
