"""The plan as JSON (format 1.0) and back. Schema: schemas/plan.schema.json."""

import dataclasses
import json
import posixpath
from collections.abc import Mapping
from typing import Any

from reconciler.model.canonical import canonical, sealed
from reconciler.model.change import Action, Attribution, Change, GroupTarget, Hold, Origin, TokenRef
from reconciler.model.finding import Finding, Related
from reconciler.model.forecast import BookRef, Forecast, Seats
from reconciler.model.ids import BookId, ChangeId, Digest, GroupId, Handle, TokenId
from reconciler.model.plan import Base, Plan, Source, Summary, TenantRef, Unmanaged, Verdict
from reconciler.model.position import Position

FORMAT_VERSION = "1.0"


def plan_bytes(plan: Plan, version: str) -> bytes:
    """The plan file: canonical JSON with its digest, and one newline."""
    return canonical(plan_json(plan, version)) + b"\n"


def plan_json(plan: Plan, version: str) -> dict[str, Any]:
    """The plan as JSON values, with its digest. `version` is the tool's. Paths are relative to the tenant's folder."""
    folder = plan.tenant.path
    return sealed(
        {
            "formatVersion": FORMAT_VERSION,
            "tool": {"name": "reconciler", "version": version},
            "tenant": {
                "name": plan.tenant.name,
                "tenantId": plan.tenant.tenant_id,
                "cloud": plan.tenant.cloud,
                "path": folder,
            },
            "createdAt": plan.created_at,
            "expiresAt": plan.expires_at,
            "source": {
                "commit": plan.source.commit,
                "dirty": plan.source.dirty,
                "desiredDigest": plan.source.desired,
            },
            "base": {"record": plan.base.record, "commit": plan.base.commit},
            "observed": {"at": plan.observed_at, "digest": plan.observed_digest},
            "summary": _summary(plan.summary),
            "changes": [change_json(change, folder) for change in plan.changes],
            "findings": [finding_json(finding, folder) for finding in plan.findings],
            "forecast": [_forecast(forecast) for forecast in plan.forecast],
            "unmanaged": [_unmanaged(entry) for entry in plan.unmanaged],
        }
    )


def change_json(change: Change, folder: str) -> dict[str, Any]:
    """One change as in the plan file; its position is relative to `folder`."""
    body: dict[str, Any] = {
        "id": change.id,
        "kind": "token" if change.token else "assignment",
        "action": str(change.action),
        "origin": str(change.origin),
        "book": _book(change.book) if change.book else None,
        "target": _target(change.target) if change.target else None,
        "before": dict(change.before) if change.before is not None else None,
        "after": dict(change.after) if change.after is not None else None,
        "seats": _seats(change.seats),
        "position": _position(change.position, folder),
        "held": dataclasses.asdict(change.held) if change.held else None,
        "attribution": dataclasses.asdict(change.attribution) if change.attribution else None,
    }
    if change.token:
        body["token"] = {"id": change.token.id, "name": change.token.name}
    return body


def finding_json(finding: Finding, folder: str = "") -> dict[str, Any]:
    """One finding as in every JSON output; places are relative to `folder` (empty: as they are)."""
    return {
        "rule": finding.rule,
        "slug": finding.slug,
        "severity": finding.severity,
        "message": finding.message,
        "subject": finding.subject,
        "position": _position(finding.position, folder),
        "related": [{**(_position(item.position, folder) or {}), "message": item.message} for item in finding.related],
        "remedy": finding.remedy,
        "accepted": finding.accepted,
    }


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "create": summary.create,
        "update": summary.update,
        "delete": summary.delete,
        "renew": summary.renew,
        "held": summary.held,
        "unmanaged": summary.unmanaged,
        "drift": summary.drift,
        "seats": _seats(summary.seats),
        "verdict": str(summary.verdict),
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "book": _book(forecast.book),
        "total": forecast.total,
        "used": forecast.used,
        "covered": forecast.covered,
        "required": forecast.required,
        "knownHolders": forecast.known_holders,
        "worst": forecast.worst,
        "best": forecast.best,
        "new": _seats(forecast.new),
        "short": _seats(forecast.short),
        "reasons": list(forecast.reasons),
    }


def _unmanaged(entry: Unmanaged) -> dict[str, Any]:
    return {
        "book": _book(entry.book),
        "target": {"type": entry.target_type, "id": entry.target_id, "displayName": entry.display_name},
        "intent": entry.intent,
    }


