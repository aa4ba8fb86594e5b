"""Reading and writing a tenant: against the sandbox, with its faults, counting what was asked."""

from datetime import UTC, datetime

import httpx
import pytest

from reconciler.graph.provider import open_intune
from reconciler.model.entities import BetaUse, Cloud, Intent
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import BookId, GroupId
from reconciler.model.observed import Target, TargetType, Unread
from reconciler.model.providers import IntuneReader, IntuneWriter
from tests.graph.service import BEARER, Reply, serving
from tests.graph.tenant import CALLER, Tenant
from tests.sandbox.client import assignment, book, group, users

BOOKS = "GET /beta/deviceAppManagement/managedEBooks"
TOKENS = "GET /beta/deviceAppManagement/vppTokens"
BATCH = "POST /v1.0/$batch"
B1, B2 = (BookId(f"20000000-0000-4000-8000-00000000000{n}") for n in (1, 2))
G1, G2, G3 = (GroupId(f"30000000-0000-4000-8000-00000000000{n}") for n in (1, 2, 3))


def small(tenant: Tenant, **sections: object) -> None:
    """Two books, three groups (the third holds the first, a device and a user), five users."""
    defaults: dict[str, object] = {
        "managedEBooks": [
            book(B1.upper(), assignments=[assignment(G1, "required")], totalLicenseCount=9, usedLicenseCount=4),
            book(B2, userStateSummary=[holder("Kim", 1), holder("bo", 0)]),
        ],
        "vppTokens": [{"id": "10000000-0000-4000-8000-000000000001", "state": "valid", "displayName": "norr"}],
        "groups": [group(G1, "kim", "bo"), group(G2), group(G3, G1, "alex", "pad", "kim")],
        "users": users("kim", "bo", "alex"),
        "devices": [{"id": "pad"}],
    }
    tenant.client.put_state(**{**defaults, **sections})


def holder(name: str, devices: int) -> dict[str, object]:
    return {"id": name, "userName": f"{name}@norr.example", "installedDeviceCount": devices}


def test_the_door_is_both_a_reader_and_a_writer(tenant: Tenant) -> None:
    with tenant.intune() as intune:
        reader: IntuneReader = intune
        writer: IntuneWriter = intune
        assert None is reader.moment()
        assert callable(writer.assign)


def test_the_tenant_is_told_by_the_organisation_where_the_access_token_is_silent(tenant: Tenant) -> None:
    small(tenant, organization=[{"id": "8f0c0000-0000-0000-0000-000000000000"}])
    with tenant.intune() as intune:
        assert "8f0c0000-0000-0000-0000-000000000000" == intune.tenant_id()
    with tenant.intune(bearer=f"{CALLER};deny=organization") as intune:
        assert None is intune.tenant_id()
    small(tenant, organization=[])
    with tenant.intune() as intune:
        assert None is intune.tenant_id()


def test_books_come_with_their_assignments_in_one_request_for_each_page(tenant: Tenant) -> None:
    small(tenant, settings={"pageSize": 1})
    with tenant.intune() as intune:
        first, second = intune.books()
        assert (B1, 9, 4, True) == (first.id, first.total, first.used, intune.beta())
        assert [(Target(TargetType.GROUP, G1), "required")] == [(one.target, one.intent) for one in first.assignments]
        assert (B2, ()) == (second.id, second.assignments)
    assert [BOOKS, BOOKS] == tenant.asked()


def test_tokens_are_read_with_what_only_beta_tells(tenant: Tenant) -> None:
    small(tenant)
    with tenant.intune() as intune:
        assert ["norr"] == [token.display_name for token in intune.tokens()]
        assert intune.beta()
    with tenant.intune(BetaUse.NONE) as intune:
        assert [None] == [token.display_name for token in intune.tokens()]
        assert not intune.beta()
    assert [TOKENS, TOKENS.replace("beta", "v1.0")] == tenant.asked()


