"""Keeps a long document within a size: whole entries are left out, from the harmless end, and counted. Read `fitted`.

Sizes are bytes of UTF-8: whoever counts characters or UTF-16 units counts no more of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_EACH = 0.05
"""The share of the room that every section gets before the more important ones take the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a section. Of those that do not fit, the ones of the highest `rank` are left out first.

    `again` is the text in its place where the entry before it has the same `of`; empty: the text.
    """

    text: str
    rank: int = 0
    of: str = ""
    again: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: what stands before and after its entries. `title` names it where it is cut."""

    title: str
    before: str
    entries: tuple[Entry, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A section with the entries that have room, and how many have none."""

    section: Section
    kept: tuple[Entry, ...]
    left_out: int


def size(text: str) -> int:
    """The bytes of a text."""
    return len(text.encode("utf-8", "backslashreplace"))


def fitted(sections: Sequence[Section], most: int, spare: int) -> tuple[Fitted, ...]:
    """The sections, the most important first, with as many entries as `most` bytes hold in all; order stays.

    `spare` are the bytes to be kept free in each section, to say how many entries are left out.
    """
    needs = [_need(section) for section in sections]
    frames = sum(size(section.before) + size(section.after) for section in sections)
    if frames + sum(needs) <= most:
        return tuple(Fitted(section, section.entries, 0) for section in sections)
    room = max(0, most - frames - spare * len(sections))
    return tuple(_kept(section, given) for section, given in zip(sections, _shares(needs, room), strict=True))


def joined(entries: Iterable[Entry]) -> str:
    """The entries one after the other."""
    lines, before = [], None
    for entry in entries:
        same = before is not None and entry.of and entry.of == before.of
        lines.append((entry.again or entry.text) if same else entry.text)
        before = entry
    return "".join(lines)


def _need(section: Section) -> int:
    return sum(size(entry.text) for entry in section.entries)


def _shares(needs: Sequence[int], room: int) -> list[int]:
    """The bytes for each: a little for everybody, the rest in order."""
    shares = [min(need, int(room * _EACH)) for need in needs]
    left = max(0, room - sum(shares))
    for number, need in enumerate(needs):
        more = min(need - shares[number], left)
        shares[number] += more
        left -= more
    return shares


def _kept(section: Section, most: int) -> Fitted:
    left, kept = most, set()
    for number in sorted(range(len(section.entries)), key=lambda at: (section.entries[at].rank, at)):
        needed = size(section.entries[number].text)
        if needed <= left:
            kept.add(number)
            left -= needed
    entries = tuple(entry for number, entry in enumerate(section.entries) if number in kept)
    return Fitted(section, entries, len(section.entries) - len(entries))
