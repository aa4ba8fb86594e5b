"""Writes to Intune: sent once, with a word for a second administrator, and what a refusal means. Read `Writing`.

| came back | means |
| --- | --- |
| 400, 403, 409 or 412 that speaks of an approval | VPP508: a second administrator has to agree; nothing was written |
| 401, 403 | VPP509: a permission is missing |
| anything else | as `transport` tells it |

Source: Microsoft Intune, "Use Multi Admin Approval with the Microsoft Graph API": the justification travels Base64
encoded in a header of each write, and the id of the request for approval comes back in a header (read 2026-11).
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from reconciler.graph.client import GraphClient, JsonObject, Version
from reconciler.model.errors import ServiceError
from reconciler.transport import Answer, Refusal

JUSTIFICATION, CODE = "x-msft-approval-justification", "x-msft-approval-code"
MOST_CHARACTERS = 1024
"""Of a justification; what is longer is cut."""

Method: TypeAlias = Literal["POST", "PATCH"]
"""All that is ever sent: nothing is taken away at the service."""

_MAY_ASK_FOR_APPROVAL = (400, 403, 409, 412)
_NEEDS_APPROVAL = re.compile(r"multi.?admin.?approval|x-msft-approval|approval.?required|active approval request")


@dataclass(frozen=True, slots=True)
class Permitted:
    """What writes need: `what` is written, and any of `permissions` is enough."""

    what: str
    permissions: tuple[str, ...]


BOOK_WRITES = Permitted("assignments", ("DeviceManagementApps.ReadWrite.All",))
TOKEN_WRITES = Permitted(
    "VPP tokens", ("DeviceManagementApps.ReadWrite.All", "DeviceManagementServiceConfig.ReadWrite.All")
)
"""Source: Microsoft Graph, "Create vppToken", "Update vppToken", "syncLicenses action": permissions."""


class Writing:
    """Writes through one client. `justification` is what a second administrator is told; None where nobody knows."""

    def __init__(self, client: GraphClient, justification: str | None) -> None:
        self._client = client
        self._justification = (justification or "").strip()[:MOST_CHARACTERS]

    def send(
        self,
        method: Method,
        version: Version,
        path: str,
        body: JsonObject,
        permitted: Permitted,
        secrets: Sequence[str] = (),
    ) -> Answer:
        """The answer to a write that is sent once, as soon as the limits allow it.

        `secrets` are in the body and get into no message. Raises ServiceError: `maybe_done` when the answer was
        lost, `retry_after` when the service asks to slow down, VPP508 and VPP509 as the table says.
        """
        if self._client.limits is not None:
            self._client.limits.turn_to_write()
        try:
            return self._client.transport.write(method, f"/{version}{path}", body, self._headers(), secrets)
        except ServiceError as error:
            meant = self._meant(error, permitted)
            if meant is None:
                raise
            meant.client_request_id = error.client_request_id
            raise meant from error

    def _headers(self) -> dict[str, str]:
        if not self._justification:
            return {}
        return {JUSTIFICATION: base64.b64encode(self._justification.encode()).decode("ascii")}

    def _meant(self, error: ServiceError, permitted: Permitted) -> ServiceError | None:
        """What a refusal means for the one who writes; None where it says all there is to say."""
        if _asks_for_approval(error):
            return self._needs_approval(error, permitted)
        if error.status in (401, 403):
            needs = f"Writing {permitted.what} needs {' or '.join(permitted.permissions)}."
            return _again(error, error.message, f"{error.remedy} {needs}", "VPP509")
        return None

    def _needs_approval(self, error: ServiceError, permitted: Permitted) -> ServiceError:
        filed = error.marks.get(CODE, "") if isinstance(error, Refusal) else ""
        told = f" The request for approval was filed as {filed}." if filed else ""
        return _again(
            error,
            f"The tenant requires a second administrator: {error.message}{told}",
            f"The tenant protects {permitted.what} with Multi Admin Approval, and nothing was written. "
            f"{self._what_it_was_told()}"
            "Exclude this app from the access policy, or let a second administrator make the change; then apply again.",
            "VPP508",
        )

    def _what_it_was_told(self) -> str:
        return f'The justification was "{self._justification}". ' if self._justification else ""


def _asks_for_approval(error: ServiceError) -> bool:
    if error.status not in _MAY_ASK_FOR_APPROVAL or not isinstance(error, Refusal):
        return False
    return bool(error.marks.get(CODE)) or _NEEDS_APPROVAL.search(error.said) is not None


def _again(error: ServiceError, message: str, remedy: str, code: str) -> ServiceError:
    marks: dict[str, Any] = {"status": error.status, "request_id": error.request_id}
    return ServiceError(message, remedy, code=code, **marks)
