"""A change: one create, update, delete or renew, with before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reconciler.model.forecast import NO_SEATS, BookRef, Seats
from reconciler.model.ids import ChangeId, GroupId, Handle, TokenId
from reconciler.model.position import Position


class Action(StrEnum):
    """What is done to an assignment or a VPP token."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    RENEW = "renew"


class Origin(StrEnum):
    """Where a change comes from: the first apply, a commit, a change outside git, or the last two."""

    INITIAL = "initial"
    GIT = "git"
    DRIFT = "drift"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Hold:
    """Why a change is kept back. `rule` is None where the mode does it."""

    rule: str | None
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who changed something outside git, and when (RFC 3339), by Intune's audit log."""

    actor: str
    at: str
    activity: str


@dataclass(frozen=True, slots=True)
class GroupTarget:
    """The group a change addresses, with its name in the tenant."""

    id: GroupId
    display_name: str


@dataclass(frozen=True, slots=True)
class TokenRef:
    """The VPP token a change addresses; `id` is None for one that does not exist yet."""

    id: TokenId | None
    name: Handle


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an assignment (`book`, `target`) or of a VPP token (`token`).

    `before` and `after` hold what changes: `intent` and `seatCap`, or a token's fields, never a secret.
    """

    id: ChangeId
    action: Action
    origin: Origin
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    position: Position | None
    book: BookRef | None = None
    target: GroupTarget | None = None
    token: TokenRef | None = None
    seats: Seats = NO_SEATS
    held: Hold | None = None
    attribution: Attribution | None = None

    @property
    def subject(self) -> str:
        """What the change is about, as people call it."""
        if self.book is not None and self.target is not None:
            return f'"{self.book.title}" → "{self.target.display_name}"'
        return f'token "{self.token.name}"' if self.token else self.id

    @property
    def takes_seats(self) -> bool:
        """Whether it can use up seats: a new assignment, available that becomes required, or one that offered nothing.

        What was `uninstall`, or an intent that nobody knows, offered no book: it counts as new.
        """
        if self.book is None or self.action not in (Action.CREATE, Action.UPDATE):
            return False
        was, is_now = (self.before or {}).get("intent"), (self.after or {}).get("intent")
        return was not in ("available", "required") or (was == "available" and is_now == "required")
