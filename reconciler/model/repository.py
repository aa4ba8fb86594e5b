"""What the static rules look at: the YAML alone."""

from dataclasses import dataclass

from reconciler.model.entities import Declarations


@dataclass(frozen=True, slots=True)
class Repository:
    """What the static rules look at: every tenant of the repository that was read, sorted by folder."""

    tenants: tuple[Declarations, ...]
