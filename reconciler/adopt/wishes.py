"""What is wanted beyond what the tenant shows, and which books are meant. For `adoption`."""

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.entities import Intent
from reconciler.model.ids import BookId, GroupId

Wish = Mapping[BookId, Mapping[GroupId, Intent]]
"""Assignments of a book list."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which books are adopted. `only` None: all. `forced`: the tenant's word counts also where git changed since.

    `wish` is a book list; where there is one, declared books get its assignments and nothing else.
    """

    only: frozenset[BookId] | None = None
    forced: bool = False
    wish: Wish | None = None
