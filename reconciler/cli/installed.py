"""Where this installation came from, so that a new repository's pipelines install the same."""

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ADDRESS = re.compile(r"(?:https|ssh)://(?![^/]*:[^/]*@)[^\s;#\"']+")


def requirement() -> str | None:
    """The line for pip that installs exactly this; None where that is not known.

    Never the name alone: on pypi.org it belongs to another project.
    Source: PEP 610, "Recording the Direct URL Origin of installed distributions".
    """
    try:
        told = distribution("reconciler").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    return requirement_from(json.loads(told)) if told else None


def requirement_from(origin: dict[str, Any]) -> str | None:
    """The line for what `direct_url.json` says: a commit of a git repository, or None."""
    url, info = str(origin.get("url", "")), origin.get("vcs_info")
    commit = str(info.get("commit_id", "")) if isinstance(info, dict) and info.get("vcs") == "git" else ""
    if not _COMMIT.fullmatch(commit) or not _ADDRESS.fullmatch(url):
        return None
    return f"reconciler @ git+{url}@{commit}"
