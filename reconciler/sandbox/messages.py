"""What goes in and out of the sandbox: one request, one response, over HTTP and in the same process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
Version: TypeAlias = Literal["v1.0", "beta"]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request.

    `target` is path plus query as on the request line. `host` is the Host header, `peer_is_loopback` whether
    the other end of the connection is this machine (always so in the same process).
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    host: str = "127.0.0.1"
    peer_is_loopback: bool = True

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        """The target's query, without the question mark; empty when there is none."""
        return self.target.partition("?")[2]

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case; None when it is not there."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response; `dropped` means that the connection is closed without sending it."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler says, before it becomes bytes: JSON, plain text (of a count) or nothing."""

    status: int
    body: JsonObject | list[JsonObject] | str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
