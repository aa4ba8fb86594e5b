"""The desired state: what the YAML of one tenant says, with every reference resolved."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reconciler.model.entities import Acceptance, Assignment, Book, Group, Mode, Policy, Tenant, Token
from reconciler.model.ids import Digest, Handle


@dataclass(frozen=True, slots=True)
class DesiredBook:
    """A book with all its assignments: its own, then those of the reading lists that name it.

    At most one assignment per group. `accept` holds the book's acceptances and those of the lists.
    """

    book: Book
    mode: Mode
    accept: tuple[Acceptance, ...]
    assignments: tuple[Assignment, ...]


@dataclass(frozen=True)
class DesiredState:
    """What one tenant should look like. Sorted by token, title and ids.

    `group_of` gives the group behind each text that an assignment names; texts that mean one
    `groups:` entry give the same value. `digest` is over the content, not over file bytes or places.
    """

    tenant: Tenant
    policy: Policy
    tokens: tuple[Token, ...]
    groups: tuple[Group, ...]
    books: tuple[DesiredBook, ...]
    group_of: Mapping[str, Group]
    files: tuple[str, ...]
    digest: Digest

    @cached_property
    def token_of(self) -> Mapping[Handle, Token]:
        """The declared tokens by handle."""
        return {token.name: token for token in self.tokens}

    @property
    def assignment_count(self) -> int:
        """How many assignments are declared, reading lists expanded."""
        return sum(len(book.assignments) for book in self.books)
