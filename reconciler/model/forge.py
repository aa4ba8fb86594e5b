"""What the service that holds the repository tells and takes: approvals, comments, issues. Read `Forge`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Approvals:
    """Who approved what a commit brought to its branch.

    `pull_request` is its number, and `link` its page; both None where no merged pull request ends in this commit.
    `author` is who opened it. `approvers` are sorted, and nobody in them wrote a part of it.
    """

    commit: str
    pull_request: str | None = None
    link: str | None = None
    author: str | None = None
    approvers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Posted:
    """A comment or an issue that this identity wrote: the service's id, and the text."""

    id: str
    body: str


class Did(StrEnum):
    """What became of a comment or an issue."""

    CREATED = "created"
    EDITED = "edited"
    CLOSED = "closed"
    UNCHANGED = "unchanged"
    NOTHING = "nothing"


class Forge(Protocol):
    """The interface of the pipeline's own service. Every method raises ServiceError where it does not answer fully."""

    def approvals(self, commit: str) -> Approvals:
        """Who approved the merged pull request that ends in this commit."""
        ...

    def comments(self, pull_request: str) -> tuple[Posted, ...]:
        """The comments on a pull request that this identity wrote, the oldest first."""
        ...

    def add_comment(self, pull_request: str, body: str) -> None:
        """Writes a new comment."""
        ...

    def edit_comment(self, pull_request: str, comment: Posted, body: str) -> None:
        """Replaces the text of a comment."""
        ...

    def issues(self) -> tuple[Posted, ...]:
        """The open issues that this identity wrote. Raises UsageError where there are none that could be written."""
        ...

    def open_issue(self, title: str, body: str) -> None:
        """Writes a new issue."""
        ...

    def edit_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue."""
        ...

    def close_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue, and closes it."""
        ...

    def close(self) -> None:
        """Ends all connections."""
        ...
