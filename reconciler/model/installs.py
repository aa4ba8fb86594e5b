"""Install states of books on devices, as the service tells them. No reader's name is among them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from reconciler.model.ids import BookId
from reconciler.model.providers import IntuneReader


class DeviceState(NamedTuple):
    """A book on one device.

    `device` is its id, never shown. `state` is the service's word, such as `installed` or `failed`; `error` is the
    code as people look it up (`0x87D1313D`), empty without one. `last_sync` is None for a device that never checked in.
    """

    device: str
    state: str
    error: str
    last_sync: datetime | None


class InstallReader(IntuneReader, Protocol):
    """Reads a tenant, and install states by device too."""

    def device_states(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[DeviceState, ...]]:
        """The states of each book by device; a book whose states cannot be read is missing."""
