"""`reconciler comment`: in every pipeline, outside of one, and with odd files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reconciler.cli.forge_door import approvals_if_told, approvals_of
from reconciler.cli.settings import read_settings
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.plan_file import plan_bytes
from tests.cli.command import Ended, call
from tests.cli.school import School
from tests.forge.azure_server import MadeUpAzure
from tests.forge.github_server import MERGED, MadeUpGitHub, review
from tests.forge.gitlab_server import MadeUpGitLab
from tests.forge.opened import environ_of
from tests.forge.service import ACCESS_TOKEN, MadeUpForge, serving
from tests.graph.service import Reply
from tests.report.plans import clean_plan, full_plan, held_only_plan

MARKER = "<!-- reconciler:nordskolan -->"
IN_PULL_REQUEST = {
    "github": {"GITHUB_REF": "refs/pull/118/merge"},
    "gitlab": {"CI_MERGE_REQUEST_IID": "118"},
    "azure": {"SYSTEM_PULLREQUEST_PULLREQUESTID": "118"},
}


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A run of a pipeline: a folder with plan files, and an environment."""

    folder: Path
    environ: dict[str, str]

    def comment(self, *arguments: str, **more: str) -> Ended:
        return call("comment", *arguments, cwd=self.folder, env={**self.environ, **more})


@contextmanager
def running(made_up: MadeUpForge, folder: Path, **more: str) -> Iterator[Pipeline]:
    for name, plan in (("plan", full_plan()), ("next", held_only_plan()), ("clean", clean_plan())):
        (folder / f"{name}.json").write_bytes(plan_bytes(plan, "0.0.0"))
    with serving(made_up) as server:
        yield Pipeline(folder, {**environ_of(made_up, server.root), "RECONCILER_RETRY_SECONDS": "0", **more})


@pytest.mark.parametrize(
    ("name", "made_up"), [("github", MadeUpGitHub()), ("gitlab", MadeUpGitLab()), ("azure", MadeUpAzure())]
)
def test_each_pipeline_writes_its_comment_and_edits_it_in_place(name: str, made_up: Any, tmp_path: Path) -> None:
    with running(made_up, tmp_path, **IN_PULL_REQUEST[name]) as pipeline:
        ended = [pipeline.comment(file) for file in ("plan.json", "plan.json", "next.json")]
    assert [(0, "")] * 3 == [(one.code, one.out) for one in ended]
    assert ["created", "unchanged", "edited"] == [one.err.split()[-1] for one in ended]
    posted = {"github": "comments", "gitlab": "notes", "azure": "threads"}[name]
    texts = [one.get("body") or one["comments"][0]["content"] for one in getattr(made_up, posted)]
    assert 1 == len(texts)
    assert texts[0].startswith(MARKER)
    assert "Earlier plans (1)" in texts[0]


def test_the_comment_is_what_show_prints_with_a_link_to_the_run(tmp_path: Path) -> None:
    made_up = MadeUpGitHub()
    more = {"GITHUB_REF": "refs/pull/118/merge", "GITHUB_SERVER_URL": "https://github.example", "GITHUB_RUN_ID": "7"}
    with running(made_up, tmp_path, **more) as pipeline:
        assert pipeline.comment("plan.json").code == 0
        shown = call("show", "plan.json", "--format", "markdown", cwd=tmp_path).out
    assert shown in made_up.comments[0]["body"]
    assert "(<https://github.example/norr/books/actions/runs/7>)" in made_up.comments[0]["body"]


def test_a_number_and_a_link_that_are_said_win(tmp_path: Path) -> None:
    made_up = MadeUpGitHub()
    with running(made_up, tmp_path) as pipeline:
        ended = pipeline.comment("plan.json", "--pull-request", "118", "--link", "https://ci.example/7")
    assert (0, True) == (ended.code, "(<https://ci.example/7>)" in made_up.comments[0]["body"])


