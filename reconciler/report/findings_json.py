"""Findings for programs (format 1.0). Schema: schemas/findings.schema.json."""

import json
from collections.abc import Sequence
from typing import Any

from reconciler.model.finding import Finding
from reconciler.model.finding_file import finding_json
from reconciler.report.findings_text import SEVERITIES

FORMAT_VERSION = "1.0"


def findings_document(findings: Sequence[Finding], files: int) -> dict[str, Any]:
    """All findings, and how many of each severity in how many files."""
    severities = [finding.severity for finding in findings]
    return {
        "formatVersion": FORMAT_VERSION,
        "findings": [finding_json(finding) for finding in findings],
        "summary": {"files": files, **{severity: severities.count(severity) for severity in SEVERITIES}},
    }


def as_json(value: object) -> str:
    """A value as JSON that people can read and programs can compare: two spaces, keys in their order, one newline."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
