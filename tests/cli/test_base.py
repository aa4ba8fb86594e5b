"""`plan --base REF`, and an apply that is judged by the policy of the one before."""

import json
from pathlib import Path

import pytest

from tests.cli.school import BOOKS, HELD, School
from tests.cli.test_outside import git

LATER = "2026-11-22T15:00:00Z"


def _tenant(policy: str) -> str:
    return f"tenant: {{name: nordskolan, cloud: sandbox}}\n{policy}"


@pytest.fixture
def repository(school: School) -> School:
    """The school in git, with a budget of 1 seat in its first commit."""
    school.write("tenant.yaml", _tenant("policy: {maxNewSeats: 1}\n"))
    git(school.folder, "init", "-q", "-b", "main")
    _commit(school.folder)
    return school


def _commit(folder: Path) -> None:
    git(folder, "add", "desired-state")
    git(folder, "-c", "user.name=Kim", "-c", "user.email=kim@norr.example", "commit", "-q", "-m", "change")


def test_a_pull_request_cannot_raise_its_own_budget(repository: School) -> None:
    repository.write("tenant.yaml", _tenant("policy: {maxNewSeats: 5000}\n"))
    _commit(repository.folder)
    alone = json.loads(repository.run("plan", "--format", "json").out)
    judged = json.loads(repository.run("plan", "--format", "json", "--base", "HEAD~1").out)
    assert "VPP517" not in {finding["rule"] for finding in alone["findings"]}
    assert "maxNewSeats goes from 1 to 5000" in str(judged["findings"])
    assert (None, True) == (alone["base"]["commit"], len(judged["base"]["commit"]) == 40)
    assert alone["source"]["desiredDigest"] == judged["source"]["desiredDigest"]
    assert judged["summary"]["held"] > alone["summary"]["held"]


def test_without_a_ledger_what_left_the_yaml_is_deleted(repository: School) -> None:
    repository.write("tenant.yaml", _tenant(""))
    repository.write("more.yaml", f"books:\n{HELD}")
    _commit(repository.folder)
    repository.assign(3, {1: "required"})
    repository.write("more.yaml", "")
    plan = json.loads(repository.run("plan", "--format", "json", "--base", "HEAD").out)
    assert 0 == plan["summary"]["delete"], "a book that is not declared any more is left alone"
    repository.write(
        "more.yaml", f"books:\n{HELD}".replace("{group: 9a, intent: required}", "{group: 9b, intent: required}")
    )
    plan = json.loads(repository.run("plan", "--format", "json", "--base", "HEAD").out)
    assert 1 == plan["summary"]["delete"] + sum(one["action"] == "delete" for one in plan["changes"] if one["held"])


def test_a_base_that_git_does_not_know_is_wrong_usage(repository: School) -> None:
    ended = repository.run("plan", "--base", "nowhere")
    assert (64, True) == (ended.code, "nowhere" in ended.err)


def test_a_tenant_that_is_new_has_nothing_to_be_compared_with(repository: School) -> None:
    git(repository.folder, "mv", "desired-state", "elsewhere")
    ended = repository.run("plan", "elsewhere", "--base", "HEAD")
    assert "nothing to compare with" in ended.err
    assert "VPP517" not in ended.out


def test_a_base_with_errors_is_told(repository: School) -> None:
    repository.write("tenant.yaml", _tenant("policy: {maxNewSeats: many}\n"))
    _commit(repository.folder)
    repository.write("tenant.yaml", _tenant(""))
    assert "could not be read" in repository.run("plan", "--base", "HEAD").out


def test_an_apply_is_judged_by_the_policy_before_it(school: School) -> None:
    school.write("tenant.yaml", _tenant("policy: {maxNewSeats: 20}\n"))
    assert 0 == school.run("apply", "--yes", "desired-state").code
    school.write("tenant.yaml", _tenant("policy: {maxNewSeats: 5000, freezes: []}\n"))
    school.write("books.yaml", BOOKS.replace("{group: 9b, intent: available", "{group: 9a, intent: available"))
    first = school.run("apply", "--yes", "desired-state", RECONCILER_NOW=LATER)
    assert "VPP517" in first.err
    second = school.run("apply", "--yes", "desired-state", RECONCILER_NOW="2026-11-22T16:00:00Z")
    assert "VPP517" not in second.err


def test_no_commit_lifts_the_freeze_that_it_is_applied_in(school: School) -> None:
    frozen = 'policy: {freezes: [{from: 2026-11-23, to: 2026-11-30, reason: "exams"}]}\n'
    school.write("tenant.yaml", _tenant(frozen))
    assert 0 == school.run("apply", "--yes", "desired-state").code
    school.write("tenant.yaml", _tenant(""))
    within = {"RECONCILER_NOW": "2026-11-24T12:00:00Z"}
    assert 3 == school.run("apply", "--yes", "desired-state", **within).code
    assert 0 == school.run("apply", "--yes", "desired-state", RECONCILER_NOW="2026-12-01T12:00:00Z").code