@pytest.mark.parametrize("status", [400, 501])
def test_where_expanding_is_refused_assignments_are_read_for_each_book(tenant: Tenant, status: int) -> None:
    small(tenant)
    with tenant.intune() as intune:
        expected = intune.books()
        tenant.client.call("DELETE", "/_sandbox/requests")
        tenant.faults({"method": "GET", "path": "managedEBooks$", "nth": [1], "status": status})
        assert expected == intune.books()
        assert intune.beta()
    assert [BOOKS, BOOKS, "POST /beta/$batch x2"] == tenant.asked()


@pytest.mark.parametrize("status", [400, 403, 404])
def test_where_beta_is_refused_books_and_tokens_are_read_through_v1(tenant: Tenant, status: int) -> None:
    small(tenant)
    tenant.faults({"method": "GET", "path": "^/beta/", "status": status})
    with tenant.intune() as intune:
        assert [B1, B2] == [one.id for one in intune.books()]
        assert 1 == len(intune.tokens())
        assert not intune.beta()
        intune.assign(B1, (), {G2: Intent.AVAILABLE})
    assert "POST /v1.0/deviceAppManagement/managedEBooks/" in tenant.asked()[-1]


@pytest.mark.parametrize("status", [401, 403])
def test_books_and_tokens_that_may_not_be_read_name_the_permission(tenant: Tenant, status: int) -> None:
    tenant.faults({"method": "GET", "path": "deviceAppManagement", "status": status})
    with tenant.intune() as intune:
        for read in (intune.books, intune.tokens):
            with pytest.raises(ServiceError) as caught:
                read()
            assert ("VPP509", status, 5) == (caught.value.code, caught.value.status, caught.value.exit_code)
            assert "DeviceManagementApps.Read.All" in caught.value.remedy


def test_a_caller_without_the_permission_is_told_so(tenant: Tenant) -> None:
    with tenant.intune(bearer=f"{CALLER};deny=books") as intune, pytest.raises(ServiceError) as caught:
        intune.books()
    assert "VPP509" == caught.value.code


def test_a_list_of_books_that_breaks_off_is_no_list(tenant: Tenant) -> None:
    small(tenant, settings={"pageSize": 1})
    tenant.faults({"method": "GET", "path": "managedEBooks", "nth": list(range(2, 50)), "status": 503})
    with tenant.intune() as intune, pytest.raises(ServiceError, match="stopped after 1 page") as caught:
        intune.books()
    assert ("VPP505", 503) == (caught.value.code, caught.value.status)


def test_a_refusal_in_the_middle_of_a_list_is_no_reason_to_try_another_version(tenant: Tenant) -> None:
    small(tenant, settings={"pageSize": 1})
    tenant.faults({"method": "GET", "path": "managedEBooks", "nth": [2], "status": 403})
    with tenant.intune() as intune, pytest.raises(ServiceError, match="stopped after 1 page"):
        intune.books()
    assert [BOOKS, BOOKS] == tenant.asked()


def test_the_assignments_of_one_book_that_cannot_be_read_stop_the_reading(tenant: Tenant) -> None:
    small(tenant)
    tenant.faults(
        {"method": "GET", "path": "managedEBooks$", "nth": [1], "status": 501},
        {"method": "GET", "path": f"{B2}/assignments", "status": 500},
    )
    with tenant.intune() as intune, pytest.raises(ServiceError, match=B2) as caught:
        intune.books()
    assert ("VPP505", 500) == (caught.value.code, caught.value.status)


def test_throttling_is_waited_for_and_told(tenant: Tenant) -> None:
    small(tenant)
    tenant.faults({"method": "GET", "path": "managedEBooks", "nth": [1], "status": 429, "retryAfter": 4})
    with tenant.intune() as intune:
        assert 2 == len(intune.books())
        assert 4 == intune.waited_seconds()
    assert [4.0] == tenant.time.slept


def test_groups_are_found_by_id_and_by_name_in_one_batch(tenant: Tenant) -> None:
    odd = 'Kim\'s #1 & 100% "9A" ÅÄÖ + /?'
    small(
        tenant,
        groups=[{"id": G1, "displayName": odd}, {"id": G2, "displayName": "Twice"}, {"id": G3, "displayName": "twice"}],
    )
    gone = GroupId("39999999-0000-4000-8000-000000000001")
    with tenant.intune() as intune:
        answers = intune.groups([G1, gone, G1], [odd, "TWICE", "Nobody"])
    assert {G1: odd} == {found: one.display_name for found, one in answers.by_id.items()}
    assert {odd: [G1], "TWICE": [G2, G3], "Nobody": []} == {
        name: [one.id for one in found] for name, found in answers.by_name.items()
    }
    assert {} == answers.unread
    assert [f"{BATCH} x5"] == tenant.asked()


