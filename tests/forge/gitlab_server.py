"""A made-up GitLab: one project, with a merged merge request, its notes, and issues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.forge.service import ACCESS_TOKEN, Asked, Handler, MadeUpForge
from tests.graph.service import Reply

HEAD = "a" * 40
MERGED = "b" * 40
SQUASHED = "c" * 40
PROJECT = "/api/v4/projects/7"
MERGE = f"{PROJECT}/merge_requests"
PUSHED = "2026-11-22T09:00:00.000Z"
LATER = "2026-11-22T10:00:00.000Z"
BEFORE = "2026-11-22T08:59:59.000Z"


def user(username: str, **more: Any) -> dict[str, Any]:
    return {"username": username, "name": username.title(), **more}


def approval(username: str, at: str | None = LATER, **more: Any) -> dict[str, Any]:
    return {"user": user(username, **more), **({"approved_at": at} if at else {})}


def merge_request(author: str = "kim", **more: Any) -> dict[str, Any]:
    return {
        "iid": 118,
        "state": "merged",
        "author": user(author),
        "web_url": "https://gitlab.example/norr/books/-/merge_requests/118",
        "sha": HEAD,
        "merge_commit_sha": MERGED,
        "squash_commit_sha": SQUASHED,
        "target_branch": "main",
        **more,
    }


def commit(name: str = "Kim", mail: str = "kim@norr.example") -> dict[str, str]:
    return {"author_name": name, "author_email": mail, "committer_name": name, "committer_email": mail}


@dataclass
class MadeUpGitLab(MadeUpForge):
    """`jobs` are the paths that a job's own access token may read: none of those that matter here."""

    me: dict[str, Any] = field(default_factory=lambda: user("project_7_bot_5e1"))
    merge_requests: list[dict[str, Any]] = field(default_factory=lambda: [merge_request()])
    approved: list[dict[str, Any]] = field(default_factory=list)
    commits: list[dict[str, str]] = field(default_factory=lambda: [commit()])
    versions: list[dict[str, str]] = field(default_factory=lambda: [{"created_at": PUSHED}, {"created_at": BEFORE}])
    notes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[dict[str, Any]] = field(default_factory=list)

    def authorized(self, headers: Mapping[str, str]) -> bool:
        assert "JOB-TOKEN" not in headers or headers["JOB-TOKEN"] == ACCESS_TOKEN
        return super().authorized(headers)

    def routes(self) -> Mapping[str, Handler]:
        return {
            "GET /api/v4/user": lambda asked: Reply(200, self.me),
            rf"GET {PROJECT}/repository/commits/(\w+)/merge_requests": self._merge_requests,
            rf"GET {MERGE}/118/approvals": lambda asked: Reply(200, {"approved_by": self.approved}),
            rf"GET {MERGE}/118/commits": lambda asked: self.listed(asked, self.commits),
            rf"GET {MERGE}/118/versions": lambda asked: self.listed(asked, self.versions),
            rf"GET {MERGE}/118/notes": lambda asked: self.listed(asked, self.notes),
            rf"POST {MERGE}/118/notes": self._note,
            rf"PUT {MERGE}/118/notes/(\d+)": self._edit_note,
            rf"GET {PROJECT}/issues": self._issues,
            rf"POST {PROJECT}/issues": self._open,
            rf"PUT {PROJECT}/issues/(\d+)": self._edit_issue,
        }

    def somebody_notes(self, author: dict[str, Any], body: str, **more: Any) -> None:
        number = len(self.notes) + 1
        self.notes.append({"id": number, "author": author, "body": body, "system": False, "created_at": LATER, **more})

    def _merge_requests(self, asked: Asked) -> Reply:
        return self.listed(asked, self.merge_requests)

    def _note(self, asked: Asked) -> Reply:
        self.somebody_notes(self.me, asked.body["body"])
        return Reply(201, self.notes[-1])

    def _edit_note(self, asked: Asked) -> Reply:
        self.notes[int(asked.found[0]) - 1]["body"] = asked.body["body"]
        return Reply(200, {})

    def _issues(self, asked: Asked) -> Reply:
        return self.listed(asked, [one for one in self.issues if one["state"] == asked.query["state"]])

    def _open(self, asked: Asked) -> Reply:
        self.issues.append({"iid": len(self.issues) + 1, "author": self.me, "state": "opened", **asked.body})
        return Reply(201, self.issues[-1])

    def _edit_issue(self, asked: Asked) -> Reply:
        change = dict(asked.body)
        if change.pop("state_event", None) == "close":
            change["state"] = "closed"
        self.issues[int(asked.found[0]) - 1].update(change)
        return Reply(200, {})
