"""Faults on demand: rules that delay, refuse or drop requests. Kept in memory: a restart forgets them."""

import random
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, cast

from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import JsonObject

Mode: TypeAlias = Literal["before", "after", "drop"]
_KEYS = frozenset({"method", "path", "nth", "rate", "status", "retryAfter", "latencyMs", "mode"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request: a delay, and unless `mode` is None an answer or a dropped connection."""

    mode: Mode | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0


NO_FAULT = Fault()


class Faults:
    """The rules in force. Every rule counts its own matches, whichever rule answers."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []

    def replace(self, body: JsonObject) -> None:
        """Takes new rules for all old ones. Refuses a rule that cannot be understood, and keeps the old ones."""
        rules = _parse_rules(body)
        with self._lock:
            self._rules = rules

    def clear(self) -> None:
        """Forgets all rules."""
        with self._lock:
            self._rules = []

    def strike(self, method: str, path: str) -> Fault:
        """What the rules do to a request: the first one that fires answers, those that only delay add up."""
        with self._lock:
            fired = [rule for rule in self._rules if rule.fires(method, path)]
        delay = 0.0
        for rule in fired:
            delay += rule.fault.delay_seconds
            if rule.fault.mode is not None:
                return Fault(rule.fault.mode, rule.fault.status, rule.fault.headers, delay)
        return Fault(delay_seconds=delay) if delay else NO_FAULT


class _Rule:
    """One rule, with the number of its matches so far and its own dice."""

    def __init__(self, raw: JsonObject, dice: random.Random) -> None:
        self._method = raw.get("method")
        self._path = re.compile(raw.get("path") or "")
        self._nth: list[int] | None = raw.get("nth")
        self._rate: float | None = raw.get("rate")
        self._dice = dice
        self._matches = 0
        self.fault = _fault(raw)

    def fires(self, method: str, path: str) -> bool:
        if self._method not in (None, method) or not self._matches_path(path):
            return False
        self._matches += 1
        by_chance = self._rate is not None and self._dice.random() < self._rate
        if self._nth is None and self._rate is None:
            return True
        return by_chance or (self._nth is not None and self._matches in self._nth)

    def _matches_path(self, path: str) -> bool:
        """Whether the rule is about this path; a batch goes by the name of v1.0's, whichever version it is sent to."""
        known_as = (path, _BATCH) if path.endswith("/$batch") else (path,)
        return any(self._path.search(name) for name in known_as)


_BATCH = "/v1.0/$batch"


def _fault(raw: JsonObject) -> Fault:
    retry_after = raw.get("retryAfter")
    mode: Mode | None = raw.get("mode") or ("before" if raw.get("status") is not None else None)
    return Fault(
        mode=mode,
        status=raw.get("status") or 0,
        headers={} if retry_after is None else {"Retry-After": str(retry_after)},
        delay_seconds=(raw.get("latencyMs") or 0) / 1000,
    )


def _parse_rules(body: JsonObject) -> list[_Rule]:
    rules = body.get("rules")
    seed = body.get("seed", 0)
    if not isinstance(rules, list) or set(body) - {"rules", "seed"}:
        raise bad_request("Faults need the list 'rules', and may have a 'seed'.")
    if not isinstance(seed, int | str):
        raise bad_request("The seed must be a whole number.")
    return [_parse_rule(raw, f"rules[{at}]", random.Random(f"{seed}:{at}")) for at, raw in enumerate(rules)]


def _parse_rule(raw: Any, where: str, dice: random.Random) -> _Rule:
    if not isinstance(raw, dict) or set(raw) - _KEYS:
        raise bad_request(f"{where} must be an object with keys among {', '.join(sorted(_KEYS))}.")
    checks: dict[str, Callable[[Any], bool]] = {
        "method": lambda value: isinstance(value, str) and value.isalpha() and value.isupper(),
        "path": _is_pattern,
        "nth": lambda value: isinstance(value, list) and all(_is_number(n, 1, 10**9) for n in value),
        "rate": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1,
        "status": lambda value: _is_number(value, 200, 599),
        "retryAfter": lambda value: _is_number(value, 0, 10**6),
        "latencyMs": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value >= 0,
        "mode": lambda value: value in ("before", "after", "drop"),
    }
    for name, value in raw.items():
        if value is not None and not checks[name](value):
            raise bad_request(f"{where}.{name} is not understood: {value!r}.")
    if raw.get("mode") in ("before", "after") and raw.get("status") is None:
        raise bad_request(f"{where}: the mode '{raw['mode']}' needs a status.")
    if all(raw.get(name) is None for name in ("status", "latencyMs")) and raw.get("mode") != "drop":
        raise bad_request(f"{where} does nothing: give it a status, a latencyMs, or the mode 'drop'.")
    return _Rule(cast(JsonObject, raw), dice)


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_pattern(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(re.compile(value))
    except re.error:
        return False