def test_groups_of_another_name_than_was_asked_for_are_left_out() -> None:
    others = [{"id": "g1", "displayName": "Klass 9"}, {"id": "g2", "displayName": "klass 9a"}, {"id": "g3"}]
    answer = {"id": "0", "status": 200, "body": {"value": others}}
    with serving(Reply(body={"responses": [answer]})) as service:
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=service.root, access_token=BEARER)
        found = door.groups([], ["Klass 9A"]).by_name
        door.close()
    assert {"Klass 9A": ["g2"]} == {name: [one.id for one in several] for name, several in found.items()}


def test_many_groups_take_a_request_for_each_twenty(tenant: Tenant) -> None:
    several = [GroupId(f"30000000-0000-4000-8000-{n:012}") for n in range(1, 46)]
    small(tenant, groups=[group(one) for one in several], managedEBooks=[])
    with tenant.intune() as intune:
        assert several == list(intune.groups(several, []).by_id)
        assert set(several) == set(intune.members(several).members)
    assert sorted([f"{BATCH} x20", f"{BATCH} x20", f"{BATCH} x5"] * 2) == sorted(tenant.asked())


def test_groups_that_cannot_be_read_are_not_groups_that_are_missing(tenant: Tenant) -> None:
    small(tenant)
    tenant.faults(
        {"method": "GET", "path": f"groups/{G1}$", "status": 403},
        {"method": "GET", "path": f"groups/{G2}$", "status": 500},
        {"method": "GET", "path": "groups$", "status": 403},
    )
    with tenant.intune() as intune:
        answers = intune.groups([G1, G2, G3], ["Group 1"])
    assert {G1: Unread.FORBIDDEN, G2: Unread.FAILED, "Group 1": Unread.FORBIDDEN} == answers.unread
    assert ([G3], {}) == (list(answers.by_id), answers.by_name)


def test_members_are_told_apart_and_counted_through_nested_groups(tenant: Tenant) -> None:
    small(tenant, settings={"maxTop": 2})
    with tenant.intune() as intune:
        answers = intune.members([G1, G2, G3])
    assert {} == answers.unread
    assert {"kim": "kim@norr.example", "bo": "bo@norr.example"} == answers.members[G1].users
    assert {} == answers.members[G2].users
    nested = answers.members[G3]
    assert ({"alex", "bo", "kim"}, 1, 1) == (set(nested.users), nested.devices, nested.groups)
    assert [f"{BATCH} x3", f"{BATCH} x1", f"{BATCH} x1"] == tenant.asked()


def test_members_that_cannot_be_read_are_named_with_the_reason(tenant: Tenant) -> None:
    small(tenant, settings={"maxTop": 2})
    tenant.faults(
        {"method": "GET", "path": f"{G1}/transitiveMembers", "status": 403},
        {"method": "GET", "path": f"{G3}/transitiveMembers", "nth": list(range(2, 60)), "status": 503},
    )
    with tenant.intune() as intune:
        answers = intune.members([G1, G2, G3])
    assert {G1: Unread.FORBIDDEN, G3: Unread.FAILED} == answers.unread
    assert [G2] == list(answers.members)


def test_members_that_are_not_found_are_no_empty_group(tenant: Tenant) -> None:
    gone = GroupId("39999999-0000-4000-8000-000000000001")
    with tenant.intune() as intune:
        answers = intune.members([gone])
    assert ({}, {gone: Unread.FAILED}) == (answers.members, answers.unread)


@pytest.mark.parametrize("path", ["transitiveMembers", "groups/[^/]+$"])
def test_a_sign_in_that_is_refused_in_a_batch_is_no_missing_permission(tenant: Tenant, path: str) -> None:
    small(tenant)
    tenant.faults({"method": "GET", "path": path, "status": 401})
    with tenant.intune() as intune, pytest.raises(ServiceError, match="401"):
        intune.groups([G1], [])
        intune.members([G1])


