"""A scenario for each bad answer: a clear error or less knowledge, and never "the rest does not exist"."""

from collections.abc import Callable
from typing import Any

import pytest

from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.errors import ServiceError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import ObservedBook, Unread
from reconciler.model.providers import IntuneReader
from reconciler.observed.observe import SideBySide, observe
from tests import worlds as w
from tests.graph.service import BEARER, FakeTime, Reply, Seen, serving
from tests.graph.tenant import Tenant
from tests.sandbox.client import assignment, book, group

B1 = BookId("20000000-0000-4000-8000-000000000001")
G1 = GroupId("30000000-0000-4000-8000-000000000001")
APPROVAL = {
    "error": {
        "code": "BadRequest",
        "message": '{"Message": "The header x-msft-approval-justification is required. Operation ID 1"}',
    }
}


def shown(**fields: object) -> dict[str, Any]:
    return {**book(B1), "assignments": [], **fields}


def page(*items: object, link: str | None = None) -> Reply:
    return Reply(body={"value": list(items)} | ({"@odata.nextLink": link} if link else {}))


def door_to(root: str, time: FakeTime | None = None) -> GraphIntune:
    return open_intune(
        Cloud.GLOBAL, None, BetaUse.READ, url=root, access_token=BEARER, pace=(time or FakeTime()).pace()
    )


def books_of(*answers: Reply | Callable[[Seen], Reply]) -> tuple[ObservedBook, ...]:
    with serving(*answers) as service:
        door = door_to(service.root)
        try:
            return door.books()
        finally:
            door.close()


@pytest.mark.parametrize("value", [None, 7, "9", -1, 1.5, True, [], {}, "text"])
def test_a_field_of_the_wrong_type_is_unknown_and_stops_nothing(value: object) -> None:
    fields = dict.fromkeys(("totalLicenseCount", "usedLicenseCount"), value)
    odd: Any = {} if isinstance(value, str) else dict.fromkeys(("publisher", "informationUrl", "vppTokenId"), value)
    [found] = books_of(page(shown(**fields, **odd)))
    assert (B1, None, None, None) == (found.id, found.publisher, found.adam_id, found.token)
    assert (value if value == 7 and value is not True else None) == found.total == found.used


def test_a_book_with_nothing_but_its_id_and_assignments_is_a_book() -> None:
    [found] = books_of(page({"id": B1, "assignments": []}))
    assert ("", None, None, None, ()) == (found.title, found.publisher, found.total, found.used, found.assignments)


@pytest.mark.parametrize(
    "broken",
    [
        {"displayName": "no id", "assignments": []},
        shown(id=7),
        shown(id=None),
        shown(id=""),
        shown(displayName=7),
        shown(assignments={}),
        shown(assignments="none"),
        shown(assignments=0),
        shown(assignments=False),
        shown(assignments=""),
        shown(assignments=["x"]),
        shown(assignments=[None]),
    ],
)
def test_a_book_or_an_assignment_that_cannot_be_told_apart_stops_the_reading(broken: dict[str, Any]) -> None:
    with pytest.raises(ServiceError) as caught:
        books_of(page(shown(id="b9"), broken))
    assert ("VPP505", 5) == (caught.value.code, caught.value.exit_code)


def test_enumerations_that_nobody_knows_yet_pass_as_they_are() -> None:
    future = {**assignment(G1, "borrowed"), "target": {"@odata.type": "#microsoft.graph.classTarget", "classId": "9a"}}
    [found] = books_of(page(shown(assignments=[future])))
    assert [("borrowed", "other", "classTarget")] == [
        (one.intent, one.target.type, one.target.raw_type) for one in found.assignments
    ]


def test_an_assignment_without_target_or_intent_is_kept_as_something_unknown() -> None:
    [found] = books_of(page(shown(assignments=[{"id": "x"}])))
    assert [("unknown", False, {"id": "x"})] == [(one.intent, one.expressible, one.raw) for one in found.assignments]


def test_an_empty_page_in_the_middle_is_not_the_end() -> None:
    def empty(seen: Seen) -> Reply:
        return page(link=f"http://{seen.headers['Host']}/beta/books?p=2")

    assert [B1] == [one.id for one in books_of(empty, page(shown()))]


def test_links_that_go_round_stop_the_reading() -> None:
    def again(seen: Seen) -> Reply:
        return page(shown(), link=f"http://{seen.headers['Host']}{seen.target}")

    with pytest.raises(ServiceError, match="go round in a circle") as caught:
        books_of(again)
    assert "VPP505" == caught.value.code


def test_a_book_that_slid_to_the_next_page_counts_once() -> None:
    first = page(shown(id="b1"), shown(id="b2"), link="/beta/deviceAppManagement/managedEBooks?p=2")
    assert ["b1", "b2", "b3"] == [one.id for one in books_of(first, page(shown(id="B2"), shown(id="b3")))]


def test_a_book_that_slid_and_changed_on_the_way_stops_the_reading() -> None:
    first = page(shown(id="b1"), shown(id="b2"), link="/beta/deviceAppManagement/managedEBooks?p=2")
    other = shown(id="b2", assignments=[assignment(G1, "required")])
    with pytest.raises(ServiceError, match="the book b2 is on two pages and differs") as caught:
        books_of(first, page(other))
    assert "VPP505" == caught.value.code


