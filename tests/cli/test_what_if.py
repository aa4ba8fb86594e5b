"""`reconciler what-if`: answers, exit codes, and lines that do what was answered once they are written."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reconciler.schema import schemas
from tests import worlds as w
from tests.cli.school import BOOKS, School

ASK = ("what-if", "--path", "desired-state")
UNDECLARED = ("--book", "Book 4", "--group", "9a", "--intent", "required")


def asked(school: School, book: str, group: str, intent: str) -> Any:
    ended = school.run(*ASK, "--book", book, "--group", group, "--intent", intent, "--format", "json")
    assert "" == ended.err
    return json.loads(ended.out)


def test_the_answer_has_numbers_findings_and_lines(school: School) -> None:
    ended = school.run(*ASK, *UNDECLARED)
    assert 0 == ended.code
    for part in (
        "seats used now    0",
        "then              3 of 60",
        "[VPP401]",
        "        seatCap: 3",
        "Nothing was written",
    ):
        assert part in ended.out


def test_json_is_stable_and_its_parts_are_those_of_a_plan(school: School) -> None:
    body = asked(school, "Book 4", "9a", "required")
    assert ["formatVersion", "tenant", "observed", "book", "group", "intent", "before", "change"] == list(body)[:8]
    assert ["otherChanges", "forecast", "findings", "yaml"] == list(body)[8:]
    parts = schemas()["plan.schema.json"]
    for name, value in (
        ("changes", [body["change"]]),
        ("findings", body["findings"]),
        ("forecast", [body["forecast"]]),
    ):
        schema = {**parts["properties"][name], "$defs": parts.get("$defs", {})}
        assert [] == [error.message for error in Draft202012Validator(schema).iter_errors(value)]
    assert {"worst": 3, "best": 3} == body["forecast"]["new"]


def test_the_lines_once_written_plan_what_was_answered(school: School) -> None:
    body = asked(school, "Book 4", "9a", "required")
    assert "books" == body["yaml"]["place"]
    school.write("new.yaml", body["yaml"]["text"])
    plan = json.loads(school.run("plan", "desired-state", "--format", "json").out)
    [change] = [one for one in plan["changes"] if one["id"] == body["change"]["id"]]
    assert None is change["held"]
    assert body["change"]["seats"] == change["seats"]
    assert body["forecast"] in plan["forecast"]


def test_lines_for_a_declared_book_fit_below_its_assignments(school: School) -> None:
    body = asked(school, "Book 1", "9b", "available")
    place = body["yaml"]["position"]
    assert ("assignments", "desired-state/books.yaml", 2) == (body["yaml"]["place"], place["path"], place["line"])
    lines = "".join(f"      {line}\n" for line in body["yaml"]["text"].splitlines())
    marker = "      - {group: 9a, intent: required, seatCap: 5}\n"
    school.write("books.yaml", BOOKS.replace(marker, marker + lines))
    plan = json.loads(school.run("plan", "desired-state", "--format", "json").out)
    assert body["forecast"] in plan["forecast"] and 0 == plan["summary"]["held"]


def test_another_intent_is_written_in_place(school: School) -> None:
    body = asked(school, "Book 2", w.group_id(2), "required")
    assert ("available", "assignment") == (body["before"], body["yaml"]["place"])
    assert 11 == body["yaml"]["position"]["line"]
    assert '- group: "9b"\n  intent: required\n  seatCap: 5\n' == body["yaml"]["text"]


def test_nothing_is_written_anywhere(school: School) -> None:
    files = {path: path.read_bytes() for path in school.folder.rglob("*.yaml")}
    before = school.shown(4)
    school.run(*ASK, *UNDECLARED)
    assert files == {path: path.read_bytes() for path in school.folder.rglob("*.yaml")}
    assert before == school.shown(4)
    assert not list(school.folder.rglob("*-receipt.json"))


def test_an_error_that_stands_in_the_way_ends_with_1(school: School) -> None:
    ended = school.run(*ASK, "--book", "Book 1", "--group", "Klass 9Z", "--intent", "required")
    assert 1 == ended.code and "VPP307" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--book", "Bock 1", "--group", "9a", "--intent", "required"), 'Did you mean "Book 1"?'),
        (("--book", "Book 1", "--group", "9a", "--intent", "uninstall"), "required"),
        (("--book", "Book 1", "--intent", "required"), "--group"),
        (("--book", "Book 1", "--group", "9a", "--intent", "required", "--format", "xml"), "--format"),
    ],
)
def test_wrong_usage_ends_with_64(arguments: tuple[str, ...], said: str, school: School) -> None:
    ended = school.run(*ASK, *arguments)
    assert (64, "") == (ended.code, ended.out)
    assert said in ended.err


def test_yaml_with_errors_answers_with_them(school: School) -> None:
    school.write("broken.yaml", "books: 1\n")
    ended = school.run(*ASK, *UNDECLARED, "--format", "json")
    assert (1, 1) == (ended.code, json.loads(ended.out)["summary"]["error"])


def test_names_that_steer_a_terminal_are_shown_escaped(school: School) -> None:
    state = school.admin("GET", "state")
    state["groups"][2]["displayName"] = "evil\x1b[31m\u202e"
    school.admin("PUT", "state", state)
    ended = school.run(*ASK, "--book", "Book 1", "--group", w.group_id(3), "--intent", "available")
    assert "\\x1b[31m\\u202e" in ended.out and "\x1b" not in ended.out
