"""Whose approval counts on GitLab, and which notes are ours."""

from typing import Any

import pytest

from reconciler.model.errors import ServiceError
from reconciler.model.forge import Approvals
from tests.forge.gitlab_server import (
    BEFORE,
    HEAD,
    LATER,
    MERGED,
    PUSHED,
    SQUASHED,
    MadeUpGitLab,
    approval,
    commit,
    merge_request,
    user,
)
from tests.forge.opened import opened
from tests.forge.service import ACCESS_TOKEN

PAGE = "https://gitlab.example/norr/books/-/merge_requests/118"


def approvers(**facts: Any) -> tuple[str, ...]:
    with opened(MadeUpGitLab(**facts)) as (forge, _):
        return forge.approvals(MERGED).approvers


@pytest.mark.parametrize("end", [MERGED, SQUASHED, HEAD])
def test_the_merge_request_of_a_merge_names_its_author_and_who_approved_it(end: str) -> None:
    with opened(MadeUpGitLab(approved=[approval("robin"), approval("ada")])) as (forge, _):
        assert Approvals(end, "118", PAGE, "kim", ("ada", "robin")) == forge.approvals(end)


@pytest.mark.parametrize("other", [{"state": "opened"}, {"state": "closed"}, {"target_branch": "feature"}])
def test_a_merge_request_that_did_not_end_in_this_commit_on_this_branch_says_nothing(other: dict[str, Any]) -> None:
    with opened(MadeUpGitLab(merge_requests=[merge_request(**other)], approved=[approval("robin")])) as (forge, _):
        assert Approvals(MERGED) == forge.approvals(MERGED)


def test_a_commit_in_the_middle_of_a_merge_request_says_nothing() -> None:
    with opened(MadeUpGitLab(approved=[approval("robin")])) as (forge, _):
        assert Approvals("d" * 40) == forge.approvals("d" * 40)


@pytest.mark.parametrize(
    ("expected", "at"), [((), BEFORE), (("robin",), PUSHED), (("robin",), LATER), ((), None), ((), "soon")]
)
def test_an_approval_counts_when_it_was_given_after_the_last_push(expected: tuple[str, ...], at: str | None) -> None:
    assert expected == approvers(approved=[approval("robin", at)])


def test_where_an_approval_has_no_time_the_services_own_note_tells_it() -> None:
    made_up = MadeUpGitLab(approved=[approval("robin", None), approval("ada", None), approval("bo", None)])
    for name, at in (("robin", BEFORE), ("ada", BEFORE), ("robin", LATER)):
        made_up.somebody_notes(user(name), "approved this merge request", system=True, created_at=at)
    made_up.somebody_notes(user("bo"), "approved this merge request")
    with opened(made_up) as (forge, _):
        assert forge.approvals(MERGED).approvers == ("robin",)


@pytest.mark.parametrize(
    ("who", "commits"),
    [
        (approval("kim"), [commit("Ada", "ada@norr.example")]),
        (approval("robin"), [commit(), commit(), commit("Robin", "x@norr.example")]),
        (approval("robin"), [commit("R.", "12-robin@users.noreply.gitlab.com")]),
        (approval("robin", public_email="Robin@norr.example"), [commit("R.", "robin@Norr.example")]),
        (approval("project_7_bot_5e1"), [commit()]),
        (approval("group_12_bot"), [commit()]),
        (approval("service_account_group_3_a1"), [commit()]),
        (approval(""), [commit()]),
    ],
)
def test_nobody_approves_their_own_work_and_no_program_approves(
    who: dict[str, Any], commits: list[dict[str, str]]
) -> None:
    assert () == approvers(approved=[who], commits=commits)


def test_nobody_differs_from_a_program_that_opened_the_merge_request() -> None:
    opened_by_program = merge_request(author="project_7_bot_5e1")
    assert () == approvers(approved=[approval("robin")], merge_requests=[opened_by_program])


@pytest.mark.parametrize("facts", [{"commits": []}, {"versions": []}, {"versions": [{"created_at": "soon"}]}])
def test_what_is_not_told_is_a_failure_and_no_approval(facts: dict[str, Any]) -> None:
    with (
        opened(MadeUpGitLab(approved=[approval("robin")], **facts)) as (forge, _),
        pytest.raises(ServiceError, match="no "),
    ):
        forge.approvals(MERGED)


def test_only_what_the_program_itself_wrote_is_its_own() -> None:
    made_up = MadeUpGitLab()
    for author in (user("mallory"), made_up.me, user("kim")):
        made_up.somebody_notes(author, "text")
    made_up.somebody_notes(made_up.me, "added 1 commit", system=True)
    with opened(made_up) as (forge, _):
        assert ["2"] == [one.id for one in forge.comments("118")]


def test_a_jobs_own_access_token_travels_as_gitlab_wants_it_and_is_told_to_be_too_little() -> None:
    with opened(MadeUpGitLab(), GITLAB_TOKEN="", CI_JOB_TOKEN=ACCESS_TOKEN) as (forge, server):
        with pytest.raises(ServiceError) as refused:
            forge.comments("118")
        assert server.seen[0].headers["JOB-TOKEN"] == ACCESS_TOKEN
        assert "Authorization" not in server.seen[0].headers
    assert "GITLAB_TOKEN" in refused.value.remedy


def test_a_merge_request_pipeline_of_a_fork_writes_to_the_project_that_is_merged_into() -> None:
    with opened(MadeUpGitLab(), CI_PROJECT_ID="99", CI_MERGE_REQUEST_PROJECT_ID="7") as (forge, server):
        forge.add_comment("118", "text")
        assert ["POST /api/v4/projects/7/merge_requests/118/notes"] == server.targets
