"""The service that holds the repository: GitHub, GitLab, Azure DevOps. Read `open_forge`, then `posting`."""

from reconciler.forge.environment import open_forge
from reconciler.forge.posting import post_comment, settle_issue

__all__ = ["open_forge", "post_comment", "settle_issue"]
