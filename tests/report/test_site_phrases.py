"""The words of the status and of the site: the same in both languages, each said somewhere, none missing."""

import re
from pathlib import Path

import reconciler
from reconciler.model.entities import Language
from reconciler.model.status import Mark
from reconciler.report.messages.en_site import PHRASES as ENGLISH
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.messages.sv.site import PHRASES as SWEDISH
from reconciler.report.site.pages import NAMES
from tests.report.test_messages import english_left, holes

REPORT = Path(reconciler.__file__).parent / "report"
WORDS = ("mark-", "token-state-", "sync-", "site-page-")
"""Beginnings of keys that are put together from values."""


def texts() -> str:
    """Everything that says these phrases."""
    files = [*(REPORT / "site").glob("*.py"), *(REPORT / "templates/site").glob("*.j2"), *REPORT.glob("status_*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_both_languages_have_the_same_phrases_with_the_same_parameters() -> None:
    assert ENGLISH.keys() == SWEDISH.keys()
    for key, template in ENGLISH.items():
        assert {name for name, _ in holes(template)} == {name for name, _ in holes(SWEDISH[key])}, key


def test_swedish_has_no_english_word() -> None:
    assert {} == {key: found for key, text in SWEDISH.items() if (found := english_left(text))}


def test_every_phrase_is_said_and_every_one_that_is_said_is_there() -> None:
    said = set(re.findall(r"""["']((?:site|mark|title|column)-[a-z-]+[a-z])["']""", texts()))
    parts = {key for key in ENGLISH if key.startswith(("title-", "column-", *WORDS))}
    assert set() == ENGLISH.keys() - said - parts
    assert set() == said - site_phrases(Language.EN).templates.keys() - {"site-page"}


def test_every_mark_and_every_page_has_its_word() -> None:
    assert not {f"mark-{mark}" for mark in Mark if mark} - ENGLISH.keys()
    assert not {f"site-page-{name}" for name in (*NAMES, "status")} - ENGLISH.keys()
