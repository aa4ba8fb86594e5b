"""The rows of the result, and how they are printed. Read `Row`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Aim(StrEnum):
    """Which side of its aim a figure should be on."""

    MOST = "≤"
    LEAST = "≥"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its aim, None where it has none. `detail` says what the figure was made of."""

    what: str
    figure: float
    aim: float | None
    side: Aim
    detail: str
    unit: str = "×"

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side; always where there is no aim."""
        if self.aim is None:
            return True
        return self.figure <= self.aim if self.side is Aim.MOST else self.figure >= self.aim


def in_markdown(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a table."""
    yield "| what | measured | aim | | made of |"
    yield "| --- | ---: | ---: | --- | --- |"
    for row in rows:
        cells = (row.what, _number(row.figure, row.unit), *_aim(row), row.detail)
        yield f"| {' | '.join(cells)} |"


def _aim(row: Row) -> tuple[str, str]:
    if row.aim is None:
        return "", ""
    return f"{row.side} {row.aim:g}{_suffix(row.unit)}", "reached" if row.reached else "**missed**"


def _number(figure: float, unit: str) -> str:
    return f"{figure:.0f}{_suffix(unit)}" if abs(figure) >= 100 else f"{figure:.2f}{_suffix(unit)}"


def _suffix(unit: str) -> str:
    return f" {unit}" if unit else ""
