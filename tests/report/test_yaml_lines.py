"""YAML to paste reads back as what it was made of."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.scalars import kind_of
from reconciler.report.yaml_lines import entry, scalar

ODD = [
    "no",
    "Yes",
    "null",
    "~",
    "1984",
    "010",
    "12:30",
    "2026-08-14",
    "",
    " a",
    "a ",
    "a: b",
    "a #b",
    "- a",
    "*a",
    "&a",
]
ODD += [
    "{a}",
    "[a]",
    "a\nb",
    "\x1b",
    "\u2028",
    "\x85",
    '"',
    "\\",
    "'",
    "@a",
    "Svenska 2",
    "åk 9",
    "=",
    "<<",
    "\U0001f600",
]


@pytest.mark.parametrize("text", ODD)
def test_a_text_reads_back_as_it_was(text: str) -> None:
    assert text == yaml.safe_load(scalar(text))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_reads_back_as_it_was_and_stays_on_one_line(text: str) -> None:
    written = scalar(text)
    assert [text] == yaml.safe_load(f"- {written}")
    assert 1 == len(written.splitlines())


@given(st.from_regex(r"[a-zA-Z.0-9:~<=-]{1,6}", fullmatch=True))
def test_what_stands_unquoted_is_a_text_for_every_reader(text: str) -> None:
    assert scalar(text) != text or kind_of(text) == ""


def test_usual_names_need_no_quotes() -> None:
    assert ["Svenska 2", "klass-9a", "it@norr.example", '"1234567890"'] == [
        scalar(text) for text in ("Svenska 2", "klass-9a", "it@norr.example", "1234567890")
    ]


def test_an_entry_is_one_item_of_a_sequence() -> None:
    lines = entry([("group", "klass-9a"), ("seatCap", "3")], 2)
    assert ["  - group: klass-9a", "    seatCap: 3"] == lines
