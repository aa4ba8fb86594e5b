"""Speaks HTTP to one service. Read `Transport` first.

What becomes of a request, by what came back:

| came back                     | read                             | write                          |
| ----------------------------- | -------------------------------- | ------------------------------ |
| no connection                 | repeated                         | error: not done                |
| connection, but no answer     | repeated                         | error: maybe done              |
| 408, 5xx (501: never repeated)| repeated                         | error: maybe done              |
| 429                           | repeated                         | error, with the time to wait   |
| redirect                      | error VPP505, never followed     | the same                       |
| any other 4xx                 | error                            | error: not done                |
| 2xx                           | must hold a JSON object          | done, whatever the body says   |

A write is sent once. Whoever sends it reads before sending it again: only that tells a lost write from a lost answer.
Where the service names a time to wait, every lane to it waits.
"""

import json
import re
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception

from reconciler import __version__
from reconciler.model.errors import ServiceError
from reconciler.transport.address import certificates, checked_root, is_loopback, same_origin, shown_host
from reconciler.transport.body import TooLarge, read_body
from reconciler.transport.pace import Pace, Waiting
from reconciler.transport.refusal import (
    MARKS,
    Refusal,
    error_of,
    is_part,
    may_pass,
    remedy,
    said_in,
    seconds_to_wait,
    without_secrets,
)

Bearer = Callable[[], str | None]
"""Gives the access token to send, or None where none is sent. Asked before each request, so it may renew it."""

_T = TypeVar("_T")

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 8.0
_PATIENCE = 60.0
_CONNECT_SECONDS = 10.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_WORD = re.compile(r"[A-Za-z0-9_.-]{1,64}")


