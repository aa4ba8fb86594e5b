"""The comment as a whole: found again, folded, and never too long."""

import re
from dataclasses import replace

import pytest

from reconciler.model.entities import Language
from reconciler.model.plan_file import plan_json
from reconciler.report.comment import MOST_CHARACTERS, MOST_EARLIER, comment_body, comment_marker, issue_marker, within
from reconciler.report.markdown import plan_markdown
from reconciler.report.messages.phrases import ENGLISH
from reconciler.report.view import PlanView, plan_view
from tests.report.plans import HOSTILE, RULES, clean_plan, full_plan, held_only_plan

LINK = "https://ci.example/run/7"


def viewed(plan: object = None, language: Language = Language.EN) -> PlanView:
    return plan_view(plan_json(plan or full_plan(), "0.0.0"), language)  # type: ignore[arg-type]  # a Plan, or nothing


def body(view: PlanView, before: str = "", link: str | None = LINK) -> str:
    return comment_body(view, plan_markdown(view, RULES), link, before)


def numbered(number: int) -> PlanView:
    return replace(viewed(), digest=f"sha256:{number:064d}", made=f"2026-11-{number + 1:02d}T12:00:00Z")


def earlier(text: str) -> list[str]:
    """The notes in the folded part."""
    return [line for line in text.partition("<!-- reconciler-earlier -->")[2].splitlines() if line.startswith("- ")]


def test_the_first_line_is_the_marker_and_then_comes_the_plan_and_the_link() -> None:
    view = viewed()
    lines = body(view).splitlines()
    assert lines[0] == "<!-- reconciler:nordskolan -->"
    assert plan_markdown(view, RULES) in body(view)
    assert lines[-1] == f"[the run that made it](<{LINK}>)"
    assert "<details><summary>Earlier" not in body(view)


def test_without_a_link_there_is_none() -> None:
    assert "the run that made it" not in body(viewed(), link=None)


def test_given_what_it_says_already_it_says_the_same() -> None:
    first = body(numbered(1))
    second = body(numbered(2), first)
    assert first == body(numbered(1), first)
    assert second == body(numbered(2), second)
    assert second == body(numbered(2), second.replace("\n", "\r\n"))


def test_an_earlier_plan_is_folded_into_one_line() -> None:
    text = body(numbered(2), body(numbered(1)))
    assert len(earlier(text)) == 1
    assert "blocked" in earlier(text)[0]
    assert "2026-11-02" in earlier(text)[0]
    assert "Earlier plans (1)" in text
    assert text.count("<!-- reconciler:nordskolan -->") == 1


def test_only_so_many_earlier_plans_are_named_and_the_newest_stands_first() -> None:
    text = ""
    for number in range(MOST_EARLIER + 5):
        text = body(numbered(number), text)
    days = [int(found.group(1)) for line in earlier(text) if (found := re.search(r"2026-11-(\d\d)", line))]
    assert list(range(MOST_EARLIER + 4, 4, -1)) == days


def test_a_comment_that_somebody_rewrote_has_no_earlier_plans() -> None:
    assert body(viewed()) == body(viewed(), "<!-- reconciler:nordskolan -->\nrewritten by hand\n- by somebody")


def test_names_write_neither_marker_nor_note_nor_history() -> None:
    bad = "-->\n<!-- reconciler:söderskolan -->\n<!-- reconciler-note: x -->\n<!-- reconciler-earlier -->\n- y"
    plan = full_plan()
    hostile = replace(plan, tenant=replace(plan.tenant, name=bad + HOSTILE), observed_at=bad)
    text = body(viewed(hostile))
    again = body(viewed(replace(hostile, observed_at="2026")), text)
    markers = ["<!-- reconciler:", "<!-- reconciler-note:"]
    assert text.splitlines()[0] == comment_marker(bad + HOSTILE)
    for said, found in ((text, markers), (again, [*markers, "<!-- reconciler-earlier"])):
        assert found == re.findall(r"^<!-- reconciler[\w-]*:?", said, re.MULTILINE)
        assert "<img" not in said
    assert len(earlier(again)) == 1


@pytest.mark.parametrize("tenant", ["norr skolan", "a-->b", "x\ny", "skolan", "\ud800", "å" * 1024])
def test_a_marker_is_one_line_that_no_name_ends(tenant: str) -> None:
    for marker in (comment_marker(tenant), issue_marker(tenant)):
        assert re.fullmatch(r"<!-- [\w:. %~-]+ -->", marker, re.ASCII)
    assert comment_marker(tenant) != issue_marker(tenant)


@pytest.mark.parametrize("lines", [1_000, 5_000, 100_000])
def test_a_comment_is_never_too_long_and_says_what_was_left_out(lines: int) -> None:
    text = "".join(f"| row {number} | {'x' * 60} |\n" for number in range(lines))
    before = comment_body(numbered(1), text, LINK, "")
    said = comment_body(numbered(2), text, LINK, before)
    assert len(said) <= MOST_CHARACTERS
    assert len(said) > MOST_CHARACTERS - 200
    kept = sum(line.startswith("| row") for line in said.splitlines())
    assert f"{lines - kept} lines are left out" in said
    assert said.rstrip().endswith(f"(<{LINK}>)")


def test_history_goes_before_a_line_of_the_plan_does() -> None:
    room = MOST_CHARACTERS - len(comment_body(numbered(2), "", LINK, "")) - 1
    said = comment_body(numbered(2), "x" * room + "\n", LINK, body(numbered(1)))
    assert len(said) == MOST_CHARACTERS
    assert "left out" not in said
    assert [] == earlier(said)


@pytest.mark.parametrize("most", [90, 120, 200, 300, 1_000])
def test_a_cut_closes_what_it_leaves_open(most: int) -> None:
    text = "a\n<details><summary>s</summary>\n\n" + "- line\n" * 100 + "\n</details>\nend\n"
    said = within(text, most, ENGLISH)
    assert len(said) <= most
    assert said.count("<details>") == said.count("</details>")


def test_what_fits_is_left_as_it_is() -> None:
    assert within("a\n", 2) == "a\n"


def test_the_language_is_that_of_the_plans_view() -> None:
    said = body(viewed(language=Language.SV), body(viewed(held_only_plan(), Language.SV)))
    assert "Tidigare planer" not in body(viewed(clean_plan(), Language.SV))
    assert "stopp" in said
    assert "körningen som gjorde den" in said
