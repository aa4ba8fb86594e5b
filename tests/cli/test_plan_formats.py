"""A plan as comment and as page: just made or stored, in the language in which it was made."""

import os
from pathlib import Path

import pytest

from reconciler.cli.plan_language import language_of_plan
from reconciler.cli.start import start
from reconciler.model.entities import Language
from reconciler.model.plan_file import parse_plan, plan_bytes
from tests.cli.school import BOOKS, HELD, TENANT, School, make_school
from tests.report.plans import clean_plan


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school whose plan has changes and something held."""
    made = make_school(tmp_path)
    made.write("books.yaml", BOOKS + HELD)
    return made


def spoken_in(school: School, language: str) -> None:
    """Gives the tenant a language."""
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + f"  language: {language}\n")


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_stored_plan_is_shown_byte_by_byte_as_the_plan_was(school: School, form: str, language: str) -> None:
    spoken_in(school, language)
    made = school.run("plan", "desired-state", "--out", "plan.json", "--format", form)
    shown = school.run("show", "plan.json", "--format", form)
    assert (1, 0) == (made.code, shown.code)
    assert made.out == shown.out


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_plan_made_with_an_option_is_shown_in_its_language(school: School, form: str) -> None:
    made = school.run("--language", "sv", "plan", "desired-state", "--out", "plan.json", "--format", form)
    assert made.out == school.run("show", "plan.json", "--format", form).out
    assert "licenser som kommer tillbaka: 0" in made.out


def test_a_plan_with_nothing_to_say_is_shown_in_the_language_of_its_tenant(school: School, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_bytes(plan_bytes(clean_plan(), "0.0.0"))
    assert "No changes to write." in school.run("show", "plan.json", "--format", "markdown").out
    spoken_in(school, "sv")
    assert "Inga ändringar att skriva." in school.run("show", "plan.json", "--format", "markdown").out


def test_a_folder_outside_is_not_read_for_its_language(school: School) -> None:
    spoken_in(school, "sv")
    body = parse_plan(plan_bytes(clean_plan(), "0.0.0"))
    assert body is not None
    run = start(quiet=True, verbose=False, no_color=True, language=None)
    there = school.folder / "desired-state"
    for folder in (os.path.relpath(there), str(there), "absent"):
        body["tenant"]["path"] = folder
        assert language_of_plan(run, body) is Language.EN


def test_yaml_with_errors_is_a_page_too(school: School) -> None:
    school.write("tokens.yaml", "tokens: [{name: x}]\n")
    ended = school.run("plan", "desired-state", "--format", "html")
    assert ended.code == 1
    assert ended.out.startswith("<!DOCTYPE html>")
    assert "VPP102" in ended.out


def test_a_receipt_is_a_page_too(school: School) -> None:
    school.run("apply", "desired-state", "--yes", "--out", "receipt.json")
    ended = school.run("show", "receipt.json", "--format", "html")
    assert ended.code == 0
    assert ended.out.startswith("<!DOCTYPE html>")
    assert "nordskolan" in ended.out
