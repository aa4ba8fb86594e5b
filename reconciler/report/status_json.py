"""The status for programs (format 1.0). Read `status_document`. Counts only; nothing is rounded or left out."""

from datetime import datetime
from typing import Any

from reconciler.model.audit import SeatCount
from reconciler.model.finding_file import finding_json
from reconciler.model.instants import stamp
from reconciler.model.status import BookFigures, GroupFigures, InstallFigures, PoolFigures, Status, TokenFigures
from reconciler.report.findings_text import SEVERITIES

FORMAT_VERSION = "1.0"


def status_document(status: Status) -> dict[str, Any]:
    """Everything, in the order of the figures. Instants are RFC 3339; null is what is not known."""
    figures = status.figures
    severities = [finding.severity for finding in status.findings]
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": {"name": status.tenant, "tenantId": status.tenant_id, "cloud": status.cloud},
        "at": stamp(status.at),
        "tokens": [_token(token) for token in figures.tokens],
        "pools": [_pool(pool) for pool in figures.pools],
        "books": [_book(book) for book in figures.books],
        "installs": [_installs(one) for one in figures.installs],
        "oldDevices": {"count": figures.old_devices.count, "since": _instant(figures.old_devices.since)},
        "notRead": {"installs": figures.unread_installs},
        "ledger": {"records": status.records, "head": status.head, "observedAt": _instant(figures.observed_at)},
        "findings": [finding_json(finding) for finding in status.findings],
        "summary": {severity: severities.count(severity) for severity in SEVERITIES},
    }


def _token(token: TokenFigures) -> dict[str, Any]:
    return {
        "name": token.name,
        "declared": token.declared,
        "organization": token.organization,
        "appleId": token.apple_id,
        "location": token.location or None,
        "state": token.state,
        "expires": _instant(token.expires),
        "daysLeft": token.days,
        "lastSync": _instant(token.last_sync),
        "syncAgeHours": token.sync_hours,
        "syncStatus": token.sync_status or None,
    }


def _pool(pool: PoolFigures) -> dict[str, Any]:
    return {
        "token": pool.name,
        "books": pool.books,
        "total": pool.total,
        "used": pool.used,
        "free": pool.free,
        "low": pool.low,
        "unlimited": pool.unlimited,
        "unknown": pool.unknown,
    }


def _book(book: BookFigures) -> dict[str, Any]:
    return {
        "id": book.id,
        "title": book.title,
        "token": book.pool,
        "declared": book.declared,
        "total": None if book.unlimited else book.total,
        "unlimited": book.unlimited,
        "used": book.used,
        "free": book.free,
        "mark": str(book.mark) or None,
        "covered": book.covered,
        "trend": [_count(one) for one in book.counts],
        "assignments": [_group(one) for one in book.groups],
    }


def _count(one: SeatCount) -> dict[str, Any]:
    return {"at": one.at, "record": one.record, "used": one.used, "total": one.total}


def _group(one: GroupFigures) -> dict[str, Any]:
    target = {"type": one.kind, "id": one.id, "displayName": one.name}
    return {"target": target, "intent": one.intent, "declared": one.declared}


def _installs(one: InstallFigures) -> dict[str, Any]:
    return {
        "book": {"id": one.book, "title": one.title},
        "installed": one.installed,
        "failed": one.failed,
        "waiting": one.waiting,
        "leftOut": one.old,
        "errors": [{"code": code or None, "count": count} for code, count in one.errors],
        "required": one.required,
        "missing": one.missing,
        "requiredDays": one.days,
    }


def _instant(at: datetime | None) -> str | None:
    return stamp(at) if at else None
