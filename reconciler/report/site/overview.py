"""The first page: how things are in a few numbers. Read `tiles`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reconciler.model.finding import Finding
from reconciler.model.status import Figures, Mark, Status
from reconciler.report.findings_text import counted
from reconciler.report.messages.phrases import Phrases
from reconciler.report.site.charts import Bar, bar
from reconciler.report.site.words import day, left_word, token_tone

_STOPPING = ("error", "guard")


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with its name; `note` says more, `page` is where all of it stands, empty for nowhere."""

    label: str
    value: str
    note: str
    tone: str
    page: str
    picture: Bar | None = None


def verdict(findings: Sequence[Finding], say: Phrases) -> tuple[str, str]:
    """One sentence about everything, and its tone: whether something is wrong, asks for a look, or nothing does."""
    worst = {finding.severity for finding in findings if finding.accepted is None}
    if worst & set(_STOPPING):
        return say("site-wrong", counted=counted(findings, say)), "error"
    if "warning" in worst:
        return say("site-look", counted=counted(findings, say)), "warning"
    return say("site-fine"), "good"


def tiles(status: Status, say: Phrases) -> tuple[Tile, ...]:
    """Seats, books that run low, the token that expires first, installs."""
    return tuple(_tiles(status.figures, say))


def _tiles(figures: Figures, say: Phrases) -> Iterator[Tile]:
    used, total = sum(pool.used for pool in figures.pools), sum(pool.total for pool in figures.pools)
    share = bar(used, total, "", say)
    yield Tile(
        say("site-seats-used"), say("site-of", used=used, total=total), say("site-never-back"), "", "seats.html", share
    )
    low = [book for book in figures.books if book.mark in (Mark.LOW, Mark.ODD)]
    names = ", ".join(book.title for book in low[:3]) + (" …" if len(low) > 3 else "")
    yield Tile(say("site-running-low"), str(len(low)), names, "warning" if low else "", "seats.html")
    yield _first_expiry(figures, say)
    failed, arrived = sum(one.failed for one in figures.installs), sum(one.installed for one in figures.installs)
    note = say("site-installs-failed", count=failed)
    yield Tile(say("site-installed"), str(arrived), note, "warning" if failed else "", "seats.html")


def _first_expiry(figures: Figures, say: Phrases) -> Tile:
    """The declared token that expires first, and before it those that do not work."""
    declared = [token for token in figures.tokens if token.declared] or list(figures.tokens)
    urgent = sorted(
        declared,
        key=lambda one: (token_tone(one) != "error", one.days if one.days is not None else 99_999, one.name),
    )
    if not urgent:
        return Tile(say("site-next-expiry"), say("site-none"), "", "", "tokens.html")
    first = urgent[0]
    note = f"{first.name}, {left_word(first, say)}" if first.expires else first.name
    value = day(first.expires) or say.word("token-state", first.state)
    return Tile(say("site-next-expiry"), value, note, token_tone(first), "tokens.html")
