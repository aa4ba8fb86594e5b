"""What is said about imports and exports, in both languages."""

import string

import pytest

from reconciler.model.adoption import LeftKind, StepKind
from reconciler.model.book_list import IsbnFault, Missing
from reconciler.model.entities import Language
from reconciler.report.messages.en_import import PHRASES as ENGLISH
from reconciler.report.messages.import_phrases import import_phrases
from reconciler.report.messages.sv.imports import PHRASES as SWEDISH


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_have_the_same_phrases_with_the_same_holes() -> None:
    assert list(ENGLISH) == list(SWEDISH)
    assert {key: holes(text) for key, text in ENGLISH.items()} == {key: holes(text) for key, text in SWEDISH.items()}


def test_no_phrase_is_left_in_english() -> None:
    same = {key for key, text in ENGLISH.items() if text == SWEDISH[key]}
    assert {
        "import-assignment",
        "matrix-number",
        "matrix-id",
        "matrix-token",
        "matrix-unmanaged",
    } == same


@pytest.mark.parametrize("language", list(Language))
def test_everything_that_can_be_said_has_its_words(language: Language) -> None:
    templates = import_phrases(language).templates
    needed = [f"import-{kind}" for kind in StepKind] + [f"left-{kind}" for kind in LeftKind]
    needed += [f"list-{what}-{how}" for what in (Missing.BOOK, Missing.GROUP) for how in ("many", "none")]
    needed += [f"list-isbn-{how}" for how in ("none", *IsbnFault)]
    assert [] == [key for key in needed if key not in templates]
