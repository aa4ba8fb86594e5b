"""What the body of a record must look like, kind by kind, for everything that reads it. Read `misfit`.

A seal proves that nobody changed a record since it was sealed, not that it says what its kind says: whoever can write
to the store can seal anything. Keys that are not named here may stand in a record; a newer version may add some.
Checked by hand, since the schema's library is for tests only; `schemas/record.schema.json` says the same and more.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from reconciler.model.instants import instant
from reconciler.model.policy_file import limits_from_json
from reconciler.model.record import OutcomeKind, RecordKind

Check = Callable[[Any], None]
"""Raises Misfit for a value of another shape."""


class Misfit(Exception):
    """A value of another shape: where in the record, and what is expected there."""

    def __init__(self, expected: str, place: str = "") -> None:
        super().__init__(place, expected)
        self.expected = expected
        self.place = place

    def below(self, key: str) -> "Misfit":
        """The same, seen from the value around it."""
        return Misfit(self.expected, f"{key}.{self.place}" if self.place else key)


def misfit(kind: RecordKind, body: Mapping[str, Any]) -> str | None:
    """What is wrong with the shape of a record, in words; None where every key that is there fits.

    That no key is missing is checked by `records.BODY`; so a part of a body can be looked at as well.
    """
    for key, check in _SHAPES[kind].items():
        if key in body:
            try:
                check(body[key])
            except Misfit as wrong:
                told = wrong.below(key)
                return f'its "{told.place}" is not {told.expected}'
    if body.get("groups") and body.get("pseudonymKey") is None and kind is RecordKind.OBSERVATION:
        return 'its "pseudonymKey" is not there'
    return None


_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def is_digest(value: Any) -> bool:
    """Whether the value is a digest as `model.canonical` writes it."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _text(value: Any) -> None:
    if not isinstance(value, str):
        raise Misfit("a text")


def _digest(value: Any) -> None:
    if not is_digest(value):
        raise Misfit("a digest")


def _truth(value: Any) -> None:
    if not isinstance(value, bool):
        raise Misfit("true or false")


def _number(value: Any) -> None:
    if type(value) is not int:
        raise Misfit("a whole number")


def _instant(value: Any) -> None:
    try:
        instant(value)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise Misfit("an instant") from None


def _object(value: Any) -> None:
    if not isinstance(value, dict):
        raise Misfit("an object")


def _limits(value: Any) -> None:
    _LIMITS(value)
    try:
        limits_from_json(value)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Misfit("limits of a policy") from None


def _change(value: Any) -> None:
    """The id of a change: `a:BOOK:GROUP` or `t:TOKEN`."""
    if not isinstance(value, str) or not (_is_assignment(value) or (value.startswith("t:") and len(value) > 2)):
        raise Misfit("the id of a change")


def _assignment(value: Any) -> None:
    if not _is_assignment(value):
        raise Misfit("the id of an assignment")


def _is_assignment(value: str) -> bool:
    kind, *ids = value.split(":", 2)
    return kind == "a" and len(ids) == 2 and all(ids)


def _one_of(*allowed: str) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise Misfit(f"one of {', '.join(allowed)}")

    return check


def _or_null(inner: Check) -> Check:
    def check(value: Any) -> None:
        if value is not None:
            inner(value)

    return check


def _list_of(inner: Check) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, list):
            raise Misfit("a list")
        for number, one in enumerate(value, start=1):
            try:
                inner(one)
            except Misfit as wrong:
                raise wrong.below(str(number)) from None

    return check


def _map_of(inner: Check, keys: Check = _text) -> Check:
    def check(value: Any) -> None:
        _object(value)
        for key, one in value.items():
            try:
                keys(key)
                inner(one)
            except Misfit as wrong:
                raise wrong.below(key) from None

    return check


def _with(needed: Mapping[str, Check], more: Mapping[str, Check] | None = None) -> Check:
    """An object that has all keys of `needed`, and whatever fits of `more`."""
    known = [(key, one, True) for key, one in needed.items()]
    known += [(key, one, False) for key, one in (more or {}).items()]

    def check(value: Any) -> None:
        _object(value)
        for key, inner, must in known:
            if key in value:
                try:
                    inner(value[key])
                except Misfit as wrong:
                    raise wrong.below(key) from None
            elif must:
                raise Misfit("there", key)

    return check


