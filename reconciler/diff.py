"""What differs between desired, observed and last applied. Read `diff`; the table it follows stands above `_decide`."""

from collections.abc import Iterator, Mapping

from reconciler.model.change import Action, Change, GroupTarget, Hold, Origin
from reconciler.model.desired import DesiredState
from reconciler.model.differences import Diff
from reconciler.model.entities import Assignment, Mode
from reconciler.model.forecast import BookRef
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle, TokenId, assignment_id
from reconciler.model.matching import BookMatch, Matching
from reconciler.model.observed import ObservedAssignment, ObservedBook, ObservedState, TargetType
from reconciler.model.plan import Unmanaged
from reconciler.model.record import LastApplied

_OBSERVED_ONLY = Hold(None, "mode observe", "")


def diff(desired: DesiredState, observed: ObservedState, matching: Matching, last_applied: LastApplied | None) -> Diff:
    """The differences, by the table of CONTRACT section 3. `last_applied` None: nothing was ever applied.

    Pure, and empty where desired and observed are equal.
    """
    walk = _Walk(desired, observed, matching, last_applied)
    for book in observed.books:
        walk.visit(book)
    return walk.result()


class _Walk:
    def __init__(
        self,
        desired: DesiredState,
        observed: ObservedState,
        matching: Matching,
        last_applied: LastApplied | None,
    ) -> None:
        self._default_mode = desired.tenant.mode
        self._observed = observed
        self._matching = matching
        self._last = last_applied or {}
        self._initial = last_applied is None
        self._handles: dict[TokenId, Handle] = {
            there.id: handle for handle, there in sorted(matching.tokens.items(), reverse=True)
        }
        self._changes: list[Change] = []
        self._unmanaged: list[Unmanaged] = []
        self._adopted: list[ChangeId] = []
        self._drifted: list[ChangeId] = []
        self._clashes: list[tuple[BookId, Assignment, Assignment]] = []
        self._there: dict[ChangeId, str] = {}

    def visit(self, book: ObservedBook) -> None:
        """Compares one book."""
        match = self._matching.books.get(book.id)
        ref = BookRef(book.id, book.title, self._pool(book))
        if match is None:
            for there in book.assignments:
                self._keep(ref, there)
            return
        self._visit_declared(ref, book, match)

    def _visit_declared(self, ref: BookRef, book: ObservedBook, match: BookMatch) -> None:
        wanted = self._wanted(book.id, match)
        for there in book.assignments:
            group = there.target.group
            plain = there.target.type is TargetType.GROUP and not there.target.filter
            if group is not None and plain and (group in wanted or there.expressible):
                self._compare(ref, match, group, wanted.pop(group, None), there)
            else:
                self._keep(ref, there)
        for group, assignment in wanted.items():
            self._compare(ref, match, group, assignment, None)

    def _wanted(self, book: BookId, match: BookMatch) -> dict[GroupId, Assignment]:
        """The desired assignments by the group they mean; a second one for a group is a clash."""
        wanted: dict[GroupId, Assignment] = {}
        for assignment in match.desired.assignments:
            group = self._matching.group_ids.get(assignment.group)
            if group is None:
                continue
            first = wanted.setdefault(group, assignment)
            if first is not assignment:
                self._clashes.append((book, first, assignment))
        return wanted

    def _compare(
        self,
        ref: BookRef,
        match: BookMatch,
        group: GroupId,
        wanted: Assignment | None,
        there: ObservedAssignment | None,
    ) -> None:
        key = assignment_id(ref.id, group)
        last = self._last.get(key)
        if there is not None and last is not None:
            self._there[key] = there.intent
        mode = match.desired.mode
        action = _decide(wanted, there, last, mode)
        if action is None:
            self._note_no_change(ref, key, wanted, there, last)
            return
        origin = self._origin(wanted, there, last)
        if action is Action.DELETE and last is None and origin is Origin.DRIFT:
            self._drifted.append(key)
        self._changes.append(
            Change(
                id=key,
                action=action,
                origin=origin,
                before={"intent": there.intent} if there else None,
                after=_after(wanted) if wanted else None,
                position=wanted.position if wanted else match.desired.book.marks.position(),
                book=ref,
                target=GroupTarget(group, self._group_name(group)),
                held=_OBSERVED_ONLY if mode is Mode.OBSERVE else None,
            )
        )

    def _note_no_change(
        self,
        ref: BookRef,
        key: ChangeId,
        wanted: Assignment | None,
        there: ObservedAssignment | None,
        last: str | None,
    ) -> None:
        if wanted is None and there is not None:
            self._keep(ref, there)
        elif wanted is not None and last != wanted.intent:
            self._adopted.append(key)

    def _origin(self, wanted: Assignment | None, there: ObservedAssignment | None, last: str | None) -> Origin:
        if self._initial:
            return Origin.INITIAL
        by_git = (str(wanted.intent) if wanted else None) != last
        by_drift = (there.intent if there else None) != last
        if by_git and by_drift:
            return Origin.BOTH
        return Origin.DRIFT if by_drift else Origin.GIT

    def _keep(self, ref: BookRef, there: ObservedAssignment) -> None:
        group = there.target.group
        if self._last and group is not None and there.target.type is TargetType.GROUP and not there.target.filter:
            self._there[assignment_id(ref.id, group)] = there.intent
        self._unmanaged.append(
            Unmanaged(
                book=ref,
                target_type=there.target.raw_type or str(there.target.type),
                target_id=group,
                display_name=self._group_name(group) if group else None,
                intent=there.intent,
            )
        )

    def _group_name(self, group: GroupId) -> str:
        there = self._observed.groups.get(group)
        return there.display_name if there else group

    def _pool(self, book: ObservedBook) -> str:
        if book.token is None:
            return ""
        return self._handles.get(book.token) or book.token

    def result(self) -> Diff:
        """What was found, in order."""
        wanted = {change.id for change in self._changes if change.after is not None}
        self._adopted.sort()
        changed = [key for key, intent in self._last.items() if self._there.get(key) != intent]
        gone = [key for key in changed if key not in self._there and key not in wanted]
        return Diff(
            changes=tuple(sorted(self._changes, key=_by_book_and_target)),
            unmanaged=tuple(self._unmanaged),
            adopted=tuple(self._adopted),
            forgotten=tuple(sorted(gone)),
            drifted=tuple(sorted({*changed, *self._drifted})),
            clashes=tuple(self._clashes),
        )


