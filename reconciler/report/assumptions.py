"""What nobody could verify on a real tenant, read from the page about it. Read `read_assumptions`."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from reconciler.report.lines import Line, Tone

FORMAT_VERSION = "1.0"
_PACKAGE = Path(__file__).parents[1]
_PLACES = (_PACKAGE / "report" / "assumptions.md", _PACKAGE.parent / "docs" / "assumptions.md")
"""In a package as it is installed, and in the repository."""
_ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|")


@dataclass(frozen=True, slots=True)
class Assumption:
    """One fact: what is assumed, what happens if it is otherwise, and where the code copes with that."""

    number: int
    assumed: str
    otherwise: str
    where: str


def read_assumptions() -> tuple[Assumption, ...]:
    """All of them, in the order of the page. Raises FileNotFoundError where the page was left out of the package."""
    page = next((place for place in _PLACES if place.is_file()), _PLACES[0]).read_text("utf-8")
    rows = map(_ROW.fullmatch, page.splitlines())
    return tuple(Assumption(int(row[1]), row[2], row[3], row[4]) for row in rows if row)


def assumption_lines(assumptions: tuple[Assumption, ...]) -> Iterator[Line]:
    """Three lines for each."""
    for one in assumptions:
        yield Line(f"{one.number}. {one.assumed}", Tone.STRONG)
        yield Line(f"   Otherwise: {one.otherwise}")
        yield Line(f"   Where: {one.where}", Tone.FAINT)


def assumption_document(assumptions: tuple[Assumption, ...]) -> dict[str, Any]:
    """The same for programs (format 1.0)."""
    return {"formatVersion": FORMAT_VERSION, "assumptions": [asdict(one) for one in assumptions]}