def _book(book: BookRef) -> dict[str, Any]:
    return {"id": book.id, "title": book.title, "token": book.token}


def _target(target: GroupTarget) -> dict[str, Any]:
    return {"type": "group", "id": target.id, "displayName": target.display_name}


def _seats(seats: Seats) -> dict[str, Any]:
    return {"worst": seats.worst, "best": seats.best}


def _position(position: Position | None, folder: str) -> dict[str, Any] | None:
    if position is None:
        return None
    path = posixpath.relpath(position.path, folder) if folder and position.path else position.path
    return {"path": path, "line": position.line, "column": position.column}


def parse_plan(text: bytes) -> dict[str, Any] | None:
    """The JSON object in a plan file; None when it is none. Nothing in it is believed yet."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def plan_from_json(body: Mapping[str, Any]) -> Plan:
    """The plan that `plan_json` wrote. Raises KeyError, TypeError or ValueError when the shape is another."""
    tenant, source, summary = body["tenant"], body["source"], body["summary"]
    return Plan(
        tenant=TenantRef(tenant["name"], tenant["tenantId"], tenant["cloud"], tenant["path"]),
        created_at=body["createdAt"],
        expires_at=body["expiresAt"],
        source=Source(source["commit"], source["dirty"], Digest(source["desiredDigest"])),
        base=Base(body["base"]["record"], body["base"]["commit"]),
        observed_at=body["observed"]["at"],
        observed_digest=Digest(body["observed"]["digest"]),
        summary=Summary(
            **{key: summary[key] for key in _COUNTS},
            seats=Seats(**summary["seats"]),
            verdict=Verdict(summary["verdict"]),
        ),
        changes=tuple(change_from_json(item) for item in body["changes"]),
        findings=tuple(finding_from_json(item) for item in body["findings"]),
        forecast=tuple(_forecast_from(item) for item in body["forecast"]),
        unmanaged=tuple(_unmanaged_from(item) for item in body["unmanaged"]),
    )


_COUNTS = ("create", "update", "delete", "renew", "held", "unmanaged", "drift")


def change_from_json(body: Mapping[str, Any]) -> Change:
    """The change that `change_json` wrote."""
    target, token, held, by = body["target"], body.get("token"), body["held"], body["attribution"]
    return Change(
        id=ChangeId(body["id"]),
        action=Action(body["action"]),
        origin=Origin(body["origin"]),
        before=body["before"],
        after=body["after"],
        position=_position_from(body["position"]),
        book=_book_from(body["book"]) if body["book"] else None,
        target=GroupTarget(GroupId(target["id"]), target["displayName"]) if target else None,
        token=TokenRef(TokenId(token["id"]) if token["id"] else None, Handle(token["name"])) if token else None,
        seats=Seats(**body["seats"]),
        held=Hold(held["rule"], held["reason"], held["remedy"]) if held else None,
        attribution=Attribution(by["actor"], by["at"], by["activity"]) if by else None,
    )


def finding_from_json(body: Mapping[str, Any]) -> Finding:
    """The finding that `finding_json` wrote, without what it held back."""
    return Finding(
        rule=body["rule"],
        slug=body["slug"],
        severity=body["severity"],
        message=body["message"],
        subject=body["subject"],
        position=_position_from(body["position"]),
        related=tuple(Related(_place(item), item["message"]) for item in body["related"]),
        remedy=body["remedy"],
        accepted=body["accepted"],
    )


def _forecast_from(body: Mapping[str, Any]) -> Forecast:
    return Forecast(
        book=_book_from(body["book"]),
        total=body["total"],
        used=body["used"],
        covered=body["covered"],
        required=body["required"],
        known_holders=body["knownHolders"],
        worst=body["worst"],
        best=body["best"],
        new=Seats(**body["new"]),
        short=Seats(**body["short"]),
        reasons=tuple(body["reasons"]),
    )


def _unmanaged_from(body: Mapping[str, Any]) -> Unmanaged:
    target = body["target"]
    return Unmanaged(_book_from(body["book"]), target["type"], target["id"], target["displayName"], body["intent"])


def _book_from(body: Mapping[str, Any]) -> BookRef:
    return BookRef(BookId(body["id"]), body["title"], body["token"])


def _position_from(body: Mapping[str, Any] | None) -> Position | None:
    return _place(body) if body else None


def _place(body: Mapping[str, Any]) -> Position:
    return Position(body["path"], body["line"], body["column"])
