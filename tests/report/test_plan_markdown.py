"""The comment on a pull request: what it says, in which order, how long it may be, and names that try to break out."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reconciler.model.catalogue import ALL
from reconciler.model.change import Action, Change, GroupTarget, Hold
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.forecast import BookRef, Seats
from reconciler.model.ids import BookId, GroupId, assignment_id
from reconciler.model.plan import Plan, Unmanaged, Verdict
from reconciler.model.plan_file import plan_bytes
from reconciler.model.position import Position
from reconciler.report.comment import comment_body
from reconciler.report.markdown import plan_markdown
from reconciler.report.messages.findings import in_language
from reconciler.report.view import PlanView, plan_view
from tests.report.plans import (
    ATLAS,
    KLASS_9A,
    LÄRARE,
    MATTE,
    RULES,
    SVENSKA,
    change,
    clean_plan,
    finding,
    forecast,
    full_plan,
    held_only_plan,
    hostile_plan,
    summary,
)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TITLES = ("To decide", "VPP tokens", "Changed outside git", "Not checked", "Findings, in detail", "Unmanaged")
GITHUB_TAKES = 65_536
STEERING = st.sampled_from("|<>@#[]()`*_~!%&:/.-+=\\\n\r\t\x00\x1b\u202e\u2066\u2028 aw1h\"'").map(str)
NAMES = st.one_of(
    st.text(max_size=60),
    st.lists(STEERING, max_size=60).map("".join),
    st.sampled_from(["</details>", "<!-- x", "| a | b |", "@org/team", "GH-12", "![x](y)", "# h", "---", "www.x.se"]),
)


def view_of(plan: Plan, language: Language = Language.EN) -> PlanView:
    """The view of the plan's file, the way every command takes."""
    return plan_view(json.loads(plan_bytes(plan, "0.0.0")), language)


def comment(plan: Plan) -> str:
    """The plan as Markdown."""
    return plan_markdown(view_of(plan), RULES)


def sentence(plan: Plan) -> str:
    """The one sentence below the verdict."""
    return next(line for line in comment(plan).splitlines() if "seats coming back" in line)


def removed(group: GroupTarget = KLASS_9A, **more: object) -> Finding:
    """The finding about a removal, by its rule, as a plan file has it."""
    found = ALL["VPP317"].found(None, "x", book="Atlas", group=group.display_name, **more)  # type: ignore[arg-type]
    return replace(found, params=(), variant="")


# What it says


def test_its_parts_come_in_the_order_in_which_a_reviewer_decides() -> None:
    text = comment(full_plan())
    places = [text.index(title) for title in ("blocked", "seats coming back: 0", "| Book |", *TITLES, "Plan `sha256:")]
    assert sorted(places) == places


def test_nothing_to_change_is_one_line() -> None:
    text = comment(clean_plan())
    assert 1 == len(text.splitlines())
    assert "No changes" in text


def test_nothing_to_change_with_something_to_say_is_more_than_a_line() -> None:
    told = finding("VPP110", "TOKEN-EXPIRING", "warning", 'token "a" expires in 3 days.', "Renew it.")
    text = comment(replace(clean_plan(), summary=summary(Verdict.ATTENTION), findings=(told,)))
    assert "No changes" in text
    assert "expires in 3 days" in text.split("#### VPP tokens")[1]


def test_the_sentence_counts_books_groups_and_seats() -> None:
    assert "1 VPP token, 3 books, 2 groups, **5 … 33 new seats used for good" in sentence(full_plan())
    assert "**seats coming back: 0**" in sentence(full_plan())


def test_what_is_only_reported_is_not_counted() -> None:
    reported = replace(change(Action.CREATE, ATLAS, LÄRARE, None, "available"), held=Hold(None, "mode observe", ""))
    plan = replace(clean_plan(), changes=(reported,))
    assert sentence(plan).startswith("0 books, 0 groups")


def test_seats_of_a_plan_that_holds_everything_are_said_to_depend_on_it() -> None:
    assert "5 new seats used for good (only if what is held is released)" in sentence(held_only_plan())


@pytest.mark.parametrize("language", list(Language))
def test_users_who_lose_an_offer_are_added_up_from_the_findings(language: Language) -> None:
    rule, numbers = ALL["VPP317"], {"a": 5, "b": 1}
    both = [rule.found(None, "x", book="A: up to 99 users", group=name, users=n) for name, n in numbers.items()]
    told = tuple(replace(in_language(one, language), params=(), variant="") for one in both)
    deletes = tuple(change(Action.DELETE, ATLAS, group, "available", None) for group in (KLASS_9A, LÄRARE))
    assert "up to 6 users lose an offer" in sentence(replace(clean_plan(), changes=deletes, findings=told))


def test_an_unknown_number_of_users_is_not_zero() -> None:
    delete = change(Action.DELETE, ATLAS, KLASS_9A, "available", None)
    unknown = ALL["VPP317"].found(None, "x", variant="unknown", book="Atlas", group="9A", users=0)
    for findings in ((unknown,), (), (removed(users=3), unknown)):
        assert "nobody knows how many users" in sentence(replace(clean_plan(), changes=(delete,), findings=findings))


