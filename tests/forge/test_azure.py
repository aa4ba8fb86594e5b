"""Whose vote counts in Azure Repos, and which comments are ours."""

from typing import Any

import pytest

from reconciler.forge import open_forge
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.forge import Approvals
from tests.forge.azure_server import BEFORE, LATER, MERGED, PUSHED, MadeUpAzure, person, pull, vote
from tests.forge.opened import environ_of, opened

PAGE = "https://dev.azure.example/norr/school/_git/books/pullrequest/118"


def approvers(reviewer: dict[str, Any], **facts: Any) -> tuple[str, ...]:
    facts = {"threads": [vote("robin")], **facts}
    with opened(MadeUpAzure(pull=pull(reviewers=[reviewer]), **facts)) as (forge, _):
        return forge.approvals(MERGED).approvers


def test_the_pull_request_of_a_merge_names_its_author_and_who_approved_it() -> None:
    reviewers = [person("robin", vote=10), person("ada", vote=5)]
    made_up = MadeUpAzure(pull=pull(reviewers=reviewers), threads=[vote("robin"), vote("ada", value="5")])
    with opened(made_up) as (forge, _):
        both = ("ada@norr.example", "robin@norr.example")
        assert Approvals(MERGED, "118", PAGE, "kim@norr.example", both) == forge.approvals(MERGED)


@pytest.mark.parametrize("other", [{"status": "active"}, {"status": "abandoned"}, {"targetRefName": "refs/heads/x"}])
def test_a_pull_request_that_did_not_end_in_this_commit_on_this_branch_says_nothing(other: dict[str, Any]) -> None:
    made_up = MadeUpAzure(pull=pull(reviewers=[person("robin", vote=10)], **other), threads=[vote("robin")])
    with opened(made_up) as (forge, _):
        assert Approvals(MERGED) == forge.approvals(MERGED)


def test_a_commit_that_no_pull_request_was_completed_as_says_nothing() -> None:
    with opened(MadeUpAzure()) as (forge, _):
        assert Approvals("d" * 40) == forge.approvals("d" * 40)


@pytest.mark.parametrize(("counts", "value"), [(True, 10), (True, 5), (False, 0), (False, -5), (False, -10)])
def test_a_vote_of_five_or_more_approves(counts: bool, value: int) -> None:
    assert counts == bool(approvers(person("robin", vote=value)))


@pytest.mark.parametrize(
    ("counts", "threads"),
    [
        (True, [vote("robin", PUSHED)]),
        (True, [vote("robin", BEFORE), vote("robin", LATER)]),
        (True, [vote("robin", LATER), vote("robin", BEFORE)]),
        (False, [vote("robin", BEFORE)]),
        (False, [vote("ada", LATER)]),
        (False, []),
        (False, [{**vote("robin"), "properties": {}}]),
    ],
)
def test_a_vote_counts_when_it_was_given_after_the_last_push(counts: bool, threads: list[dict[str, Any]]) -> None:
    assert counts == bool(approvers(person("robin", vote=10), threads=threads))


@pytest.mark.parametrize(
    "reviewer",
    [
        person("kim", vote=10),
        person("robin", vote=10, isContainer=True),
        person("robin", vote=10, descriptor="svc.build"),
        person("robin", vote=10, descriptor="aadsp.pipeline"),
        person("robin", vote="10"),
        {"vote": 10},
    ],
)
def test_neither_author_nor_group_nor_program_approves(reviewer: dict[str, Any]) -> None:
    assert () == approvers(reviewer, threads=[vote("robin"), vote("kim")], commits=["ada@norr.example"])


def test_whoever_wrote_a_commit_does_not_approve_it_however_many_there_are() -> None:
    commits = ["kim@norr.example"] * 4 + ["Robin@Norr.example"]
    assert () == approvers(person("robin", vote=10), commits=commits)
    assert approvers(person("robin", vote=10), commits=commits[:4]) == ("robin@norr.example",)


@pytest.mark.parametrize("facts", [{"commits": []}, {"iterations": []}, {"iterations": ["soon"]}])
def test_what_is_not_told_is_a_failure_and_no_approval(facts: dict[str, Any]) -> None:
    with pytest.raises(ServiceError, match="no "):
        approvers(person("robin", vote=10), **facts)


def test_only_what_the_program_itself_wrote_and_nobody_removed_is_its_own() -> None:
    made_up = MadeUpAzure()
    made_up.somebody_writes(person("mallory"), "text")
    made_up.somebody_writes(made_up.me, "text")
    made_up.somebody_writes(made_up.me, "text", isDeleted=True)
    made_up.threads.append(vote("robin"))
    with opened(made_up) as (forge, _):
        assert ["2/1"] == [one.id for one in forge.comments("118")]


def test_there_are_no_issues_to_write() -> None:
    with opened(MadeUpAzure()) as (forge, _), pytest.raises(UsageError, match="work items"):
        forge.issues()


def test_a_repository_that_is_elsewhere_has_no_pull_requests_here() -> None:
    environ = environ_of(MadeUpAzure(), "http://127.0.0.1:1")
    assert open_forge({**environ, "BUILD_REPOSITORY_PROVIDER": "GitHub"}) is None
