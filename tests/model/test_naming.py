"""When two names are one, which was meant, and how a name is quoted."""

import base64

import pytest

from reconciler.model.countries import TWO_LETTERS, probably
from reconciler.model.naming import composed, fold, nearest
from reconciler.model.quoting import SECRET, shown

SECRET_TEXT = base64.b64encode(b'{"token": "x", "expDate": "y", "orgName": "z"}').decode()


@pytest.mark.parametrize(
    ("one", "other"), [("\u00c5k 9", "A\u030ak 9"), (" Klass 9A", "klass 9a "), ("STRASSE", "straße"), ("É", "e\u0301")]
)
def test_names_are_one_after_normalisation(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_titles_keep_their_case() -> None:
    assert composed("A\u030ak ") == composed("\u00c5k") != composed("\u00e5k")


@pytest.mark.parametrize(("expected", "name"), [("appleId", "appleld"), ("", "zzz"), ("appleId", "APPLEID")])
def test_the_nearest_name_is_offered(expected: str, name: str) -> None:
    assert expected == nearest(name, ["name", "appleId", "accountType"])


def test_among_too_many_names_none_is_offered() -> None:
    assert "" == nearest("name 1", (f"name {number}" for number in range(10_000)))


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("Svenska 2", "Svenska 2"),
        ("a\\nb\\u202ec", "a\nb\u202ec"),
        ("x" * 30 + " " + "y" * 30 + " " + "z" * 17 + "…", "x" * 30 + " " + "y" * 30 + " " + "z" * 30),
        ("a … b", "a " + "x" * 50 + " b"),
        (SECRET, SECRET_TEXT),
        (SECRET, " ".join(SECRET_TEXT[start : start + 8] for start in range(0, len(SECRET_TEXT), 8))),
    ],
)
def test_a_value_is_quoted_short_on_one_line_and_never_a_secret(expected: str, value: str) -> None:
    assert expected == shown(value)


@pytest.mark.parametrize(("expected", "text"), [("SE", "se"), ("SE", "SWE"), ("GB", "UK"), ("", "Sverige")])
def test_the_country_that_was_meant_is_known(expected: str, text: str) -> None:
    assert expected == probably(text)


def test_there_are_249_countries() -> None:
    assert 249 == len(TWO_LETTERS)
