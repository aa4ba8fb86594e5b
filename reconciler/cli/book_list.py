"""A book list for `import --csv`: read, matched with the tenant, and asked about where something is not clear.

Read `read_list`.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from reconciler.adopt.groups import untargetable
from reconciler.adopt.isbns import declared_isbns
from reconciler.adopt.known import Known
from reconciler.adopt.list_matching import Shelf, group_options, near_groups
from reconciler.adopt.list_reading import BadList, list_lines, list_text
from reconciler.adopt.wishes import Wish
from reconciler.cli.console import is_terminal
from reconciler.cli.files import read_file
from reconciler.cli.language import language_of
from reconciler.cli.run import Run
from reconciler.model.book_list import ListLine, MatchedLine, Missing, Option
from reconciler.model.entities import Group, Intent
from reconciler.model.errors import UsageError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import ObservedBook, ObservedGroup, ObservedState
from reconciler.model.providers import IntuneReader
from reconciler.model.references import Groups
from reconciler.report.messages.import_phrases import import_phrases
from reconciler.report.names import shown

_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
Chooser = Callable[[str, Sequence[Option]], str | None]
"""Is told what is asked, and gives the identity of one option; None: leave it out."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list held against the tenant. `wish` has the lines that are clear."""

    rows: tuple[MatchedLine, ...]
    wish: Wish

    @property
    def open(self) -> bool:
        """Whether a line is not clear and nobody was there to be asked."""
        return any(row.missing for row in self.rows)


def read_list(
    run: Run, file: Path, observed: ObservedState, known: Known, reader: IntuneReader
) -> tuple[Listed, dict[GroupId, ObservedGroup]]:
    """The list in a file, held against the tenant, and the groups that it names.

    Raises UsageError for a file that is no list, and where two lines want different intents of one book and group.
    """
    try:
        lines = list_lines(list_text(read_file(run.settings.path(file))))
    except BadList as error:
        raise UsageError(f"{file}: {error.what}.", error.remedy) from error
    groups = _asked(lines, known, reader)
    choose = _chooser(run, known) if is_terminal(sys.stdin) and is_terminal(sys.stderr) else None
    matcher = Matcher(Shelf(observed.books, known.handles, declared_isbns(known)), observed, known, groups, choose)
    rows = tuple(matcher.match(line) for line in lines)
    return Listed(rows, _wish(file, rows)), {group.id: group for several in groups.values() for group in several}


@dataclass
class Matcher:
    """Finds what each line means; asks `choose` where it may mean several, each question once.

    `named` has the groups of the tenant that each text of the list may mean.
    """

    shelf: Shelf
    observed: ObservedState
    known: Known
    named: Mapping[str, Sequence[ObservedGroup]]
    choose: Chooser | None
    _answers: dict[tuple[str, ...], str | None] = field(default_factory=dict)

    def match(self, line: ListLine) -> MatchedLine:
        """The line with its book and group, or with what is missing."""
        book, several = self.shelf.meant(line)
        if book is None:
            options = tuple(self.shelf.option(one) for one in several)
            question = ("book", line.number, line.isbn, line.title, line.token)
            chosen = self._ask(question, line.called, options)
            book = next((one for one in several if one.id == chosen), None)
            if book is None:
                what = Missing.ISBN if self.shelf.unknown_isbn(line) else Missing.BOOK
                return MatchedLine(line, missing=self._missing(what, options), options=options)
        return self._with_group(line, book)

    def _with_group(self, line: ListLine, book: ObservedBook) -> MatchedLine:
        group, several = group_options(line.group, self.named.get(line.group, ()))
        if group is None:
            several = several or near_groups(line.group, self.observed.groups)
            options = tuple(Option(one.id, f'"{one.display_name}" ({one.id})') for one in several)
            chosen = self._ask(("group", line.group), line.group, options)
            group = next((one for one in several if one.id == chosen), None)
            if group is None:
                missing = self._missing(Missing.GROUP, options)
                return MatchedLine(line, book.id, book.title, missing=missing, options=options)
        return MatchedLine(line, book.id, book.title, group.id, group.display_name)

    def _ask(self, question: tuple[str, ...], what: str, options: Sequence[Option]) -> str | None:
        if self.choose is None or not options:
            return None
        if question not in self._answers:
            self._answers[question] = self.choose(what, options)
        return self._answers[question]

    def _missing(self, what: Missing, options: Sequence[Option]) -> Missing | None:
        """None where somebody was asked and left the line out."""
        return None if self.choose is not None and options else what


def _asked(lines: Sequence[ListLine], known: Known, reader: IntuneReader) -> dict[str, tuple[ObservedGroup, ...]]:
    """The groups that each text of the list may mean: by alias, by id, else by display name."""
    declared = Groups(known.desired.groups if known.desired else ())
    meant: dict[str, Group] = {line.group: _group(declared, line.group) for line in lines}
    ids = sorted({group.id for group in meant.values() if group.id})
    names = sorted({group.display_name for group in meant.values() if group.display_name and not group.id})
    answers = reader.groups(ids, names)
    found: dict[str, tuple[ObservedGroup, ...]] = {}
    for text, group in meant.items():
        by_id = answers.by_id.get(group.id) if group.id else None
        named = answers.by_name.get(group.display_name, ()) if group.display_name and not group.id else ()
        found[text] = tuple(one for one in ((by_id,) if by_id else named) if not untargetable(one))
    return found


_WITH_ID = re.compile(r".*\(([0-9a-f-]{36})\)")


def _group(declared: Groups, text: str) -> Group:
    """The group of a text: of an alias, an id, a name, or a name with its id in brackets as `export` writes it."""
    with_id = _WITH_ID.fullmatch(text)
    return declared.of(with_id[1] if with_id and _GUID.fullmatch(with_id[1]) else text)


def _chooser(run: Run, known: Known) -> Chooser:
    say = import_phrases(language_of(run, known.desired.tenant if known.desired else None))

    def choose(what: str, options: Sequence[Option]) -> str | None:
        click.echo(say("list-which", text=shown(what)), err=True)
        for number, option in enumerate(options, start=1):
            click.echo(f"  {number}  {shown(option.label)}", err=True)
        click.echo(f"  0  {say('list-none')}", err=True)
        answer: int = click.prompt(say("list-number"), type=click.IntRange(0, len(options)), err=True)
        return options[answer - 1].identity if answer else None

    return choose


def _wish(file: Path, rows: Sequence[MatchedLine]) -> Wish:
    wish: defaultdict[BookId, dict[GroupId, Intent]] = defaultdict(dict)
    for row in rows:
        if row.book is None or row.group is None:
            continue
        before = wish[row.book].setdefault(row.group, row.line.intent)
        if before is not row.line.intent:
            raise UsageError(
                f'{file}: line {row.line.line}: "{row.title}" for "{row.group_name}" is {row.line.intent} here and '
                f"{before} before.",
                "Keep one of the two lines.",
            )
    return dict(wish)
