"""Drift as the text of an issue."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from reconciler.report.comment import MOST_CHARACTERS, issue_marker
from reconciler.report.drift import AnyDrift, drift_document
from reconciler.report.drift_issue import drift_issue, drift_title
from reconciler.report.findings_json import as_json
from reconciler.report.messages.phrases import ENGLISH
from tests.report.plans import HOSTILE, clean_plan, full_plan
from tests.report.test_drift import of_a_token, one, several

LINK = "https://ci.example/run/7"


def document(drift: Sequence[AnyDrift]) -> dict[str, Any]:
    """What `drift --format json` prints, read back."""
    read: dict[str, Any] = json.loads(as_json(drift_document(full_plan(), drift, "0.0.0")))
    return read


def test_an_issue_names_what_drifted_and_by_whom_and_what_to_do() -> None:
    text = drift_issue(document((of_a_token(), *several())), LINK)
    lines = text.splitlines()
    assert lines[0] == issue_marker("nordskolan")
    assert ENGLISH("drift-some", count=3) in lines[1]
    assert 3 == sum(line.startswith("- ") for line in lines)
    for said in ("was available, now required, git says available", "was SE, now NO", "2026-11-20T14", LINK):
        assert said in text
    assert "the audit log does not say by whom" in text
    assert "now not assigned, git says nothing" in text
    assert "To bring it back" in text


def test_without_drift_the_issue_says_so_and_asks_for_nothing() -> None:
    text = drift_issue(json.loads(as_json(drift_document(clean_plan(), (), "0.0.0"))), None)
    assert "no drift" in text
    assert "To bring it back" not in text


def test_names_do_nothing_in_an_issue() -> None:
    text = drift_issue(document([replace(one(), title=HOSTILE, group_name=HOSTILE)]), None)
    assert "<img" not in text
    assert "@admin" not in text
    assert "\n# heading" not in text


def test_an_issue_is_never_too_long() -> None:
    text = drift_issue(document([replace(one(), title="x" * 500)] * 500), LINK)
    assert MOST_CHARACTERS - 1_000 < len(text) <= MOST_CHARACTERS
    assert "lines are left out" in text


def test_the_title_stays_the_same_whatever_drifted() -> None:
    assert drift_title(document([one()])) == drift_title(document(several())) == "nordskolan: changed outside git"


@pytest.mark.parametrize("bad", [{}, {"tenant": {"name": "x", "cloud": "y"}}, {"drift": [{}]}])
def test_another_document_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError)):
        drift_issue(bad, None)
