"""The public YAML test suite: what must be refused gives a finding, and nothing gives a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.desired.load import load

SUITE = Path(__file__).parents[3] / "shared/data/yaml-test-suite.json"


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(SUITE.read_text("utf-8"))["cases"] if SUITE.exists() else []
    return found


def findings(folder: Path, text: str) -> list[str]:
    (folder / "tenant.yaml").write_text("tenant: {name: nord, cloud: sandbox}\n")
    (folder / "case.yaml").write_text(text, "utf-8", newline="")
    loaded = load(["."], folder)
    return [finding.rule for finding in loaded.findings if finding.position and finding.position.path == "case.yaml"]


@pytest.mark.skipif(not SUITE.exists(), reason="the suite is not beside the clone (../shared/data)")
def test_every_case_that_must_be_refused_gives_a_finding(tmp_path: Path) -> None:
    refused = [case for case in cases() if case["error"]]
    assert refused
    assert [] == [case["id"] for case in refused if not findings(tmp_path, case["yaml"])]


@pytest.mark.skipif(not SUITE.exists(), reason="the suite is not beside the clone (../shared/data)")
def test_no_case_stops_the_reader(tmp_path: Path) -> None:
    told = [findings(tmp_path, case["yaml"]) for case in cases()]
    assert len(cases()) == len(told)
    assert all(rules.count("VPP006") <= 1 for rules in told)
