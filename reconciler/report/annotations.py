"""Findings as workflow commands, which GitHub shows beside the changed lines.

Source: GitHub Docs, "Workflow commands for GitHub Actions"; escaping as in actions/toolkit,
packages/core/src/command.ts (read 2025-11).
"""

from collections.abc import Callable, Iterable, Iterator

from reconciler.model.finding import Finding
from reconciler.report.names import shown

_COMMANDS = {"error": "error", "guard": "error", "warning": "warning", "info": "notice"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def annotation_lines(findings: Iterable[Finding], in_repository: Callable[[str], str]) -> Iterator[str]:
    """One line for each finding. `in_repository` gives a finding's path as seen from the repository's root.

    What stands in no file is named before its message instead.
    """
    for finding in findings:
        title = _escaped(f"{finding.rule} {finding.slug}", _PROPERTY)
        message = _escaped(_message(finding), _DATA)
        yield f"::{_COMMANDS[finding.severity]} {_place(finding, in_repository)}title={title}::{message}"


def _message(finding: Finding) -> str:
    if finding.position is not None or not finding.subject:
        return finding.message
    return f"{finding.subject}: {finding.message}"


def _place(finding: Finding, in_repository: Callable[[str], str]) -> str:
    if finding.position is None:
        return ""
    path = _escaped(in_repository(finding.position.path), _PROPERTY)
    return f"file={path},line={finding.position.line},col={finding.position.column},"


def _escaped(text: str, table: dict[str, str]) -> str:
    """The text on one line; what steers a terminal is written as an escape, since the log is read on one."""
    return shown("".join(table.get(char, char) for char in text))
