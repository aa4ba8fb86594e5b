"""What things are called, gathered from all records: receipts and observations tell names beside ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciler.audit.reading import mapping, reading
from reconciler.model.audit import Recorded
from reconciler.model.record import RecordKind

_SUBJECT = re.compile(r'"(?P<title>.*)" → "(?P<group>.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id, the newest that a record tells. `token_of` gives the handle of a book's VPP token.

    `handles` gives the handle of a VPP token by its id.
    """

    titles: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    token_of: dict[str, str] = field(default_factory=dict)
    handles: dict[str, str] = field(default_factory=dict)

    def token_ids(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of VPP tokens by handle; one that was replaced has several."""
        found: dict[str, tuple[str, ...]] = {}
        for identity, handle in self.handles.items():
            found[handle] = (*found.get(handle, ()), identity)
        return found


def learn(records: Iterable[Recorded], declared: Mapping[str, str]) -> Names:
    """The names in all records. `declared` are handles by the id of a VPP token, as the YAML says them now."""
    names = Names(handles=dict(declared))
    for record in records:
        with reading(record):
            if record.kind is RecordKind.RECEIPT:
                for outcome in record.body["outcomes"]:
                    _from_outcome(names, outcome)
            elif record.kind is RecordKind.OBSERVATION:
                _from_observation(names, record.body)
    for book, token in names.token_of.items():
        names.token_of[book] = names.handles.get(token, token)
    return names


def _from_outcome(names: Names, outcome: Mapping[str, Any]) -> None:
    kind, *ids = str(outcome["change"]).split(":", 2)
    if kind != "a" or len(ids) != 2:
        return
    book, target = mapping(outcome.get("book")), mapping(outcome.get("target"))
    said = _SUBJECT.fullmatch(str(outcome.get("subject", "")))
    if title := book.get("title") or (said["title"] if said else ""):
        names.titles[ids[0]] = str(title)
    if group := target.get("displayName") or (said["group"] if said else ""):
        names.groups[ids[1]] = str(group)
    if token := book.get("token"):
        names.token_of[ids[0]] = str(token)


def _from_observation(names: Names, body: Mapping[str, Any]) -> None:
    for book, told in mapping(body.get("seats")).items():
        row = mapping(told)
        if row.get("title"):
            names.titles[book] = str(row["title"])
        if row.get("token"):
            names.token_of.setdefault(book, str(row["token"]))
    for token in body.get("tokens") or ():
        if token.get("name"):
            names.handles[str(token["id"])] = str(token["name"])
