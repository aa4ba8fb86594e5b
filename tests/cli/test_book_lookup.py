"""Which book is meant: by number, title, or title without case; never guessed among several."""

from dataclasses import replace

import pytest

from reconciler.cli.book_lookup import Candidate, candidates, declared_candidates, find_book
from reconciler.match import match
from reconciler.model.entities import Book
from reconciler.model.errors import UsageError
from reconciler.model.ids import AdamId, Handle
from tests import worlds as w


def all_of() -> tuple[Candidate, ...]:
    """Book 1 in YAML and tenant, book 2 in the tenant alone, book 3 in the YAML alone."""
    desired = w.desired(w.desired_book(1), w.desired_book(3))
    observed = w.observed(w.observed_book(1), w.observed_book(2))
    return candidates(desired.books, match(desired, observed), observed.books)


@pytest.mark.parametrize("text", ["Book 1", " book 1", "BOOK 1", w.book_id(1), w.book_id(1).upper(), "1001"])
def test_a_book_is_found_by_title_id_and_adam_id(text: str) -> None:
    found = find_book(text, all_of())
    assert found.desired is not None and found.observed is not None
    assert w.book_id(1) == found.observed.id


def test_books_of_one_side_alone_are_found_too() -> None:
    tenant_only, yaml_only = find_book("Book 2", all_of()), find_book("Book 3", all_of())
    assert (None, "norr") == (tenant_only.desired, tenant_only.token)
    assert (None, "norr") == (yaml_only.observed, yaml_only.token)


def test_several_books_are_named_with_what_tells_them_apart() -> None:
    twin = w.desired_book(2)
    other = replace(twin, book=replace(twin.book, title="Book 1", token=Handle("söder")))
    with pytest.raises(UsageError) as stopped:
        find_book("Book 1", declared_candidates([w.desired_book(1), other]))
    assert 64 == stopped.value.exit_code
    assert all(
        part in stopped.value.message for part in ("norr", "söder", w.book_id(1), w.book_id(2), "books.yaml:1:1")
    )


def test_the_exact_title_comes_before_one_of_other_case() -> None:
    other = w.desired_book(2)
    loud = replace(other, book=replace(other.book, title="BOOK 1"))
    assert w.desired_book(1) == find_book("Book 1", declared_candidates([loud, w.desired_book(1)])).desired


def test_a_number_comes_before_a_title() -> None:
    named = replace(w.desired_book(1), book=Book("1984", w.TOKEN, w.book_id(1), None, None))
    numbered = replace(w.desired_book(2), book=Book("Other", w.TOKEN, None, AdamId("1984"), None))
    assert numbered == find_book("1984", declared_candidates([named, numbered])).desired


def test_no_book_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError) as stopped:
        find_book("Bock 3", all_of())
    assert 'Did you mean "Book 3"?' == stopped.value.remedy


def test_many_books_of_one_title_are_not_all_listed() -> None:
    many = [replace(w.desired_book(n), book=replace(w.desired_book(n).book, title="X")) for n in range(30)]
    with pytest.raises(UsageError, match="means 30 books") as stopped:
        find_book("X", declared_candidates(many))
    assert 10 == stopped.value.message.count('"X" of')
