"""The rules are the same ones everywhere: in the list of rules, in the code, in the documentation, and in the cases."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from reconciler.model.catalogue import ALL
from reconciler.model.catalogue.unchecked import UNCHECKED
from reconciler.model.rule import Rule
from tests.rules.live_cases import cases, rule_of

ROOT = Path(__file__).parents[2]
LIST_OF_RULES = ROOT.parent / "shared/RULES.md"
_ROW = re.compile(r"^\| (VPP\d{3}) \| ([A-Z0-9-]+) \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)

# Rules that no case shows yet, with the reason. An entry that is no longer true fails the test: the list only shrinks.
WHILE_APPLYING = "speaks while something is applied: shown by the tests of apply"
WITH_APPROVALS = "speaks of approvals and emergencies: shown by the tests of apply"
WITH_MONITORING = "speaks of the passing of time: shown by tests/rules/test_monitor.py"
WITH_EVIDENCE = "comes with the evidence of the ledger"
WHILE_AUDITING = "speaks of the ledger, not of a plan: shown by the tests of audit"
CANNOT_BE_CHECKED = "the services do not tell: its page says so"
WITHOUT_A_CASE: tuple[tuple[str, str], ...] = (
    ("VPP211", WITH_MONITORING),
    ("VPP319", CANNOT_BE_CHECKED),
    ("VPP322", CANNOT_BE_CHECKED),
    ("VPP408", WITH_MONITORING),
    ("VPP501", WHILE_APPLYING),
    ("VPP506", WHILE_APPLYING),
    ("VPP507", WHILE_APPLYING),
    ("VPP508", WHILE_APPLYING),
    ("VPP510", WITH_APPROVALS),
    ("VPP511", WITH_APPROVALS),
    ("VPP518", WHILE_APPLYING),
    ("VPP601", WITH_MONITORING),
    ("VPP602", WITH_MONITORING),
    ("VPP603", WITH_MONITORING),
    ("VPP604", WHILE_AUDITING),
    ("VPP605", WHILE_AUDITING),
    ("VPP606", WHILE_AUDITING),
    ("VPP607", WHILE_AUDITING),
    ("VPP608", WITH_EVIDENCE),
)
VPP6 = ("VPP608",)
# Of those above, the ones of which the code knows nothing at all, not even the words.
NOT_IN_THE_CODE = frozenset(VPP6)


@pytest.fixture(scope="module")
def listed() -> dict[str, tuple[str, str, str]]:
    """Slug, severity and phases by id, as the list of rules has them."""
    if not LIST_OF_RULES.exists():
        pytest.skip("the list of rules (../shared/RULES.md) is not beside this clone")
    rows = _ROW.findall(LIST_OF_RULES.read_text("utf-8"))
    return {rule: (slug, severity.strip(), phases.strip()) for rule, slug, severity, phases in rows}


def in_the_code() -> dict[str, Rule]:
    return {**ALL, **{rule: one.rule for rule, one in UNCHECKED.items()}}


def shown() -> dict[str, set[bool]]:
    """By rule, whether the cases named after it find it: a case that fails gives True, one that passes False."""
    outcomes: defaultdict[str, set[bool]] = defaultdict(set)
    for case in (*cases("static"), *cases("live"), *cases("plan")):
        expected = json.loads((case / "expected.json").read_text("utf-8"))
        findings = expected if isinstance(expected, list) else expected["findings"]
        rule = rule_of(case)
        outcomes[rule].add(any(one["rule"] == rule and "accepted" not in one for one in findings))
    return {rule: several for rule, several in outcomes.items() if rule.startswith("VPP")}


def test_every_listed_rule_is_in_the_code_or_named_as_missing(listed: dict[str, tuple[str, str, str]]) -> None:
    assert set(listed) - NOT_IN_THE_CODE == set(in_the_code())


def test_rules_are_called_and_weighed_as_listed(listed: dict[str, tuple[str, str, str]]) -> None:
    told = {
        rule: (one.slug, str(one.severity), ", ".join(str(phase) for phase in one.phases))
        for rule, one in in_the_code().items()
    }
    assert {rule: row for rule, row in listed.items() if rule in told} == told


def test_every_listed_rule_has_a_case_or_a_reason(listed: dict[str, tuple[str, str, str]]) -> None:
    assert set(listed) == shown().keys() | {rule for rule, _ in WITHOUT_A_CASE}


def test_every_rule_of_the_code_has_a_case_that_fails_and_one_that_passes() -> None:
    without = {rule for rule, _ in WITHOUT_A_CASE}
    assert {rule: {True, False} for rule in in_the_code() if rule not in without} == shown()


def test_what_cannot_be_checked_is_checked_nowhere() -> None:
    assert {rule for rule, why in WITHOUT_A_CASE if why is CANNOT_BE_CHECKED} == set(UNCHECKED)
    assert set() == UNCHECKED.keys() & ALL.keys()


def test_every_rule_of_the_code_has_a_page_and_no_other_has() -> None:
    pages = {path.stem for path in (ROOT / "docs/rules").glob("VPP*.md")}
    assert in_the_code().keys() == pages


@pytest.mark.parametrize("phase", ["live", "plan"])
def test_a_case_stands_with_the_phase_of_its_rule_and_has_a_number_of_its_own(phase: str) -> None:
    numbers = [case.name.split("-")[0] for case in cases(phase)]
    assert sorted(set(numbers)) == numbers
    at_apply_too = {"VPP512"}  # a plan already warns of an apply that has not ended
    elsewhere = {"VPP202", "VPP305", "VPP306"}  # static rules that only the tenant shows to be broken
    allowed = {str(rule): {str(one) for one in ALL[rule].phases} for rule in {rule_of(case) for case in cases(phase)}}
    assert [] == sorted(
        rule for rule, own in allowed.items() if phase not in own and rule not in at_apply_too | elsewhere
    )
