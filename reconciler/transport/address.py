"""Addresses of services: which may be spoken to, and which are the same origin. Read `checked_root`."""

import ssl
from ipaddress import ip_address

import httpx

from reconciler.model.errors import UsageError

_LONGEST_SHOWN = 80


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


def same_origin(one: httpx.URL, other: httpx.URL) -> bool:
    """Whether two addresses have the same scheme, host and port."""
    return _origin(one) == _origin(other)


def shown_host(url: httpx.URL) -> str:
    """Host and port for messages, short and without a name or password."""
    return url.netloc.decode("ascii", "replace").rpartition("@")[2][:_LONGEST_SHOWN]


def certificates(root: httpx.URL) -> bool | ssl.SSLContext:
    """The usual certificates. For http: a context that trusts nobody: loading them takes longer than a request."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if root.scheme == "http" else True


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)
