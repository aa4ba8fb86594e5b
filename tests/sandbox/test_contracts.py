"""Answers are valid by the vendors' interface descriptions."""

import re

import pytest

from reconciler.sandbox import Request, Response
from tests.sandbox.client import BOOKS, Client, book
from tests.sandbox.contracts import answer_problems, problems
from tests.sandbox.descriptions import CONTRACTS

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the interface descriptions are not beside the clone")

BOOK = "20000000-0000-4000-8000-000000000002"
GROUP = "30000000-0000-4000-8000-000000000003"
TOKEN = "10000000-0000-4000-8000-000000000001"
USER = "40000000-0000-4000-8000-000000000001"
ORGANIZATION = "8f0c0000-0000-4000-8000-000000000000"
MANAGED = "/deviceAppManagement/managedEBooks"
MEMBERS = "/groups/{group-id}/transitiveMembers"
READS = [
    (MANAGED, f"{MANAGED}?$expand=assignments,userStateSummary,deviceStates,installSummary"),
    (f"{MANAGED}/{{managedEBook-id}}", f"{MANAGED}/{BOOK}?$expand=assignments"),
    (f"{MANAGED}/{{managedEBook-id}}/assignments", f"{MANAGED}/{BOOK}/assignments"),
    (f"{MANAGED}/{{managedEBook-id}}/deviceStates", f"{MANAGED}/{BOOK}/deviceStates"),
    (f"{MANAGED}/{{managedEBook-id}}/installSummary", f"{MANAGED}/{BOOK}/installSummary"),
    (f"{MANAGED}/{{managedEBook-id}}/userStateSummary", f"{MANAGED}/{BOOK}/userStateSummary"),
    ("/deviceAppManagement/vppTokens", "/deviceAppManagement/vppTokens"),
    ("/deviceAppManagement/vppTokens/{vppToken-id}", f"/deviceAppManagement/vppTokens/{TOKEN}"),
    ("/deviceManagement/auditEvents", "/deviceManagement/auditEvents"),
    ("/deviceManagement/auditEvents/getAuditCategories()", "/deviceManagement/auditEvents/getAuditCategories()"),
    ("/groups", "/groups?$top=3"),
    ("/groups/{group-id}", f"/groups/{GROUP}"),
    (MEMBERS, f"/groups/{GROUP}/transitiveMembers"),
    (f"{MEMBERS}/graph.user", f"/groups/{GROUP}/transitiveMembers/graph.user"),
    ("/users", "/users?$top=5"),
    ("/users/{user-id}", f"/users/{USER}"),
    ("/organization", "/organization"),
    ("/organization/{organization-id}", f"/organization/{ORGANIZATION}"),
]


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_reads_are_valid(client: Client, version: str) -> None:
    client.assign(BOOK, ("30000000-0000-4000-8000-000000000002", "required"))
    found = {path: problems(version, template, "get", 200, client.get(f"/{version}{path}")) for template, path in READS}
    assert {} == {path: wrong for path, wrong in found.items() if wrong}


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_writes_and_refusals_are_valid(client: Client, version: str) -> None:
    template = "/deviceAppManagement/vppTokens/{vppToken-id}/syncLicenses"
    synced = client.call("POST", f"/{version}/deviceAppManagement/vppTokens/{TOKEN}/syncLicenses")
    assert [] == problems(version, template, "post", synced.status, synced.json)
    refused = client.call("GET", f"/{version}/groups?$filter=nonsense")
    assert [] == problems(version, "/groups", "get", refused.status, refused.json)
    batch = {"requests": [{"id": "1", "method": "GET", "url": "/groups/nobody"}]}
    answered = client.call("POST", f"/{version}/$batch", batch)
    assert [] == problems(version, "/$batch", "post", answered.status, answered.json)


def test_the_check_sees_what_is_wrong(client: Client) -> None:
    tokens = client.get("/beta/deviceAppManagement/vppTokens")
    tokens["value"][0]["state"] = "tired"
    tokens["value"][1]["expirationDateTime"] = 5
    assert 2 <= len(problems("beta", "/deviceAppManagement/vppTokens", "get", 200, tokens))
    books = client.get(f"/beta{MANAGED}")
    books["value"][0]["@odata.type"] = "#microsoft.graph.windowsBook"
    books["value"][1]["totalLicenseCount"] = "many"
    assert 2 <= len(problems("beta", MANAGED, "get", 200, books))


