"""A finding as JSON, as every output has it, and back."""

import posixpath
from collections.abc import Mapping
from typing import Any

from reconciler.model.finding import Finding, Related
from reconciler.model.json_types import maybe, number, text
from reconciler.model.position import Position


def finding_json(finding: Finding, folder: str = "") -> dict[str, Any]:
    """One finding as in every JSON output; places are relative to `folder` (empty: as they are)."""
    return {
        "rule": finding.rule,
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "subject": finding.subject,
        "position": position_json(finding.position, folder),
        "related": [
            {**(position_json(item.position, folder) or {}), "message": item.message} for item in finding.related
        ],
        "remedy": finding.remedy,
        "accepted": finding.accepted,
    }


def finding_from_json(body: Mapping[str, Any]) -> Finding:
    """The finding that `finding_json` wrote, without what it held back."""
    return Finding(
        rule=text(body["rule"]),
        slug=text(body["slug"]),
        severity=text(body["severity"]),
        message=text(body["message"]),
        subject=text(body["subject"]),
        position=position_from_json(body["position"]),
        related=tuple(Related(_place(item), text(item["message"])) for item in body["related"]),
        remedy=text(body["remedy"]),
        accepted=maybe(text, body["accepted"]),
    )


def position_json(position: Position | None, folder: str) -> dict[str, Any] | None:
    """A place, its path relative to `folder` (empty: as it is)."""
    if position is None:
        return None
    path = posixpath.relpath(position.path, folder) if folder and position.path else position.path
    return {"path": path, "line": position.line, "column": position.column}


def position_from_json(body: Mapping[str, Any] | None) -> Position | None:
    """The place that `position_json` wrote."""
    return _place(body) if body else None


def _place(body: Mapping[str, Any]) -> Position:
    return Position(text(body["path"]), number(body["line"]), number(body["column"]))