def test_holders_are_those_with_the_book_on_a_device(tenant: Tenant) -> None:
    small(tenant)
    tenant.faults({"method": "GET", "path": f"{B1}/userStateSummary", "status": 403})
    with tenant.intune() as intune:
        assert {B2: ("kim@norr.example",)} == intune.holders([B1, B2])
    assert [f"{BATCH} x2"] == tenant.asked()


def test_a_write_shows_in_the_audit_log_with_who_did_it(tenant: Tenant) -> None:
    small(tenant)
    with tenant.intune() as intune:
        intune.assign(B1, (), {G2: Intent.AVAILABLE})
        events = intune.audit_events(datetime(2026, 1, 1, tzinfo=UTC))
        assert isinstance(events, tuple)
        assert [("kim@norr.example", (B1,))] == [(event.actor, event.resources) for event in events]
        assert events == intune.audit_events(None)
        assert () == intune.audit_events(datetime(2030, 1, 1, tzinfo=UTC))


def test_an_audit_log_that_cannot_be_read_stops_nothing(tenant: Tenant) -> None:
    with tenant.intune(bearer=f"{CALLER};deny=audit") as intune:
        assert Unread.FORBIDDEN is intune.audit_events(None)
    tenant.faults({"method": "GET", "path": "auditEvents", "status": 500})
    with tenant.intune() as intune:
        assert Unread.FAILED is intune.audit_events(None)


def test_one_book_is_read_now_with_its_assignments(tenant: Tenant) -> None:
    small(tenant)
    with tenant.intune() as intune:
        first, _ = intune.books()
        assert first == intune.book(B1)
        assert intune.book(BookId("29999999-0000-4000-8000-000000000001")) is None
        tenant.faults({"method": "GET", "path": f"managedEBooks/{B1}$", "nth": [1], "status": 400})
        assert first == intune.book(B1)


@pytest.mark.parametrize("status", [401, 403, 500])
def test_one_book_that_cannot_be_read_is_an_error(tenant: Tenant, status: int) -> None:
    small(tenant)
    tenant.faults({"method": "GET", "path": f"managedEBooks/{B1}", "status": status})
    with tenant.intune() as intune, pytest.raises(ServiceError) as caught:
        intune.book(B1)
    assert ({500: "VPP505"}.get(status, "VPP509"), status) == (caught.value.code, caught.value.status)


def test_assign_replaces_the_set_and_keeps_what_was_read(tenant: Tenant) -> None:
    everybody = {"@odata.type": "#microsoft.graph.allLicensedUsersAssignmentTarget"}
    kept = {"@odata.type": "#microsoft.graph.iosVppEBookAssignment", "installIntent": "uninstall", "target": everybody}
    small(tenant, managedEBooks=[book(B1, assignments=[assignment(G1, "required"), kept])])
    with tenant.intune() as intune:
        there = intune.book(B1)
        assert there is not None
        odd = tuple(one for one in there.assignments if not one.expressible)
        assert intune.assign(B1, odd, {G2: Intent.AVAILABLE}).request_id
        shown = intune.book(B1)
        assert shown is not None
    assert [(TargetType.ALL_USERS, None, "uninstall"), (TargetType.GROUP, G2, "available")] == [
        (one.target.type, one.target.group, one.intent) for one in shown.assignments
    ]


@pytest.mark.parametrize("mode", ["before", "after", "drop"])
def test_assign_is_sent_once_and_says_when_it_may_have_been_done(tenant: Tenant, mode: str) -> None:
    small(tenant)
    tenant.faults({"method": "POST", "path": "assign$", "status": 503, "mode": mode})
    with tenant.intune() as intune, pytest.raises(ServiceError) as caught:
        intune.assign(B1, (), {G2: Intent.AVAILABLE})
    assert caught.value.maybe_done
    assert 1 == len(tenant.asked())


