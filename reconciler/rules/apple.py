"""Rules on what Apple itself says of a token's location: `(World) -> Iterator[Finding]`, one per rule.

They speak only where a content token was at hand and Apple was asked.
"""

from collections.abc import Iterator, Sequence

from reconciler.model.apple import AppleView, BookCount, Owner
from reconciler.model.catalogue.changes import OBSERVED_INCOMPLETE
from reconciler.model.catalogue.token_health import TOKEN_EXTERNAL_MDM
from reconciler.model.catalogue.token_records import TOKEN_LOCATION_CHANGED, TOKEN_SYNC_STALE
from reconciler.model.change import Action
from reconciler.model.entities import Token
from reconciler.model.finding import Finding
from reconciler.model.observed import UNLIMITED
from reconciler.model.rule import Severity
from reconciler.model.world import World

_MOST_BOOKS = 5


def apple_owner(world: World) -> Iterator[Finding]:
    """Locations that another service manages than the pinned one (VPP112); and who it is where nothing is pinned."""
    for token, view in _views(world):
        if not _is_same_location(view):
            continue
        mdm = view.location.mdm if view.location else None
        variant, severity = _owner(world, token, view)
        if variant:
            yield TOKEN_EXTERNAL_MDM.found(
                token.marks.position("expectedMdm.id" if variant == "apple" else "name"),
                token.name,
                variant=variant,
                severity=severity,
                tokens=(token.name,) if severity is Severity.ERROR else (),
                token=token.name,
                mdm=(mdm.name if mdm else None) or "unknown",
                id=(mdm.id if mdm else None) or "unknown",
            )


def _owner(world: World, token: Token, view: AppleView) -> tuple[str, Severity]:
    """The way to say who manages a location, and how grave it is; nothing where all is as it should be."""
    if view.owner is Owner.FOREIGN:
        return "apple", Severity.ERROR
    if view.owner is Owner.NONE and token.name in world.matching.tokens:
        return "apple-none", Severity.WARNING
    who = view.location is not None and view.location.mdm is not None and token.expected_mdm is None
    return ("apple-who" if who else ""), Severity.INFO


def apple_location(world: World) -> Iterator[Finding]:
    """Content tokens of another location than declared (VPP116). Holds their upload; told where nothing is uploaded."""
    uploads = {
        change.token.name
        for change in world.token_changes
        if change.token and change.action in (Action.CREATE, Action.RENEW)
    }
    for token, view in _views(world):
        if view.uid_matches is not False or view.location is None or token.location is None:
            continue
        is_error = token.name in uploads
        yield TOKEN_LOCATION_CHANGED.found(
            token.marks.position("location.uId"),
            token.name,
            variant="uid",
            severity=None if is_error else Severity.WARNING,
            tokens=(token.name,) if is_error else (),
            token=token.name,
            declared=token.location.uid or "",
            observed=view.location.uid,
        )


def apple_lag(world: World) -> Iterator[Finding]:
    """Books that Apple counts otherwise than Intune, and books that Intune does not show yet (VPP124)."""
    for token, view in _views(world):
        lagging = [book for book in view.books if book.lags or not book.books] if _is_same_location(view) else []
        if lagging and token.name in world.matching.tokens:
            yield TOKEN_SYNC_STALE.found(
                token.marks.position("name"),
                token.name,
                variant="lag",
                severity=Severity.INFO,
                token=token.name,
                counts=_few(lagging),
            )


def _is_same_location(view: AppleView) -> bool:
    """Whether Apple's numbers are of the pool that Intune shows, as far as it can be seen."""
    return view.uid_matches is not False


def _few(books: Sequence[BookCount]) -> str:
    """The first books with both counts; Intune's stand behind Apple's."""
    told = [
        f"{book.title or book.adam_id} {_at_apple(book)} ({_count(book.intune_used)}/{_count(book.intune_total)})"
        for book in books[:_MOST_BOOKS]
    ]
    more = len(books) - _MOST_BOOKS
    return ", ".join([*told, *([f"+{more}"] if more > 0 else [])])


def _at_apple(book: BookCount) -> str:
    """Seats in use and in all; of a book that is owned in both qualities each by itself."""
    if len(book.qualities) < 2:
        return f"{_count(book.assigned)}/{_count(book.total)}"
    return " + ".join(f"{one.pricing} {_count(one.assigned)}/{_count(one.total)}" for one in book.qualities)


def _count(number: int | None) -> str:
    return "–" if number is None else "∞" if number == UNLIMITED else str(number)


def apple_unread(world: World) -> Iterator[Finding]:
    """Locations of which Apple did not tell everything. Holds nothing: Intune's own word is what is planned by."""
    for token, view in _views(world):
        if view.failure is not None and not getattr(view.failure, "token_refused", False):
            yield OBSERVED_INCOMPLETE.found(
                token.marks.position("name"),
                token.name,
                variant="apple",
                severity=Severity.WARNING,
                token=token.name,
                why=view.failure.message.rstrip("."),
            )


def _views(world: World) -> Iterator[tuple[Token, AppleView]]:
    for name, view in world.apple.items():
        yield world.desired.token_of[name], view
