"""The decision table of CONTRACT section 3, row by row and mode by mode, and the laws around it."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.diff import diff
from reconciler.match import match
from reconciler.model.change import Action, Origin
from reconciler.model.differences import Diff
from reconciler.model.entities import Mode
from reconciler.model.observed import TargetType
from tests import worlds as w

NOTHING, REPORT, KEEP = "nothing", "report", "keep"

# desired, observed, last applied → what happens in additive, authoritative and observe
TABLE = [
    ("required", None, None, "create", "create", "report create"),
    ("required", None, "required", "create", "create", "report create"),
    ("required", None, "available", "create", "create", "report create"),
    ("required", "required", None, NOTHING, NOTHING, NOTHING),
    ("required", "required", "required", NOTHING, NOTHING, NOTHING),
    ("required", "required", "available", NOTHING, NOTHING, NOTHING),
    ("required", "available", None, "update", "update", "report update"),
    ("required", "available", "available", "update", "update", "report update"),
    ("required", "available", "required", "update", "update", "report update"),
    ("available", "required", "required", "update", "update", "report update"),
    (None, "available", "available", "delete", "delete", "report delete"),
    (None, "available", "required", "delete", "delete", "report delete"),
    (None, "available", None, KEEP, "delete", KEEP),
    (None, None, "required", NOTHING, NOTHING, NOTHING),
    (None, None, None, NOTHING, NOTHING, NOTHING),
]


def _walk(want: str | None, there: str | None, last: str | None, mode: Mode, initial: bool = False) -> Diff:
    """The diff of a world with one book and group 1 in it; group 9 was applied once, so that there is a memory."""
    wanted = [w.assignment(w.group_id(1), want)] if want else []
    desired = w.desired(w.desired_book(1, *wanted, mode=mode))
    observed = w.observed(w.observed_book(1, *([w.shown(1, there)] if there else [])))
    memory = None if initial else w.last({(1, 1): last}) if last else {}
    return diff(desired, observed, match(desired, observed), memory)


@pytest.mark.parametrize(("want", "there", "last", "additive", "authoritative", "observe"), TABLE)
@pytest.mark.parametrize("mode", list(Mode))
def test_each_row_of_the_table_in_each_mode(
    want: str | None, there: str | None, last: str | None, additive: str, authoritative: str, observe: str, mode: Mode
) -> None:
    expected = {Mode.ADDITIVE: additive, Mode.AUTHORITATIVE: authoritative, Mode.OBSERVE: observe}[mode]
    result = _walk(want, there, last, mode)
    match result.changes:
        case []:
            actual = KEEP if result.unmanaged else NOTHING
        case [change] if change.held:
            actual = f"report {change.action}"
            assert (None, "mode observe") == (change.held.rule, change.held.reason)
        case [change]:
            actual = str(change.action)
    assert expected == actual


@pytest.mark.parametrize(
    ("want", "there", "last", "origin"),
    [
        ("required", None, None, Origin.GIT),
        ("required", None, "required", Origin.DRIFT),
        ("required", None, "available", Origin.BOTH),
        ("required", "available", "available", Origin.GIT),
        ("required", "available", "required", Origin.DRIFT),
        ("required", "available", None, Origin.BOTH),
        (None, "available", "available", Origin.GIT),
        (None, "available", "required", Origin.BOTH),
        (None, "available", None, Origin.DRIFT),
    ],
)
def test_the_origin_tells_git_from_drift(want: str | None, there: str | None, last: str | None, origin: Origin) -> None:
    [change] = _walk(want, there, last, Mode.AUTHORITATIVE).changes
    assert origin == change.origin


def test_everything_is_initial_before_the_first_apply() -> None:
    [change] = _walk("required", "available", None, Mode.ADDITIVE, initial=True).changes
    assert Origin.INITIAL == change.origin


def test_an_equal_assignment_is_adopted_once() -> None:
    assert (w.key(1, 1),) == _walk("required", "required", None, Mode.ADDITIVE).adopted
    assert () == _walk("required", "required", "required", Mode.ADDITIVE).adopted


def test_what_is_gone_on_all_sides_is_forgotten_and_was_drift() -> None:
    result = _walk(None, None, "required", Mode.ADDITIVE)
    assert ((w.key(1, 1),), (w.key(1, 1),)) == (result.forgotten, result.drifted)


def test_a_new_assignment_on_an_authoritative_book_is_drift_and_a_commit_is_not() -> None:
    assert (w.key(1, 1),) == _walk(None, "available", None, Mode.AUTHORITATIVE).drifted
    assert () == _walk(None, "available", "available", Mode.AUTHORITATIVE).drifted
    assert () == _walk("required", "available", "available", Mode.AUTHORITATIVE).drifted


def test_a_book_that_git_does_not_declare_is_left_alone_in_every_mode() -> None:
    desired = w.desired(w.desired_book(1), mode=Mode.AUTHORITATIVE)
    observed = w.observed(w.observed_book(2, w.shown(1, "required")))
    result = diff(desired, observed, match(desired, observed), w.last({(2, 1): "required"}))
    assert ((), 1) == (result.changes, len(result.unmanaged))


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize(
    "foreign",
    [
        w.shown(0, "required", kind=TargetType.ALL_USERS),
        w.shown(0, "required", kind=TargetType.ALL_DEVICES),
        w.shown(2, "required", kind=TargetType.EXCLUDED_GROUP),
        w.shown(0, "available", kind=TargetType.OTHER),
        w.shown(2, "uninstall"),
        w.shown(2, "availableWithoutEnrollment"),
        w.shown(2, "somethingNew"),
        w.shown(2, "required", filter_="include:f1"),
    ],
)
def test_what_yaml_cannot_say_is_never_deleted(foreign: w.ObservedAssignment, mode: Mode) -> None:
    desired = w.desired(w.desired_book(1, mode=mode))
    observed = w.observed(w.observed_book(1, foreign))
    result = diff(desired, observed, match(desired, observed), w.last({(1, 2): "required"}))
    assert ((), 1) == (result.changes, len(result.unmanaged))


def test_two_names_of_one_group_are_a_clash_and_one_change() -> None:
    desired = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required"), w.assignment("Group 1", "available"))
    )
    observed = w.observed(w.observed_book(1))
    result = diff(desired, observed, match(desired, observed), None)
    assert (1, 1) == (len(result.changes), len(result.clashes))


_INTENTS = st.sampled_from([None, "available", "required"])
_SIDES = st.dictionaries(st.tuples(st.integers(1, 3), st.integers(1, 4)), _INTENTS, max_size=10)


def _books(side: dict[tuple[int, int], str | None]) -> dict[int, dict[int, str]]:
    books: dict[int, dict[int, str]] = {1: {}, 2: {}, 3: {}}
    for (book, group), intent in side.items():
        if intent:
            books[book][group] = intent
    return books


@given(_SIDES, _SIDES, st.sampled_from(list(Mode)))
def test_equal_sides_differ_in_nothing(side: dict[tuple[int, int], str | None], memory: dict, mode: Mode) -> None:
    books = _books(side)
    desired = w.desired(
        *(
            w.desired_book(n, *(w.assignment(w.group_id(g), i) for g, i in groups.items()), mode=mode)
            for n, groups in books.items()
        )
    )
    observed = w.observed(
        *(w.observed_book(n, *(w.shown(g, i) for g, i in groups.items())) for n, groups in books.items())
    )
    result = diff(desired, observed, match(desired, observed), w.last({k: v for k, v in memory.items() if v}))
    assert () == result.changes


@given(_SIDES, _SIDES, _SIDES, st.sampled_from(list(Mode)), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(
    want: dict, there: dict, memory: dict, mode: Mode, rng: random.Random
) -> None:
    def world(shuffle: bool) -> Diff:
        desired_books = [
            w.desired_book(n, *(w.assignment(w.group_id(g), i) for g, i in groups.items()), mode=mode)
            for n, groups in _books(want).items()
        ]
        shown_books = [
            w.observed_book(n, *(w.shown(g, i) for g, i in groups.items())) for n, groups in _books(there).items()
        ]
        if shuffle:
            rng.shuffle(desired_books)
            rng.shuffle(shown_books)
        desired, observed = w.desired(*desired_books), w.observed(*shown_books)
        return diff(desired, observed, match(desired, observed), w.last({k: v for k, v in memory.items() if v}))

    assert world(False) == world(True)


@given(_SIDES, _SIDES, _SIDES, st.sampled_from(list(Mode)))
def test_nothing_is_deleted_beyond_the_table(want: dict, there: dict, memory: dict, mode: Mode) -> None:
    remembered = {k for k, v in memory.items() if v}
    wanted, shown = _books(want), _books(there)
    desired = w.desired(
        *(
            w.desired_book(n, *(w.assignment(w.group_id(g), i) for g, i in groups.items()), mode=mode)
            for n, groups in wanted.items()
        )
    )
    observed = w.observed(
        *(w.observed_book(n, *(w.shown(g, i) for g, i in groups.items())) for n, groups in shown.items())
    )
    result = diff(desired, observed, match(desired, observed), w.last({k: memory[k] for k in remembered}))
    for change in result.changes:
        if change.action is Action.DELETE:
            [pair] = [(b, g) for b in (1, 2, 3) for g in (1, 2, 3, 4) if w.key(b, g) == change.id]
            assert pair in remembered or mode is Mode.AUTHORITATIVE
            assert pair[1] in shown[pair[0]] and pair[1] not in wanted[pair[0]]
