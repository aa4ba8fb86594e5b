"""The door to the service that holds the repository: opened only where a command needs it. Slow to import."""

from collections.abc import Iterator
from contextlib import contextmanager

from reconciler.cli.settings import Settings
from reconciler.forge.environment import open_forge
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.forge import Approvals, Forge
from reconciler.transport import Pace

_WHERE = (
    "Run it in GitHub Actions, GitLab CI or Azure Pipelines (with the repository in Azure Repos), or see the comment "
    "with --dry-run."
)


@contextmanager
def forge(settings: Settings) -> Iterator[Forge]:
    """The pipeline's own service. Raises UsageError outside a pipeline, and where one lacks a variable."""
    opened = open_forge(settings.environ, Pace(retry_seconds=settings.retry_seconds))
    if opened is None:
        raise UsageError("This is no pipeline whose service is known: there is nowhere to write to.", _WHERE)
    try:
        yield opened
    finally:
        opened.close()


def approvals_of(settings: Settings, commit: str | None) -> Approvals | None:
    """Who approved what ends in this commit; None outside a pipeline and without a commit: nothing is known then.

    Raises ServiceError where the service does not answer fully: what is unknown never counts as given. Raises
    UsageError where the pipeline did not hand its access token down.
    """
    opened = open_forge(settings.environ, Pace(retry_seconds=settings.retry_seconds)) if commit else None
    if opened is None or commit is None:
        return None
    try:
        return opened.approvals(commit)
    finally:
        opened.close()


def approvals_if_told(settings: Settings, commit: str | None) -> Approvals | None:
    """As `approvals_of`, for the record alone where nothing depends on it: None too where the service does not tell."""
    try:
        return approvals_of(settings, commit)
    except (ServiceError, UsageError):
        return None
