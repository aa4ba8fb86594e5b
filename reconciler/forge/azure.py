"""Azure Repos in Azure DevOps. Read `AzureRepos`.

Sources: Azure DevOps REST API 7.1, "Git": "Pull Request Query", "Pull Requests", "Pull Request Reviewers",
"Pull Request Iterations", "Pull Request Commits", "Pull Request Threads", "Pull Request Thread Comments"
(read 2026-11). How a thread tells a vote is not documented; see docs/reference/pipelines.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from reconciler.forge.client import ForgeClient, JsonObject, inside, number_in, text_in
from reconciler.forge.moments import moment
from reconciler.model.errors import UsageError
from reconciler.model.forge import Approvals, Posted

REMEDIES = {
    401: "Give the step its access token: env: SYSTEM_ACCESSTOKEN: $(System.AccessToken).",
    403: "Let the build service contribute to pull requests of this repository (Project settings, Repositories, "
    "Security).",
    404: "Check the number, and that the build service may read this repository.",
}

_VERSION = "api-version=7.1"
_APPROVES = 5
"""Votes: 10 approved, 5 approved with suggestions, 0 none, -5 waits for the author, -10 rejected."""
_PROGRAMS = ("svc.", "s2s.", "imp.", "aadsp.")
"""How descriptors of the service's own identities begin, and those of programs in Entra."""


@dataclass(frozen=True, slots=True)
class AzureRepos:
    """One repository of one project; both as ids or as names that are ready to stand in an address."""

    client: ForgeClient
    project: str
    repository: str
    branch: str | None

    def approvals(self, commit: str) -> Approvals:
        """Who approved the pull request whose merge is this commit.

        A vote counts where it stands at 5 or more, was given after the last push, and by a person who neither opened
        the pull request nor wrote a part of it, as far as the addresses in its commits tell. Groups never count.
        """
        number = self._merged_as(commit)
        if number is None:
            return Approvals(commit)
        found = self.client.get(f"{self._pull(number)}?{_VERSION}")
        author = inside(found, "createdBy")
        approvers = tuple(sorted(self._approvers(number, found))) if _is_person(author) else ()
        return Approvals(commit, number, _page(found, number), _named(author) or None, approvers)

    def comments(self, pull_request: str) -> tuple[Posted, ...]:
        """Our comments that begin a thread, the oldest first."""
        threads = list(self.client.pages(f"{self._pull(pull_request)}/threads?{_VERSION}"))
        begun = [(thread, comments[0]) for thread in threads if (comments := _standing(thread))]
        if not begun:
            return ()
        me = self._me()
        return tuple(
            Posted(f"{number_in(thread, 'id')}/{number_in(comment, 'id')}", text_in(comment, "content"))
            for thread, comment in begun
            if me and text_in(comment, "author", "id").lower() == me
        )

    def add_comment(self, pull_request: str, body: str) -> None:
        """Begins a thread that is closed from the start: it asks for no answer and holds no completion up."""
        comment = {"parentCommentId": 0, "content": body, "commentType": "text"}
        path = f"{self._pull(pull_request)}/threads?{_VERSION}"
        self.client.write("POST", path, {"comments": [comment], "status": "closed"})

    def edit_comment(self, pull_request: str, comment: Posted, body: str) -> None:
        """Replaces the text of a comment."""
        thread, _, number = comment.id.partition("/")
        path = f"{self._pull(pull_request)}/threads/{thread}/comments/{number}?{_VERSION}"
        self.client.write("PATCH", path, {"content": body})

    def issues(self) -> tuple[Posted, ...]:
        """Raises UsageError: work items are of another kind in every project."""
        _no_issues()

    def open_issue(self, title: str, body: str) -> None:
        """Raises UsageError, as `issues` does."""
        _no_issues()

    def edit_issue(self, issue: Posted, body: str) -> None:
        """Raises UsageError, as `issues` does."""
        _no_issues()

    def close_issue(self, issue: Posted, body: str) -> None:
        """Raises UsageError, as `issues` does."""
        _no_issues()

    def close(self) -> None:
        """Ends all connections."""
        self.client.close()

    def _pull(self, number: str) -> str:
        return f"/{self.project}/_apis/git/repositories/{self.repository}/pullRequests/{number}"

    def _merged_as(self, commit: str) -> str | None:
        """The number of the pull request that was completed as this commit."""
        path = f"/{self.project}/_apis/git/repositories/{self.repository}/pullrequestquery?{_VERSION}"
        answer = self.client.get(path, {"queries": [{"type": "lastMergeCommit", "items": [commit]}]})
        results = answer.get("results")
        if not isinstance(results, list):
            raise self.client.unclear(path, "no results")
        for found in (pull for result in results for pull in _pulls(result, commit)):
            target = text_in(found, "targetRefName")
            here = self.branch is None or target in ("", f"refs/heads/{self.branch}")
            if here and text_in(found, "status") == "completed" and number_in(found, "pullRequestId"):
                return number_in(found, "pullRequestId")
        return None

    def _approvers(self, number: str, pull: JsonObject) -> Iterator[str]:
        reviewers = pull.get("reviewers")
        if not isinstance(reviewers, list):
            raise self.client.unclear(self._pull(number), "no list of reviewers")
        opened, wrote = text_in(pull, "createdBy", "id"), self._wrote(number)
        pushed, voted = self._pushed(number), self._voted(number)
        for one in reviewers:
            who, at = text_in(one, "id"), voted.get(text_in(one, "id"))
            if not _approves(one) or who == opened or text_in(one, "uniqueName").lower() in wrote:
                continue
            if at is not None and at >= pushed and _named(one):
                yield _named(one)

    def _wrote(self, number: str) -> frozenset[str]:
        """The addresses in the commits, in lower case."""
        commits = list(self.client.pages(f"{self._pull(number)}/commits?{_VERSION}&$top=100"))
        if not commits:
            raise self.client.unclear(f"{self._pull(number)}/commits", "no commit of a pull request")
        return frozenset(text_in(one, role, "email").lower() for one in commits for role in ("author", "committer"))

    def _pushed(self, number: str) -> datetime:
        """When the last iteration was pushed."""
        iterations = list(self.client.pages(f"{self._pull(number)}/iterations?{_VERSION}"))
        known = [at for one in iterations if (at := moment(text_in(one, "createdDate")))]
        if not known or len(known) < len(iterations):
            raise self.client.unclear(f"{self._pull(number)}/iterations", "no time of the last push")
        return max(known)

    def _voted(self, number: str) -> dict[str, datetime]:
        """When each identity voted last, by the threads that the service itself writes."""
        found: dict[str, datetime] = {}
        for thread in self.client.pages(f"{self._pull(number)}/threads?{_VERSION}"):
            if _property(thread, "CodeReviewThreadType") != "VoteUpdate":
                continue
            who = text_in(thread, "identities", _property(thread, "CodeReviewVotedByIdentity"), "id")
            at = moment(text_in(thread, "publishedDate"))
            if who and at is not None:
                found[who] = max(at, found.get(who, at))
        return found

    def _me(self) -> str:
        return text_in(self.client.get("/_apis/connectionData"), "authenticatedUser", "id").lower()


