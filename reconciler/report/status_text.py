"""The status for a terminal of 80 columns. Read `status_lines`."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.model.finding import Finding
from reconciler.model.rule import Rule
from reconciler.model.status import BookFigures, Figures, InstallFigures, Mark, Status, TokenFigures
from reconciler.report.findings_text import counted, finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown
from reconciler.report.parts import gravest_first
from reconciler.report.site.overview import verdict
from reconciler.report.site.table import NOTHING
from reconciler.report.site.words import age_word, day, left_word, mark_tone, mark_word, moment, token_tone, total_word

_MANY = 50
"""So many books are shown one by one, those that run low first; a tenant may have thousands."""
_TONES = {"error": Tone.ERROR, "warning": Tone.WARNING, "good": Tone.GOOD, "faint": Tone.FAINT}
_ORDER = {Mark.ODD: 0, Mark.LOW: 1, Mark.UNKNOWN: 2, Mark.HALF: 3}
_GAP = "  "
_COLUMNS = 80
_LEAST = 12
_NUMBERS = frozenset((1, 2, 3, 4))


def status_lines(status: Status, rules: Mapping[str, Rule], say: Phrases) -> Iterator[Line]:
    """Verdict, tokens, seats, installs, and what asks for a look."""
    sentence, tone = verdict(status.findings, say)
    yield Line(shown(f"{status.tenant} ({status.cloud}): {sentence}"), _TONES[tone])
    yield Line(say("site-read", at=moment(status.at)), Tone.FAINT)
    yield from _tokens(status.figures.tokens, say)
    yield from _pools(status.figures, say)
    yield from _books(status.figures.books, say)
    yield from _installs(status.figures.installs, say)
    yield from _findings(status.findings, rules, say)


def _tokens(tokens: Sequence[TokenFigures], say: Phrases) -> Iterator[Line]:
    heads = ("column-token", "column-state", "column-expires", "column-last-sync")
    rows = [
        (
            (
                token.name,
                say.word("token-state", token.state),
                f"{day(token.expires)} {left_word(token, say)}".strip() if token.expires else NOTHING,
                age_word(token, say),
            ),
            token_tone(token),
        )
        for token in tokens
    ]
    yield from _table(say("site-tokens"), [say(head) for head in heads], rows)


def _pools(figures: Figures, say: Phrases) -> Iterator[Line]:
    heads = ("site-pool", "site-books", "column-used", "column-total", "site-free")
    rows = [
        (
            (pool.name, str(pool.books), str(pool.used), str(pool.total), str(pool.free)),
            "warning" if pool.low else "",
        )
        for pool in figures.pools
    ]
    yield from _table(say("site-pools"), [say(head) for head in heads], rows, _NUMBERS)


def _books(books: Sequence[BookFigures], say: Phrases) -> Iterator[Line]:
    ordered = sorted(books, key=lambda one: _ORDER.get(one.mark, 9))
    heads = ("column-title", "column-used", "column-total", "site-free", "site-mark")
    rows = [(_book(book, say), mark_tone(book.mark)) for book in ordered[:_MANY]]
    yield from _table(say("site-seats-of-books"), [say(head) for head in heads], rows, frozenset((1, 2, 3)))
    if len(books) > _MANY:
        yield Line(f"  {say('more', count=len(books) - _MANY)}")


def _book(book: BookFigures, say: Phrases) -> tuple[str, ...]:
    used = say("unknown") if book.used is None else str(book.used)
    free = NOTHING if book.free is None else str(book.free)
    return book.title, used, total_word(book, say), free, mark_word(book.mark, say)


def _installs(installs: Sequence[InstallFigures], say: Phrases) -> Iterator[Line]:
    """The books with something to tell; else one line that says that all is well."""
    telling = [one for one in installs if one.failed or one.missing or one.waiting]
    if not telling and any(one.installed for one in installs):
        yield from (Line(), Line(say("site-installs"), Tone.STRONG))
        yield Line(f"  {say('site-installs-fine', count=sum(one.installed for one in installs))}")
    heads = ("column-title", "site-installed", "site-failed", "site-waiting", "site-missing")
    rows = [
        (
            (
                one.title,
                str(one.installed),
                str(one.failed),
                str(one.waiting),
                NOTHING if one.missing is None else str(one.missing),
            ),
            "warning" if one.failed else "",
        )
        for one in telling[:_MANY]
    ]
    yield from _table(say("site-installs"), [say(head) for head in heads], rows, _NUMBERS)
    if len(telling) > _MANY:
        yield Line(f"  {say('more', count=len(telling) - _MANY)}")


def _findings(findings: Sequence[Finding], rules: Mapping[str, Rule], say: Phrases) -> Iterator[Line]:
    """What asks for something in full; what only tells as a count."""
    ordered = gravest_first(findings)
    asking = [one for one in ordered if one.severity != "info" and one.accepted is None]
    telling = [one for one in ordered if one not in asking]
    if asking:
        yield from (Line(), Line(say("site-asks"), Tone.STRONG))
    for finding in asking:
        yield from finding_lines(finding, rules, say)
    if telling:
        yield from (Line(), Line(say("site-more-told", counted=counted(telling, say)), Tone.FAINT))


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], numbers: frozenset[int] = frozenset()
) -> Iterator[Line]:
    """A table that fits the terminal; nothing without rows. `numbers` are set to the right.

    The first column has names, and gives way where there is too little room.
    """
    if not rows:
        return
    texts = [[shown(cell) for cell in cells] for cells, _ in rows]
    widths = [max(_width(line[place]) for line in [heads, *texts]) for place in range(len(heads))]
    widths[0] = min(widths[0], max(_LEAST, _COLUMNS - sum(len(_GAP) + width for width in widths[1:]) - len(_GAP)))
    yield from (Line(), Line(title, Tone.STRONG))
    yield Line(_row(heads, widths, numbers), Tone.FAINT)
    for cells, (_, tone) in zip(texts, rows, strict=True):
        yield Line(_row(cells, widths, numbers), _TONES.get(tone, Tone.PLAIN))


def _row(cells: Iterable[str], widths: Sequence[int], numbers: frozenset[int]) -> str:
    cut = [_cut(cell, width) for cell, width in zip(cells, widths, strict=True)]
    spare = [" " * (width - _width(cell)) for cell, width in zip(cut, widths, strict=True)]
    padded = (spare[place] + cell if place in numbers else cell + spare[place] for place, cell in enumerate(cut))
    return ("  " + _GAP.join(padded)).rstrip()


def _cut(text: str, most: int) -> str:
    """The text in at most so many places, the last of them `…` where it was longer."""
    if _width(text) <= most:
        return text
    while text and _width(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def _width(text: str) -> int:
    """How many places of a terminal a text takes: none for marks that join, two for wide characters."""
    return sum(_places(char) for char in text)


def _places(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1
