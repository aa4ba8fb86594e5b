"""What the ledger remembers after an import. Read `after_import`."""

from reconciler.model.ids import BookId, ChangeId, assignment_id, book_of
from reconciler.model.matching import Matching
from reconciler.model.observed import ObservedState, TargetType
from reconciler.model.record import LastApplied


def after_import(former: LastApplied | None, matching: Matching, observed: ObservedState) -> dict[ChangeId, str]:
    """The former map, plus every declared key that the tenant shows as declared, minus what is gone.

    Gone are keys that neither side has any more, and those of books that git no longer declares; while something
    declared could not be found, any book may be meant, and none is forgotten. As after an apply (CONTRACT section 7).
    """
    shown = _shown(observed)
    wanted = {key: str(assignment.intent) for key, assignment in matching.wanted()}
    after = dict(former or {})
    after |= {key: intent for key, intent in wanted.items() if shown.get(key) == intent}
    lost = matching.missing_tokens or matching.ambiguous_tokens or matching.missing_books or matching.ambiguous_books
    return {
        key: intent
        for key, intent in sorted(after.items())
        if (lost or BookId(book_of(key)) in matching.books) and (key in wanted or key in shown)
    }


def _shown(observed: ObservedState) -> dict[ChangeId, str]:
    return {
        assignment_id(book.id, one.target.group): one.intent
        for book in observed.books
        for one in book.assignments
        if one.target.type is TargetType.GROUP and one.target.group is not None and not one.target.filter
    }