def _pulls(result: object, commit: str) -> list[JsonObject]:
    found = inside(result, commit)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _standing(thread: JsonObject) -> list[JsonObject]:
    """The comments of a thread that people see."""
    comments = thread.get("comments")
    listed = comments if isinstance(comments, list) and thread.get("isDeleted") is not True else []
    return [
        one
        for one in listed
        if isinstance(one, dict) and one.get("isDeleted") is not True and one.get("commentType") != "system"
    ]


def _approves(reviewer: object) -> bool:
    vote = inside(reviewer, "vote")
    return isinstance(vote, int) and vote >= _APPROVES and _is_person(reviewer)


def _is_person(identity: object) -> bool:
    """Whether this is somebody: no group, and none of the service's own identities."""
    descriptor = text_in(identity, "descriptor")
    return (
        bool(text_in(identity, "id")) and not inside(identity, "isContainer") and not descriptor.startswith(_PROGRAMS)
    )


def _named(identity: object) -> str:
    return text_in(identity, "uniqueName") or text_in(identity, "displayName")


def _property(thread: JsonObject, name: str) -> str:
    return text_in(thread, "properties", name, "$value") or text_in(thread, "properties", name)


def _page(pull: JsonObject, number: str) -> str | None:
    """The page of a pull request for people."""
    web = text_in(pull, "repository", "webUrl")
    return f"{web}/pullrequest/{number}" if web else None


def _no_issues() -> NoReturn:
    raise UsageError(
        "Azure DevOps has work items in place of issues, and which kinds there are differs from project to project.",
        "Let the pipeline fail on drift (exit 2) and notify, or keep the issue on GitHub or GitLab.",
    )
