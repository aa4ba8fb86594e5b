"""Reads books, VPP tokens and install states, through beta where it answers. Read `read_books`.

Three answers are coped with that nobody could promise: beta refused, `$expand` refused, and pages that come
without the assignments that were asked for. What is on two pages, since the list changed meanwhile, counts once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

from reconciler.graph.client import NEXT, GraphClient, JsonObject, Version
from reconciler.graph.wire import TOKEN_FIELDS, book_from_wire, holders_from_wire, is_book, token_from_wire
from reconciler.model.errors import ServiceError
from reconciler.model.ids import BookId, TokenId
from reconciler.model.observed import ObservedBook, ObservedToken

BOOKS = "/deviceAppManagement/managedEBooks"
TOKENS = "/deviceAppManagement/vppTokens"
READ_PERMISSION = "DeviceManagementApps.Read.All"

_BETA_REFUSED = (400, 403, 404)
_EXPAND_REFUSED = (400, 501)
_EXPANDED = "?$expand=assignments"

_K = TypeVar("_K")
_T = TypeVar("_T")


def read_books(client: GraphClient, versions: Sequence[Version]) -> tuple[Version, tuple[ObservedBook, ...]]:
    """All books with their assignments, sorted by id, and the version that gave them: the first that does not refuse.

    Raises ServiceError (VPP509 without the permission, else VPP505) when any part of the list cannot be read.
    """
    return _through(versions, "the list of books", lambda version: _all_books(client, version))


def read_tokens(client: GraphClient, versions: Sequence[Version]) -> tuple[Version, tuple[ObservedToken, ...]]:
    """All VPP tokens without their secrets, sorted by id, and the version that gave them. Errors as for books."""
    return _through(versions, "the list of VPP tokens", lambda version: _all_tokens(client, version))


def read_token(
    client: GraphClient, versions: Sequence[Version], token: TokenId
) -> tuple[Version, ObservedToken | None]:
    """One VPP token without its secret, read now, and the version that gave it; None when it is not there."""
    path = f"{TOKENS}/{quote(token, safe='')}?$select="

    def read(version: Version) -> ObservedToken:
        return token_from_wire(client.get(version, path + TOKEN_FIELDS[version]))

    try:
        return _through(versions, f"the VPP token {token}", read)
    except ServiceError as error:
        if error.status == 404:
            return versions[0], None
        raise


def read_book(client: GraphClient, version: Version, book: BookId) -> ObservedBook | None:
    """One book with its assignments, read now; None when it is not there."""
    path = f"{BOOKS}/{quote(book, safe='')}"
    what = f"the book {book}"
    try:
        wire = _one_book(client, version, path)
    except ServiceError as error:
        if error.status == 404:
            return None
        raise _unread(error, what) from error
    if not _lacks_assignments(wire):
        return book_from_wire(wire)
    try:
        pages = list(client.pages(version, f"{path}/assignments", f"the assignments of {what}"))
    except ServiceError as error:
        raise _unread(error, f"the assignments of {what}") from error
    return book_from_wire(wire, [assignment for page in pages for assignment in page])


def read_holders(client: GraphClient, version: Version, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
    """Who has each book on a device, as the install states tell; books whose states cannot be read are left out."""
    paths = [f"{BOOKS}/{quote(book, safe='')}/userStateSummary" for book in books]
    listings = client.lists(version, paths, "the install states of a book")
    return {
        book: holders_from_wire(listing.items)
        for book, listing in zip(books, listings, strict=True)
        if listing.status == 200
    }


def _through(versions: Sequence[Version], what: str, read: Callable[[Version], _T]) -> tuple[Version, _T]:
    """The first version's answer that is no refusal. A list that broke off in the middle is no refusal."""
    for version in versions[:-1]:
        try:
            return version, read(version)
        except ServiceError as error:
            if error.code or error.status not in _BETA_REFUSED:
                raise _unread(error, what) from error
    try:
        return versions[-1], read(versions[-1])
    except ServiceError as error:
        raise _unread(error, what) from error


