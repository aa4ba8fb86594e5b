"""What a pipeline says of itself, to be exchanged for an access token. Read `github_assertion`."""

from collections.abc import Callable
from urllib.parse import quote

import httpx

from reconciler.model.errors import ServiceError, UsageError
from reconciler.transport import Pace, Transport


def github_assertion(url: str, request_bearer: str, audience: str, pace: Pace | None = None) -> Callable[[], str]:
    """Asks GitHub for a signed statement about this job, each time it is called.

    Raises UsageError when the address in ACTIONS_ID_TOKEN_REQUEST_URL must not be used, ServiceError when GitHub gives
    none. Source: GitHub Docs, "OpenID Connect reference", "Methods for requesting the OIDC token" (read 2026-11).
    """
    root, address = _root_and_rest(url)
    separator = "&" if "?" in address else "?"
    asked = f"{address}{separator}audience={quote(audience, safe='')}"

    def assertion() -> str:
        with Transport(root, "GitHub Actions", lambda: request_bearer, pace) as transport:
            statement = transport.read(asked).body.get("value")
        if not isinstance(statement, str) or not statement:
            raise ServiceError(
                "GitHub Actions gave no statement about this job.",
                "Give the job the permission `id-token: write`.",
                status=401,
            )
        return statement

    return assertion


def _root_and_rest(url: str) -> tuple[str, str]:
    """Origin and path with query, of an address that holds both."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise UsageError("ACTIONS_ID_TOKEN_REQUEST_URL is no URL.", "It is set by GitHub; leave it alone.") from None
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}", parsed.raw_path.decode("ascii")
