"""Findings as text and as JSON."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.finding import Finding, Related
from reconciler.model.position import Position
from reconciler.report.findings_json import as_json, findings_document
from reconciler.report.findings_text import Totals, counted, findings_lines
from reconciler.report.lines import plain
from reconciler.report.markdown import findings_markdown
from tests.report.plans import HOSTILE, RULES, finding

Golden = Callable[[str, str], None]
TOTALS = Totals(files=14, books=6, assignments=11)


def some() -> tuple[Finding, ...]:
    """Findings of every kind: with a further place, accepted, without a remedy, without a place, hostile."""
    clash = finding("VPP307", "GROUP-UNKNOWN", "error", 'no group "Klass 9X".', 'Did you mean "Klass 9A"?', 20)
    return (
        replace(clash, related=(Related(Position("desired-state/groups.yaml", 4, 12), "declared here"),)),
        replace(finding("VPP313", "ASSIGN-BLAST-RADIUS", "guard", "120 users.", "", 9), accepted="order 2026-118"),
        finding("VPP502", "DRIFT-MANAGED", "warning", "changed.", ""),
        replace(finding("VPP502", "DRIFT-MANAGED", "warning", HOSTILE, HOSTILE), subject=HOSTILE),
        finding("VPP999", "OF-A-LATER-VERSION", "info", "something new.", "Update.", 3),
    )


def text(findings: tuple[Finding, ...]) -> str:
    """The findings as text."""
    return plain(findings_lines(findings, TOTALS, RULES))


def test_findings_as_text_are_as_accepted(golden: Golden) -> None:
    golden("findings.txt", text(some()))


def test_findings_as_json_are_as_accepted(golden: Golden) -> None:
    golden("findings.json", as_json(findings_document(some(), 14)))


def test_findings_as_markdown_are_as_accepted(golden: Golden) -> None:
    golden("findings.md", findings_markdown(some(), RULES))


def test_each_finding_has_three_lines_whatever_is_in_its_names() -> None:
    lines = text(some()).splitlines()
    assert 3 * len(some()) + 1 == len(lines)
    assert [line.startswith("  ") for line in lines[:-1]] == [False, True, True] * len(some())


def test_without_findings_one_line_says_what_was_checked() -> None:
    assert text(()) == "ok: 14 files, 6 books, 11 assignments\n"


def test_one_of_each_is_said_in_the_singular() -> None:
    assert plain(findings_lines((), Totals(1, 1, 1), RULES)) == "ok: 1 file, 1 book, 1 assignment\n"


@pytest.mark.parametrize(
    ("severities", "expected"),
    [
        (("warning", "error", "error"), "2 errors, 1 warning"),
        (("info", "guard", "info"), "1 guard, 2 infos"),
    ],
)
def test_the_last_line_counts_the_gravest_first(severities: tuple[str, ...], expected: str) -> None:
    findings = tuple(finding("VPP502", "X", severity, "", "") for severity in severities)
    assert expected == counted(findings)
    assert f"{expected} in 14 files" == text(findings).splitlines()[-1]


def test_json_counts_by_severity_and_holds_exact_names() -> None:
    body = json.loads(as_json(findings_document(some(), 14)))
    assert body["summary"] == {"files": 14, "error": 1, "guard": 1, "warning": 2, "info": 1}
    assert body["findings"][3]["message"] == HOSTILE
