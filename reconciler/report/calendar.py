"""When tokens expire, as a calendar that other programs read (RFC 5545). Read `calendar`.

Written out by hand: it is one kind of entry, of which folding and escaping are the only difficulties, in twenty lines.
A library for it would bring two packages about time zones along, and there is no time zone in here but UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from reconciler.model.entities import Language, Tenant, Token
from reconciler.model.ids import TokenId
from reconciler.model.instants import stamp
from reconciler.report.calendar_texts import calendar_phrases
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

ALARM_DAYS = (60, 30, 14, 7, 1)
"""How many days before the expiry an alarm sounds."""

_MOST_OCTETS = 75
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A declared token, its object in Intune, and when that expires (UTC)."""

    token: Token
    id: TokenId
    expires: datetime


def calendar(tenant: Tenant, expiries: Iterable[Expiry], now: datetime, language: Language) -> bytes:
    """The calendar: one entry for each token, by handle, with alarms. Equal arguments give equal bytes.

    An entry keeps its UID through renewals, so that it moves in calendars where it stands already.
    """
    say = calendar_phrases(language)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//reconciler//token expiry//{str(language).upper()}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(say('name', tenant=tenant.name))}",
    ]
    for expiry in sorted(expiries, key=lambda one: one.token.name):
        lines += _entry(expiry, now, say)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def folded(line: str) -> bytes:
    """One content line: at most 75 octets in a row, no character cut in two, ended by CR and LF.

    Source: RFC 5545, section 3.1.
    """
    rows: list[bytes] = []
    row = b""
    for char in line:
        octets = char.encode("utf-8", "replace")
        if len(row) + len(octets) > _MOST_OCTETS:
            rows.append(row)
            row = b" "
        row += octets
    return b"\r\n".join([*rows, row]) + b"\r\n"


def _entry(expiry: Expiry, now: datetime, say: Phrases) -> Iterator[str]:
    summary = say("summary", token=expiry.token.name)
    yield from (
        "BEGIN:VEVENT",
        f"UID:{_text(expiry.id)}@reconciler",
        f"DTSTAMP:{_instant(now)}",
        # Programs take the entry with the higher number: that of the later expiry.
        f"SEQUENCE:{max(0, (expiry.expires - _BEGINNING).days)}",
        f"DTSTART:{_instant(expiry.expires)}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(*_described(expiry.token, say))}",
        "TRANSP:TRANSPARENT",
    )
    for days in ALARM_DAYS:
        alarm = say("alarm", token=expiry.token.name, days=days)
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{days}D", f"DESCRIPTION:{_text(alarm)}", "END:VALARM")
    yield "END:VEVENT"


def _described(token: Token, say: Phrases) -> Iterator[str]:
    location = token.location
    place = " ".join(part for part in (location.name, location.uid) if part) if location else ""
    if token.apple_id:
        yield say("account", account=token.apple_id)
    yield say("organization", organization=token.organization)
    if place:
        yield say("location", location=place)
    if token.owner:
        yield say("owner", owner=token.owner)
    yield say("steps", token=token.name)
    yield say("stops")


def _text(*lines: str) -> str:
    """Lines as one value. Source: RFC 5545, section 3.3.11."""
    escaped = (shown(line).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") for line in lines)
    return "\\n".join(escaped)


def _instant(at: datetime) -> str:
    return stamp(at.replace(microsecond=0)).replace("-", "").replace(":", "")
