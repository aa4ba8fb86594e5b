"""What the reconciler remembers of its work: the next last applied map (CONTRACT section 7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from reconciler.model.desired import DesiredState
from reconciler.model.ids import BookId, ChangeId, Handle
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedBook, ObservedToken, TargetType
from reconciler.model.planned import Planned
from reconciler.model.record import LastApplied, OpenIntent
from reconciler.model.token_fields import TokenMemory, declared_fields, same_field, shown_fields, shows_fields


def next_last_applied(
    former: LastApplied, planned: Planned, shown: Mapping[BookId, ObservedBook], deleted: Iterable[ChangeId]
) -> dict[ChangeId, str]:
    """The former map, plus every declared key that the tenant shows as desired, minus what is gone.

    `shown` are the books as they were last read. Gone are `deleted` keys, keys that neither side has any more, and
    all keys of books that git no longer declares. A desired state that reaches no book changes nothing (VPP504).
    """
    if not planned.matching.books:
        return dict(former)
    after = dict(former)
    for key, wanted in planned.matching.wanted():
        _, book, group = key.split(":", 2)
        if intent_in(shown.get(BookId(book)), group) == str(wanted.intent):
            after[key] = str(wanted.intent)
    for key in [*deleted, *planned.differences.forgotten]:
        after.pop(key, None)
    kept = _declared_books(planned.matching, after)
    return {key: intent for key, intent in sorted(after.items()) if key.split(":", 2)[1] in kept}


def next_tokens(
    former: TokenMemory, desired: DesiredState, shown: Mapping[Handle, ObservedToken]
) -> dict[Handle, dict[str, Any]]:
    """The writable fields of declared tokens that the tenant shows as declared, for the origin of later changes.

    What is not as declared keeps what was remembered of it; tokens that git no longer declares are forgotten.
    """
    memory: dict[Handle, dict[str, Any]] = {}
    for token in desired.tokens:
        there, kept = shown.get(token.name), dict(former.get(token.name, {}))
        if there is not None:
            now, declared = shown_fields(there), declared_fields(token, with_beta=True)
            kept |= {key: value for key, value in declared.items() if same_field(key, now[key], value)}
        if kept:
            memory[token.name] = dict(sorted(kept.items()))
    return dict(sorted(memory.items()))


def _declared_books(matching: Matching, keys: Iterable[ChangeId]) -> frozenset[str]:
    """Ids of the books that git declares. While a declared book or token could not be found, any may be meant."""
    if matching.missing_tokens or matching.ambiguous_tokens or matching.missing_books or matching.ambiguous_books:
        return frozenset(key.split(":", 2)[1] for key in keys)
    return frozenset(matching.books)


def closed_by_tenant(
    former: LastApplied | None, abandoned: Iterable[OpenIntent], shown: Mapping[BookId, ObservedBook]
) -> dict[ChangeId, str] | None:
    """The former map, corrected by what abandoned runs had planned and the tenant now shows; None stays None."""
    after = dict(former or {})
    for intent in abandoned:
        for key, planned in intent.keys.items():
            if not key.startswith("a:"):
                continue
            _, book, group = key.split(":", 2)
            there = intent_in(shown.get(BookId(book)), group)
            if planned is None and there is None:
                after.pop(key, None)
            elif planned is not None and there == planned.get("intent"):
                after[key] = str(there)
    return dict(sorted(after.items())) if after or former is not None else None


def came_true(
    intent: OpenIntent, shown: Mapping[BookId, ObservedBook], tokens: Mapping[Handle, ObservedToken]
) -> tuple[ChangeId, ...]:
    """The changes that a run had planned and that the tenant shows, in the order in which they were planned."""
    return tuple(key for key, planned in intent.keys.items() if _is_true(key, planned or {}, shown, tokens))


def _is_true(
    key: ChangeId,
    planned: Mapping[str, Any],
    shown: Mapping[BookId, ObservedBook],
    tokens: Mapping[Handle, ObservedToken],
) -> bool:
    kind, first, *rest = key.split(":", 2)
    if kind == "a":
        return intent_in(shown.get(BookId(first)), rest[0]) == planned.get("intent")
    there = tokens.get(Handle(key.removeprefix("t:")))
    return there is not None and shows_fields(there, planned)


def intent_in(book: ObservedBook | None, group: str) -> str | None:
    """The intent with which a book is assigned to a group, without a filter; None where it is not."""
    for one in book.assignments if book else ():
        if one.target.type is TargetType.GROUP and one.target.group == group and not one.target.filter:
            return one.intent
    return None
