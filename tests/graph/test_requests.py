"""A plan asks what the formula allows and nothing more, counted in the log of the service on generated tenants."""

import json
from collections import Counter
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from reconciler.model.desired import DesiredState
from reconciler.model.ids import ChangeId
from reconciler.model.planned import Planned
from reconciler.model.record import LedgerState
from reconciler.plan import Circumstances
from reconciler.reconcile import plan_tenant
from reconciler.sandbox.generate.files import generate
from reconciler.sandbox.generate.nouns import Size
from reconciler.validation import validate
from tests import worlds as w
from tests.graph.tenant import Tenant, serving_tenant

PAGE, MOST = 7, 9
BATCH = "POST /v1.0/$batch"
ROOT = "GET /beta/deviceAppManagement"
AUDIT = "GET /v1.0/deviceManagement/auditEvents"


@dataclass
class Made:
    """A generated tenant, and what the YAML wants of it."""

    state: dict[str, Any]
    desired: DesiredState

    def groups_of_books(self) -> set[str]:
        targets = (one["target"] for book in self.state["managedEBooks"] for one in book["assignments"])
        return {target["groupId"] for target in targets if "groupId" in target}

    def asked_groups(self) -> int:
        """G: groups that the YAML or the tenant names, each by its id where there is one."""
        named = self.desired.group_of.values()
        ids = {str(group.id) for group in named if group.id is not None}
        names = {str(group.display_name) for group in named if group.id is None}
        return len(ids | self.groups_of_books()) + len(names)

    def member_pages(self, group: str) -> int:
        """Pages of everything in a group, however deep."""
        return max(1, ceil(len(self._within(group)) / MOST))

    def _within(self, group: str) -> set[str]:
        known = {each["id"]: each["members"] for each in self.state["groups"]}
        found: set[str] = set()
        waiting = list(known[group])
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += known.get(one, [])
        return found


def made(folder: Path, size: Size) -> Made:
    generate(folder / "made", size, seed=11)
    state = json.loads((folder / "made/state.json").read_bytes())
    state["settings"] = {"pageSize": PAGE, "maxTop": MOST}
    [desired] = validate(["made/desired"], folder).desired.values()
    return Made(state, desired)


def expected(tenant: Made, planned: Planned, drift: bool) -> dict[str, int]:
    """The formula of the contract, from the state of the service and the changes of the plan."""
    changed = {change.book.id for change in planned.plan.changes if change.book}
    taking = {change.book.id for change in planned.plan.changes if change.book and change.takes_seats}
    books = {book["id"]: book for book in tenant.state["managedEBooks"]}
    groups = {one["target"]["groupId"] for book in changed for one in books[book]["assignments"]}
    groups |= {change.target.id for change in planned.plan.changes if change.target}
    pages = [tenant.member_pages(group) for group in groups]
    rounds = [sum(several > done for several in pages) for done in range(max(pages, default=0))]
    batches = sum(ceil(count / 20) for count in [tenant.asked_groups(), *rounds, len(taking)])
    counts = {
        f"{ROOT}/managedEBooks": max(1, ceil(len(books) / PAGE)),
        f"{ROOT}/vppTokens": max(1, ceil(len(tenant.state["vppTokens"]) / PAGE)),
        BATCH: batches,
        AUDIT: int(drift),
    }
    return {name: count for name, count in counts.items() if count}


def plan(served: Tenant, tenant: Made, ledger: LedgerState) -> Planned:
    served.client.put_state(**{**tenant.state, "now": None})
    with served.intune() as intune:
        return plan_tenant(tenant.desired, intune, ledger, Circumstances(w.NOW, None, False))


def asked(served: Tenant) -> dict[str, int]:
    return Counter(f"{one['method']} {one['path']}" for one in served.client.get("/_sandbox/requests"))


@pytest.mark.parametrize(
    "size",
    [Size(0, 0, 0), Size(1, 1, 1, 1), Size(14, 6, 30, 0), Size(20, 30, 90, 12), Size(45, 60, 200, 40)],
    ids=lambda size: f"{size.books}x{size.groups}+{size.changes}",
)
def test_a_plan_makes_the_requests_of_the_formula_and_no_others(tmp_path: Path, size: Size) -> None:
    tenant = made(tmp_path, size)
    with serving_tenant(tmp_path) as served:
        planned = plan(served, tenant, w.ledger())
        assert size.changes == len(planned.plan.changes)
        assert expected(tenant, planned, drift=False) == asked(served)


def test_where_somebody_changed_something_one_page_of_the_audit_log_is_read(tmp_path: Path) -> None:
    tenant = made(tmp_path, Size(20, 30, 90, 0))
    book = next(book for book in tenant.state["managedEBooks"] if book["assignments"])
    gone = book["assignments"].pop()
    key = ChangeId(f"a:{book['id']}:{gone['target']['groupId']}")
    ledger = LedgerState(None, 1, {key: gone["installIntent"]}, None, frozenset(), ())
    with serving_tenant(tmp_path) as served:
        planned = plan(served, tenant, ledger)
        assert [("create", "drift")] == [(change.action, change.origin) for change in planned.plan.changes]
        assert expected(tenant, planned, drift=True) == asked(served)
