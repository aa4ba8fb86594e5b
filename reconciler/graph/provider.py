"""Our way to Intune: reads a tenant and writes the assignments of one book at a time. Read `GraphIntune`."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import httpx

from reconciler.graph.auth import no_bearer, signed_in, static_bearer, token_tenant
from reconciler.graph.books import BOOKS, read_book, read_books, read_holders, read_tokens
from reconciler.graph.client import ROOTS, GraphClient, Version, page_items
from reconciler.graph.directory import read_groups, read_members
from reconciler.graph.wire import assignments_to_wire, event_from_wire
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.instants import stamp
from reconciler.model.observed import AuditEvent, ObservedAssignment, ObservedBook, ObservedToken, Unread
from reconciler.model.providers import GroupAnswers, MemberAnswers, Written
from reconciler.transport import Bearer, Pace, Transport

SERVICE = "Microsoft Graph"
EVENTS_PER_PAGE = 500

_WRITE_PERMISSION = "DeviceManagementApps.ReadWrite.All"


def open_intune(
    cloud: Cloud,
    tenant_id: str | None,
    beta: BetaUse,
    *,
    url: str | None = None,
    access_token: str | None = None,
    pace: Pace | None = None,
    wire: httpx.BaseTransport | None = None,
    lanes: int = 4,
) -> "GraphIntune":
    """The door to a tenant.

    `url` (a root) wins over the cloud's own, and then nothing is signed in to without `access_token`. `wire` takes
    the place of the network. Raises UsageError for an address that must not be used.
    """
    root = url or ROOTS.get(cloud)
    if root is None:
        raise UsageError(f"The cloud {cloud} has no address.", "Set RECONCILER_GRAPH_URL to the sandbox's root.")
    transport = Transport(root, SERVICE, _bearer(cloud, tenant_id, url, access_token), pace, wire)
    return GraphIntune(GraphClient(transport, lanes), beta)


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
        """Replaces the book's set, in one request that is sent once.

        Raises ServiceError: `maybe_done` when the answer was lost, `retry_after` when the service asks to slow down.
        """
        path = f"{BOOKS}/{quote(book, safe='')}/assign"
        try:
            answer = self._client.post(self._books_version, path, assignments_to_wire(kept, wanted))
        except ServiceError as error:
            if error.status in (401, 403):
                raise _may_not_write(error) from error
            raise
        return Written(answer.request_id)

    def pause(self, seconds: float) -> None:
        """Waits before a write is tried again, as the service asked."""
        self._client.transport.pause(seconds)


def _bearer(cloud: Cloud, tenant_id: str | None, url: str | None, access_token: str | None) -> Bearer:
    if access_token:
        return static_bearer(access_token)
    return no_bearer if url else signed_in(cloud, tenant_id)


def _may_not_write(error: ServiceError) -> ServiceError:
    return ServiceError(
        error.message,
        f"{error.remedy} Writing assignments needs {_WRITE_PERMISSION}.",
        status=error.status,
        code="VPP509",
        request_id=error.request_id,
    )
