"""A made-up Azure DevOps: one repository, with a completed pull request and its threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.forge.service import Asked, Handler, MadeUpForge
from tests.graph.service import Reply

MERGED = "b" * 40
ROOT = "/norr/school/_apis/git/repositories/books"
PULL = f"{ROOT}/pullRequests/118"
PUSHED = "2026-11-22T09:00:00.1234567Z"
LATER = "2026-11-22T10:00:00.1234567Z"
BEFORE = "2026-11-22T08:59:59.9Z"
SERVICE = {"id": "build-service", "displayName": "school Build Service (norr)", "descriptor": "svc.x"}


def person(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"id-{name}",
        "uniqueName": f"{name}@norr.example",
        "displayName": name,
        "descriptor": "aad.x",
        **more,
    }


def vote(name: str, at: str = LATER, value: str = "10") -> dict[str, Any]:
    """The thread that the service writes when somebody votes."""
    told = {"CodeReviewThreadType": "VoteUpdate", "CodeReviewVoteResult": value, "CodeReviewVotedByIdentity": "1"}
    return {
        "id": 900,
        "publishedDate": at,
        "properties": {key: {"$type": "System.String", "$value": text} for key, text in told.items()},
        "identities": {"1": person(name)},
        "comments": [{"id": 1, "commentType": "system", "content": f"{name} voted {value}", "author": person(name)}],
    }


def pull(**more: Any) -> dict[str, Any]:
    return {
        "pullRequestId": 118,
        "status": "completed",
        "createdBy": person("kim"),
        "targetRefName": "refs/heads/main",
        "repository": {"webUrl": "https://dev.azure.example/norr/school/_git/books"},
        "reviewers": [],
        **more,
    }


@dataclass
class MadeUpAzure(MadeUpForge):
    """Lists are whole, apart from commits, which go on behind a token in a header."""

    me: dict[str, Any] = field(default_factory=lambda: SERVICE)
    pull: dict[str, Any] = field(default_factory=pull)
    commits: list[str] = field(default_factory=lambda: ["kim@norr.example"])
    iterations: list[str] = field(default_factory=lambda: [BEFORE, PUSHED])
    threads: list[dict[str, Any]] = field(default_factory=list)

    def routes(self) -> Mapping[str, Handler]:
        return {
            "GET /norr/_apis/connectionData": lambda asked: Reply(200, {"authenticatedUser": self.me}),
            f"POST {ROOT}/pullrequestquery": self._query,
            f"GET {PULL}": lambda asked: Reply(200, self.pull),
            f"GET {PULL}/commits": self._commits,
            f"GET {PULL}/iterations": lambda asked: _whole([{"createdDate": at} for at in self.iterations]),
            f"GET {PULL}/threads": lambda asked: _whole(self.threads),
            f"POST {PULL}/threads": self._begin,
            rf"PATCH {PULL}/threads/(\d+)/comments/(\d+)": self._edit,
        }

    def somebody_writes(self, author: dict[str, Any], body: str, **more: Any) -> None:
        number = len(self.threads) + 1
        comment = {"id": 1, "author": author, "content": body, "commentType": "text"}
        self.threads.append({"id": number, "comments": [comment], **more})

    def _query(self, asked: Asked) -> Reply:
        commit = asked.body["queries"][0]["items"][0]
        return Reply(200, {"results": [{commit: [self.pull]} if commit == MERGED else {}]})

    def _commits(self, asked: Asked) -> Reply:
        start = int(asked.query.get("continuationToken", "0"))
        items = [{"author": {"email": mail}, "committer": {"email": mail}} for mail in self.commits]
        end = start + self.page
        more = {"x-ms-continuationtoken": str(end)} if end < len(items) else {}
        return Reply(200, {"count": len(items[start:end]), "value": items[start:end]}, more)

    def _begin(self, asked: Asked) -> Reply:
        assert asked.body["status"] == "closed"
        self.somebody_writes(self.me, asked.body["comments"][0]["content"])
        return Reply(200, self.threads[-1])

    def _edit(self, asked: Asked) -> Reply:
        thread, comment = (int(one) - 1 for one in asked.found)
        self.threads[thread]["comments"][comment]["content"] = asked.body["content"]
        return Reply(200, {})


def _whole(items: list[Any]) -> Reply:
    return Reply(200, {"count": len(items), "value": items})
