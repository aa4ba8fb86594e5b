"""HTTP policy for every service: one origin, patience, and errors that hold no secret. Read `Transport` first.

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
"""

import json
import random
import re
import ssl
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception

from reconciler import __version__
from reconciler.model.errors import ServiceError, UsageError

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


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a failing service is tried, and where time and chance come from.

    `retry_seconds`: after them a request is given up. A `Retry-After` that ends later is still obeyed once, up to a
    minute, since a service that says when it will answer is not dead. With 0 nothing is repeated.
    """

    retry_seconds: float = 20.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random
    silence_seconds: float | None = None

    @property
    def silence(self) -> float:
        """Seconds without a byte after which an answer is no longer waited for: 30, less for impatient runs."""
        return self.silence_seconds or min(30.0, max(5.0, 1.5 * self.retry_seconds))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a service said: the JSON object of a read (empty for a write), and its own id of the request."""

    status: int
    body: dict[str, Any]
    request_id: str


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
        self._pace = pace or Pace()
        self._waited = 0.0
        self._confidential = ""
        self._lock = threading.Lock()
        self._client = httpx.Client(
            headers={"User-Agent": f"reconciler/{__version__}", "Accept": "application/json"},
            timeout=httpx.Timeout(self._pace.silence, connect=min(_CONNECT_SECONDS, self._pace.silence)),
            follow_redirects=False,
            trust_env=not is_loopback(self.root.host),
            verify=_certificates(self.root),
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
        """The sum of all waiting between repetitions so far."""
        return self._waited

    def read(self, address: str, body: dict[str, Any] | None = None) -> Answer:
        """A GET, or a POST of a body that changes nothing; repeated as the table above says.

        Raises ServiceError when the address is of another origin, and when no JSON object comes in time.
        """
        url = self.own(address)
        method = "GET" if body is None else "POST"
        return self.repeat(lambda: self._read_once(method, url, body))

    def write(self, method: str, address: str, body: dict[str, Any]) -> Answer:
        """Sends a write once. Raises ServiceError, whose `maybe_done` says that it may have been done."""
        url = self.own(address)
        try:
            response = self._send(method, url, body)
        except httpx.RequestError as error:
            raise self._silence(method, url, error, maybe_done=not isinstance(error, _NEVER_SENT)) from error
        status = response.status_code
        if response.is_success:
            return Answer(status, {}, self._request_id(response))
        raise self._refusal(method, url, response, maybe_done=_may_pass(status) and status != 429)

    def own(self, address: str) -> httpx.URL:
        """The URL behind an address of this service. Raises ServiceError for every other origin, before it is asked."""
        try:
            if address.startswith("/") and not address.startswith("//"):
                return self.root.copy_with(raw_path=(self.root.path.rstrip("/") + address).encode("ascii"))
            url = self.root.join(address)
        except (httpx.InvalidURL, UnicodeError, ValueError):
            raise self._foreign("an address that cannot be read") from None
        if _origin(url) != _origin(self.root) or url.userinfo:
            raise self._foreign(f"another host, {_shown_host(url)!r}")
        return url

    def repeat(self, attempt: Callable[[], _T]) -> _T:
        """The result of an attempt, repeated while it raises a ServiceError that may pass, until the time is up."""
        deadline = self._pace.clock() + self._pace.retry_seconds
        retrying = Retrying(
            retry=retry_if_exception(_is_worth_repeating),
            wait=self._next_wait,
            stop=lambda state: self._is_over(deadline, state),
            sleep=self._wait,
            reraise=True,
        )
        return retrying(attempt)

    def pause(self, seconds: float) -> None:
        """Waits as a service asked, and counts it."""
        self._wait(seconds)

    def _next_wait(self, state: RetryCallState) -> float:
        """What the service asked for, else exponential growth with full jitter."""
        return _asked(state) or self._pace.chance() * min(_LONGEST_WAIT, _FIRST_WAIT * 2.0**state.attempt_number)

    def _is_over(self, deadline: float, state: RetryCallState) -> bool:
        now = self._pace.clock()
        if now + state.upcoming_sleep <= deadline:
            return self._pace.retry_seconds <= 0
        return now >= deadline or not 0 < _asked(state) <= _PATIENCE

    def _wait(self, seconds: float) -> None:
        with self._lock:
            self._waited += seconds
        self._pace.sleep(seconds)

    def _read_once(self, method: str, url: httpx.URL, body: dict[str, Any] | None) -> Answer:
        try:
            response = self._send(method, url, body)
        except httpx.RequestError as error:
            raise self._silence(method, url, error, maybe_done=False) from error
        if response.status_code != httpx.codes.OK:
            raise self._refusal(method, url, response, maybe_done=False)
        return Answer(response.status_code, self._parsed(method, url, response), self._request_id(response))

    def _send(self, method: str, url: httpx.URL, body: dict[str, Any] | None) -> httpx.Response:
        headers = {b"client-request-id": str(uuid.uuid4()).encode()}
        if access_token := self.bearer():
            self._confidential = access_token
            headers[b"Authorization"] = f"Bearer {access_token}".encode()
        if body is None:
            return self._client.request(method, url, headers=headers)
        headers[b"Content-Type"] = b"application/json"
        return self._client.request(method, url, headers=headers, content=json.dumps(body, ensure_ascii=False).encode())

    def _parsed(self, method: str, url: httpx.URL, response: httpx.Response) -> dict[str, Any]:
        try:
            value = json.loads(response.content)
            if _SURROGATE.search(response.content):
                json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            return value
        raise ServiceError(
            f"{self._told(method, url)} with something that is not a JSON object{self._marks(response)}.",
            f"Look whether a proxy or a sign-in page stands before {self.service}; repeat once that is mended.",
            status=response.status_code,
            request_id=self._request_id(response),
        )

    def _silence(self, method: str, url: httpx.URL, error: httpx.RequestError, *, maybe_done: bool) -> ServiceError:
        what = "could not be reached" if isinstance(error, _NEVER_SENT) else "gave no whole answer"
        return ServiceError(
            f"{self.service} at {_shown_host(url)} {what}: {method} {url.path} ({type(error).__name__}).",
            "Check the network, the proxy variables and the address; repeating helps once the service answers again.",
            maybe_done=maybe_done,
        )

    def _refusal(self, method: str, url: httpx.URL, response: httpx.Response, *, maybe_done: bool) -> ServiceError:
        status = response.status_code
        redirect = 300 <= status < 400
        what = f"a redirect, status {status}" if redirect else f"status {status}"
        return ServiceError(
            f"{self._told(method, url)} with {what}{self._marks(response)}.",
            _remedy(status, self.service),
            status=status,
            code="VPP505" if redirect else "",
            request_id=self._request_id(response),
            maybe_done=maybe_done,
            retry_after=_retry_after(response),
        )

    def _foreign(self, what: str) -> ServiceError:
        return ServiceError(
            f"{self.service} led to {what}; it was not asked.",
            f"Only {_shown_host(self.root)} is spoken to. Find out what stands between here and {self.service}.",
            code="VPP505",
        )

    def _told(self, method: str, url: httpx.URL) -> str:
        return f"{self.service} answered {method} {url.path}"

    def _marks(self, response: httpx.Response) -> str:
        """The service's own code and the request id in brackets, as far as they are plain words."""
        request_id = self._request_id(response)
        parts = (self._plain(_error_code(response)), f"request id {request_id}" if request_id else "")
        text = ", ".join(part for part in parts if part)
        return f" ({text})" if text else ""

    def _request_id(self, response: httpx.Response) -> str:
        return self._plain(response.headers.get("request-id", ""))

    def _plain(self, text: str) -> str:
        """A word of the service that may be shown: short, and no part of what was sent to it in confidence."""
        if not _WORD.fullmatch(text):
            return ""
        sent = self._confidential
        told_back = bool(sent) and (text in sent or sent in text)
        return "" if told_back else text


def checked_root(root: str) -> httpx.URL:
    """The URL of a service. Raises UsageError unless it is https, or http on this machine, and nothing but a root."""
    try:
        url = httpx.URL(root)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise UsageError(
            "The address of the service is no URL.", "Write it as https://HOST or https://HOST/PATH."
        ) from None
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or url.query or url.fragment:
        raise UsageError(
            f"The address of the service at {url.host!r} is not a plain root.",
            "Write it as https://HOST or https://HOST/PATH, without name, password, query or fragment.",
        )
    if url.scheme == "http" and not is_loopback(url.host):
        raise UsageError(
            f"The service at {url.host!r} is addressed with http:, which anybody on the way can read.",
            "Write https: instead; http: is for this machine only.",
        )
    return url


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _certificates(root: httpx.URL) -> bool | ssl.SSLContext:
    """The usual certificates. For http: a context that trusts nobody: loading them takes longer than a request."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if root.scheme == "http" else True


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _shown_host(url: httpx.URL) -> str:
    return url.netloc.decode("ascii", "replace").rpartition("@")[2][:80]


def _is_worth_repeating(error: BaseException) -> bool:
    """Whether a failed read may succeed when repeated; status 0 is a service that gave no answer."""
    return isinstance(error, ServiceError) and not error.code and (error.status == 0 or _may_pass(error.status))


def _may_pass(status: int) -> bool:
    return status in (408, 429) or (500 <= status < 600 and status != 501)


def _asked(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return (error.retry_after if isinstance(error, ServiceError) else None) or 0.0


def _retry_after(response: httpx.Response) -> float | None:
    return seconds_to_wait(response.headers.get("retry-after", ""), response.headers.get("date", ""))


def seconds_to_wait(retry_after: str, date: str) -> float | None:
    """The seconds that a `Retry-After` asks for; one that names a date is counted from the answer's own `Date`.

    None where it says nothing usable. Both clocks are the service's, so a wrong one here does not matter.
    """
    text = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text):
        return float(text)
    until, at = _instant(text), _instant(date)
    return max(0.0, (until - at).total_seconds()) if until and at else None


def _instant(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _error_code(response: httpx.Response) -> str:
    try:
        code = json.loads(response.content)["error"]["code"]
    except (ValueError, RecursionError, KeyError, TypeError, IndexError):
        return ""
    return code if isinstance(code, str) else ""


def _remedy(status: int, service: str) -> str:
    match status:
        case 401:
            return "Sign in again, or renew the access token; repeating alone does not help."
        case 403:
            return "Give the identity the permission that this needs; repeating alone does not help."
        case 404:
            return f"Check the address of {service} and whether the thing is still there."
        case 409 | 412:
            return "Something else changed it at the same time. Run again, which reads anew."
        case 429:
            return "The service asks to slow down. Run again later, or raise RECONCILER_RETRY_SECONDS."
        case _ if 300 <= status < 400:
            return f"Redirects are not followed. Correct the address of {service}."
        case _ if status >= 500:
            return "Repeating helps once the service is well again; its support can follow the request id."
        case _:
            return "Repeating does not help; the request id tells the service's support what happened."
