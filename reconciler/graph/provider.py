"""Our way to Intune: reads a tenant, and writes VPP tokens and the assignments of one book at a time.

Read `GraphIntune`. What a refused write means: `writing`.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import quote

import httpx

from reconciler.graph.auth import describe_sign_in, no_bearer, signed_in, static_bearer, token_tenant
from reconciler.graph.books import BOOKS, read_book, read_books, read_holders, read_token, read_tokens
from reconciler.graph.client import ROOTS, GraphClient, Version, page_items
from reconciler.graph.directory import read_groups, read_members
from reconciler.graph.events import read_events
from reconciler.graph.installs import read_device_states
from reconciler.graph.limits import Limits
from reconciler.graph.probing import ask
from reconciler.graph.tokens import TokenDoor
from reconciler.graph.ways import Place
from reconciler.graph.wire import assignments_to_wire, event_from_wire
from reconciler.graph.writing import BOOK_WRITES, Writing
from reconciler.model.audit import EventsRead
from reconciler.model.content_token import ContentToken
from reconciler.model.doctor import Area, Asked, SignIn
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import BookId, GroupId, TokenId
from reconciler.model.installs import DeviceState
from reconciler.model.instants import stamp
from reconciler.model.observed import AuditEvent, ObservedAssignment, ObservedBook, ObservedToken, Unread
from reconciler.model.providers import GroupAnswers, MemberAnswers, Written
from reconciler.transport import Bearer, Pace, Transport

SERVICE = "Microsoft Graph"
EVENTS_PER_PAGE = 500

_REQUESTS_PER_WRITE = 3  # the book is read, written, and read back

_A = TypeVar("_A")
_B = TypeVar("_B")


def open_intune(
    cloud: Cloud,
    tenant_id: str | None,
    beta: BetaUse,
    *,
    url: str | None = None,
    access_token: str | None = None,
    environ: Mapping[str, str] | None = None,
    ask: Callable[[str], None] | None = None,
    pace: Pace | None = None,
    wire: httpx.BaseTransport | None = None,
    lanes: int = 4,
    justification: str | None = None,
) -> "GraphIntune":
    """The door to a tenant.

    `url` (a root) wins over the cloud's own, and then nothing is signed in to without `access_token`. `environ` are
    the environment's variables, which say how to sign in; `ask` shows a text to somebody at a terminal, None where
    nobody is there. `wire` takes the place of the network, and knows none of its limits. `justification` tells a
    second administrator why something is written, where the tenant asks for one. Raises UsageError for an address
    that must not be used.
    """
    root = url or ROOTS.get(cloud)
    if root is None:
        raise UsageError(f"The cloud {cloud} has no address.", "Set RECONCILER_GRAPH_URL to the sandbox's root.")
    place = Place(cloud, tenant_id, environ or {}, ask)
    transport = Transport(root, SERVICE, _bearer(place, url, access_token), pace, wire)
    limits = Limits(transport.pace) if wire is None else None
    return GraphIntune(GraphClient(transport, lanes, limits), beta, justification)


class GraphIntune:
    """A tenant over Microsoft Graph; satisfies `IntuneReader` and `IntuneWriter`.

    Books and tokens are read through beta, unless that is not wanted or refused; a book is written through the
    version that it was read through, so that nothing is posted back that was not seen.
    """

    def __init__(self, client: GraphClient, beta: BetaUse = BetaUse.READ, justification: str | None = None) -> None:
        self._client = client
        self._writing = Writing(client, justification)
        self._token_door = TokenDoor(self._writing)
        self._versions: tuple[Version, ...] = ("v1.0",) if beta is BetaUse.NONE else ("beta", "v1.0")
        self._books_version = self._tokens_version = self._versions[0]

    def close(self) -> None:
        """Ends all connections."""
        self._client.transport.close()

    def beta(self) -> bool:
        """Whether books and tokens are read through beta, as far as was seen."""
        return self._books_version == self._tokens_version == "beta"

    def moment(self) -> datetime | None:
        """None: what is read is what is there."""
        return None

    def waited_seconds(self) -> int:
        """Seconds spent waiting because the service asked for it or failed in passing, rounded."""
        return round(self._client.transport.waited_seconds)

    def beside(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        """The results of two readings, side by side where there are lanes. Raises the first one's error first."""
        return self._client.beside(first, second)

    def books(self) -> tuple[ObservedBook, ...]:
        """All books, see `read_books`."""
        self._books_version, books = read_books(self._client, self._versions)
        return books

    def tokens(self) -> tuple[ObservedToken, ...]:
        """All VPP tokens, see `read_tokens`."""
        self._tokens_version, tokens = read_tokens(self._client, self._versions)
        return tokens

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        """Groups by id and by name, see `read_groups`."""
        return read_groups(self._client, ids, names)

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        """Transitive members, see `read_members`."""
        return read_members(self._client, groups)

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        """Who has the books on a device, see `read_holders`."""
        return read_holders(self._client, "v1.0", books)

    def device_states(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[DeviceState, ...]]:
        """Install states by device, see `read_device_states`."""
        return read_device_states(self._client, books)

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        """The newest audit events, one page of them. A log that cannot be read stops nothing."""
        query = f"$orderby={quote('activityDateTime desc')}&$top={EVENTS_PER_PAGE}"
        if since is not None:
            query = f"$filter={quote(f'activityDateTime gt {stamp(since.astimezone(UTC))}', safe='')}&{query}"
        try:
            body = self._client.get("v1.0", f"/deviceManagement/auditEvents?{query}")
            events = [event_from_wire(wire) for wire in page_items(body, "the audit log", 1)]
        except ServiceError as error:
            return Unread.FORBIDDEN if error.status == 403 else Unread.FAILED
        read = (event for event in events if event is not None)
        return tuple(sorted(read, key=lambda event: event.at, reverse=True))  # of equals the service's order stays

    def logged_events(self, since: datetime) -> EventsRead:
        """All audit events since a moment, oldest first, see `read_events`."""
        return read_events(self._client, since)

    def tenant_id(self) -> str | None:
        """The tenant that the access token names, else the organisation that it may read; None where neither tells."""
        named = token_tenant(self._client.transport.bearer() or "")
        if named is not None:
            return named
        try:
            [organization] = page_items(self._client.get("v1.0", "/organization?$select=id"), "the organisation", 1)
        except (ServiceError, ValueError):
            return None
        told = organization.get("id")
        return told if isinstance(told, str) else None

    def book(self, book: BookId) -> ObservedBook | None:
        """One book, read now; None when it is not there."""
        return read_book(self._client, self._books_version, book)

    def assign(self, book: BookId, kept: Sequence[ObservedAssignment], wanted: Mapping[GroupId, Intent]) -> Written:
        """Replaces the book's set, in one request. Errors as `Writing.send`."""
        path = f"{BOOKS}/{quote(book, safe='')}/assign"
        body = assignments_to_wire(kept, wanted)
        answer = self._writing.send("POST", self._books_version, path, body, BOOK_WRITES)
        return Written(answer.request_id, client_request_id=answer.client_request_id)

    def token(self, token: TokenId) -> ObservedToken | None:
        """One VPP token, read now; None when it is not there."""
        left = self._versions[self._versions.index(self._tokens_version) :]
        self._tokens_version, found = read_token(self._client, left, token)
        return found

    def create_token(self, content: ContentToken, fields: Mapping[str, Any]) -> Written:
        """Uploads a content token as a new VPP token, see `TokenDoor`."""
        return self._token_door.create(content, fields)

    def renew_token(self, token: TokenId, content: ContentToken) -> Written:
        """Puts a newer content token into a VPP token, see `TokenDoor`."""
        return self._token_door.renew(token, content)

    def update_token(self, token: TokenId, fields: Mapping[str, Any]) -> Written:
        """Changes fields of a VPP token, see `TokenDoor`."""
        return self._token_door.update(token, fields)

    def sync_token(self, token: TokenId) -> Written:
        """Asks Intune to fetch licences from Apple, see `TokenDoor`."""
        return self._token_door.sync(token)

    def sign_in(self) -> SignIn:
        """Who is signed in, as far as the access token tells. Raises ServiceError or UsageError where nobody can be."""
        return describe_sign_in(self._client.transport.bearer)

    def ask(self, area: Area, group: GroupId | None = None) -> Asked:
        """Whether an area may be read, see `probing`."""
        return ask(self._client, area, group)

    def wait_to_write(self) -> None:
        """Waits until a write may be sent; asked before a book is read for writing, it keeps the two close together."""
        if self._client.limits is not None:
            self._client.limits.wait_to_write()

    def seconds_for(self, writes: int) -> float:
        """How long so many books will take to write: as fast as answers come, or as the limit of writes allows."""
        limits = self._client.limits
        travelling = writes * _REQUESTS_PER_WRITE * self._client.transport.seconds_per_request
        return max(travelling, limits.seconds_to_write(writes) if limits is not None else 0.0)

    def pause(self, seconds: float) -> None:
        """Waits before a write is tried again, as the service asked."""
        self._client.transport.pause(seconds)


def _bearer(place: Place, url: str | None, access_token: str | None) -> Bearer:
    if access_token:
        return static_bearer(access_token)
    return no_bearer if url else signed_in(place)
