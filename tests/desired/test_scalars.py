"""What an unquoted scalar means, and when YAML 1.1 reads something else."""

import math

import pytest

from reconciler.desired.scalars import Misread, kind_of, old_octal, plain


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (None, ""),
        (None, "~"),
        (None, "NULL"),
        (True, "True"),
        (False, "false"),
        (28, "28"),
        (-3, "-3"),
        (31, "0x1F"),
        (15, "0o17"),
        (7, "007"),
        (28.0, "28.0"),
        (1000.0, "1e3"),
        (math.inf, ".inf"),
        (-math.inf, "-.INF"),
        (Misread("010"), "010"),
        (Misread("yes"), "yes"),
        (Misread("oFF"), "oFF"),
        (Misread("n"), "n"),
        (Misread("12:30"), "12:30"),
        (Misread("1_000"), "1_000"),
        (Misread("0b11"), "0b11"),
        (Misread("2026-08-14"), "2026-08-14"),
        (Misread("2026-08-14T07:00:00Z"), "2026-08-14T07:00:00Z"),
        (Misread("<<"), "<<"),
        ("nULL", "nULL"),
        ("1.2.3", "1.2.3"),
        ("08:30", "08:30"),
        ("9a", "9a"),
        ("5b0c0000-0000-0000-0000-000000000000", "5b0c0000-0000-0000-0000-000000000000"),
        ("Svenska 2", "Svenska 2"),
        ("-", "-"),
        (".", "."),
    ],
)
def test_a_scalar_is_read_by_yaml_1_2_unless_yaml_1_1_differs(expected: object, text: str) -> None:
    actual = plain(text)
    assert (type(expected), expected) == (type(actual), actual)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(plain(".nan"))  # type: ignore[arg-type]


def test_a_number_of_ten_thousand_digits_is_not_converted() -> None:
    assert Misread("9" * 10_000) == plain("9" * 10_000)


@pytest.mark.parametrize(
    ("expected", "text"), [("null", "~"), ("boolean", "NO"), ("date", "2026-08-14"), ("number", "010"), ("", "abc")]
)
def test_a_message_can_say_what_a_text_is_taken_for(expected: str, text: str) -> None:
    assert expected == kind_of(text)


@pytest.mark.parametrize(("expected", "text"), [(True, "010"), (False, "007"), (False, "10"), (False, "08")])
def test_only_an_integer_with_two_meanings_is_an_old_octal(expected: bool, text: str) -> None:
    assert expected is old_octal(text)
