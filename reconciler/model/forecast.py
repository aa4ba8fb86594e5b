"""The licence forecast: how many seats a book may use after the plan."""

from dataclasses import dataclass

from reconciler.model.ids import BookId, Handle


@dataclass(frozen=True, slots=True)
class Seats:
    """A range of seats. None where nothing can be said."""

    worst: int | None
    best: int | None


NO_SEATS = Seats(0, 0)


@dataclass(frozen=True, slots=True)
class BookRef:
    """A book as plans name it. `token` is the declared handle, or Intune's token id where none is declared."""

    id: BookId
    title: str
    token: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """Seats of one book in one token pool, after the plan.

    `covered`, `required`, `known_holders` count distinct users. `worst` and `best` are seats in use; they are
    not capped by `total`. `new` is the increase over `used`, `short` what the total lacks. `reasons`
    say why the range is wide or unknown.
    """

    book: BookRef
    total: int | None
    used: int | None
    covered: int | None
    required: int | None
    known_holders: int | None
    worst: int | None
    best: int | None
    new: Seats
    short: Seats
    reasons: tuple[str, ...]


def pool(handle: Handle | None, token_id: str | None) -> str:
    """The name of a book's pool: the declared handle, else Intune's token id, else empty."""
    return handle or token_id or ""
