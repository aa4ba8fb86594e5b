"""The site: whole pages that ask for nothing, say the same in both languages, and are not steered by names."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from reconciler import __version__
from reconciler.model.audit import Fault, Recorded, SeatCount, Signatures, Verification
from reconciler.model.entities import Language
from reconciler.model.plan_file import plan_bytes
from reconciler.model.record import RecordKind
from reconciler.model.status import Status
from reconciler.report.messages.findings import in_language
from reconciler.report.messages.plans import plan_in_language
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.site.assignments import MOST_GROUPS, assignment_table
from reconciler.report.site.charts import Due, bar, calendar, trend
from reconciler.report.site.pages import Told, pages
from reconciler.report.site.status import status_html
from reconciler.report.view import plan_view
from tests.report.audits import DIGEST, HOSTILE, entries, entry, history
from tests.report.plans import full_plan, hostile_plan
from tests.report.statuses import NOW, book, empty, group, status
from tests.report.test_audit_html import Page

Golden = Callable[[str, str], None]
FILES = ("index.html", "plan.html", "seats.html", "tokens.html", "audit.html")
SAY = site_phrases(Language.EN)


def told(of: Status, name: str = "Svenska 2", language: Language = Language.EN) -> Told:
    plan = full_plan() if name == "Svenska 2" else hostile_plan()
    records = tuple(
        Recorded(n, RecordKind.OBSERVATION, NOW - timedelta(days=20 - n), DIGEST, None, {}) for n in range(1, 13)
    )
    changes = entries() if name == "Svenska 2" else (entry(title=name, group_name=name, author=name),)
    return Told(
        status=of,
        plan=plan_view(json.loads(plan_bytes(plan_in_language(plan, language), __version__)), language),
        history=replace(history(name), entries=changes),
        verification=Verification(12, DIGEST, NOW, None, Signatures(2, 1)),
        records=records,
        ledger="dir:.reconciler/ledger",
        named=True,
        made=NOW,
        version=__version__,
    )


def site(language: Language = Language.EN, name: str = "Svenska 2") -> dict[str, str]:
    of = status(name)
    spoken = replace(of, findings=tuple(in_language(one, language) for one in of.findings))
    return pages(told(spoken, name, language), rules_in(language), site_phrases(language))


ALL = [(file, text) for text_of in (site(), site(Language.SV), site(name=HOSTILE)) for file, text in text_of.items()]
ALL.append(("status.html", status_html(status(), __version__, rules_in(Language.EN), SAY)))


def test_there_are_these_pages_and_no_other() -> None:
    assert FILES == tuple(site())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("file", FILES)
def test_a_page_is_as_accepted(language: Language, file: str, golden: Golden) -> None:
    text = re.sub(r"<(style|script)>.*?</\1>|sha256-[A-Za-z0-9+/=]*", "", site(language)[file], flags=re.DOTALL)
    golden(f"site-{language}-{file}", text.replace(__version__, "VERSION"))


def test_equal_input_gives_equal_bytes() -> None:
    assert site() == site()


@pytest.mark.parametrize(("file", "text"), ALL)
def test_a_page_is_whole_and_asks_for_nothing(file: str, text: str) -> None:
    read = Page(_without_svg(text))
    assert [] == read.open
    addresses = [value for _, has in read.elements for key, value in has.items() if key in ("href", "src", "action")]
    assert {"data:,"} == {one for one in addresses if one and not one.startswith("#") and one not in FILES}
    assert not any(key.startswith("on") or key == "style" for _, has in read.elements for key in has)
    assert "url(" not in text
    assert "@import" not in text
    assert 1 == len(re.findall("<script", text))


@pytest.mark.parametrize(("file", "text"), ALL)
def test_every_picture_is_drawn_well_and_hidden_or_named(file: str, text: str) -> None:
    for picture in re.findall(r"<svg.*?</svg>", text, re.DOTALL):
        drawn = ElementTree.fromstring(picture)
        assert drawn.get("aria-hidden") == "true" or (drawn.get("role") == "img" and drawn.get("aria-label"))


@pytest.mark.parametrize(("file", "text"), ALL)
def test_a_page_can_be_read_without_eyes(file: str, text: str) -> None:
    read = Page(_without_svg(text))
    tags = [tag for tag, _ in read.elements]
    ids = [has["id"] for _, has in read.elements if "id" in has]
    assert len(ids) == len(set(ids))
    assert 1 == tags.count("h1") == tags.count("main")
    assert tags.count("table") == tags.count("caption")
    assert "#main" == next(has["href"] for tag, has in read.elements if tag == "a")
    for reference in ("for", "aria-labelledby"):
        assert {has[reference] for _, has in read.elements if reference in has} <= set(ids)
    anchors = {has["href"] for tag, has in read.elements if tag == "a" and str(has["href"]).startswith("#")}
    assert anchors <= {f"#{one}" for one in ids}


@pytest.mark.parametrize(("file", "text"), ALL)
def test_a_browser_may_run_this_script_and_style_and_nothing_else(file: str, text: str) -> None:
    policy = next(has["content"] for tag, has in Page(_without_svg(text)).elements if has.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        [inside] = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_names_show_as_they_are_and_do_nothing() -> None:
    for text in site(name=HOSTILE).values():
        assert "<script>alert" not in text
        assert "\u202e" not in text
    assert any(
        "<script>alert(1)</script>" in part for part in Page(_without_svg(site(name=HOSTILE)["seats.html"])).text
    )


def test_both_languages_say_the_same_in_other_words() -> None:
    english, swedish = site(), site(Language.SV)
    for file in FILES:
        shape = [[tag for tag, _ in Page(_without_svg(text[file])).elements] for text in (english, swedish)]
        assert shape[0] == shape[1]
        assert '<html lang="sv">' in swedish[file]
    assert "Hoppa till innehållet" in swedish["index.html"]


def test_a_ledger_that_does_not_hold_is_said_first() -> None:
    broken = Verification(3, None, None, Fault(4, "00000004-receipt.json", "its digest is another"), Signatures())
    text = pages(replace(told(status()), verification=broken), rules_in(Language.EN), SAY)["audit.html"]
    assert '<p class="verdict error">The chain does not hold. First bad file: 00000004-receipt.json' in text


def test_actors_are_not_named_where_the_policy_wants_none() -> None:
    text = pages(replace(told(status()), named=False), rules_in(Language.EN), SAY)["audit.html"]
    assert "bo@norr.example" in site()["audit.html"]
    assert "bo@norr.example" not in text


def test_a_tenant_with_nothing_in_it_has_pages_all_the_same() -> None:
    for text in pages(told(empty()), rules_in(Language.EN), SAY).values():
        assert [] == Page(_without_svg(text)).open


def test_with_many_groups_the_matrix_becomes_lists() -> None:
    few = assignment_table([book(1, "B", 9, 1, status().figures.books[0].mark, group(1, "required"))], SAY)
    many = tuple(replace(group(1, "available"), id=f"g{n}", name=f"G{n}") for n in range(MOST_GROUPS + 1))  # type: ignore[arg-type]
    long = assignment_table([book(1, "B", 9, 1, status().figures.books[0].mark, *many)], SAY)
    assert ["Book", "Klass 9A"] == [column.label for column in few.columns]
    assert ["Book", "Token", "Groups"] == [column.label for column in long.columns]
    assert "G0: available; G1: available" in long.rows[0].cells[2].text


def count(day: int, used: int | None, total: int | None = 10) -> SeatCount:
    return SeatCount(f"2026-11-{day:02}T00:00:00Z", day, "b", "B", used, total)


def test_a_trend_steps_from_one_count_to_the_next_and_says_so() -> None:
    line = trend([count(1, 0), count(11, None), count(21, 10)], SAY)
    assert line is not None
    assert "3.0,25.0 117.0,25.0 117.0,3.0" == line.used
    assert ("117.0", "3.0") == line.end
    assert "0 → 10 since 2026-11-01" == line.label


def test_a_trend_that_ends_where_it_began_says_one_number() -> None:
    assert "4 since 2026-11-01" == trend([count(1, 4), count(3, 4)], SAY).label  # type: ignore[union-attr]


def test_one_count_makes_no_trend() -> None:
    assert None is trend([count(1, 3)], SAY)
    assert None is trend([count(1, None), count(2, 3)], SAY)


@pytest.mark.parametrize(
    ("expected", "used", "total"), [("50.0", 5, 10), ("100.0", 12, 10), (None, 5, None), (None, None, 5), (None, 0, 0)]
)
def test_a_bar_is_a_share_and_never_longer_than_the_whole(
    expected: str | None, used: int | None, total: int | None
) -> None:
    drawn = bar(used, total, "", SAY)
    assert expected == (drawn.width if drawn else None)


def test_a_calendar_keeps_dates_within_its_line() -> None:
    dues = [Due(f"t{days}", NOW + timedelta(days=days), "") for days in (-30, 10, 5000)]
    drawn = calendar(dues, NOW, SAY)
    assert drawn is not None
    places = [float(one.x) for one in drawn.expiries]
    assert (10.0, 990.0) == (places[0], places[2])
    assert ["start", "start", "end"] == [one.anchor for one in drawn.expiries]
    assert ["2026-11", "2027-12"] == [drawn.ticks[0].label, drawn.ticks[-1].label]
    assert None is calendar([], NOW, SAY)


def test_a_calendar_that_begins_in_december_goes_on_in_january() -> None:
    drawn = calendar([Due("t", NOW, "")], datetime(2026, 12, 31, tzinfo=UTC), SAY, months=2)
    assert drawn is not None
    assert ["2026-12", "2027-01", "2027-02"] == [tick.label for tick in drawn.ticks]


def _without_svg(text: str) -> str:
    """The page as HTML elements only: those of pictures close themselves, and are read as XML."""
    return re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
