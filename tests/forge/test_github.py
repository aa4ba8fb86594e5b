"""Whose approval counts on GitHub, and which comments are ours."""

from typing import Any

import pytest

from reconciler.model.errors import ServiceError
from reconciler.model.forge import Approvals
from tests.forge.github_server import BOT, HEAD, MERGED, MadeUpGitHub, commit, pull, review, user
from tests.forge.opened import opened

PAGE = "https://github.example/norr/books/pull/118"


def approvers(**facts: Any) -> tuple[str, ...]:
    with opened(MadeUpGitHub(**facts)) as (forge, _):
        return forge.approvals(MERGED).approvers


def test_the_pull_request_of_a_merge_names_its_author_and_who_approved_it() -> None:
    with opened(MadeUpGitHub(reviews=[review("robin"), review("ada")])) as (forge, _):
        assert Approvals(MERGED, "118", PAGE, "kim", ("ada", "robin")) == forge.approvals(MERGED)


@pytest.mark.parametrize(
    "other",
    [
        {"merged_at": None},
        {"merge_commit_sha": "c" * 40},
        {"base": {"ref": "feature"}},
    ],
)
def test_a_pull_request_that_did_not_end_in_this_commit_on_this_branch_says_nothing(other: dict[str, Any]) -> None:
    with opened(MadeUpGitHub(pulls=[pull(**other)], reviews=[review("robin")])) as (forge, _):
        assert Approvals(MERGED) == forge.approvals(MERGED)


def test_a_pull_request_into_any_branch_counts_where_the_run_is_on_none() -> None:
    made_up = MadeUpGitHub(pulls=[pull(base={"ref": "feature"})], reviews=[review("robin")])
    with opened(made_up, GITHUB_REF_TYPE="tag") as (forge, _):
        assert forge.approvals(MERGED).approvers == ("robin",)


@pytest.mark.parametrize(
    ("expected", "reviews"),
    [
        ((), []),
        ((), [review("robin", "COMMENTED")]),
        ((), [review("robin", "PENDING")]),
        ((), [review("robin", "DISMISSED")]),
        ((), [review("robin"), review("robin", "CHANGES_REQUESTED")]),
        ((), [review("robin"), review("robin", "DISMISSED")]),
        ((), [review("robin", commit="c" * 40)]),
        ((), [review("robin"), review("robin", commit="c" * 40)]),
        ((), [{"user": None, "state": "APPROVED", "commit_id": HEAD}]),
        (("robin",), [review("robin"), review("robin", "COMMENTED")]),
        (("robin",), [review("robin", "CHANGES_REQUESTED"), review("robin")]),
        (("robin",), [review("robin", commit="c" * 40), review("robin")]),
        (("robin",), [review("robin"), review("robin")]),
        (("ada", "bo", "cy", "di", "eve"), [review(name) for name in ("eve", "di", "cy", "bo", "ada")]),
    ],
)
def test_the_latest_opinion_of_each_person_counts_where_it_is_about_what_was_merged(
    expected: tuple[str, ...], reviews: list[dict[str, Any]]
) -> None:
    assert expected == approvers(reviews=reviews)


@pytest.mark.parametrize(
    ("reviewer", "commits"),
    [
        (review("kim"), [commit("ada")]),
        (review("KIM"), [commit("ada")]),
        (review("robin"), [commit("kim"), commit("kim"), commit("robin")]),
        (review("robin"), [commit("kim", committer="robin")]),
        (review("renovate[bot]", kind="Bot"), [commit()]),
        (review("some-app[bot]"), [commit()]),
        (review("the-school", kind="Organization"), [commit()]),
    ],
)
def test_nobody_approves_their_own_work_and_no_program_approves(
    reviewer: dict[str, Any], commits: list[dict[str, Any]]
) -> None:
    assert () == approvers(reviews=[reviewer], commits=commits)


@pytest.mark.parametrize(
    ("expected", "permission"), [((), "read"), ((), "none"), (("robin",), "write"), (("robin",), "admin")]
)
def test_a_passer_by_who_may_not_write_here_approves_nothing(expected: tuple[str, ...], permission: str) -> None:
    assert expected == approvers(reviews=[review("robin")], permissions={"robin": permission})


def test_a_commit_without_an_account_is_its_pull_requests_authors() -> None:
    assert approvers(reviews=[review("robin")], commits=[commit(None, None)]) == ("robin",)


def test_where_a_program_opened_the_pull_request_every_commit_must_have_an_account() -> None:
    opened_by_program = pull(user=user("renovate[bot]", "Bot"))
    known = {"reviews": [review("robin")], "pulls": [opened_by_program]}
    assert approvers(**known, commits=[commit("kim")]) == ("robin",)
    assert approvers(**known, commits=[commit("kim"), commit(None)]) == ()
    assert approvers(**known, commits=[commit("robin")]) == ()


@pytest.mark.parametrize("commits", [[], [commit()] * 250])
def test_commits_that_are_not_all_told_are_a_failure_and_no_approval(commits: list[dict[str, Any]]) -> None:
    with (
        opened(MadeUpGitHub(page=100, commits=commits, reviews=[review("robin")])) as (forge, _),
        pytest.raises(ServiceError, match="not all commits"),
    ):
        forge.approvals(MERGED)


def test_only_what_the_program_itself_wrote_is_its_own() -> None:
    made_up = MadeUpGitHub()
    for author in (user("mallory"), BOT, None, user("kim"), BOT):
        made_up.somebody_comments(author, "text")
    with opened(made_up) as (forge, _):
        assert ["2", "5"] == [one.id for one in forge.comments("118")]


def test_a_person_whose_access_token_it_is_owns_what_that_person_wrote() -> None:
    made_up = MadeUpGitHub(me=user("Kim"), may_ask=True)
    for author in (user("mallory"), user("kim"), BOT):
        made_up.somebody_comments(author, "text")
    with opened(made_up) as (forge, _):
        assert ["2"] == [one.id for one in forge.comments("118")]


def test_pull_requests_among_the_issues_are_left_out() -> None:
    made_up = MadeUpGitHub(
        issues=[
            {"number": 1, "user": BOT, "state": "open", "body": "a", "pull_request": {}},
            {"number": 2, "user": BOT, "state": "closed", "body": "b"},
            {"number": 3, "user": BOT, "state": "open", "body": None},
        ]
    )
    with opened(made_up) as (forge, _):
        assert [("3", "")] == [(one.id, one.body) for one in forge.issues()]
