"""A tenant is asked for each thing once, however many plans are made of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from reconciler.cli.remembering import Remembering
from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import AuditEvent, ObservedBook, ObservedToken, Unread
from reconciler.model.plan import Plan
from reconciler.model.providers import GroupAnswers, IntuneReader, MemberAnswers
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from tests import worlds as w
from tests.fakes import MemoryTenant


@dataclass
class Counting(MemoryTenant):
    """A tenant that counts what it is asked for."""

    asked: Counter[str] = field(default_factory=Counter)

    def books(self) -> tuple[ObservedBook, ...]:
        self.asked["books"] += 1
        return super().books()

    def tokens(self) -> tuple[ObservedToken, ...]:
        self.asked["tokens"] += 1
        return super().tokens()

    def groups(self, ids: Sequence[GroupId], names: Sequence[str]) -> GroupAnswers:
        self.asked.update([*ids, *names])
        return super().groups(ids, names)

    def members(self, groups: Sequence[GroupId]) -> MemberAnswers:
        self.asked.update(f"members {group}" for group in groups)
        return super().members(groups)

    def holders(self, books: Sequence[BookId]) -> Mapping[BookId, tuple[str, ...]]:
        self.asked.update(f"holders {book}" for book in books)
        return super().holders(books)

    def audit_events(self, since: datetime | None) -> tuple[AuditEvent, ...] | Unread:
        self.asked["events"] += 1
        return super().audit_events(since)


def tenant() -> Counting:
    """Two books with a group each; one group's members may not be read."""
    books = {book.id: book for book in (w.observed_book(1, w.shown(1, "available")), w.observed_book(2))}
    return Counting(
        books,
        people={1: ("ada", "bo"), 2: ("cy",)},
        holding={1: ("ada",)},
        unread_members={w.group_id(3): Unread.FORBIDDEN},
    )


def test_plans_of_one_reading_ask_for_each_thing_once() -> None:
    counting = tenant()
    reader = Remembering(counting)
    small = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 2)))
    large = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required", 2), w.assignment("Group 2", "available", 1)),
        w.desired_book(2, w.assignment(w.group_id(3), "required", 1)),
    )
    for desired in (small, large, small, large):
        plan_tenant(desired, reader, w.ledger({(1, 1): "required"}), Circumstances(w.NOW))
    assert {"books", "tokens", "events", "Group 2", f"members {w.group_id(3)}"} <= set(counting.asked)
    assert {1} == set(counting.asked.values())


def test_a_plan_is_the_same_from_memory() -> None:
    reader = Remembering(tenant())
    desired = w.desired(
        w.desired_book(1, w.assignment(w.group_id(1), "required", 2)),
        w.desired_book(2, w.assignment("Group 9x", "required", 1), w.assignment(w.group_id(3), "available", 1)),
    )

    def planned(read: IntuneReader) -> Plan:
        return plan_tenant(desired, read, w.ledger(), Circumstances(w.NOW)).plan

    straight = planned(tenant())
    assert straight == planned(reader) == planned(reader)
    assert {"VPP307", "VPP505"} & {finding.rule for finding in straight.findings}
