"""The page of a plan: it stands alone, says what the comment says, and names in it are text."""

import json
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model.change import Hold
from reconciler.model.entities import Language
from reconciler.model.forecast import BookRef
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_bytes
from reconciler.report.html import findings_html, lines_html, plan_html
from reconciler.report.messages.phrases import ENGLISH
from reconciler.report.view import plan_view
from tests.report.plans import HOSTILE, RULES, SVENSKA, finding, full_plan, hostile_plan

VOID = {"meta", "br"}
OURS = {"html", "head", "title", "style", "body", "header", "main", "section", "footer", "div", "details", "summary"}
OURS |= {"h1", "h2", "p", "span", "strong", "code", "ul", "li", "dl", "dt", "dd"} | VOID
OURS |= {"table", "caption", "thead", "tbody", "tr", "th", "td"}


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= set(attrs)
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def page(plan: Plan) -> Page:
    """The plan's page, parsed."""
    return Page(plan_html(plan_view(json.loads(plan_bytes(plan, "0.0.0"))), RULES))


def test_a_page_says_verdict_sentence_changes_decisions_tokens_drift_and_where_it_comes_from() -> None:
    text = page(full_plan()).text
    parts = ("blocked", "seats coming back: 0", "42 → 42 … 14", "To decide", "VPP tokens", "Changed outside git")
    places = [text.index(part) for part in (*parts, "Not checked", "Unmanaged", "commit 1a2b3c")]
    assert sorted(places) == places


def test_a_page_asks_for_nothing() -> None:
    names = {name for name, _ in page(full_plan()).attributes}
    assert set() == names & {"src", "href", "srcset", "action", "style", "onclick", "onload"}
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page(full_plan()).attributes


def test_a_page_is_well_formed_and_has_headings_in_order() -> None:
    parsed = page(full_plan())
    assert [] == parsed.open
    assert set() == set(parsed.tags) - OURS
    assert ["h1", *["h2"] * 5] == [tag for tag in parsed.tags if tag in ("h1", "h2", "h3")]


def test_a_page_of_findings_and_one_of_lines_show_names_as_text() -> None:
    told = Page(findings_html([finding("VPP307", "X", "error", HOSTILE, HOSTILE)], RULES, ENGLISH))
    lines = Page(lines_html("Receipt", [HOSTILE], ENGLISH))
    for parsed in (told, lines):
        assert set() == set(parsed.tags) - OURS
        assert "<img src=x>" in parsed.text
        assert "\u202e" not in parsed.text


def test_a_page_names_its_language() -> None:
    view = plan_view(json.loads(plan_bytes(full_plan(), "0.0.0")), Language.SV)
    assert ("lang", "sv") in Page(plan_html(view, RULES)).attributes


@settings(max_examples=40, deadline=None)
@given(name=st.one_of(st.text(), st.sampled_from(["</style><script>", "<!--", "&lt;b&gt;", '" onload="x', "{{ 7 }}"])))
def test_no_name_becomes_a_tag_or_an_attribute(name: str) -> None:
    plan = hostile_plan()
    one = replace(plan.changes[0], book=BookRef(SVENSKA.id, name, name), held=Hold("VPP401", name, name))
    told = tuple(replace(old, message=name, subject=name, remedy=name, severity=name) for old in plan.findings)
    hostile = page(replace(plan, tenant=replace(plan.tenant, name=name), changes=(one,), findings=told))
    kept = {attribute for attribute in hostile.attributes if attribute[0] != "class"}
    assert page(full_plan()).attributes >= kept
    assert set() == set(hostile.tags) - OURS
    assert [] == hostile.open
