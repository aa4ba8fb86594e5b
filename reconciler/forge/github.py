"""GitHub, and GitHub Enterprise Server. Read `GitHub`.

Sources: GitHub Docs, REST API: "Commits" (pull requests associated with a commit), "Pull requests", "Pull request
reviews", "Collaborators" (permission of a user), "Issues", "Issue comments", "Users" (read 2026-11).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from reconciler.forge.client import ForgeClient, JsonObject, inside, number_in, text_in
from reconciler.model.errors import ServiceError
from reconciler.model.forge import Approvals, Posted

HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
REMEDIES = {
    401: "Give the job its access token: env: GITHUB_TOKEN: ${{ github.token }}.",
    403: "Give the job the permission pull-requests: write (approvals: pull-requests: read; issues: issues: write).",
    404: "Check the number, and that GITHUB_TOKEN may read this repository and its pull requests.",
}

MOST_COMMITS = 250
"""More commits of a pull request are not listed, so that not everybody who wrote a part of it is known."""

_OPINIONS = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
"""States of a review that say something; a comment takes no approval back."""
_MAY_WRITE = frozenset({"admin", "write"})
_NOT_FOR_ACCESS_TOKENS_OF_APPS = (403, 404)
_PAGE = "per_page=100"


@dataclass(frozen=True, slots=True)
class GitHub:
    """One repository, `owner/name`. `branch` is where the run is; None where it is on none."""

    client: ForgeClient
    repository: str
    branch: str | None

    def approvals(self, commit: str) -> Approvals:
        """Who approved the pull request whose merge is this commit.

        An approval counts where it is the person's latest opinion, was given to the very head that was merged, by a
        user who may write here, and who neither opened the pull request nor wrote or committed a part of it.
        """
        found = self._merged_as(commit)
        if found is None:
            return Approvals(commit)
        number, author = number_in(found, "number"), text_in(found, "user", "login")
        wrote = self._wrote(number, found)
        approvers = () if wrote is None else tuple(sorted(self._approvers(number, found, wrote)))
        return Approvals(commit, number, text_in(found, "html_url") or None, author or None, approvers)

    def comments(self, pull_request: str) -> tuple[Posted, ...]:
        """Our comments on a pull request, the oldest first."""
        return self._ours(self.client.pages(f"{self._root}/issues/{pull_request}/comments?{_PAGE}"), "id")

    def add_comment(self, pull_request: str, body: str) -> None:
        """Writes a new comment."""
        self.client.write("POST", f"{self._root}/issues/{pull_request}/comments", {"body": body})

    def edit_comment(self, pull_request: str, comment: Posted, body: str) -> None:
        """Replaces the text of a comment."""
        self.client.write("PATCH", f"{self._root}/issues/comments/{comment.id}", {"body": body})

    def issues(self) -> tuple[Posted, ...]:
        """Our open issues. GitHub lists pull requests among them; these are left out."""
        listed = self.client.pages(f"{self._root}/issues?state=open&{_PAGE}")
        return self._ours((one for one in listed if "pull_request" not in one), "number")

    def open_issue(self, title: str, body: str) -> None:
        """Writes a new issue."""
        self.client.write("POST", f"{self._root}/issues", {"title": title, "body": body})

    def edit_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue."""
        self.client.write("PATCH", f"{self._root}/issues/{issue.id}", {"body": body})

    def close_issue(self, issue: Posted, body: str) -> None:
        """Replaces the text of an issue, and closes it."""
        change = {"body": body, "state": "closed", "state_reason": "completed"}
        self.client.write("PATCH", f"{self._root}/issues/{issue.id}", change)

    def close(self) -> None:
        """Ends all connections."""
        self.client.close()

    @property
    def _root(self) -> str:
        return f"/repos/{self.repository}"

    def _merged_as(self, commit: str) -> JsonObject | None:
        """The pull request that this commit is the merge of, into the branch of this run where that is known."""
        for found in self.client.pages(f"{self._root}/commits/{commit}/pulls?{_PAGE}"):
            base = text_in(found, "base", "ref")
            here = self.branch is None or base in ("", self.branch)
            if here and text_in(found, "merged_at") and text_in(found, "merge_commit_sha") == commit:
                return found
        return None

    def _wrote(self, number: str, pull: JsonObject) -> frozenset[str] | None:
        """Who wrote a part of it, in lower case; None where that cannot be told.

        A commit without an account counts as the work of whoever opened the pull request. A program is nobody whom an
        approver could differ from: then every commit must have an account.
        """
        commits = list(self.client.pages(f"{self._root}/pulls/{number}/commits?{_PAGE}"))
        if not commits or len(commits) >= MOST_COMMITS:
            raise self.client.unclear(f"{self._root}/pulls/{number}/commits", "not all commits of a pull request")
        opened = text_in(pull, "user", "login")
        if not _is_person(inside(pull, "user")) and not all(text_in(one, "author", "login") for one in commits):
            return None
        logins = {text_in(one, role, "login") for one in commits for role in ("author", "committer")}
        return frozenset(login.lower() for login in {*logins, opened} if login)

    def _approvers(self, number: str, pull: JsonObject, wrote: frozenset[str]) -> Iterator[str]:
        head = text_in(pull, "head", "sha")
        latest: dict[str, JsonObject] = {}
        for review in self.client.pages(f"{self._root}/pulls/{number}/reviews?{_PAGE}"):
            login = text_in(review, "user", "login")
            if login and text_in(review, "state") in _OPINIONS:
                latest[login] = review
        for login, review in latest.items():
            given = text_in(review, "state") == "APPROVED" and head and text_in(review, "commit_id") == head
            if given and _is_person(review["user"]) and login.lower() not in wrote and self._may_write(login):
                yield login

    def _may_write(self, login: str) -> bool:
        """Whether this user may write to the repository: in a public one, everybody may write a review."""
        answer = self.client.get(f"{self._root}/collaborators/{quote(login, safe='')}/permission")
        return text_in(answer, "permission") in _MAY_WRITE

    def _ours(self, listed: Iterator[JsonObject], key: str) -> tuple[Posted, ...]:
        items = list(listed)
        me = self._login() if items else None
        return tuple(
            Posted(number_in(one, key), text_in(one, "body"))
            for one in items
            if number_in(one, key) and _is_by(one.get("user"), me)
        )

    def _login(self) -> str | None:
        """Who we are; None for the access token of an app, such as GITHUB_TOKEN, which may not ask that."""
        try:
            return text_in(self.client.get("/user"), "login").lower() or None
        except ServiceError as error:
            if error.status in _NOT_FOR_ACCESS_TOKENS_OF_APPS:
                return None
            raise


def _is_person(user: object) -> bool:
    return text_in(user, "type") in ("", "User") and not text_in(user, "login").endswith("[bot]")


def _is_by(user: object, me: str | None) -> bool:
    """Whether this is ours. An app cannot ask for its name, but whatever it writes has a bot's."""
    if me is not None:
        return text_in(user, "login").lower() == me
    return user is not None and not _is_person(user)
