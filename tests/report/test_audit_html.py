"""The audit as one page: it asks for nothing, and shows names without being steered by them."""

from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from reconciler.model.entities import Language
from reconciler.report.audit_html import Origins, audit_html
from reconciler.report.audit_tables import tables
from reconciler.report.messages.audit_phrases import audit_phrases
from tests.report.audits import DIGEST, HOSTILE, entries, entry, history

Golden = Callable[[str, str], None]
MADE = Origins("nordskolan", "dir:/ledger", "2026-11-22T12:00:00Z", 12, DIGEST)
EMPTY = ("meta", "link", "img", "br", "hr", "input")


def page(language: Language = Language.EN, name: str = "Svenska 2", origins: Origins = MADE) -> str:
    say = audit_phrases(language)
    changes = entries() if name == "Svenska 2" else (entry(title=name, author=name),)
    return audit_html(origins, tables(history(name), changes, say, named=True), say)


class Page(HTMLParser):
    """Elements with their attributes, and whether each that begins also ends, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("language", Language)
def test_the_page_is_as_accepted(language: Language, golden: Golden) -> None:
    golden(f"audit-{language}.html", page(language))


@pytest.mark.parametrize("text", [page(), page(name=HOSTILE), page(Language.SV)])
def test_the_page_is_whole_and_asks_for_nothing(text: str) -> None:
    read = Page(text)
    assert [] == read.open
    assert set() == {"script", "link", "img", "iframe", "object", "form", "base"} & {tag for tag, _ in read.elements}
    addresses = [value for _, told in read.elements for key, value in told.items() if key in ("href", "src", "action")]
    assert addresses
    assert all(address and address.startswith("#") for address in addresses)
    assert not any(key.startswith("on") for _, told in read.elements for key in told)
    assert "url(" not in text
    assert "@import" not in text


def test_a_page_forbids_what_it_does_not_need() -> None:
    policies = [told["content"] for tag, told in Page(page()).elements if told.get("http-equiv")]
    assert ["default-src 'none'; style-src 'unsafe-inline'"] == policies


def test_names_show_as_they_are_and_do_nothing() -> None:
    text = page(name=HOSTILE)
    assert "<script>" not in text
    assert "\u202e" not in text
    assert any("<script>alert(1)</script>\\n\\u202ep" in part for part in Page(text).text)


def test_equal_input_gives_equal_bytes() -> None:
    assert page() == page()


def test_a_ledger_without_records_says_so() -> None:
    assert "Nothing recorded." in page(origins=Origins("n", "dir:/x", "2026-11-22T12:00:00Z", 0, None))
