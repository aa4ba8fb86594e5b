"""How the policy sharpens findings."""

from collections.abc import Iterable
from dataclasses import replace

from reconciler.model.entities import Policy
from reconciler.model.finding import Finding
from reconciler.model.rule import Severity


def as_policy_says(findings: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """The findings as they are, or with `strict` every warning as an error; guards and infos stay."""
    if not policy.strict:
        return tuple(findings)
    return tuple(
        replace(finding, severity=str(Severity.ERROR)) if finding.severity == Severity.WARNING else finding
        for finding in findings
    )
