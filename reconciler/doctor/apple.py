"""What Apple says of the location behind a declared VPP token, as checks. Read `location_checks`."""

from collections.abc import Iterator, Sequence

from reconciler.doctor.tenant import failed
from reconciler.model.apple import AppleAnswers, AppleAsset, AppleLocation, AppleRefusal, AppleService, Owner
from reconciler.model.doctor import Check, Verdict
from reconciler.model.entities import Token
from reconciler.model.errors import ServiceError
from reconciler.model.secret import Bad, Missing

_VERDICTS = {
    Owner.AS_PINNED: Verdict.FINE,
    Owner.NONE: Verdict.UNPROVEN,
    Owner.FOREIGN: Verdict.LACKING,
    Owner.UNKNOWN: Verdict.UNPROVEN,
}


def service_check(service: AppleService) -> Check:
    """Apple's service answers, and is where it is looked for."""
    if service.moved:
        return Check("apple", Verdict.LACKING, "apple-moved", {"names": ", ".join(service.moved)}, "apple-moved-next")
    return Check("apple", Verdict.FINE, "apple-answers")


def without_content(token: Token, sought: Missing | Bad | None) -> Check:
    """Why a location cannot be asked for; None: no secret is declared."""
    match sought:
        case None:
            return Check("apple", Verdict.UNPROVEN, "apple-no-secret", {"token": token.name}, "apple-no-secret-next")
        case Missing(where):
            told = {"token": token.name, "where": where}
            return Check("apple", Verdict.UNPROVEN, "apple-not-at-hand", told, "apple-not-at-hand-next")
        case Bad(where):
            told = {"token": token.name, "where": where}
            return Check("apple", Verdict.LACKING, "apple-bad-secret", told, "apple-bad-secret-next")


def location_checks(token: Token, location: AppleLocation, owner: Owner) -> Iterator[Check]:
    """Who owns the location, and whether it is the declared one."""
    told = {
        "token": token.name,
        "location": location.name or location.uid,
        "owner": _owner(location),
        "uid": location.uid,
    }
    following = "" if owner is Owner.AS_PINNED else f"apple-{owner}-next"
    yield Check("apple", _VERDICTS[owner], f"apple-{owner}", told, following)
    declared = token.location.uid if token.location else None
    if declared is not None and declared != location.uid:
        yield Check("apple", Verdict.LACKING, "apple-other-location", told, "apple-other-location-next")


def count_checks(token: Token, answers: AppleAnswers) -> Iterator[Check]:
    """What Apple counts at the location: books by quality with their seats, and people; nothing of what is not told."""
    if answers.location is not None and answers.books is not None:
        told: dict[str, str | int] = {
            "token": token.name,
            "uid": answers.location.uid,
            "books": len(answers.books),
            "counts": "; ".join(_quality(pricing, answers.books) for pricing in _qualities(answers.books)) or "–",
        }
        yield Check("apple", Verdict.FINE, "apple-books", told)
    if answers.users is not None:
        users = answers.users
        people: dict[str, str | int] = {"token": token.name, "joined": users.joined, "invited": users.invited}
        yield Check("apple", Verdict.FINE, "apple-people", {**people, "retired": users.retired})


def _qualities(books: Sequence[AppleAsset]) -> list[str]:
    return sorted({book.pricing for book in books})


def _quality(pricing: str, books: Sequence[AppleAsset]) -> str:
    """`STDQ 12: 480/900`: how many books of a quality, seats in use, and seats in all that have a limit."""
    several = [book for book in books if book.pricing == pricing]
    used = sum(book.assigned or 0 for book in several)
    total = sum(book.total or 0 for book in several if not book.unlimited)
    return f"{pricing} {len(several)}: {used}/{total}"


def unread(token: Token, error: ServiceError) -> Check:
    """Why a location could not be read: Apple turns the content token down, or did not answer."""
    if isinstance(error, AppleRefusal) and error.token_refused:
        told = {"token": token.name, "why": error.message, "remedy": error.remedy}
        return Check("apple", Verdict.LACKING, "apple-refused", told, "remedy")
    return failed("apple", error)


def not_asked() -> Check:
    """A service that stands in Microsoft's place has no Apple that anybody named."""
    return Check("apple", Verdict.UNPROVEN, "apple-not-asked", {}, "apple-not-asked-next")


def _owner(location: AppleLocation) -> str:
    mdm = location.mdm
    return (mdm.name or mdm.id or "?") if mdm else "?"