def test_a_dry_run_prints_the_comment_and_asks_nobody(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(full_plan(), "0.0.0"))
    ended = call("comment", "plan.json", "--dry-run", cwd=tmp_path)
    assert (0, MARKER) == (ended.code, ended.out.splitlines()[0])
    with running(MadeUpGitHub(), tmp_path) as pipeline:
        assert ended.out == pipeline.comment("plan.json", "--dry-run", GITHUB_API_URL="http://127.0.0.1:9").out


def test_the_language_is_that_of_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(full_plan(), "0.0.0"))
    ended = call("--language", "sv", "comment", "plan.json", "--dry-run", cwd=tmp_path)
    assert "nordskolan: stopp" in ended.out


def test_outside_a_pipeline_it_says_where_it_can_be_run(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(full_plan(), "0.0.0"))
    ended = call("comment", "plan.json", "--pull-request", "118", cwd=tmp_path)
    assert (64, "") == (ended.code, ended.out)
    assert "--dry-run" in ended.err


@pytest.mark.parametrize("made_up", [MadeUpGitHub(), MadeUpGitLab(), MadeUpAzure()])
def test_outside_a_pull_request_it_says_what_to_set(made_up: Any, tmp_path: Path) -> None:
    with running(made_up, tmp_path) as pipeline:
        ended = pipeline.comment("plan.json")
    assert 64 == ended.code
    assert "--pull-request N" in ended.err


def test_without_its_access_token_it_says_how_to_hand_it_down(tmp_path: Path) -> None:
    with running(MadeUpGitHub(), tmp_path, GITHUB_TOKEN="") as pipeline:
        ended = pipeline.comment("plan.json", "--pull-request", "118")
    assert 64 == ended.code
    assert "GITHUB_TOKEN" in ended.err


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_a_service_that_fails_ends_with_5_and_shows_no_access_token(status: int, tmp_path: Path) -> None:
    made_up = MadeUpGitHub(faults=[("POST", Reply(status, {"message": ACCESS_TOKEN}))])
    with running(made_up, tmp_path) as pipeline:
        ended = pipeline.comment("plan.json", "--pull-request", "118")
    assert (5, "") == (ended.code, ended.out)
    assert ACCESS_TOKEN not in ended.err
    assert [] == made_up.comments


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"outcomes": [], "tenant": "x"}', b'{"tenant": 5}'])
@pytest.mark.parametrize("option", [(), ("--issue",)])
def test_what_is_no_plan_ends_with_64_and_nothing_is_written(
    content: bytes, option: tuple[str, ...], tmp_path: Path
) -> None:
    made_up = MadeUpGitHub()
    with running(made_up, tmp_path) as pipeline:
        (tmp_path / "odd.json").write_bytes(content)
        ended = pipeline.comment("odd.json", "--pull-request", "118", *option)
    assert (64, []) == (ended.code, made_up.comments)
    assert "odd.json" in ended.err


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "https://x y", "https://x>)[evil](https://y", "ftp://x"])
def test_a_link_that_is_no_address_is_refused(link: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(full_plan(), "0.0.0"))
    assert 64 == call("comment", "plan.json", "--dry-run", "--link", link, cwd=tmp_path).code


def test_a_pipeline_whose_page_is_no_address_gets_no_link(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(full_plan(), "0.0.0"))
    env = {"GITLAB_CI": "true", "CI_JOB_URL": "https://x>)[evil](https://y"}
    ended = call("comment", "plan.json", "--dry-run", cwd=tmp_path, env=env)
    assert (0, False) == (ended.code, "evil" in ended.out)


def test_drift_opens_an_issue_and_its_end_closes_it(school: School, tmp_path: Path) -> None:
    made_up = MadeUpGitHub()
    assert school.run("apply", "--yes").code == 0
    school.assign(1, {})
    with running(made_up, school.folder) as pipeline:
        ended = []
        for step in ("drift", "again", "back"):
            if step == "back":
                assert school.run("apply", "--yes").code == 0
            (school.folder / "drift.json").write_text(school.run("drift", "--format", "json").out, "utf-8")
            ended.append(pipeline.comment("drift.json", "--issue"))
    assert [0, 0, 0] == [one.code for one in ended]
    assert ["created", "unchanged", "closed"] == [one.err.split()[-1] for one in ended]
    assert [("nordskolan: changed outside git", "closed")] == [(one["title"], one["state"]) for one in made_up.issues]
    assert "no drift" in made_up.issues[0]["body"]