_CLIENT_REQUEST_ID = "client-request-id"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: a JSON object, and its own id of the request. `date` is its clock, as it wrote it.

    `client_request_id` is our own id of a write.

    The body of a write is empty where the service gave none that can be read: the write is done all the same.
    """

    status: int
    body: dict[str, Any]
    request_id: str
    date: str = ""
    client_request_id: str = ""


@dataclass(frozen=True, slots=True)
class _Response:
    """An answer before anything is believed of it."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Transport:
    """Speaks to one service at one origin. The bearer goes to that origin only, and into no message.

    `root` may hold a path; addresses are appended to it, or are whole URLs of the same origin. `wire` replaces the
    network (a service in this process). Safe to use from several threads.
    """

    def __init__(
        self, root: str, service: str, bearer: Bearer, pace: Pace | None = None, wire: httpx.BaseTransport | None = None
    ) -> None:
        self.root = checked_root(root)
        self.service = service
        self.bearer = bearer
        self.pace = pace or Pace()
        self._waiting = Waiting(self.pace)
        self._confidential = ""
        self._secrets: tuple[str, ...] = ()
        self._lock = threading.Lock()
        self._answered = 0
        self._answering = 0.0
        self._client = httpx.Client(
            headers={
                "User-Agent": f"reconciler/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            timeout=httpx.Timeout(self.pace.silence, connect=min(_CONNECT_SECONDS, self.pace.silence)),
            follow_redirects=False,
            trust_env=not is_loopback(self.root.host),
            verify=certificates(self.root),
            transport=wire,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends all connections."""
        self._client.close()

    @property
    def waited_seconds(self) -> float:
        """How long the service made this run wait so far; lanes that waited together count once."""
        return self._waiting.seconds

    @property
    def seconds_per_request(self) -> float:
        """How long an answer takes, on average so far; 0 before the first one."""
        return self._answering / self._answered if self._answered else 0.0

    def read(self, address: str, body: dict[str, Any] | None = None, turn: Callable[[], None] | None = None) -> Answer:
        """A GET, or a POST of a body that changes nothing; repeated as the table above says.

        `turn` is called before each time it is sent, and waits until the service's limits allow it. Raises
        ServiceError when the address is of another origin, and when no JSON object comes in time.
        """
        url = self.own(address)
        method = "GET" if body is None else "POST"
        return self.repeat(lambda: self._read_once(method, url, body, turn))

    def write(
        self,
        method: str,
        address: str,
        body: dict[str, Any],
        headers: Mapping[str, str] | None = None,
        secrets: Sequence[str] = (),
    ) -> Answer:
        """Sends a write once. Raises ServiceError, whose `maybe_done` says that it may have been done.

        `secrets` are texts that the body holds; no part of them gets into an error, now or later, whatever the
        service repeats of them.
        """
        url = self.own(address)
        self._secrets = tuple({*self._secrets, *(one.casefold() for one in secrets)})
        self._waiting.for_the_others()
        ours = str(uuid.uuid4())
        try:
            answer = self._write_once(method, url, body, {**(headers or {}), _CLIENT_REQUEST_ID: ours})
        except ServiceError as error:
            error.client_request_id = ours
            raise
        return replace(answer, client_request_id=ours)

    def _write_once(self, method: str, url: httpx.URL, body: dict[str, Any], headers: Mapping[str, str]) -> Answer:
        try:
            response = self._send(method, url, body, headers)
        except httpx.RequestError as error:
            raise self._silence(method, url, error, maybe_done=not isinstance(error, _NEVER_SENT)) from error
        except TooLarge:
            return Answer(httpx.codes.OK, {}, "")  # only what was done is answered at such length
        status = response.status
        if 200 <= status < 300:
            return Answer(status, _object(response.content) or {}, self._request_id(response))
        raise self._refusal(method, url, response, maybe_done=may_pass(status) and status != 429)

    def own(self, address: str) -> httpx.URL:
        """The URL behind an address of this service. Raises ServiceError for every other origin, before it is asked."""
        try:
            if address.startswith("/") and not address.startswith("//"):
                return self.root.copy_with(raw_path=(self.root.path.rstrip("/") + address).encode("ascii"))
            url = self.root.join(address)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise self._foreign("an address that cannot be read") from None
        if not same_origin(url, self.root) or url.userinfo:
            raise self._foreign(f"another host, {shown_host(url)!r}")
        return url

    def repeat(self, attempt: Callable[[], _T]) -> _T:
        """The result of an attempt, repeated while it raises a ServiceError that may pass, until the time is up."""
        self._waiting.for_the_others()
        deadline = self.pace.clock() + self.pace.retry_seconds
        retrying = Retrying(
            retry=retry_if_exception(_is_worth_repeating),
            wait=self._next_wait,
            stop=lambda state: self._is_over(deadline, state),
            before_sleep=self._hold_the_others,
            sleep=self._waiting.sleep,
            reraise=True,
        )
        return retrying(attempt)

    def pause(self, seconds: float) -> None:
        """Waits as a service asked, and counts it."""
        self._waiting.sleep(seconds)

    def _next_wait(self, state: RetryCallState) -> float:
        """What the service asked for, else exponential growth with full jitter."""
        return _asked(state) or self.pace.chance() * min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**state.attempt_number)

    def _is_over(self, deadline: float, state: RetryCallState) -> bool:
        now = self.pace.clock()
        if now + state.upcoming_sleep <= deadline:
            return self.pace.retry_seconds <= 0
        return now >= deadline or not 0 < _asked(state) <= _PATIENCE

    def _hold_the_others(self, state: RetryCallState) -> None:
        """Where the service named a time to wait, it meant all lanes."""
        if asked := _asked(state):
            self._waiting.hold(asked)

    def _read_once(
        self, method: str, url: httpx.URL, body: dict[str, Any] | None, turn: Callable[[], None] | None
    ) -> Answer:
        if turn is not None:
            turn()
        self._waiting.for_the_others()
        try:
            response = self._send(method, url, body)
        except httpx.RequestError as error:
            raise self._silence(method, url, error, maybe_done=False) from error
        except TooLarge as error:
            raise self._too_large(method, url) from error
        if response.status != httpx.codes.OK:
            raise self._refusal(method, url, response, maybe_done=False)
        parsed = self._parsed(method, url, response)
        return Answer(response.status, parsed, self._request_id(response), response.headers.get("date", ""))

    def _send(
        self, method: str, url: httpx.URL, body: dict[str, Any] | None, further: Mapping[str, str] | None = None
    ) -> _Response:
        named = {_CLIENT_REQUEST_ID: str(uuid.uuid4()), **(further or {})}
        headers = {name.encode("ascii"): value.encode("ascii") for name, value in named.items()}
        if access_token := self.bearer():
            self._confidential = access_token
            headers[b"Authorization"] = f"Bearer {access_token}".encode()
        content = None
        if body is not None:
            headers[b"Content-Type"] = b"application/json"
            content = json.dumps(body, ensure_ascii=False).encode()
        began = self.pace.clock()
        response = self._client.send(
            self._client.build_request(method, url, headers=headers, content=content), stream=True
        )
        try:
            assert isinstance(response.stream, httpx.SyncByteStream)  # the client is a synchronous one
            whole = read_body(response.stream, response.headers.get("content-encoding", ""))
        finally:
            response.close()
        with self._lock:
            self._answered += 1
            self._answering += self.pace.clock() - began
        return _Response(response.status_code, response.headers, whole)

    def _parsed(self, method: str, url: httpx.URL, response: _Response) -> dict[str, Any]:
        value = _object(response.content)
        if value is not None:
            return value
        raise ServiceError(
            f"{self._told(method, url)} with something that is not a JSON object{self._marks(response)}.",
            f"Look whether a proxy or a sign-in page stands before {self.service}; repeat once that is mended.",
            status=response.status,
            request_id=self._request_id(response),
        )

    def _silence(self, method: str, url: httpx.URL, error: httpx.RequestError, *, maybe_done: bool) -> ServiceError:
        what = "could not be reached" if isinstance(error, _NEVER_SENT) else "gave no whole answer"
        return ServiceError(
            f"{self.service} at {shown_host(url)} {what}: {method} {url.path} ({type(error).__name__}).",
            "Check the network, the proxy variables and the address; repeating helps once the service answers again.",
            maybe_done=maybe_done,
        )

    def _too_large(self, method: str, url: httpx.URL) -> ServiceError:
        return ServiceError(
            f"{self._told(method, url)} with more than any list of its can hold; the rest was not read.",
            f"Look whether a proxy stands before {self.service}; otherwise report it, with the number of books.",
            status=httpx.codes.OK,
        )

    def _refusal(self, method: str, url: httpx.URL, response: _Response, *, maybe_done: bool) -> ServiceError:
        status = response.status
        redirect = 300 <= status < 400
        what = f"a redirect, status {status}" if redirect else f"status {status}"
        refusal = Refusal(
            f"{self._told(method, url)} with {what}{self._marks(response)}.",
            remedy(status, self.service),
            status=status,
            code="VPP505" if redirect else "",
            request_id=self._request_id(response),
            maybe_done=maybe_done,
            retry_after=seconds_to_wait(response.headers.get("retry-after", ""), response.headers.get("date", "")),
        )
        refusal.said = without_secrets(said_in(response.content), self._secrets)
        refusal.marks = {name: self._plain(response.headers.get(name, "")) for name in MARKS}
        return refusal

    def _foreign(self, what: str) -> ServiceError:
        return ServiceError(
            f"{self.service} led to {what}; it was not asked.",
            f"Only {shown_host(self.root)} is spoken to. Find out what stands between here and {self.service}.",
            code="VPP505",
        )

    def _told(self, method: str, url: httpx.URL) -> str:
        return f"{self.service} answered {method} {url.path}"

    def _marks(self, response: _Response) -> str:
        """The service's own code and the request id in brackets, as far as they are plain words."""
        request_id = self._request_id(response)
        code, _ = error_of(response.content)
        parts = (self._plain(code), f"request id {request_id}" if request_id else "")
        text = ", ".join(part for part in parts if part)
        return f" ({text})" if text else ""

    def _request_id(self, response: _Response) -> str:
        return self._plain(response.headers.get("request-id", ""))

    def _plain(self, text: str) -> str:
        """A word of the service that may be shown: short, and no part of what was sent to it in confidence."""
        if not _WORD.fullmatch(text):
            return ""
        sent = self._confidential
        told_back = bool(sent) and (text in sent or sent in text)
        return "" if told_back or is_part(text, self._secrets) else text


def _object(content: bytes) -> dict[str, Any] | None:
    """The JSON object that a body holds; None where it holds none, or texts that nobody can write down again."""
    try:
        value = json.loads(content)
        if _SURROGATE.search(content):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _is_worth_repeating(error: BaseException) -> bool:
    """Whether a failed read may succeed when repeated; status 0 is a service that gave no answer."""
    return isinstance(error, ServiceError) and not error.code and (error.status == 0 or may_pass(error.status))


def _asked(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return (error.retry_after if isinstance(error, ServiceError) else None) or 0.0
