"""`reconciler validate`: offline, all findings, exit codes."""

import json

import pytest

from tests.cli.command import call
from tests.cli.school import HELD, TENANT, School

BROKEN = (
    "books:\n  - title: Book 9\n    token: gone\n    id: 20000000-0000-4000-8000-000000000009\n    asignments: []\n"
)


def test_good_yaml_is_ok_and_counted(school: School) -> None:
    ended = school.run("validate")
    assert (0, "ok: 3 files, 2 books, 2 assignments\n") == (ended.code, ended.out)


def test_all_errors_are_told_with_their_places(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    ended = school.run("validate")
    assert ended.code == 1
    assert "desired-state/broken.yaml:3:12: error: " in ended.out
    assert "desired-state/broken.yaml:5:5: error: " in ended.out
    assert ended.out.endswith("\n2 errors in 4 files\n")


def test_json_has_version_findings_and_summary(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    body = json.loads(school.run("validate", "--format", "json").out)
    assert body["formatVersion"] == "1.0"
    assert body["summary"] == {"files": 4, "error": 2, "guard": 0, "warning": 0, "info": 0}
    assert {one["rule"] for one in body["findings"]} == {"VPP002", "VPP003"}
    assert body["findings"][0]["position"] == {"path": "desired-state/broken.yaml", "line": 3, "column": 12}


def test_a_file_shows_its_own_findings_only(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    good = school.run("validate", "desired-state/books.yaml")
    bad = school.run("validate", "desired-state/broken.yaml")
    assert (0, 1) == (good.code, bad.code)
    assert "broken.yaml" not in good.out


def test_paths_are_relative_to_the_working_directory(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    assert call("validate", cwd=school.folder / "desired-state").out.startswith("broken.yaml:3:12: ")


def test_no_tenant_at_all_is_a_finding_at_the_path(school: School) -> None:
    (school.folder / "empty").mkdir()
    ended = school.run("validate", "empty")
    assert ended.code == 1
    assert ended.out.startswith("empty:1:1: error: ")


def test_a_path_that_is_not_there_is_wrong_usage(school: School) -> None:
    assert school.run("validate", "missing").code == 64


def test_validate_needs_no_tenant_and_makes_no_file(school: School) -> None:
    school.file.unlink()
    assert school.run("validate").code == 0
    assert not school.file.exists()


@pytest.mark.parametrize("command", ["plan", "drift", "apply"])
def test_several_tenants_are_named_and_one_must_be_chosen(command: str, school: School) -> None:
    other = school.folder / "other"
    other.mkdir()
    (other / "tenant.yaml").write_text(TENANT.format(name="söderskolan"), "utf-8")
    yes = ["--yes"] if command == "apply" else []
    ended = school.run(command, *yes)
    assert (64, "") == (ended.code, ended.out)
    assert "nordskolan" in ended.err
    assert "söderskolan" in ended.err
    assert school.run(command, *yes, "--tenant", "nordskolan").code == 0


def test_a_tenant_that_is_not_there_is_answered_with_the_nearest(school: School) -> None:
    ended = school.run("plan", "--tenant", "nordskolen")
    assert ended.code == 64
    assert "Did you mean nordskolan?" in ended.err


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_plan_over_yaml_with_errors_tells_them_and_makes_no_file(form: str, school: School) -> None:
    school.write("broken.yaml", BROKEN)
    ended = school.run("plan", "--format", form, "--out", "plan.json")
    assert ended.code == 1
    assert "VPP003" in ended.out
    assert not (school.folder / "plan.json").exists()


def test_a_guard_of_the_plan_is_no_error_of_the_yaml(school: School) -> None:
    school.write("held.yaml", "books:\n" + HELD)
    assert school.run("validate").code == 0
