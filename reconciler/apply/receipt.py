"""The receipt of an apply, as the ledger keeps it (CONTRACT section 7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.apply.job import Evidence, Job
from reconciler.model.finding import Finding
from reconciler.model.finding_file import finding_json
from reconciler.model.ids import BookId, Digest
from reconciler.model.observed import ObservedBook
from reconciler.model.outcome_file import outcome_json
from reconciler.model.plan import Plan
from reconciler.model.policy_file import limits_json
from reconciler.model.record import LastApplied, Outcome
from reconciler.model.token_fields import TokenMemory

Books = Mapping[BookId, ObservedBook]


def receipt_body(
    job: Job,
    intent: Digest | None,
    plan: Plan,
    *,
    outcomes: Iterable[Outcome],
    last_applied: LastApplied | None,
    tokens: TokenMemory,
    seats: tuple[Books, Books],
    findings: Iterable[Finding],
    refused: bool = False,
) -> dict[str, Any]:
    """Everything of a receipt but what the chain adds. `seats` are the touched books before and after.

    `intent` is None where the run made no record, `last_applied` where nothing was ever applied and this run
    changed nothing either. `tokens` are the fields of VPP tokens to remember.
    """
    before, after = seats
    folder = plan.tenant.path
    findings = tuple(findings)
    return {
        "planDigest": job.approved_digest,
        "intent": intent,
        "refused": refused,
        "outcomes": [outcome_json(outcome) for outcome in outcomes],
        "lastApplied": dict(last_applied) if last_applied is not None else None,
        "seats": {"before": _used(before), "after": _used(after)},
        "findings": [finding_json(finding, folder) for finding in findings],
        "accepted": [_accepted(finding) for finding in findings if finding.accepted is not None],
        "source": {
            "commit": plan.source.commit,
            "dirty": plan.source.dirty,
            "desiredDigest": plan.source.desired,
            "policy": limits_json(job.desired.policy),
            "tokens": {name: dict(fields) for name, fields in tokens.items()},
        },
        **_evidence(job.evidence),
        "tool": {"name": "reconciler", "version": job.tool_version},
        "attestation": None,
    }


def _used(books: Books) -> dict[str, Any]:
    return {book: there.used for book, there in sorted(books.items())}


def _accepted(finding: Finding) -> dict[str, Any]:
    return {"rule": finding.rule, "subject": finding.subject, "reason": finding.accepted}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "author": evidence.author,
        "approvers": list(evidence.approvers),
        "pullRequest": evidence.pull_request,
        "emergency": evidence.emergency,
    }
