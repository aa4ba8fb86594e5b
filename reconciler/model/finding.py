"""A finding: one instance of a rule, with its place and what it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.position import Position
from reconciler.model.wording import Param


@dataclass(frozen=True, slots=True)
class Related:
    """A further place that belongs to a finding, such as the first of two that collide."""

    position: Position
    message: str


class Scope(StrEnum):
    """Which changes of its books and tokens a blocking finding holds.

    SEATS: those that can use seats. The last three go beyond the named books: every change of the tenant,
    every one that can use seats, every deletion.
    """

    ALL = "all"
    SEATS = "seats"
    TENANT = "tenant"
    TENANT_SEATS = "tenant-seats"
    DELETIONS = "deletions"


@dataclass(frozen=True, slots=True)
class Finding:
    """A judgement on something in the YAML or in the tenant.

    `position` is None where the thing stands in no file; `subject` names it then.
    `accepted` is the reason of the acceptance that lifts a guard, else None.
    `books` and `tokens` are Intune's book ids and declared token handles that it concerns; what `holds` keeps back
    changes of them, as far as `scope` says. `binding` is set on the few warnings that hold. `accepted_at` is the
    place of the acceptance that lifts a guard, or whose bound is too small for it. `variant` and `params` let it be
    worded again in another language.
    """

    rule: str
    slug: str
    severity: str
    message: str
    subject: str
    position: Position | None
    related: tuple[Related, ...]
    remedy: str
    accepted: str | None
    variant: str = ""
    params: tuple[tuple[str, Param], ...] = ()
    books: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    scope: Scope = Scope.ALL
    binding: bool = False
    accepted_at: Position | None = None

    @property
    def blocks(self) -> bool:
        """Whether it is an error, or a guard that nobody accepted."""
        return self.severity == "error" or (self.severity == "guard" and self.accepted is None)

    @property
    def holds(self) -> bool:
        """Whether it keeps back changes of what it concerns."""
        return self.blocks or self.binding


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by path, line, column, rule; those without a place after all others, by subject."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[bool, Position, str, str, str]:
    place = finding.position or Position("", 0, 0)
    return finding.position is None, place, finding.rule, finding.subject, finding.message