def test_without_a_removal_nobody_loses_an_offer() -> None:
    assert "0 users lose an offer" in sentence(held_only_plan())


def test_a_row_tells_book_change_readers_free_seats_and_range() -> None:
    assert '| Svenska 2 | create "Klass 9A": available | 28 | 42 → 42 … 14 | 0 … 28 |' in comment(full_plan())


def test_free_seats_that_do_not_suffice_are_0_and_short() -> None:
    short = replace(forecast(MATTE, 58, 60, 64), short=Seats(4, 0))
    one = replace(change(Action.CREATE, MATTE, KLASS_9A, None, "required"), seats=Seats(6, 2))
    assert "| 2 → 0, 0 … 4 short | 2 … 6 |" in comment(replace(clean_plan(), changes=(one,), forecast=(short,)))


def test_a_decision_stands_once_with_its_place_and_all_that_it_holds() -> None:
    error = replace(finding("VPP109", "TOKEN-EXPIRED", "error", "token expired.", "Renew it.", 3), subject="norrskolan")
    hold = Hold("VPP109", "token expired.", "Renew it.")
    groups = [GroupTarget(GroupId(f"5b0c0000-0000-0000-0000-{n:012}"), f"Klass {n}") for n in range(9)]
    changes = tuple(replace(change(Action.CREATE, SVENSKA, one, None, "required"), held=hold) for one in groups)
    text = comment(replace(clean_plan(), changes=changes, findings=(error,)))
    [line] = [line for line in text.splitlines() if "token expired." in line]
    assert line.startswith("- **error VPP109** `desired-state/books.yaml:3:9`: token expired.")
    assert '"Svenska 2" → "Klass 4" and 4 more.' in line
    assert "To be decided, see there: norrskolan (VPP109)" in text


def test_a_hold_that_no_finding_repeats_is_to_be_decided_too() -> None:
    held = replace(change(Action.CREATE, MATTE, KLASS_9A, None, "required"), held=Hold("VPP999", "New.", "Look."))
    assert "- **guard VPP999** `desired-state/books.yaml:11:9`: New. Look." in comment(
        replace(clean_plan(), changes=(held,))
    )


def test_an_accepted_guard_is_told_and_needs_no_decision() -> None:
    decide, details = comment(full_plan()).split("#### VPP tokens")
    assert "VPP313" not in decide
    assert "Accepted: Whole year, order 2026-118" in details


@pytest.mark.parametrize(
    ("expected", "read"),
    [
        ("Read when the plan was made", "2026-11-22T12:00:00Z"),
        ("Read 2 seconds before", "2026-11-22T11:59:58Z"),
        ("Read 5 minutes before", "2026-11-22T11:55:00Z"),
        ("Read 47 hours before", "2026-11-20T13:00:00Z"),
        ("Read 3 days before", "2026-11-19T11:00:00Z"),
        ("Read when the plan was made", "yesterday"),
    ],
)
def test_the_age_of_what_is_known_of_tokens_is_said(expected: str, read: str) -> None:
    assert expected in comment(replace(held_only_plan(), observed_at=read))


def test_a_token_without_remark_is_named_and_one_with_a_remark_is_not_called_healthy() -> None:
    told = replace(
        finding("VPP124", "TOKEN-SYNC-STALE", "warning", "synced 4 days ago.", "Sync."), subject="norrskolan"
    )
    text = comment(replace(full_plan(), findings=(told,)))
    assert "No remark on state, expiry or last sync: söderskolan\n" in text


# How long it may be


def large_plan(count: int) -> Plan:
    """So many changes with everything around them; each third is held, each seventh takes something away."""
    books = [BookRef(BookId(f"3f1c0000-0000-0000-0001-{n:012}"), f"Bok {n}", "norrskolan") for n in range(count)]
    changes = tuple(_large_change(n, book) for n, book in enumerate(books))
    told = tuple(
        finding("VPP401", "X", "guard", f"5 seats of Bok {n}.", "Write seatCap: 5.", n) for n in range(0, count, 3)
    )
    infos = tuple(finding("VPP314", "Y", "info", f"info {n}: {'ö' * 200}", "", n + 1) for n in range(count))
    warnings = tuple(finding("VPP316", "Z", "warning", f"warning {n}.", "", n + 1) for n in range(50))
    return replace(
        full_plan(),
        changes=changes,
        findings=told + infos + warnings,
        forecast=tuple(forecast(book, 10, 10, 15) for book in books),
        unmanaged=tuple(Unmanaged(book, "group", None, "Bibliotek", "available") for book in books),
    )


def _large_change(n: int, book: BookRef) -> Change:
    if n % 7 == 0:
        return change(Action.DELETE, book, KLASS_9A, "available", None)
    one = replace(change(Action.CREATE, book, KLASS_9A, None, "required"), seats=Seats(5, 0))
    hold = Hold("VPP401", f"5 seats of Bok {n}.", "Write seatCap: 5.") if n % 3 == 0 else None
    return replace(one, held=hold, position=Position("desired-state/books.yaml", n, 9) if n else None)