def test_a_page_that_is_gone_when_it_is_asked_for_stops_the_reading() -> None:
    first = page(shown(id="b1"), link="/beta/deviceAppManagement/managedEBooks?p=2")
    for gone in (Reply(404), Reply(410), Reply(400)):
        with pytest.raises(ServiceError, match="stopped after 1 page") as caught:
            books_of(first, gone)
        assert "VPP505" == caught.value.code


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b'{"value": [', b"[]"])
def test_html_instead_of_a_list_stops_the_reading_also_half_way(body: bytes) -> None:
    first = page(shown(id="b1"), link="/beta/deviceAppManagement/managedEBooks?p=2")
    for answers in ((Reply(body=body),), (first, Reply(body=body))):
        with pytest.raises(ServiceError) as caught:
            books_of(*answers)
        assert "VPP505" == caught.value.code


def test_covers_of_ten_megabytes_do_not_stand_in_the_way() -> None:
    cover = {"type": "image/jpeg", "value": "/9j/4AAQ" * (10 * 1024 * 1024 // 8)}
    assert ["b1", "b2"] == [
        one.id for one in books_of(page(shown(id="b1", largeCover=cover), shown(id="b2", largeCover=cover)))
    ]


def test_expand_refused_means_one_request_per_twenty_books_and_the_same_books(tenant: Tenant) -> None:
    books = [f"20000000-0000-4000-8000-{n:012}" for n in range(1, 46)]
    tenant.client.put_state(
        managedEBooks=[book(one, assignments=[assignment(G1, "required")]) for one in books], groups=[group(G1)]
    )
    with tenant.intune() as intune:
        expected = intune.books()
        refused = {"method": "GET", "path": "managedEBooks$", "nth": [1], "status": 501}
        tenant.faults(refused)
        assert expected == intune.books()
    assert 3 == sum("$batch" in one for one in tenant.asked())


@pytest.mark.parametrize("status", [400, 403, 404])
def test_beta_refused_means_the_stable_version_and_says_so(tenant: Tenant, status: int) -> None:
    tenant.client.put_state(managedEBooks=[book(B1)], groups=[], vppTokens=[{"id": "t1", "state": "valid"}])
    tenant.faults({"path": "^/beta/", "status": status})
    with tenant.intune() as intune:
        assert ([B1], ["t1"], False) == (
            [one.id for one in intune.books()],
            [one.id for one in intune.tokens()],
            intune.beta(),
        )


def test_a_group_that_answers_as_another_one_is_not_known() -> None:
    answers = [{"id": "0", "status": 200, "body": {"id": "g2", "displayName": "Other"}}]
    with serving(Reply(body={"responses": answers})) as service:
        door = door_to(service.root)
        found = door.groups([GroupId("g1")], [])
        door.close()
    assert ({}, {"g1": Unread.FAILED}) == (found.by_id, found.unread)


def test_items_of_a_batch_that_never_come_are_not_groups_that_are_missing() -> None:
    with serving(Reply(body={"responses": []})) as service:
        door = door_to(service.root)
        found = door.groups([GroupId("g1")], ["Klass 9A"])
        members = door.members([GroupId("g1")])
        door.close()
    assert {"g1": Unread.FAILED, "Klass 9A": Unread.FAILED} == found.unread
    assert ({}, {"g1": Unread.FAILED}) == (members.members, members.unread)


@pytest.mark.parametrize(("status", "body"), [(400, APPROVAL), (403, APPROVAL), (403, None)])
def test_a_tenant_that_wants_a_second_administrator_is_recognised_and_asked_once(
    tenant: Tenant, status: int, body: dict[str, Any] | None
) -> None:
    """With a body: as Intune words it. Without: the sandbox's own."""
    tenant.client.put_state(managedEBooks=[book(B1)], settings={"multiAdminApproval": True})
    with serving(Reply(status, body)) as service:
        root, seen = (tenant.root, tenant.asked) if body is None else (service.root, lambda: service.targets)
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=root, access_token="user:kim@norr.example")
        with pytest.raises(ServiceError, match="second administrator") as caught:
            door.assign(B1, (), {G1: Intent.REQUIRED})
        door.close()
        assert 1 == len(seen())
    assert ("VPP508", status, False) == (caught.value.code, caught.value.status, caught.value.maybe_done)
    assert "Operation ID" not in f"{caught.value.message} {caught.value.remedy}"


def test_another_refusal_is_no_second_administrator() -> None:
    for status, code in ((400, ""), (403, "VPP509"), (500, "")):
        with serving(Reply(status, {"error": {"code": "BadRequest", "message": "The group is not known."}})) as service:
            door = door_to(service.root)
            with pytest.raises(ServiceError) as caught:
                door.assign(B1, (), {})
            door.close()
        assert (code, status) == (caught.value.code, caught.value.status)


def test_books_and_tokens_travel_side_by_side_over_two_connections() -> None:
    with serving(Reply(body={"value": []})) as service:
        door = door_to(service.root)
        reader: IntuneReader = door
        assert isinstance(reader, SideBySide)
        observe(reader, None, w.NOW)
        for _ in range(10):
            door.books()
        door.close()
        assert 12 == len(service.seen)
        assert service.connections <= 2


def test_when_both_lists_cannot_be_read_the_books_are_named() -> None:
    with serving(Reply(401)) as service:
        door = door_to(service.root)
        with pytest.raises(ServiceError, match="the list of books"):
            observe(door, None, w.NOW)
        door.close()


def test_many_pages_need_one_connection() -> None:
    def onward(seen: Seen) -> Reply:
        number = int(seen.target.partition("p=")[2] or 0) + 1
        return page(shown(id=f"b{number}"), link=f"/beta/books?p={number}" if number < 30 else None)

    with serving(onward) as service:
        door = door_to(service.root)
        assert 30 == len(door.books())
        door.close()
        assert (30, 1) == (len(service.seen), service.connections)
