"""Which book goes to which group. Read `assignment_table`."""

from collections.abc import Sequence

from reconciler.model.observed import TargetType
from reconciler.model.status import BookFigures, GroupFigures
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.table import Cell, Column, Row, Table

MOST_GROUPS = 40
"""A matrix with more columns is read by nobody; the groups stand in a list then."""


def assignment_table(books: Sequence[BookFigures], say: Phrases) -> Table:
    """Books that are assigned to somebody, or should be: a matrix book × group, or lists where groups are many."""
    assigned = [book for book in books if book.groups]
    groups = _groups(assigned)
    many = len(groups) > MOST_GROUPS
    names = [say("site-pool"), say("site-groups")] if many else [name for _, name in groups]
    columns = (Column(say("column-title")), *(Column(name, broad=many) for name in names))
    rows = tuple(_listed(book, say) if many else _matrix_row(book, groups, say) for book in assigned)
    return Table("assignments", say("site-assignments"), columns, rows, say("site-no-assignments"), search=True)


_Group = tuple[str, str]


def _groups(books: Sequence[BookFigures]) -> list[_Group]:
    """Every group, or other target, with its name; by name."""
    found = {_key(one): one.name for book in books for one in book.groups}
    return sorted(found.items(), key=lambda item: (item[1].casefold(), item[0]))


def _key(one: GroupFigures) -> str:
    return f"{one.kind}:{one.id or one.name}"


def _matrix_row(book: BookFigures, groups: Sequence[_Group], say: Phrases) -> Row:
    there = {_key(one): one for one in book.groups}
    cells = (_cell(there.get(key), say) for key, _ in groups)
    return Row((Cell(book.title, note=book.pool), *cells))


def _cell(one: GroupFigures | None, say: Phrases) -> Cell:
    """Empty where the group does not have the book; sorted so that required comes first."""
    if one is None:
        return Cell("", "9")
    if one.intent is None:
        return Cell(say("site-planned"), "3", "faint")
    intent = say.word("intent", one.intent)
    note = "" if one.declared else say("site-not-in-git")
    return Cell(intent, "1" if one.intent == "required" else "2", f"intent-{one.intent}", note)


def _listed(book: BookFigures, say: Phrases) -> Row:
    groups = "; ".join(f"{one.name}: {_said(one, say)}" for one in book.groups)
    return Row((Cell(book.title), Cell(book.pool), Cell(groups)))


def _said(one: GroupFigures, say: Phrases) -> str:
    if one.intent is None:
        return say("site-planned")
    intent = say.word("intent", one.intent)
    plain = one.declared or one.kind != TargetType.GROUP
    return intent if plain else f"{intent} ({say('site-not-in-git')})"
