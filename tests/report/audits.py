"""Histories to report on: a plain one and one whose names try to steer what shows them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reconciler.model.audit import (
    AcceptedGuard,
    Custody,
    Entry,
    History,
    Knowledge,
    LoggedEvent,
    OutsideEvent,
    SeatCount,
    Span,
)
from reconciler.model.ids import Digest

HOSTILE = '=HYPERLINK("https://evil.example";"x")<script>alert(1)</script>\n\u202ep'
DIGEST = Digest("sha256:" + "1" * 64)


def moment(day: int) -> datetime:
    """Noon on a day of November."""
    return datetime(2026, 11, day, 12, tzinfo=UTC)


_ENTRY = Entry(
    record=2,
    digest=DIGEST,
    change="a:b1:g1",
    kind="assignment",
    book="b1",
    title="Svenska 2",
    group="g1",
    group_name="Klass 9A",
    token="norrskolan",
    before=None,
    after={"intent": "required", "seatCap": 28},
    outcome="applied",
    at="2026-11-01T12:00:00Z",
    note="",
    origin="git",
    author="kim@norr.example",
    approvers=("anna@norr.example",),
    pull_request="118",
    commit="0123456789abcdef0123456789abcdef01234567",
    emergency=None,
    request_ids=("r-1", "r-2"),
    plan=DIGEST,
)


def entry(**more: Any) -> Entry:
    """A change that was asked for, approved and applied; `more` says what is special about it."""
    return replace(_ENTRY, **more)


def entries() -> tuple[Entry, ...]:
    """One of each kind that reads differently."""
    return (
        entry(),
        entry(record=4, outcome="failed", note="another pool", approvers=("KIM@norr.example",), origin="both"),
        entry(record=6, emergency="exam tomorrow", reviewed=False, approvers=(), before={"intent": "available"}),
        entry(record=8, recovered=True, author=None, approvers=(), pull_request=None, commit=None, after=None),
        entry(
            record=10,
            kind="token",
            change="t:norrskolan",
            book="",
            group="",
            title="",
            group_name="",
            before={"automaticallyUpdateApps": True},
            after={"automaticallyUpdateApps": False},
            origin="",
            author=None,
            request_ids=(),
        ),
        entry(record=12, title="", group_name="", token="", emergency="exam", reviewed=True),
    )


def history(name: str = "Svenska 2") -> History:
    """Changes, an event outside git, a hole, seats and a token over time."""
    event = LoggedEvent("e1", moment(20), "bo@norr.example", "assign ManagedEBook", "Action", "Success", "", ("b1",))
    known = Knowledge(moment(1), moment(20), (Span(moment(1), moment(8)),), (Span(moment(8), moment(10)),))
    return History(
        records=12,
        head=DIGEST,
        entries=entries(),
        outside=(OutsideEvent(event, "book", "b1", name, 11), OutsideEvent(event, "token", "t1", "norrskolan", 11)),
        knowledge=known,
        seats=(
            SeatCount("2026-11-01T12:00:00Z", 2, "b1", name, 18, None),
            SeatCount("2026-11-20T12:00:00Z", 11, "b1", name, 31, 60),
        ),
        tokens=(
            Custody(
                "2026-11-20T12:00:00Z",
                11,
                "t1",
                "norrskolan",
                "Norrskolan",
                "it@norr.example",
                "valid",
                "2027-06-01T00:00:00Z",
                "2026-11-20T10:00:00Z",
                "completed",
            ),
        ),
        accepted=(AcceptedGuard(2, "2026-11-01T12:00:00Z", "VPP313", "Klass 9A", "Whole year, order 2026-118"),),
    )
