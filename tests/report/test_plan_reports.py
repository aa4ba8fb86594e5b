"""Plans as text, Markdown, HTML and JSON, against golden files, and names that try to break out."""

import json
from collections.abc import Callable

import pytest

from reconciler.model.entities import Language
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_bytes
from reconciler.report.html import plan_html
from reconciler.report.lines import plain
from reconciler.report.markdown import plan_markdown
from reconciler.report.messages.plans import plan_in_language
from reconciler.report.messages.rules import rules_in
from reconciler.report.text import plan_lines
from reconciler.report.view import PlanView, plan_view
from tests.report.plans import RULES, clean_plan, full_plan, held_only_plan, hostile_plan

PLANS = {"clean": clean_plan, "held-only": held_only_plan, "full": full_plan, "hostile": hostile_plan}
Golden = Callable[[str, str], None]


def view_of(plan: Plan, language: Language = Language.EN) -> PlanView:
    """The view of the plan's file, the way every command takes."""
    return plan_view(json.loads(plan_bytes(plan, "0.0.0")), language)


def text_of(plan: Plan) -> str:
    """The plan as text."""
    return plain(plan_lines(view_of(plan), RULES))


@pytest.mark.parametrize("name", PLANS)
def test_the_text_of_a_plan_is_as_accepted(name: str, golden: Golden) -> None:
    golden(f"plan-{name}.txt", text_of(PLANS[name]()))


@pytest.mark.parametrize("name", PLANS)
def test_the_markdown_of_a_plan_is_as_accepted(name: str, golden: Golden) -> None:
    golden(f"plan-{name}.md", plan_markdown(view_of(PLANS[name]()), RULES))


@pytest.mark.parametrize("name", PLANS)
def test_the_page_of_a_plan_is_as_accepted(name: str, golden: Golden) -> None:
    golden(f"plan-{name}.html", plan_html(view_of(PLANS[name]()), RULES))


def test_a_plan_in_swedish_is_as_accepted(golden: Golden) -> None:
    view, rules = view_of(plan_in_language(full_plan(), Language.SV), Language.SV), rules_in(Language.SV)
    golden("plan-full-sv.md", plan_markdown(view, rules))
    golden("plan-full-sv.html", plan_html(view, rules))


@pytest.mark.parametrize("name", ["clean", "held-only"])
def test_a_plan_that_writes_nothing_has_a_line_that_begins_no_changes(name: str) -> None:
    assert any(line.startswith("No changes") for line in text_of(PLANS[name]()).splitlines())


def test_a_plan_that_writes_something_does_not_say_no_changes() -> None:
    assert "No changes" not in text_of(full_plan())


def test_a_held_change_is_named_with_rule_and_remedy_though_nothing_is_to_be_written() -> None:
    text = text_of(held_only_plan())
    for part in ("Klass 9A", "VPP401", "Write seatCap: 5"):
        assert part in text


def test_the_range_goes_from_best_to_worst() -> None:
    assert "18 … 46 of 60" in text_of(full_plan())


def test_unlimited_and_unknown_are_words() -> None:
    text = text_of(full_plan())
    assert "15, unlimited" in text
    assert "unknown now, then unknown" in text
    assert "2147483647" not in text


def test_names_in_text_stay_on_their_line_and_steer_no_terminal() -> None:
    text = text_of(hostile_plan())
    assert "\u202e" not in text
    assert "\\u202egpj.exe\\n# heading" in text
    assert all(char.isprintable() or char == "\n" for char in text)


def test_json_of_a_plan_holds_the_exact_names() -> None:
    body = json.loads(plan_bytes(hostile_plan(), "0.0.0"))
    assert hostile_plan().changes[0].book.title == body["changes"][0]["book"]["title"]  # type: ignore[union-attr]
