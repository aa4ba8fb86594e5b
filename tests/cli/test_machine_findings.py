"""`--format sarif|github|junit`: nothing else on stdout, exit codes as with text, paths as the readers need them."""

import json
import posixpath
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from jsonschema import Draft4Validator

from tests.cli.command import call
from tests.cli.school import BOOKS, HELD, TENANT, School

SCHEMA = Path(__file__).parents[3] / "shared/data/sarif-2.1.0.schema.json"
BROKEN = "books:\n  - title: Book 9\n    token: gone\n    publisher: P\n    asignments: []\n    colour: red\n"
FORMS = [("validate", "sarif"), ("validate", "github"), ("validate", "junit"), ("plan", "sarif"), ("plan", "github")]


def results(school: School, *arguments: str) -> list[dict[str, Any]]:
    body = json.loads(school.run(*arguments, "--format", "sarif").out)
    found: list[dict[str, Any]] = body["runs"][0]["results"]
    return found


def uris(found: list[dict[str, Any]]) -> set[str]:
    return {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found}


@pytest.mark.parametrize(("command", "form"), FORMS)
@pytest.mark.parametrize("extra", [None, f"books:\n{HELD}", BROKEN], ids=["good", "held", "broken"])
def test_exit_codes_are_those_of_text(command: str, form: str, extra: str | None, school: School) -> None:
    if extra:
        school.write("extra.yaml", extra)
    assert school.run(command).code == school.run(command, "--format", form).code


@pytest.mark.parametrize("command", ["validate", "plan"])
@pytest.mark.parametrize("extra", [f"books:\n{HELD}", BROKEN], ids=["held", "broken"])
def test_sarif_is_valid_and_holds_what_json_holds(command: str, extra: str, school: School) -> None:
    school.write("extra.yaml", extra)
    ended = school.run(command, "--format", "sarif")
    body = json.loads(ended.out)
    told = json.loads(school.run(command, "--format", "json").out)["findings"]
    assert [one["rule"] for one in told] == [one["ruleId"] for one in body["runs"][0]["results"]]
    if not SCHEMA.exists():
        pytest.skip("the official schema is not beside this clone")
    assert Draft4Validator(json.loads(SCHEMA.read_text("utf-8"))).is_valid(body)


def test_sarif_without_findings_has_an_empty_list(school: School) -> None:
    assert [] == results(school, "validate")


