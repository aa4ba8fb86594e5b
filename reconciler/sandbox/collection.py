"""Answers about one collection: a page of it, one of its objects, the number of them. Read `list_answer` first.

A page is read from the position where the last one ended, so that walking a whole collection is linear.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

from reconciler.sandbox.call import Call
from reconciler.sandbox.entities import Entity, entity
from reconciler.sandbox.errors import bad_request
from reconciler.sandbox.messages import Answer, JsonObject
from reconciler.sandbox.odata.conditions import row_value
from reconciler.sandbox.odata.options import (
    COUNT_OPTIONS,
    FUNCTION_OPTIONS,
    ITEM_OPTIONS,
    LIST_OPTIONS,
    Expand,
    Options,
    parse_options,
    raw_options,
    skip_token,
)
from reconciler.sandbox.odata.projection import selected


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a collection: its position, what is shown of it, and what its relations are read from."""

    pos: int
    shown: JsonObject
    source: Any


Expander: TypeAlias = Callable[[Call, Any], object]
Only: TypeAlias = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Collection:
    """Something that can be listed. `items` gives the members behind a position, narrowed where it can."""

    entity: Entity
    context: str
    items: Callable[[int, Only], Iterable[Item]]
    total: Callable[[], int]
    relations: Mapping[str, Expander] = field(default_factory=dict)
    list_options: frozenset[str] = LIST_OPTIONS


def list_answer(call: Call, collection: Collection) -> Answer:
    """One page of a collection, with the link to the next one."""
    options = call.options(collection.entity, collection.list_options)
    if options.count:
        _need_consistency_level(call)
    size = call.settings.pageSize if options.top is None else min(options.top, call.settings.maxTop)
    page, after = _sorted_page(collection, options, size) if options.order else _page(collection, options, size)
    body: JsonObject = {"@odata.context": f"{call.root}/$metadata#{collection.context}"}
    if options.count:
        body["@odata.count"] = _count(collection, options)
    if after is not None:
        body["@odata.nextLink"] = _next_link(call, after)
    body["value"] = [shown_item(call, collection, item, options) for item in page]
    return Answer(200, body)


def item_answer(call: Call, collection: Collection, item: Item) -> Answer:
    """One object, with `$select` and `$expand`."""
    options = call.options(collection.entity, ITEM_OPTIONS)
    context = f"{call.root}/$metadata#{collection.context}/$entity"
    return Answer(200, {"@odata.context": context, **shown_item(call, collection, item, options)})


def count_answer(call: Call, collection: Collection) -> Answer:
    """The number of members, as plain text."""
    options = call.options(collection.entity, COUNT_OPTIONS)
    _need_consistency_level(call)
    return Answer(200, str(_count(collection, options)))


def function_answer(call: Call, kind: str, values: list[Any]) -> Answer:
    """What a function gives: a collection of some type, short enough for one page."""
    options = parse_options(raw_options(call.request.query, FUNCTION_OPTIONS), entity("directoryObject"), call.version)
    end = None if options.top is None else options.skip + options.top
    body: JsonObject = {"@odata.context": f"{call.root}/$metadata#Collection({kind})"}
    if options.count:
        body["@odata.count"] = len(values)
    return Answer(200, {**body, "value": values[options.skip : end]})


def shown_item(call: Call, collection: Collection, item: Item, options: Options) -> JsonObject:
    """One member with its chosen fields and its expanded relations."""
    shown = selected(item.shown, options.select)
    if not options.expand:
        return shown
    relations = {expand.relation: _expanded(call, collection, item, expand) for expand in options.expand}
    return {**shown, **relations}


def in_memory(values: list[Item]) -> Callable[[int, Only], Iterable[Item]]:
    """The `items` of a collection whose members are at hand, in the order of their positions."""
    return lambda after, _: (item for item in values if item.pos > after)


def _expanded(call: Call, collection: Collection, item: Item, expand: Expand) -> object:
    value = collection.relations[expand.relation](call, item.source)
    if isinstance(value, list):
        return [selected(member, expand.select) for member in value]
    return selected(value, expand.select) if isinstance(value, dict) else value


def _page(collection: Collection, options: Options, size: int) -> tuple[list[Item], int | None]:
    skip = 0 if options.after is not None else options.skip
    matching = islice(_matching(collection, options, options.after or 0), skip, None)
    page = list(islice(matching, size))
    more = len(page) == size > 0 and next(matching, None) is not None
    return page, page[-1].pos if more else None


def _sorted_page(collection: Collection, options: Options, size: int) -> tuple[list[Item], int | None]:
    """A page of a sorted collection; its position is a number of members, since order is not that of the store."""
    found = list(_matching(collection, options, 0))
    if options.order and options.order[0].descending:
        found.reverse()  # of equals the newest comes first, as in a log that is read backwards
    for order in reversed(options.order):
        found.sort(key=lambda item: _sort_key(item, order.name, order.kind), reverse=order.descending)
    start = options.skip if options.after is None else options.after
    end = start + size
    return found[start:end], end if size > 0 and end < len(found) else None


def _sort_key(item: Item, name: str, kind: str) -> tuple[bool, Any]:
    value = row_value(item.shown, name, kind)
    return (value is not None, value if value is not None else 0)


def _matching(collection: Collection, options: Options, after: int) -> Iterator[Item]:
    only = options.filter.only if options.filter else {}
    for item in collection.items(after, only):
        if options.filter is None or options.filter.passes(item.shown):
            yield item


def _count(collection: Collection, options: Options) -> int:
    if options.filter is None:
        return collection.total()
    return sum(1 for _ in _matching(collection, options, 0))


def _need_consistency_level(call: Call) -> None:
    if (call.request.header("ConsistencyLevel") or "").strip().lower() != "eventual":
        raise bad_request("Counting needs the header 'ConsistencyLevel: eventual'.")


def _next_link(call: Call, after: int) -> str:
    raw = raw_options(call.request.query, LIST_OPTIONS)
    kept = {name: value for name, value in raw.items() if name not in ("$skip", "$skiptoken")}
    query = urlencode({**kept, "$skiptoken": skip_token(after)}, safe="$(),'/:", quote_via=quote)
    return f"http://{call.request.host}{call.request.path}?{query}"
