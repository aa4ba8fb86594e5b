"""The site in a real browser: it shows, complains of nothing, asks for nothing, sorts, filters, and can be read by all.

Skipped where there is no Chromium (on Debian: apt install chromium).
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reconciler import __version__
from reconciler.model.entities import Language
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.site.status import status_html
from tests.browser.chromium import Page, chromium, find_chromium
from tests.report.audits import HOSTILE
from tests.report.statuses import status
from tests.report.test_site import FILES, site

PROGRAM = find_chromium()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium here (on Debian: apt install chromium)")
PAGES = (*FILES, "status.html")
SCHEMES = ("light", "dark")

CONTRAST = """
(() => {
  const channel = (part) => { part /= 255; return part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
  const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const behind = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const [r, g, b, alpha = 1] = parse(getComputedStyle(one).backgroundColor);
      if (alpha === 1 && r !== undefined) return [r, g, b];
    }
    return null;
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, element = node.parentElement;
    if (!node.textContent.trim() || ["SCRIPT", "STYLE"].includes(element.tagName)) continue;
    if (!element.checkVisibility()) continue;
    const style = getComputedStyle(element), back = behind(element);
    const ink = parse(element instanceof SVGElement ? style.fill : style.color);
    const [one, other] = [light(ink), light(back)];
    const ratio = (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
    const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
    const least = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    texts.push({ text: node.textContent.trim().slice(0, 40), ratio, least });
  }
  return texts;
})()
"""
FOCUS = """
(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  const where = [...document.querySelectorAll("*")].indexOf(at);
  return { tag: at.tagName, where, outline: style.outlineStyle, width: box.width };
})()
"""
REACHABLE = """
[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility())
  .map((one) => [...document.querySelectorAll("*")].indexOf(one))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in both languages, that of a tenant with hostile names, and the status as one page."""
    root = tmp_path_factory.mktemp("site")
    shown = {"en": site(), "sv": site(Language.SV), "hostile": site(name=HOSTILE)}
    for name, pages in shown.items():
        (root / name).mkdir()
        language = Language.SV if name == "sv" else Language.EN
        single = status_html(status(), __version__, rules_in(language), site_phrases(language))
        for file, text in {**pages, "status.html": single}.items():
            (root / name / file).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """One tab for all tests: each opens what it looks at."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile, chromium(PROGRAM, Path(profile)) as tab:
        tab.look()
        yield tab


def address(folder: Path, file: str, name: str = "en") -> str:
    return (folder / name / file).as_uri()


@pytest.mark.parametrize("name", ["en", "sv", "hostile"])
@pytest.mark.parametrize("file", PAGES)
def test_a_page_shows_and_complains_of_nothing_and_asks_for_nothing(
    page: Page, folder: Path, file: str, name: str
) -> None:
    page.open(address(folder, file, name))
    assert page.run("document.querySelector('h1').getBoundingClientRect().height > 10")
    assert page.run("getComputedStyle(document.body).maxWidth === '1216px'"), "the style is not in force"
    assert page.run("document.querySelectorAll('thead button').length > 0 || !document.querySelector('th[data-sort]')")
    assert [] == page.complaints()
    assert [address(folder, file, name)] == [one for one in page.requested() if not one.startswith("data:")]


def test_what_a_page_tried_to_fetch_would_be_seen(page: Page, folder: Path) -> None:
    page.open(address(folder, "index.html"))
    page.run(
        "new Promise((done) => { const i = new Image(); i.onerror = done; i.src = 'https://evil.example/x.png'; })"
    )
    assert any("evil.example" in one for one in page.complaints())


def test_names_run_nothing(page: Page, folder: Path) -> None:
    for file in PAGES:
        page.open(address(folder, file, "hostile"))
        assert 1 == page.run("document.scripts.length")
        assert 0 == page.run("document.querySelectorAll('img, iframe, base').length")


def test_a_table_sorts_by_size_both_ways_and_says_so(page: Page, folder: Path) -> None:
    page.open(address(folder, "seats.html"))
    used = "[...document.querySelectorAll('#books-table tbody tr')].map((row) => row.cells[2].textContent)"
    press = "document.querySelector('#books-table thead th:nth-child(3) button').click()"
    sort = "document.querySelector('#books-table thead th:nth-child(3)').getAttribute('aria-sort')"
    page.run(press)
    assert ["unknown", "0", "14", "58"] == page.run(used)
    assert "ascending" == page.run(sort)
    page.run(press)
    assert ["58", "14", "0", "unknown"] == page.run(used)
    assert "descending" == page.run(sort)
    page.run("document.querySelector('#books-table thead th:nth-child(1) button').click()")
    assert None is page.run(sort)
    assert "Atlas" in page.run("document.querySelector('#books-table tbody th').textContent")


