"""Which properties and relations each kind of object has in Graph's two versions.

The table itself is data: `properties.json`, by kind of value, taken from the interface descriptions of v1.0 and beta.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

from reconciler.sandbox.messages import Version

ValueKind: TypeAlias = Literal["text", "guid", "number", "flag", "date", "object", "list"]
HIDDEN = frozenset({"token"})  # never read back, although the property exists


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """One kind of object: its properties, those that only beta has, and its relations."""

    name: str
    odata_type: str
    properties: Mapping[str, ValueKind]
    beta_only: frozenset[str]
    relations: frozenset[str]
    beta_relations: frozenset[str]

    def property_kind(self, name: str, version: Version) -> ValueKind | None:
        """The kind of value behind a property; None when that version does not have it."""
        return None if version == "v1.0" and name in self.beta_only else self.properties.get(name)

    def has_relation(self, name: str, version: Version) -> bool:
        """Whether `$expand` may name it."""
        return name in self.relations or (version == "beta" and name in self.beta_relations)

    def left_out(self, version: Version) -> frozenset[str]:
        """Keys of stored JSON that a plain read of this version does not show."""
        hidden = HIDDEN | self.relations | self.beta_relations
        return hidden | self.beta_only if version == "v1.0" else hidden


_RELATIONS: Mapping[str, str] = {
    "iosVppEBook": "assignments deviceStates installSummary userStateSummary",
    "userInstallStateSummary": "deviceStates",
    "group": "members transitiveMembers",
}
_BETA_RELATIONS: Mapping[str, str] = {"iosVppEBook": "categories"}


@cache
def entity(name: str) -> Entity:
    """The entity of that name; `directoryObject` has what users, groups and devices have together."""
    if name == "directoryObject":
        return _directory_object()
    row = _table()[name]
    kinds = {prop: cast(ValueKind, kind) for kind, names in row.items() if kind != "betaOnly" for prop in names.split()}
    return Entity(
        name=name,
        odata_type=f"#microsoft.graph.{name}",
        properties=kinds,
        beta_only=frozenset(row.get("betaOnly", "").split()),
        relations=frozenset(_RELATIONS.get(name, "").split()),
        beta_relations=frozenset(_BETA_RELATIONS.get(name, "").split()),
    )


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = Path(__file__).with_name("properties.json").read_text("utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))


def _directory_object() -> Entity:
    kinds: dict[str, ValueKind] = {}
    everywhere: set[str] = set()
    for derived in (entity("device"), entity("group"), entity("user")):
        kinds.update(derived.properties)
        everywhere |= set(derived.properties) - derived.beta_only
    return Entity(
        name="directoryObject",
        odata_type="#microsoft.graph.directoryObject",
        properties=kinds,
        beta_only=frozenset(kinds) - everywhere,
        relations=frozenset(),
        beta_relations=frozenset(),
    )
