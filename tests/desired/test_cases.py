"""Every folder of `tests/cases/static`: what its `.input` gives is what its `expected.json` says.

A case needs no Python: add a folder with `.input/` (a dot folder, so that nobody's `validate` finds it from
outside), then run `pytest tests/desired --accept` and read the diff.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reconciler.desired.load import load
from reconciler.model.catalogue import ALL
from reconciler.model.finding import Finding
from reconciler.rules.static import check_static

CASES = sorted((Path(__file__).parents[1] / "cases/static").iterdir())
STATIC_RULES = {
    *(f"VPP00{number}" for number in range(1, 7)),
    *(f"VPP10{number}" for number in range(1, 8)),
    *(f"VPP20{number}" for number in range(1, 6)),
    *("VPP301", "VPP303", "VPP304", "VPP305", "VPP306", "VPP318", "VPP323"),
}


def found(folder: Path) -> list[Finding]:
    """All findings of a folder, in order."""
    loaded = load(["."], folder)
    return list(loaded.wanted((*loaded.findings, *check_static(loaded.repository))))


def told(finding: Finding) -> dict[str, Any]:
    """What a case says about one finding."""
    place = finding.position
    assert place is not None
    told = {"rule": finding.rule, "at": f"{place.path}:{place.line}:{place.column}", "message": finding.message}
    related = [f"{item.position.path}:{item.position.line}:{item.position.column}" for item in finding.related]
    return {**told, "remedy": finding.remedy, **({"related": related} if related else {})}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_gives_what_it_expects(case: Path, accept: bool, tmp_path: Path) -> None:
    folder = tmp_path / "repository"
    shutil.copytree(case / ".input", folder)
    actual = [told(finding) for finding in found(folder)]
    if accept:
        (case / "expected.json").write_text(json.dumps(actual, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads((case / "expected.json").read_text("utf-8")) == actual


def test_every_static_rule_fails_in_a_case() -> None:
    told = {item["rule"] for case in CASES for item in json.loads((case / "expected.json").read_text("utf-8"))}
    assert set() == STATIC_RULES - told


def test_every_static_rule_is_in_the_catalogue() -> None:
    assert set() == STATIC_RULES - ALL.keys()
