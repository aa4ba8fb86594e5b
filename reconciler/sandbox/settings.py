"""The settings of one sandbox, and their defaults."""

from dataclasses import dataclass, fields
from typing import Any

from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store

DEFAULTS: JsonObject = {
    "pageSize": 100,
    "maxTop": 999,
    "applePageSize": 100,
    "syncSeconds": 0,
    "readDelaySeconds": 0,
    "writesPer20s": None,
    "multiAdminApproval": False,
}


@dataclass(frozen=True, slots=True)
class Settings:
    """How this tenant behaves; names as in the state file, times in seconds of the sandbox's clock."""

    pageSize: int  # noqa: N815  # the names are those of the state file
    maxTop: int  # noqa: N815
    applePageSize: int  # noqa: N815
    syncSeconds: float  # noqa: N815
    readDelaySeconds: float  # noqa: N815
    writesPer20s: int | None  # noqa: N815
    multiAdminApproval: bool  # noqa: N815


def read_settings(store: Store) -> Settings:
    """The settings in force."""
    stored: dict[str, Any] = {**DEFAULTS, **(store.meta("settings") or {})}
    return Settings(**{field.name: stored[field.name] for field in fields(Settings)})
