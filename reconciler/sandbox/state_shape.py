"""The shape that a state must have before it replaces a tenant.

The frame is checked strictly: sections, lists, ids, settings. Fields of vendor JSON are not, so that a tenant can hold
what a real one should not: missing, null and unknown values.
"""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from reconciler.sandbox.clock import parse_instant
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.settings import DEFAULTS

FORMAT_VERSION = "1.0"
SECTIONS = ("organization", "vppTokens", "managedEBooks", "groups", "users", "devices", "auditEvents")
BOOK_LISTS = ("assignments", "deviceStates", "userStateSummary")
APPLE_LISTS = ("assets", "users", "assignments")
CONTENT_TOKEN_STATES = ("valid", "expired", "revoked", "throttled")
_KEYS = frozenset({"formatVersion", "now", "settings", "apple", *SECTIONS})
_MOST = 10**9


def check_state(state: JsonObject) -> None:
    """Refuses a state that is not whole, naming the first place that is wrong."""
    if state.get("formatVersion") != FORMAT_VERSION:
        _refuse("formatVersion", f'must be "{FORMAT_VERSION}"')
    unknown = sorted(set(state) - _KEYS)
    if unknown:
        _refuse(unknown[0], "is not a key of a state")
    _check_now(state.get("now"))
    _check_settings(state.get("settings", {}))
    for section in SECTIONS:
        _check_section(section, state.get(section, []))
    _check_directory(state)
    for at, book in enumerate(state.get("managedEBooks", [])):
        _check_book(f"managedEBooks[{at}]", book)
    for at, group in enumerate(state.get("groups", [])):
        _check_members(f"groups[{at}].members", group.get("members", []))
    _check_apple(state.get("apple", {}))


def check_now(value: object) -> None:
    """Refuses what is neither an instant nor null."""
    _check_now(value)


def _check_now(value: object) -> None:
    if value is None:
        return
    try:
        parse_instant(_text("now", value))
    except ValueError as error:
        _refuse("now", str(error))


def _check_settings(settings: object) -> None:
    for name, value in _object("settings", settings).items():
        if name not in DEFAULTS:
            _refuse(f"settings.{name}", "is not a setting")
        if not _SETTING_CHECKS[name](value):
            _refuse(f"settings.{name}", f"cannot be {value!r}")


def _is_count(least: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= _MOST


def _is_time(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST


_SETTING_CHECKS: Mapping[str, Callable[[Any], bool]] = {
    "pageSize": _is_count(1),
    "maxTop": _is_count(1),
    "applePageSize": _is_count(1),
    "syncSeconds": _is_time,
    "readDelaySeconds": _is_time,
    "writesPer20s": lambda value: value is None or _is_count(0)(value),
    "multiAdminApproval": lambda value: isinstance(value, bool),
}


def _check_section(section: str, values: object) -> None:
    seen: set[str] = set()
    for at, value in enumerate(_objects(section, values)):
        identifier = _text(f"{section}[{at}].id", value.get("id"))
        if identifier.casefold() in seen:
            _refuse(f"{section}[{at}].id", f'"{identifier}" stands twice')
        seen.add(identifier.casefold())


def _check_directory(state: JsonObject) -> None:
    """Users, devices and groups share one space of ids."""
    seen: dict[str, str] = {}
    for section in ("users", "devices", "groups"):
        for at, value in enumerate(state.get(section, [])):
            first = seen.setdefault(str(value["id"]).casefold(), section)
            if first != section:
                _refuse(f"{section}[{at}].id", f'"{value["id"]}" is an id of {first} too')


def _check_book(where: str, book: JsonObject) -> None:
    for name in BOOK_LISTS:
        _objects(f"{where}.{name}", book.get(name, []))
    for at, assignment in enumerate(book.get("assignments", [])):
        _object(f"{where}.assignments[{at}].target", assignment.get("target"))


def _check_members(where: str, members: object) -> None:
    for at, member in enumerate(_list(where, members)):
        _text(f"{where}[{at}]", member)


def _check_apple(apple: object) -> None:
    unknown = sorted(set(_object("apple", apple)) - {"locations", "tokens"})
    if unknown:
        _refuse(f"apple.{unknown[0]}", "is not a key of Apple's part")
    seen: set[str] = set()
    for at, location in enumerate(_objects("apple.locations", _object("apple", apple).get("locations", []))):
        where = f"apple.locations[{at}]"
        uid = _text(f"{where}.uId", location.get("uId"))
        if uid.casefold() in seen:
            _refuse(f"{where}.uId", f'"{uid}" stands twice')
        seen.add(uid.casefold())
        for name in APPLE_LISTS:
            _objects(f"{where}.{name}", location.get(name, []))
    for at, token in enumerate(_objects("apple.tokens", _object("apple", apple).get("tokens", []))):
        _check_content_token(f"apple.tokens[{at}]", token)


def _check_content_token(where: str, token: JsonObject) -> None:
    _text(f"{where}.sToken", token.get("sToken"))
    _text(f"{where}.uId", token.get("uId"))
    if token.get("state", "valid") not in CONTENT_TOKEN_STATES:
        _refuse(f"{where}.state", f"must be one of {', '.join(CONTENT_TOKEN_STATES)}")


def _object(where: str, value: object) -> JsonObject:
    if not isinstance(value, dict):
        _refuse(where, "must be an object")
    return value


def _list(where: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        _refuse(where, "must be a list")
    return value


def _objects(where: str, value: object) -> list[JsonObject]:
    return [_object(f"{where}[{at}]", item) for at, item in enumerate(_list(where, value))]


def _text(where: str, value: object) -> str:
    if not isinstance(value, str) or not value:
        _refuse(where, "must be a text that is not empty")
    return value


def _refuse(where: str, what: str) -> NoReturn:
    raise bad_request(f"The state is invalid: {where} {what}.")
