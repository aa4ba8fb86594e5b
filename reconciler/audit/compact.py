"""Records without what is large in them, so that a long chain fits into memory. Read `compact`.

A receipt holds all of last applied. What the audit asks of it is small: where each change came from, and which books
were managed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reconciler.audit.reading import mapping, reading
from reconciler.model.audit import Recorded
from reconciler.model.change import Origin
from reconciler.model.record import RecordKind

MANAGED = "managed"
"""Under this key a compact record has the books in its last applied map; it is missing where the record has no map."""


def compact(records: Iterable[Recorded]) -> Iterator[Recorded]:
    """The records, each outcome with its `origin`, and `MANAGED` in place of last applied. One is in hand at a time.

    Raises ServiceError for a record of another shape.
    """
    former: Mapping[str, str] | None = None
    books: frozenset[str] = frozenset()
    for record in records:
        with reading(record):
            body = {key: item for key, item in record.body.items() if key != "lastApplied"}
            if record.kind is RecordKind.RECEIPT:
                body["outcomes"] = [{**one, "origin": _origin(one, former)} for one in body["outcomes"]]
            if record.body.get("lastApplied") is not None:
                former = mapping(record.body["lastApplied"])
                books = _same(books, frozenset(key.split(":", 2)[1] for key in former))
                body[MANAGED] = books
        yield replace(record, body=body, value={})


def _same(known: frozenset[str], books: frozenset[str]) -> frozenset[str]:
    """The set that is known already where both are equal, so that it is kept once."""
    return known if known == books else books


def _origin(outcome: Mapping[str, Any], former: Mapping[str, str] | None) -> str:
    """Where the change came from: as the receipt says, else as what was last applied tells; empty where neither does.

    git: wanted differs from last applied; drift: what was there differs from it (CONTRACT, section 3). Of VPP tokens
    last applied tells nothing.
    """
    if told := outcome.get("origin"):
        return str(told)
    if not str(outcome["change"]).startswith("a:"):
        return ""
    if former is None:
        return str(Origin.INITIAL)
    last = former.get(str(outcome["change"]))
    by_git, by_drift = (_intent(outcome[side]) != last for side in ("after", "before"))
    if by_git and by_drift:
        return str(Origin.BOTH)
    return str(Origin.DRIFT if by_drift else Origin.GIT)


def _intent(side: Mapping[str, Any] | None) -> str | None:
    return None if side is None else side.get("intent")
