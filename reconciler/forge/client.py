"""Requests to the service that holds the repository: single values, pages of a list, writes. Read `ForgeClient`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias
from urllib.parse import quote

import httpx

from reconciler.forge.dialect import Dialect
from reconciler.model.errors import ServiceError
from reconciler.transport import Pace, Transport, checked_root

JsonObject: TypeAlias = dict[str, Any]
Remedies: TypeAlias = Mapping[int, str]
"""What to do about a status, where this service knows better than the transport."""

MOST_PAGES = 200
"""Pages of a hundred after which a list counts as endless."""

_PATIENCE = 60.0


class ForgeClient:
    """One service at one origin. The access token goes nowhere else, and into no message."""

    def __init__(self, transport: Transport, remedies: Remedies) -> None:
        self.transport = transport
        self._remedies = remedies

    def close(self) -> None:
        """Ends all connections."""
        self.transport.close()

    def get(self, path: str, body: JsonObject | None = None) -> JsonObject:
        """One object; `body` is that of a query which changes nothing. Raises ServiceError also for another shape."""
        value = self._read(path, body).get("value")
        if not isinstance(value, dict):
            raise self.unclear(path, "no JSON object")
        return value

    def pages(self, path: str) -> Iterator[JsonObject]:
        """All objects of a list, page by page. Raises ServiceError where a page is no list, or pages never end."""
        address, seen = path, set[str]()
        while address:
            if address in seen or len(seen) >= MOST_PAGES:
                raise self.unclear(path, "pages that do not end")
            seen.add(address)
            page = self._read(address, None)
            yield from self._items(path, page.get("value"))
            address = _following(path, page)

    def write(self, method: str, path: str, body: JsonObject) -> None:
        """A write. It is sent again only where the service said that it did nothing, and when to come back."""
        try:
            self._sent(lambda: self.transport.write(method, path, body))
        except ServiceError as error:
            wait = error.retry_after or 0.0
            if error.status != httpx.codes.TOO_MANY_REQUESTS or not 0 < wait <= self._patience():
                raise
            self.transport.pause(wait)
            self._sent(lambda: self.transport.write(method, path, body))

    def unclear(self, path: str, what: str) -> ServiceError:
        """The failure of an answer that does not say what was asked."""
        return ServiceError(
            f"{self.transport.service} answered {path.partition('?')[0]} with {what}.",
            "Nothing was taken for granted. Repeating helps where the service is in trouble; else please report it.",
            code="VPP505",
        )

    def _patience(self) -> float:
        return _PATIENCE if self.transport.pace.retry_seconds > 0 else 0.0

    def _read(self, address: str, body: JsonObject | None) -> JsonObject:
        page: JsonObject = {}
        self._sent(lambda: page.update(self.transport.read(address, body).body))
        return page

    def _sent(self, send: Callable[[], object]) -> None:
        """Sends; a refusal says what this service wants."""
        try:
            send()
        except ServiceError as error:
            if (remedy := self._remedies.get(error.status)) and not error.code:
                error.remedy = remedy
            raise

    def _items(self, path: str, value: Any) -> list[JsonObject]:
        items = value.get("value") if isinstance(value, dict) else value
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.unclear(path, "no list of objects")
        return items


def open_client(
    root: str,
    service: str,
    access_token: str,
    headers: Mapping[str, str],
    remedies: Remedies,
    pace: Pace | None,
    wire: httpx.BaseTransport | None,
) -> ForgeClient:
    """A client for the service at `root`. Raises UsageError for an address that must not be used."""
    dialect = Dialect(checked_root(root), headers, wire)
    return ForgeClient(Transport(root, service, lambda: access_token, pace, dialect), remedies)


def inside(value: object, *keys: str) -> Any:
    """What stands below these keys; None where something on the way is missing or no object."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def text_in(value: object, *keys: str) -> str:
    """The text below these keys; empty where there is none."""
    found = inside(value, *keys)
    return found if isinstance(found, str) else ""


def number_in(value: object, *keys: str) -> str:
    """The whole number below these keys, as text; empty where there is none."""
    found = inside(value, *keys)
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else ""


def _following(path: str, page: JsonObject) -> str:
    link, more = page.get("next"), page.get("more")
    if isinstance(link, str):
        return link
    if isinstance(more, str) and more:
        return f"{path}{'&' if '?' in path else '?'}continuationToken={quote(more, safe='')}"
    return ""
