"""Every link of the documentation leads somewhere, and every page can be reached."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.cli.reference.markdown import anchor
from tests.docs.pages import DOCS, ROOT, pages, prose, shown

_LINK = re.compile(r"\[(?:[^\]\\]|\\.)*\]\(([^)\s]+)\)")
_OUTSIDE = ("http://", "https://", "mailto:")


def links(page: Path) -> Iterator[str]:
    """The links of a page that stay in the repository."""
    text = re.sub(r"`[^`\n]*`", "", prose(page.read_text("utf-8")))
    return (link for link in _LINK.findall(text) if not link.startswith(_OUTSIDE))


def target(page: Path, link: str) -> Path:
    """The file that a link of a page names."""
    path = link.partition("#")[0]
    return (page.parent / path).resolve() if path else page


def leads_to(file: Path) -> list[Path]:
    """A file, or all pages in a folder."""
    return sorted(file.glob("*.md")) if file.is_dir() else [file]


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings; the second of one name has `-1` behind it, and so on."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.*)$", prose(page.read_text("utf-8")), re.MULTILINE):
        name = anchor(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading))
        found.append(f"{name}-{found.count(name)}" if name in found else name)
    return set(found)


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_every_link_of_a_page_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    for link in links(page):
        file = target(page, link)
        assert file.exists(), link
        heading = link.partition("#")[2]
        assert not heading or heading in anchors(file), f"{link}: {sorted(anchors(file))}"


def test_every_page_can_be_reached_from_the_first_one() -> None:
    reached, to_read = {DOCS / "README.md"}, [DOCS / "README.md"]
    while to_read:
        page = to_read.pop()
        found = {file for link in links(page) for file in leads_to(target(page, link))} - reached
        reached |= found
        to_read += [file for file in found if file.suffix == ".md" and file.is_file()]
    assert [] == [shown(page) for page in pages() if page not in reached and page != ROOT / "README.md"]


def test_the_readme_leads_to_the_first_page() -> None:
    assert DOCS / "README.md" in {target(ROOT / "README.md", link) for link in links(ROOT / "README.md")}
