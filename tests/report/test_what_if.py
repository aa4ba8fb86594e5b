"""The answer to `what-if` as text and as JSON."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.change import Action, Hold
from reconciler.model.entities import Language
from reconciler.model.forecast import Seats
from reconciler.model.position import Position
from reconciler.report.findings_json import as_json
from reconciler.report.lines import plain
from reconciler.report.what_if import Place, Snippet, WhatIf, snippet_lines, what_if_document, what_if_lines
from reconciler.report.what_if_texts import what_if_phrases
from tests.report.plans import (
    ATLAS,
    HOSTILE,
    KLASS_9A,
    LÄRARE,
    RULES,
    SVENSKA,
    change,
    clean_plan,
    finding,
    forecast,
    unknown_forecast,
)
from tests.report.test_book_page import holes

Golden = Callable[[str, str], None]
HOLD = Hold("VPP401", "up to 28 seats will be used for good.", "Write seatCap: 28.")
CREATE = replace(
    change(Action.CREATE, SVENSKA, KLASS_9A, None, "required"), seats=Seats(28, 13), held=HOLD, position=None
)
SNIPPET = Snippet(
    Place.ASSIGNMENTS, Position("desired-state/books.yaml", 8, 5), snippet_lines("klass-9a", "required", 28)
)


def answered() -> WhatIf:
    """A new assignment that would be held and would take another change with it."""
    numbers = forecast(SVENSKA, 18, 31, 46)
    other = replace(change(Action.CREATE, SVENSKA, LÄRARE, None, "available"), held=Hold("VPP410", "too many.", ""))
    return WhatIf(
        plan=replace(clean_plan(), forecast=(numbers,)),
        book=SVENSKA,
        group="Klass 9A",
        intent="required",
        before=None,
        change=CREATE,
        others=(other,),
        forecast=numbers,
        findings=(finding("VPP313", "ASSIGN-BLAST-RADIUS", "guard", "120 users.", "Accept it.", 9),),
        snippet=SNIPPET,
    )


def text(answer: WhatIf) -> str:
    return plain(what_if_lines(answer, RULES))


def test_the_answer_as_text_is_as_accepted(golden: Golden) -> None:
    golden("what-if.txt", text(answered()))


def test_the_answer_as_json_is_as_accepted(golden: Golden) -> None:
    golden("what-if.json", as_json(what_if_document(answered(), "0.1.0")))


def test_unknown_numbers_are_called_unknown() -> None:
    unknown = unknown_forecast(ATLAS)
    told = text(replace(answered(), forecast=unknown, change=replace(CREATE, seats=Seats(None, None))))
    assert 6 <= told.count("unknown") and "None" not in told
    assert "the book is assigned to all users" in told


@pytest.mark.parametrize(
    ("expected", "before", "severity"),
    [
        ("The YAML says so already, and the tenant shows it.", "required", "info"),
        ("The tenant shows it already", "available", "info"),
        ("It could not be planned", None, "error"),
    ],
)
def test_without_a_change_the_reason_is_told(expected: str, before: str | None, severity: str) -> None:
    told = finding("VPP307", "GROUP-UNKNOWN", severity, "…", "…")
    answer = replace(answered(), change=None, forecast=None, snippet=None, before=before, findings=(told,))
    assert expected in text(answer)


def test_a_mode_that_only_looks_on_is_told_as_such() -> None:
    assert "it would only be reported: mode observe" in text(
        replace(answered(), change=replace(CREATE, held=Hold(None, "mode observe", "")))
    )


def test_hostile_names_stay_on_their_line() -> None:
    hostile = replace(answered(), book=replace(SVENSKA, title=HOSTILE), group=HOSTILE)
    assert len(text(answered()).splitlines()) == len(text(hostile).splitlines())
    assert "\u202e" not in text(hostile)
    assert HOSTILE == what_if_document(hostile, "0.1.0")["group"]


@pytest.mark.parametrize("place", list(Place))
def test_every_place_is_said_in_words(place: Place) -> None:
    told = text(replace(answered(), snippet=replace(SNIPPET, place=place)))
    assert "To do it" in told and "{" not in told


def test_lines_of_a_book_hold_its_assignment() -> None:
    lines = snippet_lines("a", "available", None, [("title", "B"), ("token", "t")])
    assert ["books:", "  - title: B", "    token: t", "    assignments:"] == list(lines[:4])
    assert ("      - group: a", "        intent: available") == lines[4:]


def test_the_answer_in_swedish_is_as_accepted(golden: Golden) -> None:
    golden("what-if-sv.txt", plain(what_if_lines(answered(), RULES, Language.SV)))


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = what_if_phrases(Language.EN).templates, what_if_phrases(Language.SV).templates
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}
