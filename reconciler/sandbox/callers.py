"""Who calls: bearers `user:MAIL`, `app:NAME` and `readonly:NAME`, each with an optional `;deny=AREA,AREA`."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from reconciler.sandbox.errors import Refusal, plain_refusal
from reconciler.sandbox.messages import Request

CallerKind: TypeAlias = Literal["user", "app", "readonly"]
AREAS = frozenset({"books", "tokens", "groups", "members", "users", "organization", "audit", "hidden"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The identity behind a bearer, and the areas that it is not allowed to use."""

    kind: CallerKind
    name: str
    denied: frozenset[str]

    @property
    def sees_hidden(self) -> bool:
        """Whether members of groups with hidden membership are shown: Graph's Member.Read.Hidden."""
        return "hidden" not in self.denied

    @property
    def actor(self) -> str:
        """The identity as logs show it."""
        return f"{self.kind}:{self.name}"


def caller_of(request: Request) -> Caller:
    """The caller of a request. Refuses with 401 when there is no bearer, or none of ours."""
    caller = find_caller(request)
    if caller is None:
        raise plain_refusal(401, {"WWW-Authenticate": "Bearer"})
    return caller


def find_caller(request: Request) -> Caller | None:
    """The caller of a request, or None."""
    scheme, _, bearer = (request.header("Authorization") or "").partition(" ")
    identity, *rest = bearer.strip().split(";")
    kind, _, name = identity.partition(":")
    if scheme.lower() != "bearer" or kind not in ("user", "app", "readonly") or not name.strip():
        return None
    denied: set[str] = set()
    for part in rest:
        word, _, areas = part.partition("=")
        denied.update(areas.split(","))
        if word != "deny" or not denied <= AREAS:
            return None
    return Caller(cast(CallerKind, kind), name.strip(), frozenset(denied))


def check_permission(caller: Caller, areas: frozenset[str], writes: bool) -> None:
    """Refuses with 403 what a caller may not do."""
    if writes and caller.kind == "readonly":
        raise Refusal(403, f"'{caller.name}' may read only. DeviceManagementApps.ReadWrite.All is missing.")
    missing = sorted(areas & caller.denied)
    if missing:
        raise Refusal(403, f"'{caller.name}' may not use {', '.join(missing)} of this tenant.")
