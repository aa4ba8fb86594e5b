"""A service for octoDNS that is a JSON file: the least that reading a service can be. Runs in octoDNS's environment."""

import json
from logging import getLogger
from pathlib import Path
from typing import Any

from octodns.provider.base import BaseProvider  # type: ignore[import-not-found]
from octodns.record import Record  # type: ignore[import-not-found]


class JsonService(BaseProvider):  # type: ignore[misc]
    """Records by name, as they stand in the file."""

    SUPPORTS_GEO = False
    SUPPORTS_DYNAMIC = False
    SUPPORTS = frozenset({"A"})

    def __init__(self, id: str, file: str) -> None:  # noqa: A002  octoDNS calls it so
        self.log = getLogger(f"JsonService[{id}]")
        super().__init__(id)
        self._file = Path(file)

    def populate(self, zone: Any, target: bool = False, lenient: bool = False) -> bool:
        """Adds the records to the zone."""
        for name, data in json.loads(self._file.read_bytes()).items():
            zone.add_record(Record.new(zone, name, data, source=self, lenient=lenient), lenient=lenient)
        return True

    def _apply(self, plan: Any) -> None:
        raise NotImplementedError("the benchmark only plans")
