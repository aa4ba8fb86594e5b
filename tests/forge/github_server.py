"""A made-up GitHub: one repository, with a merged pull request, its comments, and issues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.forge.service import Asked, Handler, MadeUpForge
from tests.graph.service import Reply

HEAD = "a" * 40
MERGED = "b" * 40
BOT = {"login": "github-actions[bot]", "type": "Bot"}
REPO = "/repos/norr/books"


def user(login: str, kind: str = "User") -> dict[str, str]:
    return {"login": login, "type": kind}


def review(login: str, state: str = "APPROVED", commit: str = HEAD, kind: str = "User") -> dict[str, Any]:
    return {"user": user(login, kind), "state": state, "commit_id": commit}


def commit(author: str | None = "kim", committer: str | None = "web-flow") -> dict[str, Any]:
    return {"author": author and user(author), "committer": committer and user(committer)}


def pull(number: int = 118, author: str = "kim", **more: Any) -> dict[str, Any]:
    return {
        "number": number,
        "html_url": f"https://github.example/norr/books/pull/{number}",
        "user": user(author),
        "merged_at": "2026-11-22T11:00:00Z",
        "merge_commit_sha": MERGED,
        "head": {"sha": HEAD},
        "base": {"ref": "main"},
        **more,
    }


@dataclass
class MadeUpGitHub(MadeUpForge):
    """`me` is who the access token belongs to; None for that of an app, which may not ask."""

    me: dict[str, str] = field(default_factory=lambda: BOT)
    may_ask: bool = False
    pulls: list[dict[str, Any]] = field(default_factory=lambda: [pull()])
    commits: list[dict[str, Any]] = field(default_factory=lambda: [commit()])
    reviews: list[dict[str, Any]] = field(default_factory=list)
    permissions: dict[str, str] = field(default_factory=dict)
    comments: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)

    def routes(self) -> Mapping[str, Handler]:
        return {
            "GET /user": self._user,
            rf"GET {REPO}/commits/(\w+)/pulls": lambda asked: self.listed(asked, self.pulls),
            rf"GET {REPO}/pulls/(\d+)/commits": lambda asked: self.listed(asked, self.commits),
            rf"GET {REPO}/pulls/(\d+)/reviews": lambda asked: self.listed(asked, self.reviews),
            rf"GET {REPO}/collaborators/([\w%-]+)/permission": self._permission,
            rf"GET {REPO}/issues/(\d+)/comments": lambda asked: self.listed(asked, self.comments),
            rf"POST {REPO}/issues/(\d+)/comments": self._comment,
            rf"PATCH {REPO}/issues/comments/(\d+)": self._edit_comment,
            rf"GET {REPO}/issues": self._issues,
            rf"POST {REPO}/issues": self._open,
            rf"PATCH {REPO}/issues/(\d+)": self._edit_issue,
        }

    def somebody_comments(self, author: dict[str, str] | None, body: str) -> None:
        self.comments.append({"id": len(self.comments) + 1, "user": author, "body": body})

    def _user(self, asked: Asked) -> Reply:
        if not self.may_ask:
            return Reply(403, {"message": "Resource not accessible by integration"})
        return Reply(200, self.me)

    def _permission(self, asked: Asked) -> Reply:
        return Reply(200, {"permission": self.permissions.get(asked.found[0], "write")})

    def _comment(self, asked: Asked) -> Reply:
        if len(asked.body["body"]) > 65_536:
            return Reply(422, {"message": "Validation Failed"})
        self.somebody_comments(self.me, asked.body["body"])
        return Reply(201, self.comments[-1])

    def _edit_comment(self, asked: Asked) -> Reply:
        found = next((one for one in self.comments if one["id"] == int(asked.found[0])), None)
        if found is None:
            return Reply(404, {"message": "Not Found"})
        found["body"] = asked.body["body"]
        return Reply(200, found)

    def _issues(self, asked: Asked) -> Reply:
        return self.listed(asked, [one for one in self.issues if one["state"] == asked.query["state"]])

    def _open(self, asked: Asked) -> Reply:
        self.issues.append({"number": len(self.issues) + 1, "user": self.me, "state": "open", **asked.body})
        return Reply(201, self.issues[-1])

    def _edit_issue(self, asked: Asked) -> Reply:
        self.issues[int(asked.found[0]) - 1].update(asked.body)
        return Reply(200, {})
