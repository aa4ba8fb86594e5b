"""The pages of the documentation, and what can be found in them."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_FENCE = re.compile(r"^(```+)(\w*)[^\n]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


@cache
def pages() -> tuple[Path, ...]:
    """Every page that people read: those of `docs/`, and the README, changelog and license around them."""
    return (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")))


def shown(page: Path) -> str:
    """A page's path below the repository's root."""
    return page.relative_to(ROOT).as_posix()


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _FENCE.sub("", text)


def blocks(text: str, *kinds: str) -> Iterator[str]:
    """The contents of the fenced blocks of these kinds."""
    return (body for _, kind, body in _FENCE.findall(text) if kind in kinds)
