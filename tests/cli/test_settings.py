"""What the environment and the pipeline tell."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from reconciler.cli.pipeline import Pipeline, read_pipeline
from reconciler.cli.settings import read_settings
from reconciler.model.errors import UsageError

HERE = Path("/somewhere")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_the_clock_stands_still_at_the_given_instant() -> None:
    clock = read_settings({"RECONCILER_NOW": "2026-11-22T13:00:00+01:00"}, HERE).clock
    assert (NOW, NOW) == (clock(), clock())


def test_the_clock_tells_whole_seconds_in_utc() -> None:
    now = read_settings({}, HERE).clock()
    assert (UTC, 0) == (now.tzinfo, now.microsecond)


@pytest.mark.parametrize("text", ["", "nan", "inf", "-1", "soon"])
def test_seconds_that_are_none_are_refused_and_absent_ones_are_twenty(text: str) -> None:
    if not text:
        assert read_settings({"RECONCILER_RETRY_SECONDS": text}, HERE).retry_seconds == 20
        return
    with pytest.raises(UsageError, match="RECONCILER_RETRY_SECONDS"):
        read_settings({"RECONCILER_RETRY_SECONDS": text}, HERE)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("1", True), ("", False), ("false", False), ("0", False)]
)
def test_a_pipeline_is_known_by_ci(value: str, expected: bool) -> None:
    assert expected == read_settings({"CI": value}, HERE).ci


def test_secrets_of_the_environment_are_not_in_the_text_of_the_settings() -> None:
    secrets = {"RECONCILER_GRAPH_TOKEN": "user:kim", "RECONCILER_PSEUDONYM_KEY": "pepper on the table"}
    settings = read_settings(secrets, HERE)
    assert settings.graph_token == "user:kim"
    assert "user:kim" not in repr(settings)
    assert "pepper" not in repr(settings)


def test_a_key_for_pseudonyms_that_could_be_found_by_trying_is_refused() -> None:
    assert "k" * 16 == read_settings({"RECONCILER_PSEUDONYM_KEY": "k" * 16}, HERE).pseudonym_key
    assert read_settings({"RECONCILER_PSEUDONYM_KEY": ""}, HERE).pseudonym_key is None
    with pytest.raises(UsageError, match="RECONCILER_PSEUDONYM_KEY has 15 characters") as caught:
        read_settings({"RECONCILER_PSEUDONYM_KEY": "k" * 15}, HERE)
    assert (64, True) == (caught.value.exit_code, "k" * 15 not in str(caught.value) + caught.value.remedy)


def test_a_relative_sandbox_file_is_below_the_working_directory() -> None:
    assert read_settings({"RECONCILER_SANDBOX_STATE": "x.sqlite"}, HERE).sandbox_state == HERE / "x.sqlite"


def test_two_runs_of_one_pipeline_job_are_two_holders() -> None:
    environ = {"GITHUB_ACTIONS": "true", "GITHUB_RUN_ID": "5512"}
    first, second = (read_settings(environ, HERE).holder.run for _ in range(2))
    assert first.startswith("github:5512:")
    assert first != second


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, Pipeline()),
        (
            {
                "GITHUB_ACTIONS": "true",
                "GITHUB_RUN_ID": "5512",
                "GITHUB_RUN_ATTEMPT": "2",
                "GITHUB_SHA": "1a2b",
                "GITHUB_ACTOR": "kim",
                "GITHUB_REF": "refs/pull/118/merge",
            },
            Pipeline("github", "5512/2", "1a2b", "kim", "118"),
        ),
        (
            {
                "GITLAB_CI": "true",
                "CI_JOB_ID": "7",
                "CI_COMMIT_SHA": "1a2b",
                "GITLAB_USER_LOGIN": "kim",
                "CI_MERGE_REQUEST_IID": "118",
            },
            Pipeline("gitlab", "7", "1a2b", "kim", "118"),
        ),
        (
            {
                "TF_BUILD": "True",
                "BUILD_BUILDID": "7",
                "BUILD_SOURCEVERSION": "1a2b",
                "BUILD_REQUESTEDFOREMAIL": "kim@norr.example",
                "SYSTEM_PULLREQUEST_PULLREQUESTID": "118",
            },
            Pipeline("azure-devops", "7", "1a2b", "kim@norr.example", "118"),
        ),
    ],
)
def test_each_pipeline_tells_run_commit_author_and_pull_request(environ: dict[str, str], expected: Pipeline) -> None:
    assert expected == read_pipeline(environ)
