"""What of a tenant becomes which declarations: the three-way table, names, and what is left."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reconciler.adopt.adoption import adopt
from reconciler.adopt.known import NO_MEMORY, Known, Memory, known
from reconciler.adopt.remember import after_import
from reconciler.adopt.wishes import Scope
from reconciler.match import match
from reconciler.model.adoption import Adoption
from reconciler.model.desired import DesiredState
from reconciler.model.edits import AddItems, SetValue
from reconciler.model.entities import Intent, Mode
from reconciler.model.ids import BookId
from reconciler.model.observed import ObservedBook, ObservedState
from tests import worlds as w

Last = Mapping[tuple[int, int], str]


def shows(number: int, intents: Mapping[int, str]) -> ObservedBook:
    """A book of the tenant: group → intent."""
    return w.observed_book(number, *(w.shown(group, intent) for group, intent in intents.items()))


def state(desired: str | None, observed: str | None, mode: Mode = Mode.ADDITIVE) -> tuple[DesiredState, ObservedState]:
    """Book 1 and group 1, with an intent on each side, or none."""
    mine = [w.assignment(w.group_id(1), desired, line=3)] if desired else []
    there = {1: observed} if observed else {}
    book = w.desired_book(1, *mine, mode=mode)
    own = replace(book, book=replace(book.book, assignments=book.assignments))
    return w.desired(own), w.observed(shows(1, there))


def adopted(
    desired: DesiredState, observed: ObservedState, last: Last | None = None, scope: Scope | None = None
) -> Adoption:
    memory = NO_MEMORY if last is None else Memory(w.last(last), {})
    return adopt(observed, known(desired, match(desired, observed), ()), memory, scope or Scope())


def outcome(adoption: Adoption) -> str:
    """In one word what becomes of the one assignment."""
    for edit in adoption.edits:
        if isinstance(edit, SetValue) and edit.key == "intent":
            return f"{edit.value}"
        if isinstance(edit, AddItems) and edit.key == "assignments":
            return "added"
    return str(adoption.left[0].kind) if adoption.left else "nothing"


# desired | observed | last applied → what an import does
TABLE = [
    ("required", "required", None, "nothing"),
    ("required", "available", None, "available"),
    ("required", "available", "required", "available"),
    ("required", "available", "available", "pending"),
    ("required", "available", "", "pending"),
    ("required", None, None, "gone"),
    ("required", None, "required", "gone"),
    ("required", None, "", "pending"),
    (None, "required", None, "added"),
    (None, "required", "", "added"),
    (None, "required", "required", "removed"),
    (None, None, "required", "nothing"),
]


@pytest.mark.parametrize(("desired", "observed", "last", "expected"), TABLE)
@pytest.mark.parametrize("mode", list(Mode))
def test_the_table(desired: str | None, observed: str | None, last: str | None, expected: str, mode: Mode) -> None:
    remembered = None if last is None else {(1, 1): last} if last else {}
    assert expected == outcome(adopted(*state(desired, observed, mode), remembered))


@pytest.mark.parametrize(
    ("desired", "observed", "last", "expected"),
    [("required", "available", "available", "available"), (None, "required", "required", "added")],
)
def test_a_book_that_is_named_takes_the_tenants_word(
    desired: str | None, observed: str, last: str, expected: str
) -> None:
    scope = Scope(frozenset({w.book_id(1)}), forced=True)
    assert expected == outcome(adopted(*state(desired, observed), {(1, 1): last}, scope))


def test_the_order_of_the_tenant_does_not_matter() -> None:
    books = [shows(n, {1: "required", 2: "available"}) for n in (1, 2, 3)]
    forward, backward = w.observed(*books), w.observed(*reversed(books))
    assert adopt(forward, Known("x"), NO_MEMORY, Scope()) == adopt(backward, Known("x"), NO_MEMORY, Scope())


def test_additions_to_one_list_are_one_edit() -> None:
    observed = w.observed(*(shows(n, {n: "required"}) for n in range(1, 6)))
    edits = adopt(observed, Known("x"), NO_MEMORY, Scope()).edits
    assert [("x/tokens.yaml", 1), ("x/groups.yaml", 5), ("x/books/norr.yaml", 5)] == [
        (edit.path, len(edit.items)) for edit in edits if isinstance(edit, AddItems)
    ]


def test_a_file_that_would_grow_too_large_gets_a_second_one() -> None:
    observed = w.observed(*(shows(n, {}) for n in range(1, 9_001)))
    edits = adopt(observed, Known("."), NO_MEMORY, Scope()).edits
    paths = [edit.path for edit in edits]
    assert ["tokens.yaml", "books/norr.yaml", "books/norr-2.yaml"] == paths
    assert 9_000 == sum(len(edit.items) for edit in edits[1:] if isinstance(edit, AddItems))


def test_a_book_list_comes_on_top_of_what_a_new_book_has() -> None:
    desired = w.desired(mode=Mode.AUTHORITATIVE)
    observed = w.observed(shows(1, {1: "available"}), shows(2, {}))
    wish = {w.book_id(1): {w.group_id(2): Intent.REQUIRED}}
    adoption = adopted(desired, observed, scope=Scope(frozenset(wish), wish=wish))
    assert [("book", "Book 1", 2)] == [
        (str(step.kind), step.subject, step.assignments) for step in adoption.steps if step.kind == "book"
    ]


def test_after_an_import_is_remembered_what_both_sides_say() -> None:
    desired = w.desired(w.desired_book(1, *(w.assignment(w.group_id(n), "required") for n in (1, 2, 3))))
    observed = w.observed(shows(1, {1: "required", 2: "available", 4: "required"}))
    former = w.last(
        {(1, 2): "available", (1, 3): "required", (1, 4): "required", (1, 5): "required", (2, 1): "required"}
    )
    expected = {(1, 1): "required", (1, 2): "available", (1, 3): "required", (1, 4): "required"}
    assert w.last(expected) == after_import(former, match(desired, observed), observed)
    assert w.last({(1, 1): "required"}) == after_import(None, match(desired, observed), observed)


def test_while_a_declared_book_is_not_found_nothing_is_forgotten() -> None:
    desired = w.desired(w.desired_book(1), w.desired_book(2))
    observed = w.observed(shows(1, {}), shows(3, {1: "required"}))
    former = w.last({(3, 1): "required"})
    assert former == after_import(former, match(desired, observed), observed)


def test_only_the_books_that_are_meant_are_looked_at() -> None:
    observed = w.observed(*(shows(n, {n: "required"}) for n in (1, 2)))
    adoption = adopt(observed, Known("x"), NO_MEMORY, Scope(frozenset({BookId(w.book_id(2))})))
    assert [("token", "norr"), ("group", "group-2"), ("book", "Book 2")] == [
        (str(step.kind), step.subject) for step in adoption.steps
    ]
