"""Apple's service as any management service calls it: content token, errors inside any answer, patience.

Written from the interface description alone, so that it shares no reading of it with the package.
Read `Session.read` first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

Json = dict[str, Any]
Query = Mapping[str, str | int | bool]

ATTEMPTS = 4
"""Requests for one answer, the first included."""
_THROTTLED = 9646
_LONGEST_WAIT = 300.0


class AppleError(Exception):
    """Apple refused: its number, the HTTP status it came with, and the parts of the request it names."""

    def __init__(self, number: int | None, status: int, text: str, info: Json | None = None) -> None:
        super().__init__(f"Apple refused with {number} (HTTP {status}): {text}")
        self.number, self.status, self.info = number, status, info or {}


@dataclass(frozen=True, slots=True)
class Session:
    """One content token at one service. `sleep` waits that many seconds."""

    http: httpx.Client
    content_token: str | None
    sleep: Callable[[float], None]

    def read(self, url: str, query: Query | None = None) -> Json:
        """The answer to a GET. Raises AppleError."""
        return self._patiently("GET", url, {"params": _spelled(query or {})})

    def write(self, url: str, body: Json) -> Json:
        """The answer to a POST. Raises AppleError. Repeating is harmless: Apple's writes state a wanted result."""
        return self._patiently("POST", url, {"json": body})

    def raw(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None = None) -> Json:
        """The answer to a request with these headers alone: no token, no JSON of ours, no second attempt."""
        return _answer(self.http.request(method, url, headers=dict(headers), content=content))

    def _patiently(self, method: str, url: str, parts: Mapping[str, Any]) -> Json:
        for attempt in range(1, ATTEMPTS):
            try:
                reply = self._send(method, url, parts)
            except httpx.TransportError:
                self.sleep(2.0**attempt)
                continue
            if not _worth_repeating(reply):
                return _answer(reply)
            self.sleep(_wait(reply, attempt))
        return _answer(self._send(method, url, parts))

    def _send(self, method: str, url: str, parts: Mapping[str, Any]) -> httpx.Response:
        headers = {} if self.content_token is None else {"Authorization": f"Bearer {self.content_token}"}
        return self.http.request(method, url, headers=headers, **parts)


def _spelled(query: Query) -> dict[str, str]:
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}


def _worth_repeating(reply: httpx.Response) -> bool:
    return reply.status_code in (429, 500, 502, 503, 504) or _body(reply).get("errorNumber") == _THROTTLED


def _wait(reply: httpx.Response, attempt: int) -> float:
    """Seconds: as the service says, else doubled each time."""
    said = reply.headers.get("Retry-After", "")
    return min(float(said) if said.isdigit() else 2.0**attempt, _LONGEST_WAIT)


def _answer(reply: httpx.Response) -> Json:
    """The body, unless it or the status says that it failed: the body is asked first, since 9622 comes with 200."""
    body = _body(reply)
    if "errorNumber" in body:
        text, info = str(body.get("errorMessage", "")), body.get("errorInfo", {})
        raise AppleError(int(body["errorNumber"]), reply.status_code, text, info)
    if reply.status_code != 200:
        raise AppleError(None, reply.status_code, reply.reason_phrase)
    return body


def _body(reply: httpx.Response) -> Json:
    """The JSON of a reply; empty where there is none, as a failure may have no body."""
    if not reply.content or "json" not in reply.headers.get("Content-Type", ""):
        return {}
    found = reply.json()
    return found if isinstance(found, dict) else {}
