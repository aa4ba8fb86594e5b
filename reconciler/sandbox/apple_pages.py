"""Pages of a location's rows, by index. What matches is found once for each version of the data, then paged.

A page tells the version that it is from: a client that pages on sees by it that something was written in between.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from reconciler.sandbox.apple_call import AppleCall
from reconciler.sandbox.apple_errors import AppleRefusal
from reconciler.sandbox.apple_versions import changed_after, place_of_version, version_id
from reconciler.sandbox.messages import JsonObject

Finder: TypeAlias = Callable[[], list[int]]
_NO_PAGE = 9650
_KEPT = 8  # walks that are kept in memory at the same time


@dataclass(frozen=True, slots=True)
class Page:
    """The places of the rows on one page, and what the answer says about paging."""

    places: list[int]
    paging: JsonObject


def page_of(call: AppleCall, section: str, asked: Mapping[str, Any], find: Finder) -> Page:
    """The page that was asked for. `find` gives the places of all matching rows. Refuses with 9650 or 9721."""
    since = asked.get("sinceVersionId")
    after = place_of_version(call.store, call.uid, since) if since is not None else -1
    version = version_id(call.store, call.uid)
    places = _walk(call, (call.uid, version, section, *_question(asked)), after, find)
    size, index = call.settings.applePageSize, int(asked.get("pageIndex", 0))
    total = max(1, -(-len(places) // size))
    if not 0 <= index < total:
        raise AppleRefusal(_NO_PAGE)
    chosen = places[index * size : (index + 1) * size]
    paging: JsonObject = {"currentPageIndex": index, "size": len(chosen), "totalPages": total, "versionId": version}
    return Page(chosen, {**paging, "nextPageIndex": index + 1} if index + 1 < total else paging)


def _question(asked: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return sorted((name, value) for name, value in asked.items() if name != "pageIndex")


def _walk(call: AppleCall, question: tuple[object, ...], after: int, find: Finder) -> list[int]:
    """All matching places that came or changed behind a version, remembered so that walking all pages is linear."""
    walks: dict[tuple[object, ...], list[int]] = call.store.remembered("apple pages", dict)
    if question not in walks:
        if len(walks) >= _KEPT:
            walks.clear()
        changed = changed_after(call.store, call.uid, after)
        walks[question] = [place for place in find() if place > after or place in changed]
    return walks[question]
