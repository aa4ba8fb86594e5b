"""The audit for programs. Instants are RFC 3339 in UTC, names exact. Read the function of the document you want."""

from collections.abc import Sequence
from typing import Any

from reconciler.model.attestation import Identity
from reconciler.model.audit import (
    AcceptedGuard,
    Custody,
    Entry,
    History,
    Knowledge,
    OutsideEvent,
    SeatCount,
    Span,
    Verification,
)
from reconciler.model.finding import Finding
from reconciler.model.finding_file import finding_json
from reconciler.model.instants import stamp

FORMAT_VERSION = "1.0"


def verification_document(tenant: str, where: str, found: Verification, findings: Sequence[Finding]) -> dict[str, Any]:
    """What checking a chain found. `ok` is whether it holds, `firstBad` null where it does.

    `head` is null where no record is good. `expectedHead` is null where none was expected; its `seq` is null where it
    is not in the chain.
    """
    fault, signatures = found.fault, found.signatures
    expected = {"digest": found.expected, "seq": found.expected_seq or None} if found.expected else None
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": tenant,
        "ledger": where,
        "ok": found.good and not any(one.severity == "error" for one in findings),
        "records": found.records,
        "head": _head(found),
        "expectedHead": expected,
        "firstBad": {"seq": fault.seq or None, "file": fault.file, "reason": fault.reason} if fault else None,
        "signatures": {
            "needed": signatures.needed,
            "signed": signatures.signed,
            "byKey": dict(signatures.by_key),
            "keysNamed": signatures.named,
            "foreign": list(signatures.foreign),
            "passedOver": [{"seq": seq, "kind": str(kind)} for seq, kind in signatures.passed],
            "identities": [_identity(identity, count) for identity, count in signatures.identities],
        },
        "otherFiles": list(found.strangers),
        "findings": _findings(findings),
    }


def _identity(identity: Identity, count: int) -> dict[str, Any]:
    problem = identity.problem or None
    return {
        "name": identity.name,
        "issuer": identity.issuer,
        "proof": str(identity.proof),
        "problem": problem,
        "records": count,
    }


def log_document(tenant: str, entries: Sequence[Entry], history: History) -> dict[str, Any]:
    """The changes that were asked for, oldest first, and the head of the chain that they were read from."""
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": tenant,
        "head": history.head,
        "records": history.records,
        "entries": [entry_json(entry) for entry in entries],
    }


def events_document(
    tenant: str,
    span: Span | None,
    fresh: frozenset[str],
    history: History,
    findings: Sequence[Finding],
    record: str | None,
    *,
    named: bool,
) -> dict[str, Any]:
    """What happened outside git, and for which time nothing is known. `span` is what was collected now, else null."""
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": tenant,
        "collected": _span(span) if span else None,
        "record": record,
        "outside": [{**outside_json(one, named=named), "new": one.event.id in fresh} for one in history.outside],
        "knowledge": knowledge_json(history.knowledge),
        "findings": _findings(findings),
    }


def history_document(
    tenant: str, where: str, made: str, history: History, entries: Sequence[Entry], *, named: bool
) -> dict[str, Any]:
    """All that the ledger tells: changes, events outside git, what is not known, guards, seats and tokens over time."""
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": tenant,
        "ledger": where,
        "madeAt": made,
        "head": history.head,
        "records": history.records,
        "changes": [entry_json(entry) for entry in entries],
        "outside": [outside_json(one, named=named) for one in history.outside],
        "knowledge": knowledge_json(history.knowledge),
        "acceptedGuards": [_guard(one) for one in history.accepted],
        "seats": [_seats(one) for one in history.seats],
        "tokens": [_token(one) for one in history.tokens],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """One change. `origin` is null where it can be known no more, names where no record tells them."""
    assigned = entry.kind == "assignment"
    book = {"id": entry.book, "title": entry.title or None, "token": entry.token or None}
    return {
        "record": entry.record,
        "recordDigest": entry.digest,
        "planDigest": entry.plan,
        "at": entry.at,
        "change": entry.change,
        "kind": entry.kind,
        "book": book if assigned else None,
        "group": {"id": entry.group, "displayName": entry.group_name or None} if assigned else None,
        "token": None if assigned else entry.token,
        "before": entry.before,
        "after": entry.after,
        "outcome": entry.outcome,
        "origin": entry.origin or None,
        "note": entry.note or None,
        "author": entry.author,
        "approvers": list(entry.approvers),
        "approvedByAnother": entry.approved_by_another,
        "pullRequest": entry.pull_request,
        "commit": entry.commit,
        "emergency": entry.emergency,
        "reviewed": entry.reviewed,
        "recovered": entry.recovered,
        "requestIds": list(entry.request_ids),
    }


def outside_json(one: OutsideEvent, *, named: bool) -> dict[str, Any]:
    """One event that no apply explains; `actor` is null where the policy wants no names."""
    return {
        "event": one.event.id,
        "at": stamp(one.event.at),
        "actor": one.event.actor if named else None,
        "activity": one.event.activity,
        "kind": one.kind,
        "id": one.thing,
        "name": one.name,
        "record": one.record,
    }


def knowledge_json(known: Knowledge) -> dict[str, Any]:
    """For which time audit events are known: `spans`, `holes` between them, and `unknownSince`."""
    since = known.collected or known.first
    return {
        "spans": [_span(span) for span in known.spans],
        "holes": [_span(span) for span in known.holes],
        "unknownSince": stamp(since) if since else None,
    }


def _head(found: Verification) -> dict[str, Any] | None:
    if found.head is None or found.head_at is None:
        return None
    return {"digest": found.head, "seq": found.records, "at": stamp(found.head_at)}


def _span(span: Span) -> dict[str, str]:
    return {"from": stamp(span.start), "to": stamp(span.end)}


def _findings(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    return [finding_json(finding, ".") for finding in findings]


def _guard(one: AcceptedGuard) -> dict[str, Any]:
    return {"record": one.record, "at": one.at, "rule": one.rule, "subject": one.subject, "reason": one.reason}


def _seats(one: SeatCount) -> dict[str, Any]:
    book = {"id": one.book, "title": one.title or None}
    return {"at": one.at, "record": one.record, "book": book, "used": one.used, "total": one.total}


def _token(one: Custody) -> dict[str, Any]:
    return {
        "at": one.at,
        "record": one.record,
        "id": one.id,
        "name": one.name or None,
        "organization": one.organization or None,
        "appleId": one.apple_id or None,
        "state": one.state or None,
        "expires": one.expires or None,
        "lastSync": one.last_sync or None,
        "syncStatus": one.sync_status or None,
    }
