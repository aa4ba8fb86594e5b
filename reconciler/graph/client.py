"""Requests to Microsoft Graph: single objects, pages of a list, batches of twenty. Read `GraphClient`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeAlias, TypeVar

from reconciler.graph.lanes import on_its_way, side_by_side
from reconciler.graph.limits import Limits
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError
from reconciler.transport import Answer, Transport, seconds_to_wait

JsonObject: TypeAlias = dict[str, Any]
Version: TypeAlias = Literal["v1.0", "beta"]

ROOTS = {
    Cloud.GLOBAL: "https://graph.microsoft.com",
    Cloud.USGOV: "https://graph.microsoft.us",
    Cloud.USGOVDOD: "https://dod-graph.microsoft.us",
    Cloud.CHINA: "https://microsoftgraph.chinacloudapi.cn",
}
"""Roots of Graph. Source: Microsoft Graph, "National cloud deployments", table of service root endpoints."""

BATCH_SIZE = 20
"""Requests in one batch. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching"."""

MOST_PAGES = 10_000
"""Pages after which a list counts as endless."""

NEXT = "@odata.nextLink"

_A = TypeVar("_A")
_B = TypeVar("_B")


@dataclass(frozen=True, slots=True)
class Item:
    """The answer to one request of a batch; status 0 where none came that could be read."""

    status: int
    body: JsonObject
    retry_after: float | None = None

    @property
    def may_pass(self) -> bool:
        """Whether it may succeed when asked again."""
        return self.status in (0, 408, 429) or (500 <= self.status < 600 and self.status != 501)


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole list (status 200), or the status that stopped it; then `items` is empty."""

    status: int
    items: tuple[JsonObject, ...]


class GraphClient:
    """Graph over a transport. `lanes` requests travel side by side; 1 where the wire takes one request at a time.

    `limits` are those of the service; None where nobody set any.
    """

    def __init__(self, transport: Transport, lanes: int = 4, limits: Limits | None = None) -> None:
        self.transport = transport
        self.limits = limits
        self._lanes = lanes

    def get(self, version: Version, path: str) -> JsonObject:
        """One object. `path` begins with `/` and is ready to send."""
        return self.ask(version, path).body

    def ask(self, version: Version, path: str) -> Answer:
        """As `get`, with what stands around the object."""
        return self.transport.read(f"/{version}{path}", turn=self._turn([path]))

    def beside(self, first: Callable[[], _A], second: Callable[[], _B]) -> tuple[_A, _B]:
        """The results of two readings that do not need each other. Raises what the first raised, else the second."""
        if self._lanes < 2:
            return first(), second()
        travelling = on_its_way(second)
        return first(), travelling.result()

    def pages(self, version: Version, path: str, what: str) -> Iterator[tuple[JsonObject, ...]]:
        """The pages of a list, in order; `what` names the list in messages. The next page travels meanwhile.

        Raises the transport's error for the first page, and VPP505 when a later page cannot be read, when a page is
        no list, when links go round in a circle or lead to another host.
        """
        return self._pages(f"/{version}{path}", what, 0)

    def rest(self, body: JsonObject, what: str) -> tuple[JsonObject, ...]:
        """All items of a list whose first page is at hand. Raises VPP505 as `pages` does."""
        items = list(page_items(body, what, 1))
        if link := next_link(body, what, 1):
            for page in self._pages(link, what, 1):
                items.extend(page)
        return tuple(items)

    def _pages(self, address: str, what: str, read: int) -> Iterator[tuple[JsonObject, ...]]:
        seen = {address}
        fetch: Callable[[], JsonObject] | None = self._fetching(address)
        while fetch is not None:
            body = _fetched(fetch, what, read)
            read += 1
            address = next_link(body, what, read)
            if address in seen or (address and read >= MOST_PAGES):
                raise _stopped(what, read, "its pages go round in a circle")
            seen.add(address)
            fetch = self._fetching(address) if address else None
            yield page_items(body, what, read)

    def _fetching(self, address: str) -> Callable[[], JsonObject]:
        """Gives the body at an address when called; with lanes to spare it is on its way already."""

        def fetch() -> JsonObject:
            return self.transport.read(address, turn=self._turn([address])).body

        return on_its_way(fetch).result if self._lanes > 1 else fetch

    def _turn(self, paths: Sequence[str]) -> Callable[[], None] | None:
        """Waits for the limits of the service before these requests are sent."""
        limits = self.limits
        return None if limits is None else lambda: limits.turn_to_read(paths)

    def batch(self, version: Version, paths: Sequence[str]) -> tuple[Item, ...]:
        """The answers to many GETs, in the order of `paths`.

        What is throttled, fails in passing or has no answer is asked again, as long as one request may last.
        Raises ServiceError when a batch as a whole fails.
        """
        chunks = [paths[start : start + BATCH_SIZE] for start in range(0, len(paths), BATCH_SIZE)]
        calls = [partial(self._chunk, version, chunk) for chunk in chunks]
        return tuple(item for items in side_by_side(calls, self._lanes) for item in items)

    def lists(self, version: Version, paths: Sequence[str], what: str) -> tuple[Listing, ...]:
        """Whole lists, in the order of `paths`; their further pages travel in batches too.

        Raises VPP505 when links lead elsewhere or go round in a circle.
        """
        found = [_Gathered() for _ in paths]
        waiting = dict(enumerate(paths))
        while waiting:
            answers = self.batch(version, list(waiting.values()))
            following = {}
            for place, item in zip(waiting, answers, strict=True):
                link = found[place].add(waiting[place], item, what)
                if link:
                    following[place] = self._below(version, link, what)
            waiting = following
        return tuple(gathered.listing() for gathered in found)

    def _chunk(self, version: Version, paths: Sequence[str]) -> tuple[Item, ...]:
        answers = dict.fromkeys(range(len(paths)), Item(0, {}))

        def ask_those_without_answer() -> None:
            still = [place for place, item in answers.items() if item.may_pass]
            answers.update(self._ask(version, {place: paths[place] for place in still}))
            if failing := [answers[place] for place in still if answers[place].may_pass]:
                raise _Unanswered(max((item.retry_after or 0.0 for item in failing), default=0.0))

        with suppress(_Unanswered):  # each answer says for itself how it failed
            self.transport.repeat(ask_those_without_answer)
        return tuple(answers.values())

    def _ask(self, version: Version, paths: dict[int, str]) -> dict[int, Item]:
        """One batch. An answer that is missing, doubled or unreadable counts as none; any order will do."""
        requests = [{"id": str(place), "method": "GET", "url": path} for place, path in paths.items()]
        turn = self._turn(list(paths.values()))
        body = self.transport.read(f"/{version}/$batch", {"requests": requests}, turn).body
        responses = body.get("responses")
        answers = dict.fromkeys(paths, Item(0, {}))
        for response in reversed(responses if isinstance(responses, list) else []):
            place = _place(response)
            if place in answers:
                answers[place] = _item(response)
        return answers

    def _below(self, version: Version, link: str, what: str) -> str:
        """A link as a batch wants it: relative to the version."""
        target = self.transport.own(link).raw_path.decode("ascii")
        prefix = self.transport.own(f"/{version}/").raw_path.decode("ascii")
        if not target.startswith(prefix):
            raise _stopped(what, 1, "the next page is said to be outside of the service")
        return target[len(prefix) - 1 :]


def page_items(body: JsonObject, what: str, page: int) -> tuple[JsonObject, ...]:
    """The objects of one page. Raises VPP505 when it is no page."""
    items = body.get("value")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise _stopped(what, page - 1, "the next one is no list of objects")
    return tuple(items)


def next_link(body: JsonObject, what: str, page: int) -> str:
    """The address of the next page, empty after the last. Raises VPP505 when it is no text."""
    link = body.get(NEXT)
    if link is not None and not isinstance(link, str):
        raise _stopped(what, page, "the link to the next one is no text")
    return link or ""


def _fetched(fetch: Callable[[], JsonObject], what: str, read: int) -> JsonObject:
    """The body of a page. Raises VPP505 when it is a later page than the first that cannot be read."""
    try:
        return fetch()
    except ServiceError as error:
        if read:
            raise _stopped(what, read, _why(error), error) from error
        raise


class _Unanswered(ServiceError):
    """Some requests of a batch have no answer yet."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("Some requests of a batch were not answered.", status=503, retry_after=retry_after)


