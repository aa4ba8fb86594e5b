"""Plans as text, Markdown and JSON, against golden files, and names that try to break out."""

import json
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_bytes
from reconciler.report.lines import plain
from reconciler.report.markdown import plan_markdown
from reconciler.report.text import plan_lines
from reconciler.report.view import PlanView, plan_view
from tests.report.plans import RULES, clean_plan, full_plan, held_only_plan, hostile_plan

PLANS = {"clean": clean_plan, "held-only": held_only_plan, "full": full_plan, "hostile": hostile_plan}
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
Golden = Callable[[str, str], None]


def view_of(plan: Plan) -> PlanView:
    """The view of the plan's file, the way every command takes."""
    return plan_view(json.loads(plan_bytes(plan, "0.0.0")))


def text_of(plan: Plan) -> str:
    """The plan as text."""
    return plain(plan_lines(view_of(plan), RULES))


@pytest.mark.parametrize("name", PLANS)
def test_the_text_of_a_plan_is_as_accepted(name: str, golden: Golden) -> None:
    golden(f"plan-{name}.txt", text_of(PLANS[name]()))


@pytest.mark.parametrize("name", PLANS)
def test_the_markdown_of_a_plan_is_as_accepted(name: str, golden: Golden) -> None:
    golden(f"plan-{name}.md", plan_markdown(view_of(PLANS[name]()), RULES))


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


def test_names_in_markdown_start_nothing() -> None:
    tokens = MARKDOWN.parse(plan_markdown(view_of(hostile_plan()), RULES))
    inline = [child for token in tokens for child in token.children or []]
    assert {"h3", "h4"} >= {token.tag for token in tokens if token.type == "heading_open"}
    assert not [one for one in inline if one.type in ("link_open", "image", "em_open")]
    assert not [one for one in inline if one.type == "code_inline" and "evil" in one.content]
    assert not [one for one in inline if one.type == "html_inline"]
    blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert all(block.startswith(("<details>", "</details>")) for block in blocks)


def test_names_in_markdown_open_no_table_cell() -> None:
    tokens = MARKDOWN.parse(plan_markdown(view_of(hostile_plan()), RULES))
    rows = sum(token.type == "tr_open" for token in tokens)
    assert 4 * rows == sum(token.type in ("td_open", "th_open") for token in tokens)


def test_names_in_markdown_mention_nobody() -> None:
    markdown = plan_markdown(view_of(hostile_plan()), RULES)
    assert "@" not in markdown
    assert "http:" not in markdown
    assert "www." not in markdown


def test_json_of_a_plan_holds_the_exact_names() -> None:
    body = json.loads(plan_bytes(hostile_plan(), "0.0.0"))
    assert hostile_plan().changes[0].book.title == body["changes"][0]["book"]["title"]  # type: ignore[union-attr]
