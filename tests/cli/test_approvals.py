"""An apply asks who approved its commit, records it, and runs without approvals in an emergency only."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Ended
from tests.cli.school import School, make_school
from tests.cli.test_outside import git
from tests.forge.github_server import HEAD, MadeUpGitHub, pull, review
from tests.forge.opened import environ_of
from tests.forge.service import serving

TENANT = "tenant: {name: nordskolan, cloud: sandbox}\npolicy: {approvals: 1}\n"


class Pipeline:
    """A school in a repository, whose applies run in a pipeline of a made-up GitHub."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.github = MadeUpGitHub()
        self.env: dict[str, str] = {}

    def commit(self) -> str:
        """Commits everything; the made-up pull request was merged as this commit."""
        git(self.school.folder, "add", "desired-state")
        git(self.school.folder, "commit", "--quiet", "--allow-empty", "--message", "change")
        commit = git(self.school.folder, "rev-parse", "HEAD")
        self.github.pulls = [pull(merge_commit_sha=commit)]
        return commit

    def apply(self, *more: str) -> Ended:
        ledger = {"RECONCILER_LEDGER": f"dir:{self.school.folder / 'ledger'}", "RECONCILER_RETRY_SECONDS": "0"}
        return self.school.run("apply", "desired-state", "--yes", *more, **self.env, **ledger)

    def receipts(self) -> list[dict[str, Any]]:
        files = sorted((self.school.folder / "ledger").rglob("*-receipt.json"))
        return [json.loads(path.read_text("utf-8")) for path in files]


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    school = make_school(tmp_path)
    school.write("tenant.yaml", TENANT)
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    for key, value in (("user.email", "kim@norr.example"), ("user.name", "Kim")):
        git(tmp_path, "config", key, value)
    pipeline = Pipeline(school)
    with serving(pipeline.github) as server:
        pipeline.env = environ_of(pipeline.github, server.root)
        yield pipeline


def test_an_approved_commit_is_applied_and_the_receipt_names_author_and_approvers(pipeline: Pipeline) -> None:
    pipeline.github.reviews = [review("robin")]
    pipeline.commit()
    ended = pipeline.apply()
    assert 0 == ended.code, ended.err
    [receipt] = pipeline.receipts()
    assert ("kim", ["robin"], "118", None) == tuple(
        receipt[key] for key in ("author", "approvers", "pullRequest", "emergency")
    )


@pytest.mark.parametrize(
    ("reviews", "said"),
    [
        ([], "has 0 approvals by somebody other than its author"),
        ([review("kim")], "has 0 approvals by somebody other than its author"),
        ([review("robin", commit="c" * 40)], "has 0 approvals by somebody other than its author"),
        ([review("robin"), review("robin", "CHANGES_REQUESTED")], "has 0 approvals by somebody other"),
    ],
)
def test_without_an_approval_that_counts_nothing_is_written(
    pipeline: Pipeline, reviews: list[dict[str, Any]], said: str
) -> None:
    pipeline.github.reviews = reviews
    pipeline.commit()
    ended = pipeline.apply()
    assert (3, True) == (ended.code, said in ended.err), ended.err
    assert "VPP510" in ended.err
    assert [] == pipeline.receipts()


def test_a_commit_that_came_without_a_pull_request_is_refused(pipeline: Pipeline) -> None:
    pipeline.github.reviews = [review("robin", commit=HEAD)]
    pipeline.commit()
    pipeline.github.pulls = []
    ended = pipeline.apply()
    assert (3, True) == (ended.code, "no merged pull request ends in commit" in ended.err), ended.err


def test_approvals_that_cannot_be_read_stop_the_apply(pipeline: Pipeline) -> None:
    pipeline.commit()
    pipeline.env["GITHUB_REPOSITORY"] = "norr/elsewhere"
    assert 5 == pipeline.apply().code
    assert [] == pipeline.receipts()


def test_outside_of_a_pipeline_no_approval_is_known(pipeline: Pipeline) -> None:
    pipeline.commit()
    pipeline.env = {}
    ended = pipeline.apply()
    assert (3, True) == (ended.code, "and none is known" in ended.err)


def test_a_commit_that_lowers_the_approvals_is_judged_by_those_before_it(pipeline: Pipeline) -> None:
    pipeline.github.reviews = [review("robin")]
    pipeline.commit()
    assert 0 == pipeline.apply().code
    pipeline.school.write("tenant.yaml", TENANT.replace("approvals: 1", "approvals: 0"))
    pipeline.github.reviews = []
    pipeline.commit()
    assert 3 == pipeline.apply().code


def test_an_emergency_is_recorded_and_shown_in_every_plan_until_it_is_reviewed(pipeline: Pipeline) -> None:
    pipeline.commit()
    ended = pipeline.apply("--emergency", "The exam begins at nine")
    assert 0 == ended.code, ended.err
    [receipt] = pipeline.receipts()
    assert "The exam begins at nine" == receipt["emergency"]
    ledger = {"RECONCILER_LEDGER": f"dir:{pipeline.school.folder / 'ledger'}"}
    shown = pipeline.school.run("plan", "desired-state", **ledger)
    assert 'the emergency apply of 2026-11-22 ("The exam begins at nine") has not been reviewed yet' in shown.out
    reviewed = f"policy: {{approvals: 1, reviewedEmergencies: [{receipt['digest']}]}}"
    pipeline.school.write("tenant.yaml", TENANT.replace("policy: {approvals: 1}", reviewed))
    assert "VPP511" not in pipeline.school.run("plan", "desired-state", **ledger).out


def test_where_no_approval_is_asked_for_those_that_are_told_stand_in_the_receipt(pipeline: Pipeline) -> None:
    pipeline.school.write("tenant.yaml", TENANT.replace("approvals: 1", "approvals: 0"))
    pipeline.github.reviews = [review("robin")]
    pipeline.commit()
    assert 0 == pipeline.apply().code
    assert ["robin"] == pipeline.receipts()[0]["approvers"]
