"""Which service holds the repository, by what a pipeline tells in its environment. Read `open_forge`.

Sources: GitHub Docs, "Variables reference"; GitLab Docs, "Predefined CI/CD variables reference"; Azure DevOps Docs,
"Use predefined variables" (read 2026-11).
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

import httpx

from reconciler.forge import azure, github, gitlab
from reconciler.forge.client import open_client
from reconciler.model.errors import UsageError
from reconciler.model.forge import Forge
from reconciler.transport import Pace

_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_HEADS = "refs/heads/"


def open_forge(
    environ: Mapping[str, str], pace: Pace | None = None, wire: httpx.BaseTransport | None = None
) -> Forge | None:
    """The service of this pipeline, to be closed; None where this is no pipeline that is known.

    Nothing is asked yet. `wire` replaces the network. Raises UsageError where the pipeline lacks a variable, and for
    an address that must not be used.
    """
    if environ.get("GITHUB_ACTIONS") == "true":
        return _github(environ, pace, wire)
    if environ.get("GITLAB_CI") == "true":
        return _gitlab(environ, pace, wire)
    if environ.get("TF_BUILD", "").lower() == "true":
        return _azure(environ, pace, wire)
    return None


def _github(environ: Mapping[str, str], pace: Pace | None, wire: httpx.BaseTransport | None) -> Forge:
    repository = _needed(environ, "GITHUB_REPOSITORY", "It is set by GitHub Actions: owner/name.")
    if not _REPOSITORY.fullmatch(repository) or ".." in repository:
        raise UsageError("GITHUB_REPOSITORY names no repository.", "Write it as owner/name.")
    access_token = _needed(environ, "GITHUB_TOKEN", github.REMEDIES[401])
    root = environ.get("GITHUB_API_URL") or "https://api.github.com"
    client = open_client(root, "GitHub", access_token, github.HEADERS, github.REMEDIES, pace, wire)
    branch = environ.get("GITHUB_REF_NAME") if environ.get("GITHUB_REF_TYPE") == "branch" else None
    return github.GitHub(client, repository, branch or None)


def _gitlab(environ: Mapping[str, str], pace: Pace | None, wire: httpx.BaseTransport | None) -> Forge:
    root = _needed(environ, "CI_API_V4_URL", "It is set by GitLab CI.")
    project = environ.get("CI_MERGE_REQUEST_PROJECT_ID") or _needed(environ, "CI_PROJECT_ID", "It is set by GitLab CI.")
    own = environ.get("GITLAB_TOKEN")
    access_token = own or _needed(environ, "CI_JOB_TOKEN", gitlab.REMEDIES[401])
    headers = {} if own else {"Authorization": "", "JOB-TOKEN": access_token}
    client = open_client(root, "GitLab", access_token, headers, gitlab.REMEDIES, pace, wire)
    return gitlab.GitLab(client, quote(project, safe=""), environ.get("CI_COMMIT_BRANCH") or None)


def _azure(environ: Mapping[str, str], pace: Pace | None, wire: httpx.BaseTransport | None) -> Forge | None:
    if environ.get("BUILD_REPOSITORY_PROVIDER", "TfsGit") != "TfsGit":
        return None  # the repository is elsewhere, and so are its pull requests
    told = "It is set by Azure Pipelines."
    root = _needed(environ, "SYSTEM_COLLECTIONURI", told)
    project = environ.get("SYSTEM_TEAMPROJECTID") or _needed(environ, "SYSTEM_TEAMPROJECT", told)
    repository = _needed(environ, "BUILD_REPOSITORY_ID", told)
    access_token = _needed(environ, "SYSTEM_ACCESSTOKEN", azure.REMEDIES[401])
    client = open_client(root, "Azure DevOps", access_token, {}, azure.REMEDIES, pace, wire)
    source = environ.get("BUILD_SOURCEBRANCH", "")
    branch = source.removeprefix(_HEADS) if source.startswith(_HEADS) else None
    return azure.AzureRepos(client, quote(project, safe=""), quote(repository, safe=""), branch)


def _needed(environ: Mapping[str, str], name: str, remedy: str) -> str:
    value = environ.get(name)
    if not value:
        raise UsageError(f"{name} is not set, so the pipeline's own service cannot be asked.", remedy)
    return value
