"""Which changes are kept back, and why. Read `hold`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.model.change import Action, Change, Hold
from reconciler.model.finding import Finding, Scope
from reconciler.model.ids import BookId, Handle
from reconciler.model.token_fields import TAKE_CONTROL


def hold(
    changes: Iterable[Change], findings: Iterable[Finding], pool_of: Mapping[BookId, Handle]
) -> tuple[Change, ...]:
    """The changes, each with the first finding that holds it; what the mode holds already stays so.

    `pool_of` gives the declared token of each book. Findings come in the order in which they are shown, so
    that a change names the first of several causes.
    """
    holds = _Holds(findings)
    return tuple(change if change.held else replace(change, held=holds.of(change, pool_of)) for change in changes)


class _Holds:
    def __init__(self, findings: Iterable[Finding]) -> None:
        self._everywhere: list[Finding] = []
        self._by_book: dict[str, list[Finding]] = defaultdict(list)
        self._by_token: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            if not finding.holds:
                continue
            if finding.scope in (Scope.TENANT, Scope.TENANT_SEATS, Scope.DELETIONS):
                self._everywhere.append(finding)
            for book in finding.books:
                self._by_book[book].append(finding)
            for token in finding.tokens:
                self._by_token[token].append(finding)

    def of(self, change: Change, pool_of: Mapping[BookId, Handle]) -> Hold | None:
        """The hold on one change; None where nothing holds it."""
        candidates = list(self._everywhere)
        if change.token is not None:
            candidates += [one for one in self._by_token.get(change.token.name, []) if not _mends(change, one)]
        if change.book is not None:
            candidates += self._by_book.get(change.book.id, [])
            candidates += self._by_token.get(pool_of.get(change.book.id, Handle("")), [])
        for finding in candidates:
            if _reaches(finding.scope, change):
                return Hold(finding.rule, finding.message, finding.remedy)
        return None


def _mends(change: Change, finding: Finding) -> bool:
    """Whether the change of a token is the very cure for what the finding says of it.

    An expired or invalid token is renewed (VPP109, VPP111); one that another service holds is taken over, which
    is a guard of its own (VPP117).
    """
    if finding.rule in ("VPP109", "VPP111"):
        return change.action is Action.RENEW
    return finding.rule == "VPP112" and (change.after or {}).get(TAKE_CONTROL) is True


def _reaches(scope: Scope, change: Change) -> bool:
    match scope:
        case Scope.ALL | Scope.TENANT:
            return True
        case Scope.SEATS | Scope.TENANT_SEATS:
            return change.takes_seats
        case Scope.DELETIONS:
            return change.action is Action.DELETE