def test_every_result_of_a_plan_has_a_file_and_a_line(school: School) -> None:
    found = results(school, "plan")
    assert {"VPP321"} <= {one["ruleId"] for one in found}
    assert all(one["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1 for one in found)


def test_fingerprints_stay_when_lines_are_added_above(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    before = results(school, "validate")
    school.write("broken.yaml", f"# one\n\n# two\n{BROKEN}")
    after = results(school, "validate")
    prints = [[one["partialFingerprints"] for one in found] for found in (before, after)]
    assert prints[0] == prints[1] and len(before) == len({json.dumps(one) for one in prints[0]}) >= 3
    lines = [found[0]["locations"][0]["physicalLocation"]["region"]["startLine"] for found in (before, after)]
    assert lines[0] + 3 == lines[1]


def test_sarif_is_relative_to_the_working_directory_and_github_to_the_repository(school: School) -> None:
    school.write("trasig bok.yaml", BROKEN)
    subprocess.run(["git", "init", "-q", str(school.folder)], check=True)
    inside = school.folder / "desired-state"
    sarif = call("validate", "--format", "sarif", cwd=inside)
    assert {"trasig%20bok.yaml"} == uris(json.loads(sarif.out)["runs"][0]["results"])
    github = call("validate", "--format", "github", cwd=inside)
    assert github.out.startswith("::error file=desired-state/trasig bok.yaml,line=3,col=12,title=VPP003 ")


def test_a_file_of_another_repository_is_named_from_its_own_root(school: School, tmp_path: Path) -> None:
    school.write("broken.yaml", BROKEN)
    subprocess.run(["git", "init", "-q", str(school.folder)], check=True)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    ended = call("validate", str(school.folder), "--format", "github", cwd=elsewhere)
    assert ended.out.startswith("::error file=desired-state/broken.yaml,line=3")


def test_github_outside_of_git_is_relative_to_the_working_directory(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    assert call("validate", "--format", "github", cwd=school.folder / "desired-state").out.startswith(
        "::error file=broken.yaml,line=3"
    )


def test_github_prints_one_line_per_finding_and_nothing_without(school: School) -> None:
    assert "" == school.run("validate", "--format", "github").out
    school.write("held.yaml", f"books:\n{HELD}")
    told = json.loads(school.run("plan", "--format", "json").out)["findings"]
    lines = school.run("plan", "--format", "github").out.splitlines()
    assert len(told) == len(lines)
    assert any(line.startswith("::error file=") and "VPP401 BOOK-LICENSE-IRREVOCABLE::" in line for line in lines)


def test_a_guard_that_a_cap_accepts_is_no_finding_and_one_that_is_exceeded_names_its_place(school: School) -> None:
    school.write("books.yaml", BOOKS.replace("seatCap: 5", "seatCap: 1", 1))
    [result] = [one for one in results(school, "plan") if one["ruleId"] == "VPP410"]
    assert ("error", {"desired-state/books.yaml"}) == (result["level"], uris([result]))


def test_junit_has_a_suite_per_tenant_and_a_case_per_file(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    other = school.folder / "other"
    other.mkdir()
    (other / "tenant.yaml").write_text(TENANT.format(name="söderskolan"), "utf-8")
    root = Xml.fromstring(school.run("validate", "--format", "junit").out.encode())
    suites = {suite.get("name"): suite for suite in root.iter("testsuite")}
    assert {"nordskolan", "söderskolan"} == set(suites)
    assert ["other/tenant.yaml"] == [case.get("name") for case in suites["söderskolan"].iter("testcase")]
    assert ["books.yaml", "broken.yaml", "tenant.yaml", "tokens.yaml"] == [
        str(case.get("name")).removeprefix("desired-state/") for case in suites["nordskolan"].iter("testcase")
    ]
    assert {"VPP002", "VPP003"} == {failure.get("type") for failure in root.iter("failure")}


def test_junit_of_a_file_has_that_file_alone(school: School) -> None:
    school.write("broken.yaml", BROKEN)
    root = Xml.fromstring(school.run("validate", "desired-state/books.yaml", "--format", "junit").out.encode())
    assert ["desired-state/books.yaml"] == [case.get("name") for case in root.iter("testcase")]


def test_junit_from_within_the_tenants_folder_keeps_files_with_their_tenant(school: School) -> None:
    deeper = school.folder / "desired-state" / "books"
    deeper.mkdir()
    (deeper / "more.yaml").write_text(BROKEN, "utf-8")
    root = Xml.fromstring(call("validate", "--format", "junit", cwd=deeper).out.encode())
    assert ["nordskolan"] == [suite.get("name") for suite in root.iter("testsuite")]
    files = {posixpath.normpath(f"books/{case.get('name')}") for case in root.iter("testcase")}
    assert {"books/more.yaml", "tenant.yaml", "tokens.yaml", "books.yaml"} == files


def test_junit_without_a_tenant_says_so_in_a_suite_of_its_own(school: School) -> None:
    (school.folder / "empty").mkdir()
    ended = school.run("validate", "empty", "--format", "junit")
    [failure] = Xml.fromstring(ended.out.encode()).iter("failure")
    assert (1, "VPP001") == (ended.code, failure.get("type"))


@pytest.mark.parametrize("form", ["sarif", "github", "junit"])
def test_control_characters_in_file_names_break_no_format(form: str, school: School) -> None:
    school.write("a\x1b[31m\n,b:c%.yaml", BROKEN)
    out = school.run("validate", "--format", form).out
    assert "\x1b" not in out
    match form:
        case "sarif":
            assert {"desired-state/a%1B%5B31m%0A%2Cb%3Ac%25.yaml"} == uris(json.loads(out)["runs"][0]["results"])
        case "github":
            assert all(
                line.startswith("::error file=desired-state/a\\x1b[31m%0A%2Cb%3Ac%25.yaml,")
                for line in out.splitlines()
            )
        case _:
            assert Xml.fromstring(out.encode()).tag == "testsuites"