_SHARE = _with({"count": _number, "percent": _number})
_TEXTS = _list_of(_text)
_MAYBE_TEXT = _or_null(_text)
_COUNTS = _map_of(_or_null(_number))
_MAP = _or_null(_map_of(_one_of("available", "required"), keys=_assignment))
_SIDE = _or_null(_with({}, {"intent": _text}))
_SIGNATURE = _or_null(_object)  # what is in it is judged by `evidence`, which calls it broken

_LIMITS = _with(
    {
        **dict.fromkeys(("largeGroup", "tokenExpiryWarningDays", "syncMaxAgeHours", "planMaxAgeHours"), _number),
        **dict.fromkeys(("maxRemovals", "lowSeats"), _SHARE),
        "maxNewSeats": _or_null(_number),
        "strict": _truth,
        "ledgerKeys": _TEXTS,
        "approvals": _number,
        "freezes": _list_of(_with({"from": _instant, "to": _instant, "reason": _text})),
    }
)
_OUTCOME = _with(
    {
        "change": _change,
        "outcome": _one_of(*(str(kind) for kind in OutcomeKind)),
        "requestIds": _TEXTS,
        "before": _SIDE,
        "after": _SIDE,
        "at": _instant,
    },
    {
        "note": _text,
        "subject": _text,
        "origin": _text,
        "book": _with({}, {"title": _MAYBE_TEXT, "token": _MAYBE_TEXT}),
        "target": _with({}, {"displayName": _MAYBE_TEXT}),
        "clientRequestIds": _TEXTS,
    },
)
_EVENT = _with(
    {
        **dict.fromkeys(("id", "actor", "activity", "operation", "result", "correlation"), _text),
        "at": _instant,
        "resources": _TEXTS,
    }
)
_VPP_TOKEN = _with(
    {"id": _text},
    dict.fromkeys(("name", "organization", "appleId", "state", "expires", "lastSync", "syncStatus"), _MAYBE_TEXT),
)

_SHAPES: Mapping[RecordKind, Mapping[str, Check]] = {
    RecordKind.INTENT: {
        "planDigest": _digest,
        "keys": _map_of(_SIDE, keys=_change),
        "holder": _with({"host": _text, "run": _text, "pid": _number}),
        "leaseUntil": _instant,
    },
    RecordKind.RECEIPT: {
        "planDigest": _digest,
        "intent": _digest,
        "refused": _truth,
        "outcomes": _list_of(_OUTCOME),
        "lastApplied": _MAP,
        "seats": _with({"before": _COUNTS, "after": _COUNTS}),
        "findings": _list_of(_with({"rule": _text, "message": _text})),
        "accepted": _list_of(_with({"rule": _text, "subject": _text, "reason": _text})),
        "source": _with({}, {"commit": _MAYBE_TEXT, "policy": _or_null(_limits), "tokens": _map_of(_object)}),
        "author": _MAYBE_TEXT,
        "approvers": _TEXTS,
        "pullRequest": _MAYBE_TEXT,
        "emergency": _MAYBE_TEXT,
        "tool": _with({"name": _text, "version": _text}),
        "attestation": _SIGNATURE,
    },
    RecordKind.RELEASE: {"intent": _digest, "reason": _text, "by": _text},
    RecordKind.OBSERVATION: {
        "auditEvents": _or_null(_with({"from": _instant, "to": _instant, "events": _list_of(_EVENT)})),
        "seats": _or_null(
            _map_of(
                _with(
                    {"used": _or_null(_number), "total": _or_null(_number)},
                    {"title": _MAYBE_TEXT, "token": _MAYBE_TEXT},
                )
            )
        ),
        "tokens": _or_null(_list_of(_VPP_TOKEN)),
        "groups": _or_null(_map_of(_TEXTS)),
        "pseudonymKey": _MAYBE_TEXT,
    },
    RecordKind.IMPORT: {"lastApplied": _MAP, "attestation": _SIGNATURE},
}
