"""Reads install states by device. Names of users and devices are left where they are. Read `read_device_states`.

Source: Microsoft Graph v1.0, "deviceInstallState resource type".
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from reconciler.graph.books import BOOKS
from reconciler.graph.client import GraphClient, JsonObject
from reconciler.model.ids import BookId
from reconciler.model.installs import DeviceState
from reconciler.model.instants import instant

_NEVER = 1
"""The year of a time that stands for none."""


def read_device_states(client: GraphClient, books: Sequence[BookId]) -> Mapping[BookId, tuple[DeviceState, ...]]:
    """The states of each book by device, sorted; books whose states cannot be read are left out.

    Raises ServiceError when a batch as a whole fails, or when pages go round in a circle.
    """
    paths = [f"{BOOKS}/{quote(book, safe='')}/deviceStates" for book in books]
    listings = client.lists("v1.0", paths, "the install states of a book")
    return {
        book: tuple(sorted((device_state_from_wire(item) for item in listing.items), key=_order))
        for book, listing in zip(books, listings, strict=True)
        if listing.status == 200
    }


def device_state_from_wire(wire: JsonObject) -> DeviceState:
    """One state. What is missing or of another type is empty."""
    return DeviceState(
        device=_text(wire.get("deviceId")) or _text(wire.get("id")),
        state=_text(wire.get("installState")),
        error=error_code(_text(wire.get("errorCode"))),
        last_sync=_instant(wire.get("lastSyncDateTime")),
    )


def error_code(text: str) -> str:
    """The code as people look it up: whole numbers as `0x87D1313D`, in 32 bits; 0 is none; another text as it is."""
    try:
        number = int(text, 0)
    except ValueError:
        return text.strip()
    return f"0x{number & 0xFFFFFFFF:08X}" if number else ""


def _order(state: DeviceState) -> tuple[str, str, str]:
    return state.device, state.state, state.error


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _instant(value: Any) -> datetime | None:
    try:
        at = instant(_text(value))
    except ValueError:
        return None
    return at if at.year > _NEVER else None
