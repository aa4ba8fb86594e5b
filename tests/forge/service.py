"""A loopback server for a made-up forge: takes every method that forges do, and pages lists as they do."""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.graph.service import Reply, Seen, Service

ACCESS_TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a"
"""Looks like one, and must show nowhere."""


class ForgeServer(Service):
    """A service that takes PUT too."""

    def __init__(self, answer: Callable[[Seen], Reply]) -> None:
        super().__init__(answer)
        kind = self.RequestHandlerClass

        class WithPut(kind):  # type: ignore[misc,valid-type]  # the class that the service has chosen
            do_PUT = kind.do_POST  # type: ignore[attr-defined]  # noqa: N815

        self.RequestHandlerClass = WithPut


@contextmanager
def serving(answer: Callable[[Seen], Reply]) -> Iterator[ForgeServer]:
    """A service that gives these answers."""
    service = ForgeServer(answer)
    thread = threading.Thread(target=service.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.shutdown()
        thread.join()
        service.server_close()


Handler = Callable[["Asked"], Reply]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: what the route's pattern found, the query, the body."""

    seen: Seen
    path: str
    found: tuple[str, ...]
    query: Mapping[str, str]

    @property
    def body(self) -> Any:
        return self.seen.body


@dataclass
class MadeUpForge:
    """Routes requests; `faults` are given, in order, to requests whose method and path a pattern fits.

    A fault of None lets the request act and then loses its answer.
    """

    page: int = 2
    faults: list[tuple[str, Reply | None]] = field(default_factory=list)

    def routes(self) -> Mapping[str, Handler]:
        """What answers a method and a path."""
        raise NotImplementedError

    def authorized(self, headers: Mapping[str, str]) -> bool:
        """Whether these headers carry the access token as this service wants it."""
        return headers.get("Authorization") == f"Bearer {ACCESS_TOKEN}"

    def __call__(self, seen: Seen) -> Reply:
        parts = urlsplit(seen.target)
        where = f"{seen.method} {parts.path}"
        fault = next((one for one in self.faults if re.search(one[0], where)), None)
        if fault is not None:
            self.faults.remove(fault)
            if fault[1] is not None:
                return fault[1]
        reply = self._routed(seen, where, parts.query)
        return reply if fault is None else Reply(drop=True)

    def _routed(self, seen: Seen, where: str, query: str) -> Reply:
        if not self.authorized(seen.headers):
            return Reply(401, {"message": "Bad credentials"})
        for pattern, handler in self.routes().items():
            if match := re.fullmatch(pattern, where):
                told = {key: values[-1] for key, values in parse_qs(query).items()}
                return handler(Asked(seen, where.partition(" ")[2], match.groups(), told))
        return Reply(404, {"message": "Not Found"})

    def listed(self, asked: Asked, items: list[Any]) -> Reply:
        """One page of a list, with a link to the next one, on pages smaller than were asked for."""
        number = int(asked.query.get("page", "1"))
        start = (number - 1) * self.page
        rest = "&".join(f"{key}={value}" for key, value in asked.query.items() if key != "page")
        host = asked.seen.headers["Host"]
        link = f'<http://{host}{asked.path}?{rest}&page={number + 1}>; rel="next"'
        more = start + self.page < len(items)
        return Reply(200, items[start : start + self.page], {"Link": link} if more else {})