@pytest.mark.parametrize("count", [0, 1, 26, 150, 400, 5_000])
def test_it_is_never_longer_than_a_service_takes(count: int) -> None:
    text = comment(large_plan(count))
    assert len(text.encode("utf-8")) < GITHUB_TAKES
    assert len(text.encode("utf-16-le")) // 2 < GITHUB_TAKES


def test_with_5000_changes_verdict_decisions_and_footer_stay_and_what_is_left_out_is_said() -> None:
    text = comment(large_plan(5_000))
    for part in ("blocked", "seats coming back: 0", "#### To decide", "Bok 3.", "| Book |", "Plan `sha256:"):
        assert part in text
    assert "Too long to be shown whole. Left out: More to decide " in text
    assert text.count("<details>") == text.count("</details>")
    assert text.rstrip().splitlines()[-1].startswith("Plan `sha256:")


def test_the_harmless_end_is_left_out_first() -> None:
    text = comment(large_plan(150))
    assert all(f"5 seats of Bok {n}." in text for n in range(0, 150, 3))
    assert all(f"warning {n}." in text for n in range(50))
    assert "info 0:" in text
    assert "info 149:" not in text
    assert "Left out: Findings, in detail " in text


def test_the_numbers_that_are_left_out_and_shown_add_up() -> None:
    text = comment(large_plan(5_000))
    left_out = re.search(r"More changes (\d+)[.,]", text)
    rows = sum(token.type == "tr_open" for token in MARKDOWN.parse(text)) - 2
    assert left_out is not None
    assert 5_000 == rows + int(left_out.group(1))


def test_what_stands_around_it_does_not_make_a_long_one_lose_its_end() -> None:
    view = view_of(large_plan(5_000))
    body = comment_body(view, plan_markdown(view, RULES), "https://ci.example/runs/118", "")
    assert len(body.encode()) < GITHUB_TAKES
    assert "valid until" in body


def test_names_as_long_as_they_may_be_do_not_make_it_too_long() -> None:
    name = "|" * 1_024
    group = GroupTarget(KLASS_9A.id, name)
    one = replace(change(Action.CREATE, SVENSKA, group, None, "available"), held=Hold("VPP401", name, name))
    books = [BookRef(BookId(f"{n}"), name, name) for n in range(500)]
    changes = tuple(replace(one, id=assignment_id(book.id, group.id), book=book) for book in books)
    told = finding("VPP401", "X", "guard", name, name, 1)
    plan = replace(hostile_plan(), changes=changes, findings=(told,) * 500)
    assert len(comment(plan).encode()) < GITHUB_TAKES


# Names that try to break out


def inline(text: str) -> list[Token]:
    """What stands inside of paragraphs, cells and items."""
    return [child for token in MARKDOWN.parse(text) for child in token.children or []]


def assert_nothing_started(text: str) -> None:
    """No name has become anything but text: the document has the parts that the template gives it, and no more."""
    tokens = MARKDOWN.parse(text)
    assert {"h3", "h4"} >= {token.tag for token in tokens if token.type == "heading_open"}
    assert not {token.type for token in inline(text)} & {"link_open", "image", "html_inline", "s_open"}
    assert {"left out"} >= {"left out" for token in inline(text) if token.type == "em_open"}
    blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert all(block.startswith("<details><summary>") or block == "</details>" for block in blocks)
    assert not {"code_block", "fence", "ordered_list_open"} & {token.type for token in tokens}
    rows = sum(token.type == "tr_open" for token in tokens)
    assert 5 * rows == sum(token.type in ("td_open", "th_open") for token in tokens)


def test_names_in_the_comment_start_nothing() -> None:
    text = comment(hostile_plan())
    assert_nothing_started(text)
    assert not [one for one in inline(text) if one.type == "code_inline" and "evil" in one.content]
    for reference in ("@", "http:", "www.", "\u202e"):
        assert reference not in text


@settings(max_examples=60, deadline=None)
@given(title=NAMES, group=NAMES, text=NAMES, tenant=NAMES, place=NAMES)
def test_no_name_becomes_a_link_html_a_mention_or_a_cell(
    title: str, group: str, text: str, tenant: str, place: str
) -> None:
    hostile = hostile_plan()
    book, target = BookRef(SVENSKA.id, title, title), GroupTarget(KLASS_9A.id, group)
    at = Position(place.replace("\n", " ") or "x", 1, 1)
    one = replace(hostile.changes[0], book=book, target=target, held=Hold("VPP401", text, text), position=at)
    told = tuple(replace(old, message=text, remedy=text, subject=title, position=at) for old in hostile.findings)
    about = replace(told[0], rule="VPP110", subject=group, position=None)
    plan = replace(
        hostile,
        tenant=replace(hostile.tenant, name=tenant),
        changes=(one, replace(one, id=assignment_id(BookId("x"), target.id), held=None)),
        findings=(*told, about),
        unmanaged=(Unmanaged(book, "group", None, group, text), Unmanaged(book, text, None, None, title)),
    )
    assert_nothing_started(comment(plan))
