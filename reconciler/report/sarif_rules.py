"""The rules of the catalogue as SARIF wants them: a short text, a page to read, help, and what they are about."""

from collections.abc import Mapping
from typing import Any

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.report.rule_text import sample

LEVELS = {"error": "error", "guard": "error", "warning": "warning", "info": "note"}
"""The level of a severity. A guard that is accepted keeps it, and is marked as suppressed."""
_PAGES = "https://reconciler.example/"
"""SARIF wants absolute addresses. Below it the project's documentation has the paths that it has in the repository."""
_PROBLEM = {"error": "error", "guard": "error", "warning": "warning", "info": "recommendation"}
"""GitHub's words for a severity, by which it sorts and filters."""


def descriptor(finding: Finding, rules: Mapping[str, Rule]) -> dict[str, Any]:
    """What is said about the rule of a finding. Of a rule that this version does not know only its name is."""
    rule = rules.get(finding.rule)
    if rule is None:
        return {
            "id": finding.rule,
            "name": finding.slug,
            "shortDescription": {"text": finding.slug},
            "helpUri": f"{_PAGES}docs/rules/{finding.rule}.md",
            "help": {"text": finding.slug},
        }
    return {
        "id": rule.id,
        "name": rule.slug,
        "shortDescription": {"text": rule.statement},
        "fullDescription": {"text": f"{rule.statement} {rule.why}"},
        "helpUri": f"{_PAGES}{rule.help}",
        "help": {"text": _help(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "severity": str(rule.severity),
            "phases": [str(phase) for phase in rule.phases],
            "source": rule.source,
            "problem.severity": _PROBLEM[rule.severity],
            "precision": "very-high",
            "tags": ["intune", "vpp", *sorted(str(phase) for phase in rule.phases)],
        },
    }


def _help(rule: Rule) -> str:
    remedies = [f"What to do: {remedy}" for remedy in _remedies(rule)]
    return "\n".join([rule.statement, f"Why: {rule.why}", *remedies, f"Source: {rule.source}", _more(rule)])


def _help_markdown(rule: Rule) -> str:
    remedies = "\n".join(f"* {remedy}" for remedy in _remedies(rule))
    parts = [f"**{rule.statement}**", rule.why, f"**What to do**\n\n{remedies}", f"*Source: {rule.source}*"]
    return "\n\n".join([*parts, f"Run `reconciler explain {rule.id}` for more."])


def _more(rule: Rule) -> str:
    return f"Run: reconciler explain {rule.id}"


def _remedies(rule: Rule) -> list[str]:
    """What can be done, each once, in the order of the rule's ways of speaking."""
    return list(dict.fromkeys(sample(said.remedy) for said in rule.texts.values()))
