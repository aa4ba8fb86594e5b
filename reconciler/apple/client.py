"""Requests to Apple: single answers, and lists whose pages belong to one version. Nothing but GET. Read `AppleClient`.

| came back                                | becomes                                                              |
| ---------------------------------------- | -------------------------------------------------------------------- |
| error number in a success, will pass     | repeated as long as one request may last, then an error              |
| error number, any other                  | an error with the number's meaning, whatever HTTP said               |
| another version on a later page          | the list is read again from its first page, `MOST_READINGS` in all   |
| page gone (9650) on a later page         | the same                                                             |
| any other failure on a later page        | error VPP505                                                         |

The rest (no answer, 429, 5xx, redirects, no JSON) is what `transport` does for every service. Pages are asked for one
after the other, which keeps below Apple's limit of five at the same time.
"""

from reconciler.apple.refusals import PAGE_GONE, refused, refused_without_number
from reconciler.apple.wire import JsonObject, Listing, Page, error_number, number_said, page_from_wire
from reconciler.model.apple import AppleRefusal
from reconciler.model.errors import ServiceError
from reconciler.transport import Refusal, Transport

MOST_READINGS = 5
"""How often a list is begun before it counts as never standing still."""

MOST_PAGES = 10_000
"""Pages that the longest list can have: a million rows, a hundred on each."""

_WILL_PASS = (429, 500, 503)


class AppleClient:
    """Apple's service over a transport whose bearer is a content token. A list of `most_pages` counts as endless."""

    def __init__(self, transport: Transport, most_pages: int = MOST_PAGES) -> None:
        self.transport = transport
        self._most_pages = most_pages

    def get(self, address: str) -> JsonObject:
        """One answer without an error in it. Raises ServiceError; AppleRefusal where Apple said why."""
        answer = self.transport.repeat(lambda: self._once(address))
        if isinstance(answer, ServiceError):
            raise answer
        return answer

    def rows(self, listing: Listing) -> tuple[JsonObject, ...]:
        """All rows of a list, all of one version, in order.

        Raises the error of the first page as it is; VPP505 when a later page cannot be read, when pages contradict
        each other, and when the list never stands still.
        """
        for reading in range(MOST_READINGS):
            if reading:
                self.transport.pause(min(2.0 ** (reading - 1), self.transport.pace.retry_seconds))
            rows = self._whole(listing)
            if rows is not None:
                return rows
        raise _stopped(listing, f"it changed between two pages, {MOST_READINGS} times in a row")

    def _once(self, address: str) -> JsonObject | ServiceError:
        """A body, or an error that the transport has already been patient with. Raises what is worth repeating.

        Errors are given and not raised: repeated once more out here they would take twice the time, and raised
        inside the handler they would carry along what Apple said, which may hold the content token.
        """
        try:
            body = self.transport.read(address).body
        except Refusal as error:
            return _translated(address, error)
        except ServiceError as error:
            return error
        number = error_number(body)
        if number is None:
            return body
        refusal = refused(_path(address), number, status=200)
        if refusal.status in _WILL_PASS:
            raise refusal
        return refusal

    def _whole(self, listing: Listing) -> tuple[JsonObject, ...] | None:
        """All rows; None when the list changed between two of its pages."""
        first = page_from_wire(self.get(listing.address(0)), listing, 0)
        rows, following = list(first.rows), first.following
        while following is not None:
            page = self._later_page(listing, following)
            if page is None or page.version != first.version:
                return None
            rows.extend(page.rows)
            following = page.following
        return tuple(rows)

    def _later_page(self, listing: Listing, number: int) -> Page | None:
        """A page that is not the first; None when it is gone. Raises VPP505 when it cannot be read."""
        if number >= self._most_pages:
            raise _stopped(listing, f"it has more than {self._most_pages} pages")
        try:
            return page_from_wire(self.get(listing.address(number)), listing, number)
        except AppleRefusal as error:
            if error.number == PAGE_GONE:
                return None
            raise _stopped(listing, f"page {number} could not be read: {_why(error)}", error) from error
        except ServiceError as error:
            raise _stopped(listing, f"page {number} could not be read: {_why(error)}", error) from error


def _translated(address: str, error: Refusal) -> AppleRefusal:
    """Apple's number and meaning in place of the status alone, and nothing of what was said."""
    number = number_said(error.said)
    if number is None or error.status < 400:
        return refused_without_number(_path(address), error.status, error.remedy, error.retry_after)
    return refused(_path(address), number, error.status, error.retry_after)


def _path(address: str) -> str:
    return address.partition("?")[0]


def _why(error: ServiceError) -> str:
    return error.message.rstrip(".")


def _stopped(listing: Listing, why: str, cause: ServiceError | None = None) -> ServiceError:
    return ServiceError(
        f"{listing.what} was not read to its end: {why}.",
        "Nothing is concluded from a part of it. " + (cause.remedy if cause else "Run again when less changes there."),
        status=cause.status if cause else 0,
        code="VPP505",
    )
