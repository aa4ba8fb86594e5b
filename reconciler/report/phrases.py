"""How the parts of a plan are put into words. Pure; names stay as they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.model.change import Change
from reconciler.model.plan import Plan, Unmanaged
from reconciler.report.numbers import count, used_for_good


def what(change: Change) -> str:
    """`required`, `available → required`, `was required`; of a token its fields."""
    if change.token is not None:
        return ", ".join(_fields(change.before or {}, change.after or {}))
    before, after = (change.before or {}).get("intent"), (change.after or {}).get("intent")
    if before is None:
        return str(after)
    return f"was {before}" if after is None else f"{before} → {after}"


def subject(change: Change) -> str:
    """What a change addresses: book and group, or the VPP token."""
    if change.book is not None and change.target is not None:
        return f'"{change.book.title}" → "{change.target.display_name}"'
    return f"VPP token {change.token.name}" if change.token else change.id


def unmanaged(entry: Unmanaged) -> str:
    """One assignment that git does not manage."""
    match entry.target_type:
        case "group":
            whom = f'"{entry.display_name or entry.target_id}"'
        case kind:
            name = entry.display_name or entry.target_id
            whom = f"{kind} {name}" if name else kind
    return f'"{entry.book.title}" → {whom}: {entry.intent}'


def no_changes(plan: Plan) -> str:
    """A sentence when nothing is to be written, else empty."""
    summary = plan.summary
    if summary.create + summary.update + summary.delete + summary.renew:
        return ""
    held = f"; {count(summary.held, 'change')} held back" if summary.held else ""
    return f"No changes to write{held}."


def counts(plan: Plan) -> str:
    """The counts of a plan's summary in one line."""
    summary = plan.summary
    parts = [
        f"{summary.create} to create",
        f"{summary.update} to update",
        f"{summary.delete} to delete",
        f"{summary.renew} to renew",
        f"{summary.held} held",
        f"{summary.unmanaged} unmanaged",
        f"{summary.drift} drifted",
    ]
    return ", ".join(parts)


def seats(plan: Plan) -> str:
    """What the plan uses up for good, and that nothing comes back."""
    used = used_for_good(plan.summary.seats)
    if not used:
        return "No new seat is used. Seats that are in use never come back."
    if plan.summary.held and no_changes(plan):
        return f"If what is held is released: {used}. Seats coming back: 0, now and later."
    held = " (held changes included)" if plan.summary.held else ""
    return f"{used[0].upper()}{used[1:]}{held}. Seats coming back: 0, now and later."


def source(plan: Plan) -> str:
    """What the plan was made from."""
    commit = f"commit {plan.source.commit}" if plan.source.commit else "no commit"
    return f"{commit}, with uncommitted changes" if plan.source.dirty else commit


def _fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[str]:
    for key in sorted({*before, *after}):
        was = f"{_value(before[key])} → " if key in before else ""
        yield f"{key}: {was}{_value(after.get(key))}"


def _value(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case _:
            return str(value)
