"""How parts of an audit are put into words, for every format. Pure; names stay as they are."""

from collections.abc import Mapping
from typing import Any

from reconciler.model.audit import Entry, OutsideEvent
from reconciler.report.messages.phrases import Phrases


def subject(entry: Entry, say: Phrases) -> str:
    """What a change was about: book and group by name, else by id; or the VPP token."""
    if entry.kind == "token":
        return say("token", name=entry.token)
    return f'"{entry.title or entry.book}" → "{entry.group_name or entry.group}"'


def side(values: Mapping[str, Any] | None, say: Phrases) -> str:
    """What was there, or is there now: an intent, or the fields of a VPP token."""
    if values is None:
        return say("nothing")
    if "intent" in values:
        return say.word("intent", str(values["intent"]))
    return ", ".join(f"{key} {_plain(values[key])}" for key in sorted(values)) or say("nothing")


def actor(event: OutsideEvent, say: Phrases, *, named: bool) -> str:
    """Who did it; nobody's name where the policy wants none (policy.showActors)."""
    return event.event.actor if named and event.event.actor else say("audit-somebody")


def emergency(entry: Entry, say: Phrases) -> str:
    """The reason of an emergency, and whether it was reviewed where that is known; empty where it was none."""
    if entry.emergency is None:
        return ""
    key = {None: "audit-emergency", True: "audit-reviewed", False: "audit-unreviewed"}[entry.reviewed]
    return say(key, reason=entry.emergency)


def yes_or_no(value: bool | None, say: Phrases) -> str:
    """`yes`, `no`, or nothing where it is not known."""
    return "" if value is None else say("yes" if value else "no")


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