WRONG_TENANTS = [
    ({"vppTokens": [{"id": "t", "state": "tired"}]}, "GET", "/v1.0/deviceAppManagement/vppTokens", "tired"),
    ({"managedEBooks": [book("b", usedLicenseCount="many")]}, "GET", f"{BOOKS}?$top=1", "many"),
    ({"managedEBooks": [book("b", pages=3)]}, "GET", f"{BOOKS}/b", "/pages: is not declared"),
    ({"groups": [{"id": "g", "displayName": 7}]}, "GET", "/v1.0/groups", "7 is not"),
    ({"groups": [{"id": "g", "createdDateTime": "today"}]}, "GET", "/beta/groups/g", "today"),
]


@pytest.mark.parametrize(("sections", "method", "path", "seen"), WRONG_TENANTS)
def test_a_wrong_answer_of_any_test_is_seen(
    client: Client, sections: dict[str, object], method: str, path: str, seen: str
) -> None:
    client.put_state(**sections)
    with pytest.raises(AssertionError, match=re.escape(seen)):
        client.call(method, path)
    with pytest.raises(AssertionError, match=re.escape(seen)):
        inner = {"id": "1", "method": method, "url": path.partition("/")[2].partition("/")[2]}
        client.call("POST", f"{path[: path.index('/', 1)]}/$batch", {"requests": [inner]})


ASKED = Request("GET", "/v1.0/groups/g", {"client-request-id": "c"})
GOOD_HEADERS = {"request-id": "r", "client-request-id": "c", "Content-Type": "application/json; charset=utf-8"}
NO_GROUP = b'{"error":{"code":"ResourceNotFound","message":"There is none."}}'


@pytest.mark.parametrize(
    ("wrong", "response"),
    [
        (0, Response(200, GOOD_HEADERS, b'{"id":"g"}')),
        (0, Response(404, GOOD_HEADERS, NO_GROUP)),
        (1, Response(200, GOOD_HEADERS | {"request-id": ""}, b'{"id":"g"}')),
        (1, Response(200, GOOD_HEADERS | {"client-request-id": "x"}, b'{"id":"g"}')),
        (1, Response(200, GOOD_HEADERS | {"Content-Type": "text/html"}, b"<html>")),
        (1, Response(202, GOOD_HEADERS, b'{"id":"g"}')),
        (1, Response(204, GOOD_HEADERS, b'{"id":"g"}')),
        (1, Response(200, GOOD_HEADERS, b'{"id":"g","isFavorite":true}')),  # of beta only
        (1, Response(404, GOOD_HEADERS, b'{"error":{"code":"ResourceNotFound"}}')),
        (1, Response(404, GOOD_HEADERS, b"[]")),
    ],
)
def test_each_part_of_an_answer_is_looked_at(wrong: int, response: Response) -> None:
    assert bool(wrong) == bool(answer_problems(ASKED, response))


def test_a_route_that_is_not_described_may_only_be_refused() -> None:
    asked = Request("GET", "/v1.0/me")
    assert answer_problems(asked, Response(200, GOOD_HEADERS, b"{}"))
    assert [] == answer_problems(asked, Response(404, GOOD_HEADERS, NO_GROUP))


BOOKS_PATH = "/v1.0/deviceAppManagement/managedEBooks"
NO_CONTENT = Response(204, {"request-id": "r"})
BOOK_PAGE = Response(200, GOOD_HEADERS, b'{"value":[]}')


@pytest.mark.parametrize(
    ("wrong", "request_", "response"),
    [
        (0, Request("POST", f"{BOOKS_PATH}/b/assign", body=b'{"managedEBookAssignments":[]}'), NO_CONTENT),
        (1, Request("POST", f"{BOOKS_PATH}/b/assign", body=b'{"managedEBookAssignments":{}}'), NO_CONTENT),
        (
            1,
            Request("POST", f"{BOOKS_PATH}/b/assign", body=b'{"managedEBookAssignments":[{"installIntent":"no"}]}'),
            NO_CONTENT,
        ),
        (1, Request("POST", f"{BOOKS_PATH}/b/assign", body=b"[]"), NO_CONTENT),
        (0, Request("GET", f"{BOOKS_PATH}?$top=1&count=true"), BOOK_PAGE),
        (1, Request("GET", f"{BOOKS_PATH}?$apply=x"), BOOK_PAGE),
    ],
)
def test_a_request_that_is_accepted_is_looked_at_too(wrong: int, request_: Request, response: Response) -> None:
    assert bool(wrong) == bool(answer_problems(request_, response))