def _all_books(client: GraphClient, version: Version) -> tuple[ObservedBook, ...]:
    books: dict[BookId, ObservedBook] = {}
    lacking: dict[BookId, JsonObject] = {}
    for page in _book_pages(client, version):
        for wire in filter(is_book, page):
            book = book_from_wire(wire)
            _add(books, book.id, book, f"the book {book.id}")
            if _lacks_assignments(wire):
                lacking[book.id] = {name: value for name, value in wire.items() if name != "largeCover"}
    books.update(_with_assignments(client, version, lacking))
    return tuple(books[identity] for identity in sorted(books))


def _add(found: dict[_K, _T], key: _K, thing: _T, what: str) -> None:
    """Adds a thing of a list. Raises VPP505 when it was there before and was another: which one holds?"""
    there = found.setdefault(key, thing)
    if there is not thing and there != thing:
        raise _incomplete(f"{what} is on two pages and differs: the list changed while it was read.", 0)


def _book_pages(client: GraphClient, version: Version) -> Iterator[tuple[JsonObject, ...]]:
    what = "the list of books"
    pages = client.pages(version, BOOKS + _EXPANDED, what)
    try:
        first = next(pages)
    except ServiceError as error:
        if error.code or error.status not in _EXPAND_REFUSED:
            raise
        pages = client.pages(version, BOOKS, what)
        first = next(pages)
    yield first
    yield from pages


def _with_assignments(
    client: GraphClient, version: Version, lacking: Mapping[BookId, JsonObject]
) -> dict[BookId, ObservedBook]:
    """The books that came without assignments, now with them. Raises when those of one cannot be read."""
    paths = [f"{BOOKS}/{quote(book, safe='')}/assignments" for book in lacking]
    listings = client.lists(version, paths, "the assignments of a book")
    found = {}
    for (book, wire), listing in zip(lacking.items(), listings, strict=True):
        if listing.status != 200:
            why = f"the assignments of the book {book} could not be read"
            raise _incomplete(f"{why} ({listing.status or 'no answer'}).", listing.status)
        found[book] = book_from_wire(wire, listing.items)
    return found


def _lacks_assignments(wire: JsonObject) -> bool:
    """Whether the assignments are missing, or only the first of several pages of them came along."""
    return wire.get("assignments") is None or bool(wire.get(f"assignments{NEXT}"))


def _one_book(client: GraphClient, version: Version, path: str) -> JsonObject:
    try:
        return client.get(version, path + _EXPANDED)
    except ServiceError as error:
        if error.status not in _EXPAND_REFUSED:
            raise
    return client.get(version, path)


def _all_tokens(client: GraphClient, version: Version) -> tuple[ObservedToken, ...]:
    pages = client.pages(version, f"{TOKENS}?$select={TOKEN_FIELDS[version]}", "the list of VPP tokens")
    tokens: dict[TokenId, ObservedToken] = {}
    for page in pages:
        for token in map(token_from_wire, page):
            _add(tokens, token.id, token, f"the VPP token {token.id}")
    return tuple(tokens[identity] for identity in sorted(tokens))


def _unread(error: ServiceError, what: str) -> ServiceError:
    """What a failed reading of books or VPP tokens means for the run."""
    if error.code:
        return error
    if error.status in (401, 403):
        return ServiceError(
            f"{what} could not be read: {error.message}",
            f"{error.remedy} Reading books and VPP tokens needs {READ_PERMISSION}.",
            status=error.status,
            code="VPP509",
            request_id=error.request_id,
        )
    return _incomplete(f"{what} could not be read: {error.message}", error.status, error.remedy, error.request_id)


def _incomplete(message: str, status: int, remedy: str = "Run again.", request_id: str = "") -> ServiceError:
    return ServiceError(
        message,
        f"Nothing is planned on a part of the tenant. {remedy}",
        status=status,
        code="VPP505",
        request_id=request_id,
    )