def test_an_issue_in_azure_devops_is_refused_with_what_to_do_instead(school: School) -> None:
    (school.folder / "drift.json").write_text(school.run("drift", "--format", "json").out, "utf-8")
    with running(MadeUpAzure(), school.folder) as pipeline:
        ended = pipeline.comment("drift.json", "--issue")
    assert 64 == ended.code
    assert "work items" in ended.err


def test_approvals_come_from_the_pipelines_own_service(tmp_path: Path) -> None:
    with running(MadeUpGitHub(reviews=[review("robin")]), tmp_path) as pipeline:
        approvals = approvals_of(read_settings(pipeline.environ, tmp_path), MERGED)
    assert approvals is not None
    assert ("118", "kim", ("robin",)) == (approvals.pull_request, approvals.author, approvals.approvers)


def test_approvals_outside_a_pipeline_or_without_a_commit_are_not_known(tmp_path: Path) -> None:
    assert approvals_of(read_settings({}, tmp_path), MERGED) is None
    with running(MadeUpGitHub(), tmp_path) as pipeline:
        assert approvals_of(read_settings(pipeline.environ, tmp_path), None) is None


def test_approvals_for_the_record_alone_stop_no_run(tmp_path: Path) -> None:
    made_up = MadeUpGitHub(reviews=[review("robin")], faults=[("GET", Reply(403))])
    with running(made_up, tmp_path) as pipeline:
        settings = read_settings(pipeline.environ, tmp_path)
        assert approvals_if_told(settings, MERGED) is None
        assert approvals_if_told(settings, MERGED) == approvals_of(settings, MERGED)
        assert approvals_if_told(read_settings({**pipeline.environ, "GITHUB_TOKEN": ""}, tmp_path), MERGED) is None


def test_approvals_that_cannot_be_asked_for_are_a_failure(tmp_path: Path) -> None:
    with running(MadeUpGitHub(faults=[("GET", Reply(403))]), tmp_path) as pipeline:
        with pytest.raises(ServiceError):
            approvals_of(read_settings(pipeline.environ, tmp_path), MERGED)
        with pytest.raises(UsageError):
            approvals_of(read_settings({**pipeline.environ, "GITHUB_TOKEN": ""}, tmp_path), MERGED)


def test_each_pipeline_tells_the_page_of_its_run() -> None:
    github = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "norr/books", "GITHUB_RUN_ID": "7"}
    azure = {
        "SYSTEM_COLLECTIONURI": "https://dev.example/norr/",
        "SYSTEM_TEAMPROJECT": "my school",
        "BUILD_BUILDID": "7",
    }
    told = [
        read_settings({**environ}, Path("/")).pipeline.link
        for environ in (
            {"GITHUB_ACTIONS": "true", **github},
            {"GITLAB_CI": "true", "CI_PIPELINE_URL": "https://gitlab.example/p/7"},
            {"TF_BUILD": "True", **azure},
            {"GITHUB_ACTIONS": "true"},
            json.loads("{}"),
        )
    ]
    assert [
        "https://github.example/norr/books/actions/runs/7",
        "https://gitlab.example/p/7",
        "https://dev.example/norr/my%20school/_build/results?buildId=7",
        None,
        None,
    ] == told


def test_a_plan_that_was_changed_is_no_ground_for_a_decision(tmp_path: Path) -> None:
    with running(MadeUpGitHub(), tmp_path, **IN_PULL_REQUEST["github"]) as pipeline:
        plan = pipeline.folder / "plan.json"
        plan.write_bytes(plan.read_bytes().replace(b'"verdict":"blocked"', b'"verdict":"clean"'))
        ended = [pipeline.comment("plan.json", *more) for more in ((), ("--dry-run",))]
    assert [(3, "")] * 2 == [(one.code, one.out) for one in ended]
    assert "VPP501" in ended[0].err
