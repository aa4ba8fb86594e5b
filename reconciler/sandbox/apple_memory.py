"""What Apple's side keeps beside the state's own JSON: versions of locations, events, who Intune is to Apple.

It stands in the table of parts, which a new state empties: none of it outlives the tenant that it belongs to.
"""

import json
from typing import Literal, TypeAlias

from reconciler.sandbox.messages import JsonObject
from reconciler.sandbox.store import Store, dump

Memory: TypeAlias = Literal["appleVersion", "appleEvent", "intuneMdm"]


def remember(store: Store, memory: Memory, key: str, value: JsonObject) -> None:
    """Keeps a value under a key, in the place of an earlier one."""
    store.rows("INSERT OR REPLACE INTO part VALUES (?, ?, '', ?)", (memory, key, dump(value)))


def recall(store: Store, memory: Memory, key: str) -> JsonObject | None:
    """The value under a key; None when there is none."""
    sql = "SELECT json FROM part WHERE kind = ? AND key = ? AND name = ''"
    found = store.rows(sql, (memory, key)).fetchone()
    return None if found is None else dict(json.loads(found[0]))
