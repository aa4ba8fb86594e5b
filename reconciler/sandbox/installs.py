"""Install states of a book: by device as given, by user as given or else counted from the devices, and in all."""

from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.objects import Row, part_of
from reconciler.sandbox.store import Store
from reconciler.sandbox.values import objects_of, text_of, whole_number

_OUTCOMES = ("installed", "failed", "notInstalled")
_FAILED = frozenset({"failed", "uninstallFailed"})


def device_states(store: Store, book: Row) -> list[JsonObject]:
    """The states of all devices, as the tenant was given them or seats have made them."""
    return part_of(store, book, "deviceStates") or []


def user_summaries(store: Store, book: Row) -> list[JsonObject]:
    """One row for each user; where the tenant was given none, they are counted from the devices."""
    given = part_of(store, book, "userStateSummary")
    return _counted(book, device_states(store, book)) if given is None else given


def devices_of_user(store: Store, book: Row, summary: JsonObject) -> list[JsonObject]:
    """The devices behind a user's row: those given with it, else those of the book that bear the user's name."""
    if "deviceStates" in summary:
        return objects_of(summary, "deviceStates")
    name = _name(summary)
    return [state for state in device_states(store, book) if name and _name(state) == name]


def install_summary(store: Store, book: Row) -> JsonObject:
    """How many users and devices have the book, failed, or do not have it: as given, else counted from the users."""
    given = book.json.get("installSummary")
    if isinstance(given, dict):
        return given
    rows = user_summaries(store, book)
    summary: JsonObject = {"id": book.json["id"]}
    for outcome in _OUTCOMES:
        counts = [whole_number(row, f"{outcome}DeviceCount") for row in rows]
        summary[f"{outcome}DeviceCount"] = sum(counts)
        summary[f"{outcome}UserCount"] = sum(1 for count in counts if count > 0)
    return summary


def installed_row(book: Row, user: Row) -> JsonObject:
    """A user's row after the first install."""
    return {
        "id": f"{book.json['id']}_{user.json['id']}",
        "userName": user.json.get("userPrincipalName"),
        "installedDeviceCount": 1,
        "failedDeviceCount": 0,
        "notInstalledDeviceCount": 0,
    }


def _counted(book: Row, states: list[JsonObject]) -> list[JsonObject]:
    rows: dict[str, JsonObject] = {}
    for state in states:
        name = _name(state)
        row = rows.setdefault(name, _empty_row(book, state))
        row[f"{_outcome(state)}DeviceCount"] += 1
    return [row for name, row in rows.items() if name]


def _empty_row(book: Row, state: JsonObject) -> JsonObject:
    counts = {f"{outcome}DeviceCount": 0 for outcome in _OUTCOMES}
    return {"id": f"{book.json['id']}_{_name(state)}", "userName": state.get("userName"), **counts}


def _outcome(state: JsonObject) -> str:
    kind = state.get("installState")
    return "installed" if kind == "installed" else "failed" if kind in _FAILED else "notInstalled"


def _name(value: JsonObject) -> str:
    return (text_of(value, "userName") or "").casefold()
