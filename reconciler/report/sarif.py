"""Findings as SARIF 2.1.0, for code scanning. Read `sarif_document`.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", errata 01;
GitHub Docs, "SARIF support for code scanning" (read 2025-11): it wants a file and a line for every result.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.rule import Rule
from reconciler.report.fingerprint import fingerprints
from reconciler.report.sarif_rules import LEVELS, descriptor

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_OWN_FINGERPRINT = "reconcilerFinding/v1"
_LINE_FINGERPRINT = "primaryLocationLineHash"
"""The only fingerprint that GitHub compares. Without it GitHub makes one of the line's text, and takes every
edit of that line for a new finding."""
_LINK = re.compile(r"\[[^\]]*\]\(")


def sarif_document(
    findings: Sequence[Finding], rules: Mapping[str, Rule], version: str, analysis: str, home: Position | None
) -> dict[str, Any]:
    """One run of the tool with all findings, in their order, and every rule that they name.

    `analysis` keeps uploads of different analyses apart. `home` is the place of findings that stand in no file,
    such as the tenant's own entry; without it they have no file.
    """
    used = sorted({finding.rule: finding for finding in findings}.items())
    index = {rule: number for number, (rule, _) in enumerate(used)}
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "reconciler",
                        "semanticVersion": version,
                        "rules": [descriptor(finding, rules) for _, finding in used],
                    }
                },
                "automationDetails": {"id": f"{analysis}/"},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, index[finding.rule], identity, home)
                    for finding, identity in zip(findings, fingerprints(findings), strict=True)
                ],
            }
        ],
    }


def _result(finding: Finding, rule: int, identity: str, home: Position | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _text(" ".join(part for part in (finding.message, finding.remedy) if part))},
        "locations": [_location(finding, home)],
        "partialFingerprints": {_OWN_FINGERPRINT: identity, _LINE_FINGERPRINT: identity},
        "properties": {"severity": finding.severity, "subject": finding.subject, "remedy": finding.remedy},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _text(item.message)}, "physicalLocation": _physical(item.position)}
            for number, item in enumerate(finding.related, start=1)
        ]
    if finding.accepted is not None:
        result["suppressions"] = [_suppression(finding.accepted, finding.accepted_at)]
    return result


def _location(finding: Finding, home: Position | None) -> dict[str, Any]:
    """Where it is: in a file, else at the tenant's own entry, with the name of what it speaks of."""
    if finding.position is not None:
        return {"physicalLocation": _physical(finding.position)}
    named = [{"fullyQualifiedName": finding.subject or "tenant"}]
    return {"logicalLocations": named, **({"physicalLocation": _physical(home)} if home else {})}


def _suppression(reason: str, place: Position | None) -> dict[str, Any]:
    accepted: dict[str, Any] = {"kind": "inSource", "status": "accepted", "justification": reason}
    return {**accepted, "location": {"physicalLocation": _physical(place)}} if place else accepted


def _physical(place: Position) -> dict[str, Any]:
    region = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    return {"artifactLocation": {"uri": _uri(place.path)}, "region": region}


def _uri(path: str) -> str:
    """The path as a relative reference; a colon is escaped too, or what precedes it would be taken for a scheme."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/-._~")


def _text(text: str) -> str:
    """The text as it is, but for what viewers would make a link of: brackets before a parenthesis are escaped."""
    return text.replace("[", "\\[").replace("]", "\\]") if _LINK.search(text) else text
