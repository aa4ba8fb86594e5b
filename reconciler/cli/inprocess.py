"""The sandbox in this process, behind the same HTTP client that speaks to Microsoft."""

import httpx

from reconciler.sandbox import Request, Sandbox

ROOT = "http://127.0.0.1"
"""Names the sandbox in addresses; nothing listens there and nothing is sent there."""


class InProcess(httpx.BaseTransport):
    """Hands each request to the sandbox instead of to the network."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The sandbox's answer. Raises RemoteProtocolError where it closes the connection without one."""
        answer = self._sandbox.handle(
            Request(
                method=request.method,
                target=request.url.raw_path.decode("ascii"),
                headers=dict(request.headers),
                body=request.read(),
                host=request.headers.get("Host", "127.0.0.1"),
            )
        )
        if answer.dropped:
            raise httpx.RemoteProtocolError("the connection was closed without an answer", request=request)
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body, request=request)

    def close(self) -> None:
        """Ends the use of the tenant's file."""
        self._sandbox.close()
