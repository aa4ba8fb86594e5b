"""GitLab, in the cloud and self-managed. Read `GitLab`.

Sources: GitLab Docs, REST API: "Commits" (merge requests of a commit), "Merge requests" (commits, diff versions),
"Merge request approvals", "Notes", "Issues", "Users" (read 2026-11).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from reconciler.forge.client import ForgeClient, JsonObject, inside, number_in, text_in
from reconciler.forge.moments import moment
from reconciler.model.forge import Approvals, Posted

REMEDIES = {
    401: "Set GITLAB_TOKEN to a project access token with the scope api (approvals alone: read_api); "
    "CI_JOB_TOKEN may not read merge requests.",
    403: "Give the access token in GITLAB_TOKEN the scope api, and the role Reporter or more in this project.",
    404: "Check the number, and that GITLAB_TOKEN (not CI_JOB_TOKEN, which may not) can see this project.",
}

_APPROVED = "approved this merge request"
"""What GitLab itself notes below a merge request. Nobody else can write a note of the system."""
_PROGRAM = re.compile(r"(project|group)_\d+_bot.*|service_account_.*|.*\[bot\]|ghost", re.IGNORECASE)
_NO_REPLY = re.compile(r"(?:\d+-)?(?P<name>[^@]+)@users\.noreply\..+", re.IGNORECASE)
_PAGE = "per_page=100"


@dataclass(frozen=True, slots=True)
class GitLab:
    """One project, by its number. `branch` is where the run is; None where it is on none."""

    client: ForgeClient
    project: str
    branch: str | None

    def approvals(self, commit: str) -> Approvals:
        """Who approved the merge request whose merge is this commit.

        An approval counts where it still stands, was given after the last push, and by a person who neither opened
        the merge request nor wrote a part of it, as far as names and addresses of its commits tell.
        """
        found = self._merged_as(commit)
        if found is None:
            return Approvals(commit)
        number, author = number_in(found, "iid"), text_in(found, "author", "username")
        approvers = tuple(sorted(self._approvers(number, author))) if _is_person(author) else ()
        return Approvals(commit, number, text_in(found, "web_url") or None, author or None, approvers)

    def comments(self, pull_request: str) -> tuple[Posted, ...]:
        """Our comments on a merge request, the oldest first."""
        listed = list(self.client.pages(f"{self._merge(pull_request)}/notes?sort=asc&order_by=created_at&{_PAGE}"))
        return self._ours([one for one in listed if inside(one, "system") is not True], "id", "body")

    def add_comment(self, pull_request: str, body: str) -> None:
        """Writes a new comment."""
        self.client.write("POST", f"{self._merge(pull_request)}/notes", {"body": body})

    def edit_comment(self, pull_request: str, comment: Posted, body: str) -> None:
        """Replaces the text of a comment."""
        self.client.write("PUT", f"{self._merge(pull_request)}/notes/{comment.id}", {"body": body})

    def issues(self) -> tuple[Posted, ...]:
        """Our open issues."""
        listed = list(self.client.pages(f"{self._root}/issues?state=opened&{_PAGE}"))
        return self._ours(listed, "iid", "description")

    def open_issue(self, title: str, body: str) -> None:
        """Writes a new issue."""
        self.client.write("POST", f"{self._root}/issues", {"title": title, "description": body})

    def edit_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue."""
        self.client.write("PUT", f"{self._root}/issues/{issue.id}", {"description": body})

    def close_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue, and closes it."""
        self.client.write("PUT", f"{self._root}/issues/{issue.id}", {"description": body, "state_event": "close"})

    def close(self) -> None:
        """Ends all connections."""
        self.client.close()

    @property
    def _root(self) -> str:
        return f"/projects/{self.project}"

    def _merge(self, number: str) -> str:
        return f"{self._root}/merge_requests/{number}"

    def _merged_as(self, commit: str) -> JsonObject | None:
        """The merge request that ends in this commit: by a merge, a squash, or moved forward to its own head."""
        for found in self.client.pages(f"{self._root}/repository/commits/{commit}/merge_requests?{_PAGE}"):
            here = self.branch is None or text_in(found, "target_branch") in ("", self.branch)
            ends = (text_in(found, key) for key in ("merge_commit_sha", "squash_commit_sha", "sha"))
            if here and text_in(found, "state") == "merged" and commit in ends:
                return found
        return None

    def _approvers(self, number: str, author: str) -> Iterator[str]:
        """Those who approved what was merged."""
        approved = self.client.get(f"{self._merge(number)}/approvals").get("approved_by")
        if not isinstance(approved, list):
            raise self.client.unclear(f"{self._merge(number)}/approvals", "no list of approvals")
        if not approved:
            return
        wrote, pushed, noted = self._wrote(number), self._pushed(number), self._noted(number)
        for one in approved:
            user = inside(one, "user")
            username = text_in(user, "username")
            at = moment(text_in(one, "approved_at")) or noted.get(username)
            if not _is_person(username) or username == author or _traces(user) & wrote:
                continue
            if at is not None and at >= pushed:
                yield username

    def _wrote(self, number: str) -> frozenset[str]:
        """Names and addresses in the commits, in lower case."""
        commits = list(self.client.pages(f"{self._merge(number)}/commits?{_PAGE}"))
        if not commits:
            raise self.client.unclear(f"{self._merge(number)}/commits", "no commit of a merge request")
        keys = ("author_name", "author_email", "committer_name", "committer_email")
        told = {text_in(one, key).lower() for one in commits for key in keys}
        private = {found["name"] for mail in told if (found := _NO_REPLY.fullmatch(mail))}
        return frozenset((told | private) - {""})

    def _pushed(self, number: str) -> datetime:
        """When the last version of the merge request was pushed."""
        versions = self.client.pages(f"{self._merge(number)}/versions?{_PAGE}")
        pushes = [moment(text_in(one, "created_at")) for one in versions]
        known = [at for at in pushes if at is not None]
        if not known or len(known) < len(pushes):
            raise self.client.unclear(f"{self._merge(number)}/versions", "no time of the last push")
        return max(known)

    def _noted(self, number: str) -> dict[str, datetime]:
        """When each user approved last, by GitLab's own notes; versions without `approved_at` tell it only there."""
        found: dict[str, datetime] = {}
        for note in self.client.pages(f"{self._merge(number)}/notes?sort=asc&order_by=created_at&{_PAGE}"):
            at = moment(text_in(note, "created_at"))
            if inside(note, "system") is True and text_in(note, "body") == _APPROVED and at is not None:
                found[text_in(note, "author", "username")] = at
        return found

    def _ours(self, items: list[JsonObject], key: str, body: str) -> tuple[Posted, ...]:
        if not items:
            return ()
        me = text_in(self.client.get("/user"), "username")
        return tuple(
            Posted(number_in(one, key), text_in(one, body))
            for one in items
            if me and number_in(one, key) and text_in(one, "author", "username") == me
        )


def _is_person(username: str) -> bool:
    return bool(username) and not _PROGRAM.fullmatch(username)


def _traces(user: object) -> frozenset[str]:
    """What commits may call this user, in lower case."""
    told = (text_in(user, key).lower() for key in ("username", "name", "email", "public_email", "commit_email"))
    return frozenset(told) - {""}
