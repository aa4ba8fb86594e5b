"""The desired state with one assignment more: nothing else changes, and nothing is touched."""

from dataclasses import replace

from reconciler.match import match
from reconciler.model.entities import Group, Intent
from reconciler.suppose import same_group, suppose, with_group
from tests import worlds as w

NINE_A = Group("9a", w.group_id(1), "Group 1", apple_accounts="managed")


def test_an_assignment_is_added_without_cap_or_acceptance_where_the_book_stands() -> None:
    desired = w.desired(w.desired_book(1), w.desired_book(2))
    supposed = suppose(desired, desired.books[0], "Group 3", Intent.REQUIRED)
    [new] = supposed.book.assignments
    assert ("Group 3", Intent.REQUIRED, None, ()) == (new.group, new.intent, new.seat_cap, new.accept)
    assert supposed.book.book.marks.position() == new.position
    assert (supposed.book, desired.books[1]) == supposed.desired.books
    assert supposed.before is None


def test_an_assignment_that_is_there_changes_its_intent_and_keeps_the_rest() -> None:
    old = w.assignment(w.group_id(1), "available", 5, line=7)
    desired = w.desired(w.desired_book(1, old, w.assignment(w.group_id(2), "available")))
    supposed = suppose(desired, desired.books[0], w.group_id(1), Intent.REQUIRED)
    assert replace(old, intent=Intent.REQUIRED) == supposed.assignment
    assert (old, 2) == (supposed.before, len(supposed.book.assignments))


def test_a_cap_is_written_only_where_one_is_given() -> None:
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "available", 5)))
    caps = [
        suppose(desired, desired.books[0], w.group_id(1), Intent.REQUIRED, (), cap).assignment.seat_cap
        for cap in (None, 9)
    ]
    assert [5, 9] == caps


def test_a_book_that_the_state_lacks_is_added() -> None:
    desired = w.desired(w.desired_book(1))
    supposed = suppose(desired, w.desired_book(2), w.group_id(1), Intent.AVAILABLE)
    assert [w.book_id(1), w.book_id(2)] == [one.book.id for one in supposed.desired.books]


def test_the_state_that_was_there_stays_as_it_was() -> None:
    desired = w.desired(w.desired_book(1))
    copy = replace(desired)
    suppose(desired, desired.books[0], "Group 3", Intent.REQUIRED)
    assert copy == desired and "Group 3" not in desired.group_of


def test_a_group_is_found_by_alias_id_and_display_name_as_one() -> None:
    desired = replace(w.desired(w.desired_book(1)), groups=(NINE_A,), group_of={})
    for text in ("9a", "9A", w.group_id(1), w.group_id(1).upper(), "group 1"):
        assert NINE_A is with_group(desired, text).group_of[text]


def test_texts_that_the_tenant_shows_to_be_one_group_mean_the_same() -> None:
    desired = with_group(w.desired(w.desired_book(1, w.assignment("Group 1", "available"))), w.group_id(1))
    matching = match(desired, w.observed(w.observed_book(1)))
    assert {"Group 1", w.group_id(1)} == same_group(matching, desired, w.group_id(1))
    same = same_group(matching, desired, w.group_id(1))
    supposed = suppose(desired, desired.books[0], w.group_id(1), Intent.REQUIRED, same)
    assert 1 == len(supposed.book.assignments)
    assert "Group 1" == supposed.assignment.group
