"""The plan as JSON (format 1.0) and back. Schema: schemas/plan.schema.json."""

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from reconciler.model.canonical import canonical, sealed
from reconciler.model.change import Action, Attribution, Change, GroupTarget, Hold, Origin, TokenRef
from reconciler.model.finding_file import finding_from_json, finding_json, position_from_json, position_json
from reconciler.model.forecast import BookRef, Forecast, Seats
from reconciler.model.ids import BookId, ChangeId, Digest, GroupId, Handle, TokenId
from reconciler.model.instants import instant
from reconciler.model.json_types import maybe, number, plain_mapping, text
from reconciler.model.plan import Base, Plan, Source, Summary, TenantRef, Unmanaged, Verdict

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
        "position": position_json(change.position, folder),
        "held": dataclasses.asdict(change.held) if change.held else None,
        "attribution": dataclasses.asdict(change.attribution) if change.attribution else None,
    }
    if change.token:
        body["token"] = {"id": change.token.id, "name": change.token.name}
    return body


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


def parse_plan(text: bytes) -> dict[str, Any] | None:
    """The JSON object in a plan file; None when it is none. Nothing in it is believed yet."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def plan_from_json(body: Mapping[str, Any]) -> Plan:
    """The plan that `plan_json` wrote. Raises KeyError, TypeError or ValueError when the shape is another."""
    if body.keys() != _KEYS:
        raise ValueError("it has other keys than a plan")
    tenant, source, summary = body["tenant"], body["source"], body["summary"]
    changes = tuple(change_from_json(item) for item in body["changes"])
    if len({change.id for change in changes}) != len(changes):
        raise ValueError("a change stands in it twice")
    instant(body["expiresAt"])
    return Plan(
        tenant=TenantRef(
            text(tenant["name"]), maybe(text, tenant["tenantId"]), text(tenant["cloud"]), text(tenant["path"])
        ),
        created_at=text(body["createdAt"]),
        expires_at=text(body["expiresAt"]),
        source=Source(maybe(text, source["commit"]), bool(source["dirty"]), Digest(text(source["desiredDigest"]))),
        base=Base(_digest_from(body["base"]["record"]), maybe(text, body["base"]["commit"])),
        observed_at=text(body["observed"]["at"]),
        observed_digest=Digest(text(body["observed"]["digest"])),
        summary=Summary(
            **{key: number(summary[key]) for key in _COUNTS},
            seats=_seats_from(summary["seats"]),
            verdict=Verdict(summary["verdict"]),
        ),
        changes=changes,
        findings=tuple(finding_from_json(item) for item in body["findings"]),
        forecast=tuple(_forecast_from(item) for item in body["forecast"]),
        unmanaged=tuple(_unmanaged_from(item) for item in body["unmanaged"]),
    )


_COUNTS = ("create", "update", "delete", "renew", "held", "unmanaged", "drift")
_KEYS = frozenset(
    {
        *("formatVersion", "tool", "tenant", "createdAt", "expiresAt", "source", "base", "observed"),
        *("summary", "changes", "findings", "forecast", "unmanaged", "digest"),
    }
)
_CHANGE_KEYS = frozenset(
    {
        *("id", "kind", "action", "origin", "book", "target"),
        *("before", "after", "seats", "position", "held", "attribution"),
    }
)


def change_from_json(body: Mapping[str, Any]) -> Change:
    """The change that `change_json` wrote."""
    if body.keys() - {"token"} != _CHANGE_KEYS:
        raise ValueError("a change has other keys than a change")
    target, token, held, by = body["target"], body.get("token"), body["held"], body["attribution"]
    return Change(
        id=ChangeId(text(body["id"])),
        action=Action(body["action"]),
        origin=Origin(body["origin"]),
        before=maybe(plain_mapping, body["before"]),
        after=maybe(plain_mapping, body["after"]),
        position=position_from_json(body["position"]),
        book=_book_from(body["book"]) if body["book"] else None,
        target=GroupTarget(GroupId(text(target["id"])), text(target["displayName"])) if target else None,
        token=TokenRef(TokenId(text(token["id"])) if token["id"] else None, Handle(text(token["name"])))
        if token
        else None,
        seats=_seats_from(body["seats"]),
        held=Hold(maybe(text, held["rule"]), text(held["reason"]), text(held["remedy"])) if held else None,
        attribution=Attribution(text(by["actor"]), text(by["at"]), text(by["activity"])) if by else None,
    )


def _forecast_from(body: Mapping[str, Any]) -> Forecast:
    return Forecast(
        book=_book_from(body["book"]),
        total=maybe(number, body["total"]),
        used=maybe(number, body["used"]),
        covered=maybe(number, body["covered"]),
        required=maybe(number, body["required"]),
        known_holders=maybe(number, body["knownHolders"]),
        worst=maybe(number, body["worst"]),
        best=maybe(number, body["best"]),
        new=_seats_from(body["new"]),
        short=_seats_from(body["short"]),
        reasons=tuple(text(reason) for reason in body["reasons"]),
    )


def _unmanaged_from(body: Mapping[str, Any]) -> Unmanaged:
    target = body["target"]
    return Unmanaged(
        _book_from(body["book"]),
        text(target["type"]),
        maybe(text, target["id"]),
        maybe(text, target["displayName"]),
        text(body["intent"]),
    )


def _book_from(body: Mapping[str, Any]) -> BookRef:
    return BookRef(BookId(text(body["id"])), text(body["title"]), text(body["token"]))


def _digest_from(value: Any) -> Digest | None:
    return None if value is None else Digest(text(value))


def _seats_from(body: Mapping[str, Any]) -> Seats:
    return Seats(maybe(number, body["worst"]), maybe(number, body["best"]))
