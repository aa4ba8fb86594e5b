"""Which book a person means by a title, an id or an adamId."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconciler.model.desired import DesiredBook
from reconciler.model.errors import UsageError
from reconciler.model.matching import Matching
from reconciler.model.naming import composed, fold, nearest
from reconciler.model.observed import ObservedBook

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A book that the YAML declares, that the tenant has, or both. `token` is the handle, else Intune's token id."""

    desired: DesiredBook | None
    observed: ObservedBook | None
    token: str

    @property
    def titles(self) -> tuple[str, ...]:
        """What it is called, by the YAML and by the tenant."""
        declared = self.desired.book.title if self.desired else None
        return tuple(title for title in (declared, self.observed.title if self.observed else None) if title)

    @property
    def numbers(self) -> frozenset[str]:
        """Its object id and its adamId, as far as they are known."""
        book = self.desired.book if self.desired else None
        there = self.observed
        known = (book and book.id, book and book.adam_id, there and there.id, there and there.adam_id)
        return frozenset(number for number in known if number)

    @property
    def label(self) -> str:
        """The book, told apart from others of its title."""
        title = self.titles[0] if self.titles else "a book without a title"
        place = self.desired.book.marks.position() if self.desired else None
        where = f"at {place.path}:{place.line}:{place.column}" if place and place.path else "not declared"
        number = (self.observed.id if self.observed else None) or next(iter(sorted(self.numbers)), "")
        return " ".join(part for part in (f'"{title}" of {self.token},', f"{number}," if number else "", where) if part)


def declared_candidates(books: Iterable[DesiredBook]) -> tuple[Candidate, ...]:
    """The books of the YAML alone."""
    return tuple(Candidate(book, None, book.book.token) for book in books)


def candidates(
    books: Iterable[DesiredBook], matching: Matching, observed: Iterable[ObservedBook]
) -> tuple[Candidate, ...]:
    """The books of the YAML, each with its book in the tenant where it has one, then those of the tenant alone."""
    there = {id(match.desired): match.observed for match in matching.books.values()}
    handles: dict[str, str] = {token.id: handle for handle, token in matching.tokens.items()}
    declared = [Candidate(book, there.get(id(book)), book.book.token) for book in books]
    alone = [book for book in observed if book.id not in matching.books]
    return (*declared, *(Candidate(None, book, _token(book, handles)) for book in alone))


def _token(book: ObservedBook, handles: dict[str, str]) -> str:
    return handles.get(book.token or "", book.token or "no token")


def find_book(text: str, among: Sequence[Candidate]) -> Candidate:
    """The one book that is meant: by number, else by its exact title, else by its title without case.

    Raises UsageError where there is none, with the nearest title, or several, with all that tells them apart.
    """
    match _meant(text, among):
        case [one]:
            return one
        case []:
            close = nearest(text, (title for each in among for title in each.titles))
            hint = f'Did you mean "{close}"?' if close else "Name it by its title, its object id or its adamId."
            raise UsageError(f'There is no book "{text}" here.', hint)
        case several:
            told = "; ".join(each.label for each in several[:_MOST_NAMED])
            raise UsageError(
                f'"{text}" means {len(several)} books: {told}.', "Name one of them by its object id or its adamId."
            )


def _meant(text: str, among: Sequence[Candidate]) -> list[Candidate]:
    """The first way of reading the text that leads to any book."""
    number = text.strip().lower()
    return (
        [each for each in among if number in each.numbers]
        or [each for each in among if composed(text) in map(composed, each.titles)]
        or [each for each in among if fold(text) in map(fold, each.titles)]
    )
