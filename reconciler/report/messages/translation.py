"""What a rule says in another language than English."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.rule import Said


@dataclass(frozen=True, slots=True)
class Translation:
    """The wording of one rule. `texts` has the variants of the catalogue, each with the same parameters."""

    statement: str
    why: str
    texts: Mapping[str, Said]
