"""How the parts of a plan are put into words. Pure; names stay as they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.model.change import Change
from reconciler.model.plan import Plan, Unmanaged
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.numbers import used_for_good


def what(change: Change, say: Phrases = ENGLISH) -> str:
    """`required`, `available → required`, `was required`; of a token its fields."""
    if change.token is not None:
        return ", ".join(_fields(change.before or {}, change.after or {}, say))
    before, after = (_intent(side, say) for side in (change.before, change.after))
    if before is None:
        return str(after)
    return say("was", intent=before) if after is None else f"{before} → {after}"


def subject(change: Change, say: Phrases = ENGLISH) -> str:
    """What a change addresses: book and group, or the VPP token."""
    if change.book is not None and change.target is not None:
        return f'"{change.book.title}" → "{change.target.display_name}"'
    return say("token", name=change.token.name) if change.token else change.id


def unmanaged(entry: Unmanaged, say: Phrases = ENGLISH) -> str:
    """One assignment that git does not manage."""
    match entry.target_type:
        case "group":
            whom = f'"{entry.display_name or entry.target_id}"'
        case kind:
            name = entry.display_name or entry.target_id
            whom = f"{say.word('target', kind)} {name}" if name else say.word("target", kind)
    return f'"{entry.book.title}" → {whom}: {say.word("intent", entry.intent)}'


def no_changes(plan: Plan, say: Phrases = ENGLISH) -> str:
    """A sentence when nothing is to be written, else empty."""
    summary = plan.summary
    if summary.create + summary.update + summary.delete + summary.renew:
        return ""
    return say("no-changes-held", held=summary.held) if summary.held else say("no-changes")


def counts(plan: Plan, say: Phrases = ENGLISH) -> str:
    """The counts of a plan's summary in one line."""
    summary = plan.summary
    parts = [
        say("to-create", count=summary.create),
        say("to-update", count=summary.update),
        say("to-delete", count=summary.delete),
        say("to-renew", count=summary.renew),
        say("held-count", count=summary.held),
        say("unmanaged-count", count=summary.unmanaged),
        say("drifted-count", count=summary.drift),
    ]
    return ", ".join(parts)


def seats(plan: Plan, say: Phrases = ENGLISH) -> str:
    """What the plan uses up for good, and that nothing comes back."""
    used = used_for_good(plan.summary.seats, say)
    if not used:
        return say("no-new-seat")
    if plan.summary.held and no_changes(plan):
        return say("if-released", used=used)
    return say("seats-used-held" if plan.summary.held else "seats-used", used=f"{used[0].upper()}{used[1:]}")


def source(plan: Plan, say: Phrases = ENGLISH) -> str:
    """What the plan was made from."""
    commit = say("commit", commit=plan.source.commit) if plan.source.commit else say("no-commit")
    return say("dirty", commit=commit) if plan.source.dirty else commit


def _intent(side: Mapping[str, Any] | None, say: Phrases) -> str | None:
    intent = (side or {}).get("intent")
    return None if intent is None else say.word("intent", str(intent))


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], say: Phrases) -> Iterable[str]:
    for key in sorted({*before, *after}):
        was = f"{field_value(before[key], say)} → " if key in before else ""
        yield f"{key}: {was}{field_value(after.get(key), say)}"


def field_value(value: object, say: Phrases) -> str:
    """The value of a token's field, as YAML would have it."""
    match value:
        case None:
            return say("nothing")
        case bool():
            return str(value).lower()
        case _:
            return str(value)