class _Gathered:
    """One list on its way through several batches."""

    def __init__(self) -> None:
        self._status = 0
        self._items: list[JsonObject] = []
        self._seen: set[str] = set()

    def add(self, path: str, item: Item, what: str) -> str:
        """Takes one page and gives the link to the next. Raises VPP505 when the page was here before."""
        if path in self._seen or len(self._seen) >= MOST_PAGES:
            raise _stopped(what, len(self._seen), "its pages go round in a circle")
        self._seen.add(path)
        self._status = item.status
        if item.status != 200:
            return ""
        self._items.extend(page_items(item.body, what, len(self._seen)))
        return next_link(item.body, what, len(self._seen))

    def listing(self) -> Listing:
        """All of it, or nothing and the status that stopped it."""
        return Listing(self._status, tuple(self._items) if self._status == 200 else ())


def _place(response: Any) -> int | None:
    identity = response.get("id") if isinstance(response, dict) else None
    return int(identity) if isinstance(identity, str) and identity.isascii() and identity.isdigit() else None


def _item(response: JsonObject) -> Item:
    status, body, headers = response.get("status"), response.get("body"), response.get("headers")
    if not isinstance(status, int) or (status == 200 and not isinstance(body, dict)):
        return Item(0, {})
    texts = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    wait = seconds_to_wait(texts.get("retry-after", ""), texts.get("date", ""))
    return Item(status, body if isinstance(body, dict) else {}, wait)


def _why(error: ServiceError) -> str:
    return str(error.status) if error.status else error.message.rstrip(".")


def _stopped(what: str, pages: int, why: str, cause: ServiceError | None = None) -> ServiceError:
    read = f"stopped after {pages} page{'' if pages == 1 else 's'}" if pages else "could not be read"
    return ServiceError(
        f"{what} {read} ({why}).",
        "Nothing is planned on a part of it. " + (cause.remedy if cause else "Run again; if it stays so, report it."),
        status=cause.status if cause else 0,
        code="VPP505",
        request_id=cause.request_id if cause else "",
    )
