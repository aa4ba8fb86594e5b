"""What one assignment would do: the plan's own path, the findings that it brings, and the lines to write."""

from dataclasses import replace

import pytest

from reconciler.cli.asking import Question, answer
from reconciler.model.change import Action
from reconciler.model.desired import DesiredState
from reconciler.model.entities import Book, Intent, Mode, Policy
from reconciler.model.errors import UsageError
from reconciler.model.forecast import Seats
from reconciler.model.ids import TokenId
from reconciler.model.position import NOWHERE
from reconciler.model.progress import silent
from reconciler.plan import Circumstances
from reconciler.report.what_if import Place, WhatIf
from tests import worlds as w
from tests.fakes import MemoryTenant, fingerprint, tenant_of

PUPILS = [f"p{n}" for n in range(12)]


def ask(
    desired: DesiredState, tenant: MemoryTenant, book: str = "Book 1", group: str = "Group 1", intent: str = "required"
) -> WhatIf:
    question = Question(book, group, Intent(intent))
    return answer(question, desired, tenant, w.ledger({}), Circumstances(w.NOW), silent)


def rules(told: WhatIf) -> set[str]:
    return {finding.rule for finding in told.findings}


def two_books() -> MemoryTenant:
    return tenant_of(w.observed_book(1, total=20, used=3), w.observed_book(2), people={1: PUPILS, 2: PUPILS[:4]})


def test_a_new_assignment_is_forecast_and_its_lines_carry_the_cap_that_it_needs() -> None:
    told = ask(w.desired(w.desired_book(1)), two_books())
    assert told.change is not None and told.change.action is Action.CREATE
    assert told.forecast is not None and Seats(12, 9) == told.forecast.new
    assert "VPP401" in rules(told)
    assert told.snippet is not None and Place.ASSIGNMENTS is told.snippet.place
    assert ("- group: Group 1", "  intent: required", "  seatCap: 12") == told.snippet.lines


def test_nothing_is_written_and_nothing_that_was_there_changes() -> None:
    desired, tenant = w.desired(w.desired_book(1)), two_books()
    before = (fingerprint(tenant), desired.digest, replace(desired))
    ask(desired, tenant)
    assert before == (fingerprint(tenant), desired.digest, desired) and not tenant.writes


def test_what_the_yaml_says_and_the_tenant_shows_needs_nothing() -> None:
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 12)))
    told = ask(desired, tenant_of(w.observed_book(1, w.shown(1, "required")), people={1: PUPILS}))
    assert (None, None, (), "required") == (told.change, told.snippet, told.others, told.before)


def test_a_wider_intent_keeps_the_place_and_raises_the_cap() -> None:
    own = w.assignment(w.group_id(1), "available", 5, line=7)
    book = w.desired_book(1, own)
    desired = w.desired(replace(book, book=replace(book.book, assignments=(own,))))
    tenant = tenant_of(w.observed_book(1, w.shown(1, "available")), people={1: PUPILS})
    told = ask(desired, tenant, group=w.group_id(1))
    assert told.change is not None and told.change.action is Action.UPDATE and "VPP410" in rules(told)
    assert told.snippet is not None and told.snippet.position is not None
    assert (Place.ASSIGNMENT, 7) == (told.snippet.place, told.snippet.position.line)
    assert "  seatCap: 12" == told.snippet.lines[-1]


def test_an_assignment_of_a_reading_list_is_told_as_such() -> None:
    book = w.desired_book(1)
    listed = replace(book, assignments=(w.assignment(w.group_id(1), "available", 12, line=30),))
    told = ask(w.desired(listed), two_books(), group=w.group_id(1))
    assert told.snippet is not None and Place.READING_LIST is told.snippet.place


def test_a_book_that_only_the_tenant_has_is_declared_by_the_lines() -> None:
    told = ask(w.desired(w.desired_book(1)), two_books(), book=w.book_id(2), group="Group 2")
    assert told.snippet is not None and Place.BOOKS is told.snippet.place
    assert ("books:", "  - title: Book 2", "    token: norr") == told.snippet.lines[:3]
    assert told.change is not None and told.change.position is None
    assert all(one.position is None or one.position.path for one in told.findings)


def test_what_declaring_a_book_would_delete_is_told() -> None:
    tenant = tenant_of(w.observed_book(1), w.observed_book(2, w.shown(3, "available")), people={1: PUPILS})
    desired = w.desired(w.desired_book(1), mode=Mode.AUTHORITATIVE)
    told = ask(desired, tenant, book="Book 2")
    assert [Action.DELETE] == [change.action for change in told.others]


def test_a_book_that_is_known_by_number_alone_is_declared_by_the_lines() -> None:
    book = replace(w.desired_book(1), book=Book(None, w.TOKEN, w.book_id(1), None, None, marks=NOWHERE))
    told = ask(w.desired(book), two_books())
    assert told.snippet is not None and Place.BOOKS is told.snippet.place


def test_findings_of_other_books_are_left_out_and_those_it_causes_are_told() -> None:
    other = w.desired_book(2, w.assignment(w.group_id(2), "required"))
    alone = ask(w.desired(w.desired_book(1), other), two_books())
    assert all(w.book_id(2) not in finding.books for finding in alone.findings)
    budget = ask(w.desired(w.desired_book(1), other, policy=Policy(max_new_seats=10)), two_books())
    assert "VPP410" in rules(budget)
    assert [w.book_id(2)] == [change.book.id for change in budget.others if change.book]


def test_a_large_group_is_told() -> None:
    told = ask(w.desired(w.desired_book(1), policy=Policy(large_group=5)), two_books())
    assert "VPP313" in rules(told)


def test_a_group_that_is_not_there_has_no_forecast_and_no_lines() -> None:
    told = ask(w.desired(w.desired_book(1, w.assignment(w.group_id(2), "required", 4))), two_books(), group="Group 1x")
    assert "VPP307" in rules(told)
    assert (None, None, None) == (told.change, told.forecast, told.snippet)


def test_a_mode_that_only_looks_on_is_told() -> None:
    told = ask(w.desired(w.desired_book(1, mode=Mode.OBSERVE)), two_books())
    assert told.change is not None and told.change.held is not None and told.change.held.rule is None


def test_a_book_of_a_token_that_no_file_declares_is_wrong_usage() -> None:
    foreign = replace(w.observed_book(2), token=TokenId("70000000-0000-0000-0000-000000000009"))
    with pytest.raises(UsageError, match="which no file declares"):
        ask(w.desired(w.desired_book(1)), tenant_of(w.observed_book(1), foreign), book="Book 2")
