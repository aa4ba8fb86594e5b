"""Makes the answers of these services look as the transport expects: JSON objects, and 429 for "not so fast".

GitHub and GitLab answer with bare lists, and put the next page into a header. A read's body is therefore wrapped on
its way, without being held: `{"next": …, "more": …, "value": …}`, where `more` is Azure DevOps' continuation token.

Sources: GitHub Docs, "Using pagination in the REST API" and "Rate limits for the REST API"; GitLab Docs, "REST API",
"Pagination"; Azure DevOps REST API, "Git: Pull Request Commits" (read 2026-11).
"""

import json
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime

import httpx

from reconciler.transport import is_loopback
from reconciler.transport.address import certificates

_REQUEST_IDS = ("x-github-request-id", "x-request-id", "x-vss-e2eid", "activityid")
_NEVER_COPIED = frozenset({"set-cookie", "content-length"})
_SIGN_IN_PAGE = 203
"""Azure DevOps answers so, with a page for people, to an access token that it does not take."""


class Dialect(httpx.BaseTransport):
    """The network, or `wire` in its place. `headers` are those that the service wants; they win over others.

    A header with an empty value is taken away.
    """

    def __init__(self, root: httpx.URL, headers: Mapping[str, str], wire: httpx.BaseTransport | None) -> None:
        self._headers = headers
        self._client = httpx.Client(
            transport=wire,
            follow_redirects=False,
            trust_env=not is_loopback(root.host),
            verify=certificates(root),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer in the form that the transport expects."""
        request.headers.update({**self._headers, "Accept-Encoding": "identity"})
        for name in [name for name, value in request.headers.items() if not value]:
            del request.headers[name]
        answer = self._client.send(request, stream=True)
        headers = httpx.Headers([(name, value) for name, value in answer.headers.items() if name not in _NEVER_COPIED])
        _told_in_our_words(answer, headers)
        assert isinstance(answer.stream, httpx.SyncByteStream)  # the client is a synchronous one
        stream = _Wrapped(answer) if answer.status_code == httpx.codes.OK else answer.stream
        return httpx.Response(_status(answer), headers=headers, stream=stream, request=request)

    def close(self) -> None:
        """Ends all connections."""
        self._client.close()


class _Wrapped(httpx.SyncByteStream):
    """The body of a read within an object that also says where the next page is."""

    def __init__(self, answer: httpx.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        assert isinstance(self._answer.stream, httpx.SyncByteStream)
        link = self._answer.links.get("next", {}).get("url")
        more = self._answer.headers.get("x-ms-continuationtoken")
        yield f'{{"next": {json.dumps(link)}, "more": {json.dumps(more)}, "value": '.encode()
        yield from self._answer.stream
        yield b"}"

    def close(self) -> None:
        self._answer.close()


def _status(answer: httpx.Response) -> int:
    """The status as others would have it: 429 for GitHub's 403 of a limit, 401 for the page to sign in."""
    if answer.status_code == httpx.codes.FORBIDDEN and _is_throttled(answer):
        return httpx.codes.TOO_MANY_REQUESTS
    if answer.status_code == _SIGN_IN_PAGE:
        return httpx.codes.UNAUTHORIZED
    return answer.status_code


def _is_throttled(answer: httpx.Response) -> bool:
    return "retry-after" in answer.headers or answer.headers.get("x-ratelimit-remaining") == "0"


def _told_in_our_words(answer: httpx.Response, headers: httpx.Headers) -> None:
    """Adds the request id, and the time to wait, under the names that the transport knows."""
    request_id = next((answer.headers[name] for name in _REQUEST_IDS if name in answer.headers), "")
    if request_id:
        headers["request-id"] = request_id.replace(":", "-")
    if "retry-after" not in headers and (seconds := _until_reset(answer)) is not None:
        headers["retry-after"] = str(seconds)


def _until_reset(answer: httpx.Response) -> int | None:
    """The seconds until the limit starts anew, by the service's own clock."""
    reset = answer.headers.get("x-ratelimit-reset") or answer.headers.get("ratelimit-reset") or ""
    if not _is_throttled(answer) or not reset.isdecimal():
        return None
    try:
        now = parsedate_to_datetime(answer.headers.get("date", "")).timestamp()
    except ValueError:
        return None
    return max(1, round(int(reset) - now))
