"""Every folder of `tests/cases/live` and `plan`: what a plan says about its YAML and tenant is what it expects.

A case needs no Python: add a folder (`live_cases` says what it holds), run `pytest tests/rules --accept`, and read
the diff as a reviewer would.
"""

import json
from pathlib import Path

import pytest

from tests.rules.live_cases import cases, play, told

CASES = [*cases("live"), *cases("plan")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_case_gives_what_it_expects(case: Path, accept: bool, tmp_path: Path) -> None:
    actual = told(play(case, tmp_path))
    if accept:
        (case / "expected.json").write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads((case / "expected.json").read_text("utf-8")) == actual
