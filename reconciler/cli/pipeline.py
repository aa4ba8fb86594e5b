"""What the pipeline tells about this run in its own variables: GitHub Actions, GitLab, Azure DevOps.

Sources: GitHub Docs, "Variables reference"; GitLab Docs, "Predefined CI/CD variables reference";
Azure DevOps Docs, "Use predefined variables" (read 2025-11).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_GITHUB_PULL = re.compile(r"refs/pull/(\d+)/")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Facts about this run, each None where the pipeline does not tell. `name` is empty outside a pipeline.

    `link` is the page of this run.
    """

    name: str = ""
    run: str | None = None
    commit: str | None = None
    author: str | None = None
    pull_request: str | None = None
    link: str | None = None


def read_pipeline(environ: Mapping[str, str]) -> Pipeline:
    """The pipeline that this environment belongs to."""
    if environ.get("GITHUB_ACTIONS") == "true":
        return _github(environ)
    if environ.get("GITLAB_CI") == "true":
        return _gitlab(environ)
    if environ.get("TF_BUILD", "").lower() == "true":
        return _azure(environ)
    return Pipeline()


def _github(environ: Mapping[str, str]) -> Pipeline:
    pull = _GITHUB_PULL.match(environ.get("GITHUB_REF", ""))
    run = "/".join(environ[key] for key in ("GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT") if environ.get(key))
    return Pipeline(
        name="github",
        run=run or None,
        commit=environ.get("GITHUB_SHA") or None,
        author=environ.get("GITHUB_ACTOR") or None,
        pull_request=pull.group(1) if pull else None,
        link=_address(environ, "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}"),
    )


def _gitlab(environ: Mapping[str, str]) -> Pipeline:
    return Pipeline(
        name="gitlab",
        run=environ.get("CI_JOB_ID") or environ.get("CI_PIPELINE_ID") or None,
        commit=environ.get("CI_COMMIT_SHA") or None,
        author=environ.get("GITLAB_USER_LOGIN") or None,
        pull_request=environ.get("CI_MERGE_REQUEST_IID") or None,
        link=_address(environ, "{CI_JOB_URL}") or _address(environ, "{CI_PIPELINE_URL}"),
    )


def _azure(environ: Mapping[str, str]) -> Pipeline:
    return Pipeline(
        name="azure-devops",
        run=environ.get("BUILD_BUILDID") or None,
        commit=environ.get("BUILD_SOURCEVERSION") or None,
        author=environ.get("BUILD_REQUESTEDFOREMAIL") or environ.get("BUILD_REQUESTEDFOR") or None,
        pull_request=environ.get("SYSTEM_PULLREQUEST_PULLREQUESTNUMBER")
        or environ.get("SYSTEM_PULLREQUEST_PULLREQUESTID")
        or None,
        link=_address(environ, "{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECT}/_build/results?buildId={BUILD_BUILDID}"),
    )


def _address(environ: Mapping[str, str], template: str) -> str | None:
    """The address that these variables make, blanks written as addresses have them; None where one is absent."""
    names = re.findall(r"\{(\w+)\}", template)
    if not all(environ.get(name) for name in names):
        return None
    return template.format_map({name: environ[name].replace(" ", "%20") for name in names})