def test_a_throttled_write_tells_how_long_to_wait(tenant: Tenant) -> None:
    small(tenant)
    tenant.faults({"method": "POST", "path": "assign$", "status": 429, "retryAfter": 6})
    with tenant.intune() as intune:
        with pytest.raises(ServiceError) as caught:
            intune.assign(B1, (), {})
        assert (429, 6.0, False) == (caught.value.status, caught.value.retry_after, caught.value.maybe_done)
        intune.pause(6.0)
        assert 6 == intune.waited_seconds()


def test_a_caller_who_may_only_read_is_told_which_permission_writing_needs(tenant: Tenant) -> None:
    small(tenant)
    with tenant.intune(bearer="readonly:kim") as intune, pytest.raises(ServiceError) as caught:
        intune.assign(B1, (), {})
    assert ("VPP509", False) == (caught.value.code, caught.value.maybe_done)
    assert "DeviceManagementApps.ReadWrite.All" in caught.value.remedy


def test_nonsense_from_the_service_stops_every_reading_with_exit_5() -> None:
    with serving(Reply(body=b"<html>")) as service:
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=service.root, access_token=BEARER)
        for read in (
            door.books,
            door.tokens,
            lambda: door.groups([G1], []),
            lambda: door.members([G1]),
            lambda: door.book(B1),
        ):
            with pytest.raises(ServiceError) as caught:
                read()
            assert 5 == caught.value.exit_code
            assert BEARER not in f"{caught.value.message} {caught.value.remedy}"
        door.close()


def test_books_that_come_without_assignments_or_with_only_some_are_read_one_by_one() -> None:
    some = {
        **book("b2"),
        "assignments": [assignment("g1", "required")],
        "assignments@odata.nextLink": "https://x.example",
    }
    other = {"@odata.type": "#microsoft.graph.managedEBook", "id": "b3", "displayName": 7}
    found = [{"id": place, "status": 200, "body": {"value": [assignment(f"g{place}", "required")]}} for place in "01"]
    with serving(Reply(body={"value": [book("B1"), some, other]}), Reply(body={"responses": found})) as service:
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=service.root, access_token=BEARER)
        first, second = door.books()
        door.close()
        urls = [request["url"] for request in service.seen[1].body["requests"]]
    assert ["g0"] == [one.target.group for one in first.assignments]
    assert ["g1"] == [one.target.group for one in second.assignments]
    assert [f"/deviceAppManagement/managedEBooks/{one}/assignments" for one in ("b1", "b2")] == urls


def test_a_book_that_moved_to_the_next_page_meanwhile_counts_once() -> None:
    def answer(seen: object) -> Reply:
        return Reply(body={"value": [{**book("b1"), "assignments": []}]})

    link = {"@odata.nextLink": "/beta/deviceAppManagement/managedEBooks?p=2"}
    with serving(Reply(body={"value": [{**book("b1"), "assignments": []}], **link}), answer) as service:
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=service.root, access_token=BEARER)
        assert ["b1"] == [one.id for one in door.books()]
        door.close()


def test_an_id_is_never_taken_for_a_path() -> None:
    with serving(Reply(404)) as service:
        door = open_intune(Cloud.GLOBAL, None, BetaUse.READ, url=service.root, access_token=BEARER)
        assert door.book(BookId("../../groups?x=")) is None
        door.close()
        assert "/managedEBooks/..%2F..%2Fgroups%3Fx%3D?" in service.targets[0]


def test_a_cloud_without_an_address_needs_one() -> None:
    with pytest.raises(UsageError):
        open_intune(Cloud.SANDBOX, None, BetaUse.READ)


def test_every_cloud_is_asked_at_its_own_address() -> None:
    asked: list[str] = []

    class Wire(httpx.BaseTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(str(request.url.copy_with(query=None)))
            return httpx.Response(200, json={"value": []})

    for cloud in (Cloud.GLOBAL, Cloud.USGOV, Cloud.USGOVDOD, Cloud.CHINA):
        door = open_intune(cloud, None, BetaUse.NONE, access_token=BEARER, wire=Wire())
        assert () == door.books()
        door.close()
    hosts = ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"]
    assert [f"https://{host}/v1.0/deviceAppManagement/managedEBooks" for host in hosts] == asked
