"""Our way to Intune: reads a tenant and writes the assignments of one book at a time. Read `GraphIntune`."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import quote

import httpx

from reconciler.graph.auth import no_bearer, signed_in, static_bearer, token_tenant
from reconciler.graph.books import BOOKS, read_book, read_books, read_holders, read_tokens
from reconciler.graph.client import ROOTS, GraphClient, Version, page_items
from reconciler.graph.directory import read_groups, read_members
from reconciler.graph.limits import Limits
from reconciler.graph.ways import Place
from reconciler.graph.wire import assignments_to_wire, event_from_wire
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.instants import stamp
from reconciler.model.observed import AuditEvent, ObservedAssignment, ObservedBook, ObservedToken, Unread
from reconciler.model.providers import GroupAnswers, MemberAnswers, Written
from reconciler.transport import Bearer, Pace, Refusal, Transport

SERVICE = "Microsoft Graph"
EVENTS_PER_PAGE = 500

_WRITE_PERMISSION = "DeviceManagementApps.ReadWrite.All"
_REQUESTS_PER_WRITE = 3  # the book is read, written, and read back
_NEEDS_APPROVAL = re.compile(r"multi.?admin.?approval|x-msft-approval")

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
) -> "GraphIntune":
    """The door to a tenant.

    `url` (a root) wins over the cloud's own, and then nothing is signed in to without `access_token`. `environ` are
    the environment's variables, which say how to sign in; `ask` shows a text to somebody at a terminal, None where
    nobody is there. `wire` takes the place of the network, and knows none of its limits. Raises UsageError for an
    address that must not be used.
    """
    root = url or ROOTS.get(cloud)
    if root is None:
        raise UsageError(f"The cloud {cloud} has no address.", "Set RECONCILER_GRAPH_URL to the sandbox's root.")
    place = Place(cloud, tenant_id, environ or {}, ask)
    transport = Transport(root, SERVICE, _bearer(place, url, access_token), pace, wire)
    limits = Limits(transport.pace) if wire is None else None
    return GraphIntune(GraphClient(transport, lanes, limits), beta)


class GraphIntune:
    """A tenant over Microsoft Graph; satisfies `IntuneReader` and `IntuneWriter`.

    Books and tokens are read through beta, unless that is not wanted or refused; a book is written through the
    version that it was read through, so that nothing is posted back that was not seen.
    """

    def __init__(self, client: GraphClient, beta: BetaUse = BetaUse.READ) -> None:
        self._client = client
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
        """Replaces the book's set, in one request that is sent once, as soon as the limit of writes allows it.

        Raises ServiceError: `maybe_done` when the answer was lost, `retry_after` when the service asks to slow down,
        VPP508 when a second administrator has to agree, VPP509 without the permission.
        """
        path = f"{BOOKS}/{quote(book, safe='')}/assign"
        try:
            answer = self._client.post(self._books_version, path, assignments_to_wire(kept, wanted))
        except ServiceError as error:
            raise _not_written(error) from error
        return Written(answer.request_id)

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


def _not_written(error: ServiceError) -> ServiceError:
    """What a refused write means. Status 400 or 403 can also mean that the tenant wants a second administrator."""
    if error.status in (400, 403) and isinstance(error, Refusal) and _NEEDS_APPROVAL.search(error.said):
        return _refused(
            error,
            "VPP508",
            "The tenant protects books with Multi Admin Approval, and nothing was written. "
            "Exclude this app from the access policy, or let a second administrator make the change; then apply again.",
        )
    if error.status in (401, 403):
        return _refused(error, "VPP509", f"{error.remedy} Writing assignments needs {_WRITE_PERMISSION}.")
    return error


def _refused(error: ServiceError, code: str, remedy: str) -> ServiceError:
    message = error.message
    if code == "VPP508":
        message = f"The tenant requires a second administrator: {message}"
    return ServiceError(message, remedy, status=error.status, code=code, request_id=error.request_id)
