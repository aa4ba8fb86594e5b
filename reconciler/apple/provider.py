"""Our way to Apple: reads one location with its content token. Read `open_apple`."""

from types import TracebackType
from typing import Self

import httpx

from reconciler.apple.client import AppleClient
from reconciler.apple.wire import (
    BOOKS,
    CLIENT_CONFIG,
    SERVICE_CONFIG,
    USERS,
    assignments_from_wire,
    assignments_of,
    books_from_wire,
    location_from_wire,
    service_from_wire,
    users_from_wire,
)
from reconciler.model.apple import AppleAsset, AppleAssignment, AppleLocation, AppleService, AppleUsers
from reconciler.model.content_token import ContentToken
from reconciler.model.ids import AdamId
from reconciler.transport import Pace, Transport

SERVICE = "Apple"
ROOT = "https://vpp.itunes.apple.com"
"""Source: Apple, "App and Book Management", the address of the service configuration."""


def open_apple(
    content: ContentToken, *, url: str | None = None, pace: Pace | None = None, wire: httpx.BaseTransport | None = None
) -> "AppleLocationReader":
    """The door to the location of a content token. `url` (a root) wins over Apple's own.

    `wire` takes the place of the network. Nothing is asked yet. Raises UsageError for an address that must not be used.
    """
    transport = Transport(url or ROOT, SERVICE, lambda: content.text, pace, wire)
    return AppleLocationReader(AppleClient(transport), content.organization)


def read_service(
    *, url: str | None = None, pace: Pace | None = None, wire: httpx.BaseTransport | None = None
) -> AppleService:
    """What Apple's service says about itself. No content token is sent, so this says nothing about one.

    Raises ServiceError when it cannot be read, UsageError for an address that must not be used.
    """
    with Transport(url or ROOT, SERVICE, lambda: None, pace, wire) as transport:
        return service_from_wire(AppleClient(transport).get(SERVICE_CONFIG))


class AppleLocationReader:
    """One location at Apple; satisfies `AppleReader`. Its repr holds nothing of the content token."""

    def __init__(self, client: AppleClient, organization: str) -> None:
        self._client = client
        self._organization = organization

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections."""
        self._client.transport.close()

    def waited_seconds(self) -> int:
        """Seconds spent waiting because Apple asked for it or failed in passing, rounded."""
        return round(self._client.transport.waited_seconds)

    def location(self) -> AppleLocation:
        """The location, and who claimed it: the cheapest question that only a valid content token answers."""
        return location_from_wire(self._client.get(CLIENT_CONFIG), self._organization)

    def books(self) -> tuple[AppleAsset, ...]:
        """All assets that are books, see `books_from_wire`."""
        return books_from_wire(self._client.rows(BOOKS))

    def assignments(self, adam_id: AdamId | None = None) -> tuple[AppleAssignment, ...]:
        """Licences in people's hands, of one asset or of all, apps included: a location may have very many."""
        return assignments_from_wire(self._client.rows(assignments_of(adam_id)))

    def users(self) -> AppleUsers:
        """The people registered, counted, see `users_from_wire`."""
        return users_from_wire(self._client.rows(USERS))
