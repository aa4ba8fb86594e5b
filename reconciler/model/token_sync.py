"""What came of asking Intune to sync a VPP token."""

from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.ids import TokenId
from reconciler.model.observed import ObservedToken


class SyncKind(StrEnum):
    """How far a sync came."""

    ASKED = "asked"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    TIMED_OUT = "timed-out"
    REFUSED = "refused"
    NOT_FOUND = "not-found"
    AMBIGUOUS = "ambiguous"


SUCCEEDED = frozenset({SyncKind.ASKED, SyncKind.RUNNING, SyncKind.COMPLETED})
"""What a run ends well with. RUNNING: one was under way already, and nobody waited for it."""


@dataclass(frozen=True, slots=True)
class TokenSync:
    """What came of the sync of one VPP token.

    `name` is its handle, or its id where git does not declare it; `shown` the token as last read, None where it was
    not found. `message` and `remedy` are those of a refusal.
    """

    name: str
    token: TokenId | None
    kind: SyncKind
    shown: ObservedToken | None = None
    request_id: str = ""
    message: str = ""
    remedy: str = ""