# desired | observed     | last applied | additive       | authoritative | observe
# --------|--------------|--------------|----------------|---------------|--------
# yes     | no           | any          | create         | create        | reported
# yes     | equal        | any          | nothing        | nothing       | nothing
# yes     | other intent | any          | update         | update        | reported
# no      | yes          | yes          | delete         | delete        | reported
# no      | yes          | no           | keep           | delete        | keep
# no      | no           | any          | nothing        | nothing       | nothing
#
# What is reported stands in the plan as a change that the mode holds. Only assignments that YAML can express
# come here, and only of declared books; everything else is kept.
def _decide(wanted: Assignment | None, there: ObservedAssignment | None, last: str | None, mode: Mode) -> Action | None:
    """What the table says for one key; None: nothing is done."""
    if wanted is not None:
        if there is None:
            return Action.CREATE
        return None if there.intent == wanted.intent else Action.UPDATE
    if there is None:
        return None
    return Action.DELETE if last is not None or mode is Mode.AUTHORITATIVE else None


def _after(wanted: Assignment) -> Mapping[str, object]:
    after: dict[str, object] = {"intent": str(wanted.intent)}
    if wanted.seat_cap is not None:
        after["seatCap"] = wanted.seat_cap
    return after


def _by_book_and_target(change: Change) -> tuple[str, str]:
    return (change.book.id if change.book else "", change.target.id if change.target else "")


def deletions(changes: tuple[Change, ...]) -> Iterator[Change]:
    """The changes that remove an assignment and that the mode does not hold."""
    return (change for change in changes if change.action is Action.DELETE and change.held is None)
