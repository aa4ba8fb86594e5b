"""What `token check` says of a content token, and of what is none."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from reconciler.model.content_token import Flaw
from reconciler.model.contents import ContentFacts
from reconciler.model.entities import Language
from reconciler.report.lines import plain
from reconciler.report.token_check import flaw_text, token_check_document, token_check_lines
from reconciler.report.token_check_texts import token_check_phrases
from tests.report.plans import HOSTILE
from tests.report.test_book_page import holes

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def told(ahead: timedelta, language: Language = Language.EN) -> str:
    return plain(token_check_lines(ContentFacts("Norr", NOW + ahead), NOW, language))


@pytest.mark.parametrize(
    ("expected", "ahead"),
    [
        ("2026-12-13T12:00:00Z, in 21 days", timedelta(days=21)),
        ("2026-11-24T11:59:59Z, in 1 day", timedelta(days=2, seconds=-1)),
        ("in less than a day", timedelta(seconds=1)),
        ("less than a day ago", timedelta(0)),
        ("less than a day ago", timedelta(hours=-23)),
        ("1 day ago", timedelta(days=-1)),
        ("2026-11-19T12:00:00Z, 3 days ago", timedelta(days=-3)),
    ],
)
def test_the_expiry_is_told_in_days(expected: str, ahead: timedelta) -> None:
    line = told(ahead).splitlines()[1]
    assert line.startswith("expires") and line.endswith(expected)


def test_one_that_has_expired_says_what_to_do() -> None:
    assert "ok:" in told(timedelta(seconds=1))
    for over in (timedelta(0), timedelta(days=-400)):
        assert "Download a new one" in told(over) and "ok:" not in told(over)


@pytest.mark.parametrize("flaw", list(Flaw))
def test_every_flaw_has_words_in_both_languages(flaw: Flaw) -> None:
    english, swedish = flaw_text(flaw, Language.EN), flaw_text(flaw, Language.SV)
    assert english != swedish
    assert english in plain(token_check_lines(flaw, NOW, Language.EN))
    assert swedish in plain(token_check_lines(flaw, NOW, Language.SV))


def test_programs_get_the_same_keys_whatever_it_is() -> None:
    good = token_check_document(ContentFacts("Norr", NOW + timedelta(days=21)), NOW)
    bad = token_check_document(Flaw.NOT_JSON, NOW)
    assert list(good) == list(bad)
    assert {
        "formatVersion": "1.0",
        "organization": "Norr",
        "expires": "2026-12-13T12:00:00Z",
        "days": 21,
        "expired": False,
        "flaw": None,
        "message": None,
    } == json.loads(json.dumps(good))
    assert ("not-json", None, None) == (bad["flaw"], bad["organization"], bad["expired"])
    assert (-3, True) == tuple(
        token_check_document(ContentFacts("Norr", NOW - timedelta(days=3)), NOW)[key] for key in ("days", "expired")
    )


def test_a_hostile_organization_stays_on_its_line() -> None:
    lines = plain(token_check_lines(ContentFacts(HOSTILE, NOW), NOW, Language.EN)).splitlines()
    assert 3 == len(lines)
    assert "\u202e" not in lines[0]


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = (token_check_phrases(language).templates for language in (Language.EN, Language.SV))
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}
