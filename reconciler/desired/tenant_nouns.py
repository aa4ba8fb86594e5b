"""Makes the nouns of a tenant and its policy. `tenant` and `policy` are the two entries."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from yaml.nodes import MappingNode

from reconciler.desired.nouns import Value, acceptances, marks
from reconciler.desired.scalars import Misread
from reconciler.desired.values import as_date
from reconciler.model.entities import BetaUse, Cloud, Freeze, Language, Mode, Policy, Share, Tenant
from reconciler.model.ids import Handle
from reconciler.model.instants import instant

_DEFAULTS = Policy()


def tenant(path: str, folder: str, value: Value, node: MappingNode) -> Tenant:
    """A declared tenant; `folder` holds all its files. Its name is empty where the file lacks it."""
    tenant_id = value.get("tenantId")
    return Tenant(
        name=Handle(value.get("name", "")),
        tenant_id=tenant_id.lower() if tenant_id else None,
        cloud=Cloud(value.get("cloud", Cloud.SANDBOX)),
        mode=Mode(value.get("mode", Mode.ADDITIVE)),
        language=Language(value.get("language", Language.EN)),
        beta=BetaUse(value.get("graph", {}).get("beta", BetaUse.READ)),
        path=folder,
        marks=marks(path, node),
    )


def policy(path: str, value: Value, node: MappingNode) -> Policy:
    """The limits of a tenant, with defaults for what is not stated."""
    zone_name = value.get("timeZone", _DEFAULTS.time_zone)
    return Policy(
        max_removals=_share(value.get("maxRemovals", {}), _DEFAULTS.max_removals),
        max_new_seats=value.get("maxNewSeats"),
        large_group=value.get("largeGroup", _DEFAULTS.large_group),
        token_expiry_warning_days=value.get("tokenExpiryWarningDays", _DEFAULTS.token_expiry_warning_days),
        sync_max_age_hours=value.get("syncMaxAgeHours", _DEFAULTS.sync_max_age_hours),
        plan_max_age_hours=value.get("planMaxAgeHours", _DEFAULTS.plan_max_age_hours),
        low_seats=_share(value.get("lowSeats", {}), _DEFAULTS.low_seats),
        strict=value.get("strict", _DEFAULTS.strict),
        ledger_keys=_stated(value.get("ledgerKeys")),
        reviewed_emergencies=_stated(value.get("reviewedEmergencies")),
        approvals=value.get("approvals", _DEFAULTS.approvals),
        show_actors=value.get("showActors", _DEFAULTS.show_actors),
        time_zone=zone_name,
        freezes=tuple(
            _freeze(item, zone(zone_name) or UTC)
            for item in _stated(value.get("freezes"))
            if {"from", "to"} <= item.keys()
        ),
        accept=acceptances(path, value, node),
        marks=marks(path, node),
    )


def zone(name: str) -> tzinfo | None:
    """The IANA time zone of this name; None when there is none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def span(value: Value, where: tzinfo) -> tuple[datetime, datetime]:
    """From when up to when a freeze counts, in UTC. A last day counts until its end."""
    begin, end = _text(value["from"]), _text(value["to"])
    first, last = as_date(begin), as_date(end)
    return (
        _midnight(first, where) if first else instant(begin),
        _midnight(last, where, days=1) if last else instant(end),
    )


def _freeze(value: Value, where: tzinfo) -> Freeze:
    return Freeze(*span(value, where), value.get("reason", ""))


def _midnight(day: date, where: tzinfo, days: int = 0) -> datetime:
    """The beginning of a day; the ends of the calendar where it lies beyond them."""
    try:
        return datetime.combine(day + timedelta(days=days), time(), where).astimezone(UTC)
    except OverflowError:
        return (datetime.max if day.year > 1 else datetime.min).replace(tzinfo=UTC)


def _share(value: Value, default: Share) -> Share:
    return Share(value.get("count", default.count), value.get("percent", default.percent))


def _stated(values: list[Any] | None) -> tuple[Any, ...]:
    return tuple(item for item in values or () if item is not None)


def _text(value: Any) -> str:
    return value.text if isinstance(value, Misread) else str(value)
