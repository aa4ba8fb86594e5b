"""Findings as SARIF: valid by its official schema, with rules, levels, places and suppressions."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator, FormatChecker

from reconciler.model.catalogue import ALL
from reconciler.model.finding import Finding
from reconciler.report.findings_json import as_json
from reconciler.report.sarif import sarif_document
from tests.report.found import HOME, NASTY, at, every_kind
from tests.report.plans import RULES

SCHEMA = Path(__file__).parents[3] / "shared/data/sarif-2.1.0.schema.json"


def sarif(findings: tuple[Finding, ...]) -> Any:
    """The document as it is read back."""
    return json.loads(as_json(sarif_document(findings, ALL, "0.1.0", "reconciler/validate", HOME)))


def results(*findings: Finding) -> Any:
    return sarif(findings)["runs"][0]["results"]


def test_sarif_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("findings.sarif", as_json(sarif_document(every_kind(), RULES, "0.1.0", "reconciler/plan/nordskolan", HOME)))


@pytest.mark.parametrize("findings", [(), every_kind(), every_kind() * 2], ids=["none", "every kind", "each twice"])
def test_sarif_is_valid_by_the_official_schema(findings: tuple[Finding, ...]) -> None:
    if not SCHEMA.exists():
        pytest.skip("the official schema is not beside this clone")
    schema = json.loads(SCHEMA.read_text("utf-8"))
    checker = Draft4Validator(schema, format_checker=FormatChecker())
    assert [] == [error.message for error in checker.iter_errors(sarif(findings))]


def test_every_rule_of_the_catalogue_makes_a_valid_and_helpful_entry() -> None:
    findings = tuple(at("a.yaml", rule=rule) for rule in ALL)
    rules = sarif(findings)["runs"][0]["tool"]["driver"]["rules"]
    assert sorted(ALL) == [rule["id"] for rule in rules]
    for rule in rules:
        assert rule["shortDescription"]["text"] == ALL[rule["id"]].statement
        assert rule["helpUri"].startswith("https://") and rule["helpUri"].endswith(f"{rule['id']}.md")
        assert ALL[rule["id"]].why in rule["help"]["text"] and ALL[rule["id"]].why in rule["help"]["markdown"]
        assert rule["properties"]["tags"] and rule["properties"]["severity"] == ALL[rule["id"]].severity


def test_a_rule_stands_once_and_results_point_at_it() -> None:
    run = sarif(every_kind() * 2)["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert sorted(set(rules)) == rules
    assert [finding.rule for finding in every_kind() * 2] == [rules[one["ruleIndex"]] for one in run["results"]]


def test_levels_follow_severities_also_of_accepted_guards() -> None:
    levels = [one["level"] for one in results(*every_kind())]
    assert ["error", "error", "error", "warning", "note", "error", "error", "warning", "note"] == levels


def test_only_an_accepted_guard_is_suppressed_with_its_reason_and_place() -> None:
    told = results(*every_kind())
    assert [False, False, True, *[False] * 6] == ["suppressions" in one for one in told]
    [suppression] = told[2]["suppressions"]
    assert ("inSource", "order 2026-118") == (suppression["kind"], suppression["justification"])
    assert 12 == suppression["location"]["physicalLocation"]["region"]["startLine"]


@pytest.mark.parametrize("path", ["a b.yaml", "å/ö.yaml", "a:b.yaml", "100%.yaml", "../up/[x]?#.yaml", "%41.yaml"])
def test_a_path_is_a_relative_reference_that_reads_back_as_the_path(path: str) -> None:
    [result] = results(at(path))
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(uri) == path
    assert uri.isascii() and not set(uri) & set(" :?#[]")


def test_a_path_that_is_no_utf_8_is_written_byte_by_byte() -> None:
    [result] = results(at("b\udce5ck.yaml"))
    assert "b%E5ck.yaml" == result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


def test_what_stands_in_no_file_is_named_and_shown_at_the_tenants_entry() -> None:
    [location] = results(*every_kind())[4]["locations"]
    assert "desired-state/tenant.yaml" == location["physicalLocation"]["artifactLocation"]["uri"]
    assert [{"fullyQualifiedName": 'intune: book "Atlas"'}] == location["logicalLocations"]


def test_messages_hold_the_exact_text_and_start_no_link() -> None:
    told = results(*every_kind())
    assert told[6]["message"]["text"] == f"{NASTY} Correct it."
    assert "\\[x\\](http://evil.example)" in told[7]["message"]["text"]
