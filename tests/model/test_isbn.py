"""Check digits of ISBNs, and when two ISBNs are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.isbn import bare, check_digit, isbn_13


@pytest.mark.parametrize(
    ("expected", "isbn"),
    [("8", "9789144000008"), ("8", "9789144000001"), ("2", "0306406152"), ("X", "080442957X"), ("X", "0804429571")],
)
def test_the_check_digit_is_reckoned(expected: str, isbn: str) -> None:
    assert expected == check_digit(isbn)


@pytest.mark.parametrize("isbn", ["", "X", "978914400000X", "12345", "97891440000089", "97891440٠0008", "08044X9571"])
def test_what_is_no_isbn_has_no_check_digit(isbn: str) -> None:
    assert "" == check_digit(isbn)


@pytest.mark.parametrize(
    ("expected", "isbn"),
    [
        ("9789144000008", "978-91-44-00000-8"),
        ("9780306406157", "0-306-40615-2"),
        ("9780804429573", "0 8044 2957 x"),
        ("", "9789144000001"),
        ("", "9.78914E+12"),
        ("", ""),
    ],
)
def test_isbns_are_compared_with_13_digits(expected: str, isbn: str) -> None:
    assert expected == isbn_13(isbn)


@given(st.text("0123456789", min_size=9, max_size=9))
def test_both_forms_of_an_isbn_are_one(body: str) -> None:
    short, long = body + check_digit(body + "0"), "978" + body
    assert isbn_13(short) == long + check_digit(long + "0") == isbn_13(bare(isbn_13(short)))
