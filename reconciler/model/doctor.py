"""What `doctor` asks, and what it finds out: one check for each thing that a run relies on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from reconciler.model.ids import GroupId
from reconciler.model.wording import Param


class Verdict(StrEnum):
    """How a check ended. UNPROVEN: nothing speaks against it, and nobody could look."""

    FINE = "fine"
    UNPROVEN = "unproven"
    LACKING = "lacking"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `said` and `next` are keys of phrases, `params` what stands in them.

    `next` is empty where nothing is to be done.
    """

    topic: str
    verdict: Verdict
    said: str
    params: Mapping[str, Param] = field(default_factory=dict)
    next: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """Something to look at; `ask` gives what was found, and raises ServiceError or UsageError where it cannot."""

    topic: str
    ask: Callable[[], Sequence[Check]]


class Area(StrEnum):
    """What a reader of a tenant may or may not read."""

    BOOKS = "books"
    TOKENS = "tokens"
    GROUPS = "groups"
    MEMBERS = "members"
    AUDIT = "audit"
    ORGANIZATION = "organization"
    BETA = "beta"
    APPROVAL_POLICIES = "approval-policies"
    APPROVAL_REQUESTS = "approval-requests"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of reading at most one object of an area.

    `status` is 200 for success, 0 where no answer came. `ids` and `kinds` are of the objects that came; `kinds` are
    what approval policies protect. `at` is the service's clock, where it told. `why` and `remedy` speak of a failure.
    """

    status: int
    ids: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    at: datetime | None = None
    why: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who is signed in, as far as the access token tells.

    `way` is `none`, `given` (an access token that was at hand), or how somebody signed in. `who` is empty where it is
    not told. `permissions` are None where the access token is silent about them; `tenant` likewise.
    """

    way: str
    who: str
    tenant: str | None
    permissions: frozenset[str] | None


class TenantProbe(Protocol):
    """A tenant that can be asked what may be read of it."""

    def sign_in(self) -> SignIn:
        """Who is signed in. Raises ServiceError or UsageError where nobody can be."""

    def ask(self, area: Area, group: GroupId | None = None) -> Asked:
        """Reads at most one object of an area; `group` is whose members are read. Raises nothing of the service's."""
