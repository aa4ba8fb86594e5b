"""The pages of the rules, and their examples."""

import shutil
from pathlib import Path

import pytest

from reconciler.model.catalogue import ALL
from reconciler.model.catalogue.unchecked import UNCHECKED
from reconciler.report.examples import FILE, collect_examples, load_examples
from reconciler.report.rule_page import pages, stale_docs, write_docs

ROOT = Path(__file__).parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A repository with cases and pages, to be changed."""
    shutil.copytree(ROOT / "docs/rules", tmp_path / "docs/rules")
    shutil.copytree(ROOT / "tests/cases", tmp_path / "tests/cases")
    (tmp_path / "reconciler/report").mkdir(parents=True)
    shutil.copy(FILE, tmp_path / "reconciler/report")
    return tmp_path


def test_the_pages_and_the_examples_are_up_to_date() -> None:
    assert [] == stale_docs(ROOT), "run scripts/rules-docs"


def test_a_page_that_was_edited_lost_or_left_over_is_named_and_mended(copy: Path) -> None:
    (copy / "docs/rules/VPP401.md").write_text("changed", "utf-8")
    (copy / "docs/rules/VPP402.md").unlink()
    (copy / "docs/rules/VPP999.md").write_text("of no rule", "utf-8")
    named = [f"docs/rules/VPP{number}.md" for number in (401, 402, 999)]
    assert named == stale_docs(copy)
    write_docs(copy)
    assert [] == stale_docs(copy)


def test_a_case_that_changed_makes_the_examples_and_its_page_stale(copy: Path) -> None:
    [case] = (copy / "tests/cases/plan").glob("*-vpp401-no-seat-cap")
    books = case / ".input/books.yaml"
    books.write_text(books.read_text("utf-8") + "# changed\n", "utf-8")
    assert ["docs/rules/VPP401.md", "reconciler/report/examples.json"] == stale_docs(copy)


def test_a_page_says_what_the_catalogue_says_and_shows_both_examples() -> None:
    made = pages(load_examples())
    for rule in ALL.values():
        page = made[f"{rule.id}.md"]
        assert all(text in page for text in (rule.slug, rule.statement, rule.why, rule.source))
    assert "{group: Klass 9A, intent: required}" in made["VPP401.md"].split("## An example that passes")[0]
    assert "{group: Klass 9A, intent: required, seatCap: 4}" in made["VPP401.md"].split("## An example that passes")[1]


def test_a_rule_that_nobody_can_check_says_so_on_its_page_and_in_the_index() -> None:
    made = pages(load_examples())
    for rule in UNCHECKED:
        assert "**Not checked:**" in made[f"{rule}.md"]
        assert any("*Not checked.*" in line for line in made["README.md"].splitlines() if rule in line)


def test_the_examples_are_taken_from_the_cases() -> None:
    examples = load_examples(collect_examples(ROOT / "tests/cases"))
    assert "plan/" == examples.fails["VPP401"].case[:5]
    assert any(held == "VPP401" for held in examples.fails["VPP401"].changes.values())
    assert examples.fails["VPP401"].places and not examples.passes["VPP401"].places
    assert examples.fails.keys() == examples.passes.keys()
