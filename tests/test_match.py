"""Which declared thing is which in the tenant."""

from dataclasses import replace

from reconciler.match import match
from reconciler.model.entities import Group
from reconciler.model.ids import AdamId, GroupId, TokenId
from reconciler.model.observed import ObservedGroup, Unread
from tests import worlds as w


def test_a_token_is_found_by_organisation_and_account_without_regard_to_case() -> None:
    token = replace(w.token(token_id=None), organization="NORR", apple_id="IT@norr.example")
    result = match(w.desired(tokens=[token]), w.observed())
    assert w.TOKEN_ID == result.tokens[w.TOKEN].id


def test_a_token_with_an_id_is_found_by_it_alone() -> None:
    token = w.token(token_id=TokenId("70000000-0000-0000-0000-000000000002"))
    result = match(w.desired(tokens=[token]), w.observed())
    assert ({}, (token,)) == (result.tokens, result.missing_tokens)


def test_two_tokens_of_one_organisation_and_account_are_ambiguous() -> None:
    other = replace(w.observed_token(), id=TokenId("70000000-0000-0000-0000-000000000002"))
    result = match(w.desired(tokens=[w.token(token_id=None)]), w.observed(tokens=[w.observed_token(), other]))
    assert ({}, 1) == (result.tokens, len(result.ambiguous_tokens))


def test_books_of_a_missing_token_are_not_called_missing_too() -> None:
    result = match(w.desired(w.desired_book(1)), w.observed(w.observed_book(1), tokens=[]))
    assert (1, (), {}) == (len(result.missing_tokens), result.missing_books, result.books)


def _by(**changes: object) -> "w.DesiredBook":
    book = w.desired_book(1)
    return replace(book, book=replace(book.book, id=None, **changes))


def test_a_book_is_found_by_adam_id_within_its_token() -> None:
    result = match(w.desired(_by(adam_id=AdamId("1001"))), w.observed(w.observed_book(1), w.observed_book(2)))
    assert [w.book_id(1)] == list(result.books)


def test_a_book_of_another_token_is_not_this_book() -> None:
    elsewhere = replace(w.observed_book(1), token=TokenId("70000000-0000-0000-0000-000000000002"))
    for book in (w.desired_book(1), _by(adam_id=AdamId("1001")), _by()):
        result = match(w.desired(book), w.observed(elsewhere))
        assert ((book,), {}) == (result.missing_books, result.books)


def test_a_book_is_found_by_title_and_publisher_in_any_unicode_spelling() -> None:
    there = replace(w.observed_book(1), title="Språk", publisher="Fo\u0308rlaget")
    result = match(w.desired(_by(title="Spra\u030ak", publisher="Förlaget")), w.observed(there))
    assert [w.book_id(1)] == list(result.books)


def test_two_books_of_one_title_are_ambiguous() -> None:
    result = match(w.desired(_by()), w.observed(w.observed_book(1), replace(w.observed_book(2), title="Book 1")))
    assert (1, {}) == (len(result.ambiguous_books), result.books)


def test_two_declarations_of_one_book_are_told_apart_from_two_books() -> None:
    result = match(w.desired(w.desired_book(1), _by(adam_id=AdamId("1001"))), w.observed(w.observed_book(1)))
    assert (1, 1) == (len(result.books), len(result.doubled_books))


def test_a_group_is_found_by_its_exact_name_only() -> None:
    wanted = w.desired(w.desired_book(1, w.assignment("Group 1", "required"), w.assignment("group 2", "required")))
    result = match(wanted, w.observed(w.observed_book(1)))
    assert ({"Group 1": w.group_id(1)}, ["group 2"]) == (
        dict(result.group_ids),
        [group.label for group in result.missing_groups],
    )


def test_a_name_that_two_groups_bear_is_ambiguous() -> None:
    tenant = w.observed(w.observed_book(1))
    twin = ObservedGroup(GroupId("60000000-0000-0000-0000-0000000000ff"), "Group 1")
    result = match(
        w.desired(w.desired_book(1, w.assignment("Group 1", "required"))),
        replace(tenant, groups={**tenant.groups, twin.id: twin}),
    )
    assert (1, {}) == (len(result.ambiguous_groups), result.group_ids)


def test_a_group_that_may_not_be_read_is_not_called_missing() -> None:
    tenant = replace(w.observed(w.observed_book(1)), unread_groups={"Secret": Unread.FORBIDDEN})
    result = match(w.desired(w.desired_book(1, w.assignment("Secret", "required"))), tenant)
    assert ((), [(Group(None, None, "Secret"), Unread.FORBIDDEN)]) == (
        result.missing_groups,
        list(result.unread_groups),
    )
