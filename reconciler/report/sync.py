"""What came of asking for syncs, as text and as JSON. Read `sync_lines`."""

from collections.abc import Iterator, Sequence
from typing import Any

from reconciler.model.instants import stamp
from reconciler.model.token_sync import SUCCEEDED, SyncKind, TokenSync
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown

FORMAT_VERSION = "1.0"


def sync_lines(syncs: Sequence[TokenSync], say: Phrases) -> Iterator[Line]:
    """One line for each VPP token, and what to do next below those that need it."""
    if not syncs:
        yield Line(say("sync-nothing"))
    for one in syncs:
        yield Line(shown(_sentence(one, say)), _tone(one.kind))
        if remedy := _remedy(one, say):
            yield Line(shown(f"  {remedy}"))


def sync_document(syncs: Sequence[TokenSync], tenant: str, say: Phrases) -> dict[str, Any]:
    """The same for programs (format 1.0)."""
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": tenant,
        "tokens": [_json(one, say) for one in syncs],
        "summary": {"succeeded": _count(syncs, good=True), "failed": _count(syncs, good=False)},
    }


def _sentence(one: TokenSync, say: Phrases) -> str:
    last = one.shown.last_sync if one.shown else None
    at = stamp(last) if last else say("never")
    state = one.shown.state if one.shown else ""
    return say(f"sync-{one.kind}", name=one.name, at=at, state=state, message=one.message)


def _remedy(one: TokenSync, say: Phrases) -> str:
    return one.remedy or say.templates.get(f"sync-{one.kind}-next", "")


def _tone(kind: SyncKind) -> Tone:
    if kind not in SUCCEEDED:
        return Tone.ERROR
    return Tone.GOOD if kind is SyncKind.COMPLETED else Tone.PLAIN


def _count(syncs: Sequence[TokenSync], *, good: bool) -> int:
    return sum((one.kind in SUCCEEDED) is good for one in syncs)


def _json(one: TokenSync, say: Phrases) -> dict[str, Any]:
    last = one.shown.last_sync if one.shown else None
    return {
        "name": one.name,
        "id": one.token,
        "outcome": str(one.kind),
        "lastSync": stamp(last) if last else None,
        "syncStatus": one.shown.sync_status if one.shown else None,
        "state": one.shown.state if one.shown else None,
        "requestId": one.request_id or None,
        "message": _sentence(one, say),
        "next": _remedy(one, say) or None,
    }