def test_dates_sort_by_time(page: Page, folder: Path) -> None:
    page.open(address(folder, "tokens.html"))
    page.run("document.querySelector('#tokens-table thead th:nth-child(3) button').click()")
    dates = page.run(
        "[...document.querySelectorAll('#tokens-table tbody tr')].map((row) => row.cells[2].textContent.slice(0, 10))"
    )
    assert ["2026-11-19", "2026-12-13"] == [one for one in dates if one[0].isdigit()]


def test_a_search_leaves_the_rows_that_have_all_words(page: Page, folder: Path) -> None:
    page.open(address(folder, "index.html"))
    shown = "[...document.querySelectorAll('#assignments-table tbody tr')].filter((r) => r.checkVisibility()).length"
    page.run("document.querySelector('#assignments-search').focus()")
    page.type("REQUIRED svenska")
    assert 1 == page.run(shown)
    assert "1 of 3 rows" == page.run("document.querySelector('#assignments output').value")
    page.type(" nobody")
    assert 0 == page.run(shown)
    page.run(
        "const f = document.querySelector('#assignments-search'); f.value = ''; f.dispatchEvent(new Event('input'))"
    )
    assert 3 == page.run(shown)
    assert "" == page.run("document.querySelector('#assignments output').value")


@pytest.mark.parametrize("file", PAGES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page, folder: Path, file: str) -> None:
    page.open(address(folder, file))
    wanted = set(page.run(REACHABLE))
    reached: list[dict[str, Any]] = []
    for _ in range(len(wanted) + 3):
        page.press("Tab")
        at = page.run(FOCUS)
        if at is None or any(at["where"] == one["where"] for one in reached):
            break
        reached.append(at)
    assert wanted == {one["where"] for one in reached}
    assert {"solid"} == {one["outline"] for one in reached}


def test_the_first_tab_leads_past_the_menu(page: Page, folder: Path) -> None:
    page.open(address(folder, "index.html"))
    page.press("Tab")
    assert page.run("document.activeElement.getBoundingClientRect().top >= 0")
    page.press("Enter", "\r")
    assert "main" == page.run("document.activeElement.id")


def test_a_column_is_sorted_by_the_keyboard(page: Page, folder: Path) -> None:
    page.open(address(folder, "seats.html"))
    page.run("document.querySelector('#books-table thead th:nth-child(3) button').focus()")
    page.press("Enter", "\r")
    assert "ascending" == page.run("document.querySelector('#books-table [aria-sort]').getAttribute('aria-sort')")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("file", PAGES)
def test_every_text_can_be_read(page: Page, folder: Path, file: str, scheme: str) -> None:
    page.look(scheme=scheme)
    try:
        page.open(address(folder, file))
        page.run("for (const one of document.querySelectorAll('details')) one.open = true")
        texts = page.run(CONTRAST)
    finally:
        page.look()
    assert len(texts) > 10
    assert [] == [one for one in texts if one["ratio"] < one["least"]]


def test_the_schemes_differ(page: Page, folder: Path) -> None:
    colours = set()
    for scheme in SCHEMES:
        page.look(scheme=scheme)
        page.open(address(folder, "index.html"))
        colours.add(page.run("getComputedStyle(document.body).backgroundColor"))
    page.look()
    assert 2 == len(colours)


@pytest.mark.parametrize("name", ["sv", "hostile"])
@pytest.mark.parametrize("file", PAGES)
def test_a_narrow_screen_scrolls_tables_and_not_the_page(page: Page, folder: Path, file: str, name: str) -> None:
    page.look(width=390, height=800)
    try:
        page.open(address(folder, file, name))
        assert 390 >= page.run("document.documentElement.scrollWidth")
    finally:
        page.look()


@pytest.mark.parametrize("file", PAGES)
def test_a_page_prints_without_what_only_a_screen_needs(page: Page, folder: Path, file: str) -> None:
    page.open(address(folder, file))
    page.call("Emulation.setEmulatedMedia", media="print")
    try:
        hidden = page.run(
            "[...document.querySelectorAll('nav, .search, .skip')].every((one) => !one.checkVisibility())"
        )
        printed = page.call("Page.printToPDF")["data"]
    finally:
        page.call("Emulation.setEmulatedMedia", media="")
    assert hidden
    assert printed.startswith("JVBERi0")  # %PDF-


def test_without_a_script_everything_can_still_be_read(page: Page, folder: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(address(folder, "seats.html"))
        snapshot = page.call("DOMSnapshot.captureSnapshot", computedStyles=["display"])
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)
    assert "Svenska 2" in snapshot["strings"]
    assert "BUTTON" not in snapshot["strings"]
    assert [] == page.complaints()
