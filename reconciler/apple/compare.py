"""Apple's word beside Intune's, for one declared VPP token. Pure. Read `compare`."""

from collections.abc import Callable, Collection, Iterable

from reconciler.model.apple import (
    AppleAnswers,
    AppleAsset,
    AppleLocation,
    AppleUsers,
    AppleView,
    BookCount,
    Owner,
    PeopleCount,
)
from reconciler.model.entities import ExpectedMdm, Token
from reconciler.model.ids import AdamId, TokenId
from reconciler.model.observed import UNLIMITED, ObservedBook


def compare(
    token: Token,
    intune: TokenId | None,
    books: Iterable[ObservedBook],
    answers: AppleAnswers,
    known_people: Collection[str] = (),
) -> AppleView:
    """What Apple says of the location of a declared VPP token, beside what Intune shows of it.

    `intune` is the id of Intune's record of it, None where there is none; `books` may be of any token.
    `known_people` are ids and principal names of people that the tenant showed, in any case; they stay in memory.
    """
    ours = [book for book in books if intune is not None and book.token == intune]
    return AppleView(
        token=token.name,
        location=answers.location,
        owner=owner_of(answers.location, token.expected_mdm),
        uid_matches=_uid_matches(token, answers.location),
        books=() if answers.books is None else _book_counts(answers, ours),
        without_number=sum(book.adam_id is None for book in ours),
        people=None if answers.users is None else _people(answers.users, known_people),
        failure=answers.failure,
    )


def owner_of(location: AppleLocation | None, pin: ExpectedMdm | None) -> Owner:
    """Who manages a location, against the pin.

    | location | mdm    | pin  | owner |
    | -------- | ------ | ---- | ----- |
    | unread   |        |      | unknown |
    | read     | none   | any  | none |
    | read     | some   | none | unknown, and the location tells who |
    | read     | no id  | some | unknown |
    | read     | its id | some | as pinned, else foreign |

    The id decides, since it is unique per installation; the name is for people.
    """
    if location is None:
        return Owner.UNKNOWN
    if location.mdm is None:
        return Owner.NONE
    if pin is None or location.mdm.id is None:
        return Owner.UNKNOWN
    return Owner.AS_PINNED if location.mdm.id == pin.id else Owner.FOREIGN


def _uid_matches(token: Token, location: AppleLocation | None) -> bool | None:
    declared = token.location.uid if token.location else None
    return None if declared is None or location is None else location.uid == declared


def _book_counts(answers: AppleAnswers, ours: Iterable[ObservedBook]) -> tuple[BookCount, ...]:
    """One entry per adamId that Apple or Intune shows."""
    apple: dict[AdamId, list[AppleAsset]] = {}
    for asset in answers.books or ():
        apple.setdefault(asset.adam_id, []).append(asset)
    intune: dict[AdamId, list[ObservedBook]] = {}
    for book in ours:
        if book.adam_id is not None:
            intune.setdefault(book.adam_id, []).append(book)
    return tuple(
        _book_count(adam_id, apple.get(adam_id, []), intune.get(adam_id, []), answers.holders.get(adam_id))
        for adam_id in sorted(apple.keys() | intune.keys())
    )


def _book_count(adam_id: AdamId, assets: list[AppleAsset], books: list[ObservedBook], holders: int | None) -> BookCount:
    total = _sum(asset.total for asset in assets)
    intune_total, intune_used = _sum(book.total for book in books), _sum(book.used for book in books)
    return BookCount(
        adam_id=adam_id,
        qualities=tuple(sorted(assets, key=lambda asset: asset.pricing)),
        total=total,
        assigned=_sum(asset.assigned for asset in assets),
        available=UNLIMITED if total == UNLIMITED else _sum(asset.available for asset in assets),
        books=tuple(sorted(book.id for book in books)),
        title=next((book.title for book in sorted(books, key=lambda one: one.id) if book.title), None),
        intune_total=intune_total,
        intune_used=intune_used,
        total_lag=_lag(assets, lambda asset: asset.total, intune_total),
        used_lag=_lag(assets, lambda asset: asset.assigned, intune_used),
        holders=holders,
    )


def _sum(numbers: Iterable[int | None]) -> int | None:
    """The sum; None of nothing and where one is not known, UNLIMITED where one has no limit."""
    found = list(numbers)
    if UNLIMITED in found:
        return UNLIMITED
    known = [number for number in found if number is not None]
    return sum(known) if known and len(known) == len(found) else None


def _lag(assets: list[AppleAsset], count: Callable[[AppleAsset], int | None], intune: int | None) -> int | None:
    """How far Apple's number is above Intune's; None where one is not known or has no limit while the other has.

    Nobody could see whether Intune shows both qualities of a book as one: the number of one of them alone is no lag.
    """
    numbers = [count(asset) for asset in assets]
    apple = _sum(numbers)
    if apple is None or intune is None:
        return None
    if intune == apple or intune in numbers:
        return 0
    return None if UNLIMITED in (apple, intune) else apple - intune


def _people(users: AppleUsers, known: Collection[str]) -> PeopleCount:
    names = {name.casefold() for name in known}
    recognised = sum(user.casefold() in names for user in users.active) if names else None
    return PeopleCount(users.joined, users.invited, users.retired, users.other, recognised)
