"""A rule of the catalogue, and how it speaks. The rules themselves stand in `model/catalogue/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reconciler.model.finding import Finding, Related, Scope
from reconciler.model.position import Position
from reconciler.model.wording import Param, fill


class Severity(StrEnum):
    """How much a finding stops: `error` holds, `guard` holds until accepted, the others do not hold."""

    ERROR = "error"
    GUARD = "guard"
    WARNING = "warning"
    INFO = "info"


class Phase(StrEnum):
    """What a rule needs to know: the YAML, the tenant, both, the write, or the passing of time."""

    STATIC = "static"
    LIVE = "live"
    PLAN = "plan"
    APPLY = "apply"
    MONITOR = "monitor"


@dataclass(frozen=True, slots=True)
class Said:
    """One way in which a rule speaks: what is wrong, and what to do next. Templates for `fill`."""

    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue.

    `texts` holds the ways the rule speaks, by variant; the plain way is the variant "".
    """

    id: str
    slug: str
    severity: Severity
    phases: tuple[Phase, ...]
    statement: str
    why: str
    source: str
    texts: Mapping[str, Said]

    @property
    def help(self) -> str:
        """Where the rule is documented, relative to the project's documentation."""
        return f"docs/rules/{self.id}.md"

    def found(
        self,
        at: Position | None,
        subject: str = "",
        *,
        variant: str = "",
        severity: Severity | None = None,
        related: tuple[Related, ...] = (),
        books: tuple[str, ...] = (),
        tokens: tuple[str, ...] = (),
        scope: Scope = Scope.ALL,
        binding: bool = False,
        **params: Param,
    ) -> Finding:
        """A finding of this rule, worded in English; `books`, `tokens`, `scope` and `binding` say what it holds."""
        said = self.texts[variant]
        return Finding(
            rule=self.id,
            slug=self.slug,
            severity=str(severity or self.severity),
            message=fill(said.message, params),
            subject=subject,
            position=at,
            related=related,
            remedy=fill(said.remedy, params),
            accepted=None,
            variant=variant,
            params=tuple(sorted(params.items())),
            books=books,
            tokens=tokens,
            scope=scope,
            binding=binding,
        )
