"""Who may do what."""

import pytest

from reconciler.sandbox import Request, Sandbox
from tests.sandbox.client import BOOKS, Client, book, group


@pytest.mark.parametrize(
    "bearer", [None, "", "eyJhbGciOi", "user:", "root:kim", "user:kim;allow=all", "user:kim;deny=everything"]
)
def test_no_bearer_or_another_is_not_signed_in(sandbox: Sandbox, bearer: str | None) -> None:
    reply = Client(sandbox, bearer).call("GET", BOOKS)
    assert (401, "InvalidAuthenticationToken") == (reply.status, reply.json["error"]["code"])


@pytest.mark.parametrize("bearer", ["user:kim@norr.example", "app:pipeline", "readonly:auditor"])
def test_every_caller_may_read(sandbox: Sandbox, bearer: str) -> None:
    assert 200 == Client(sandbox, bearer).call("GET", BOOKS).status


def test_a_reader_may_not_write_but_ask_by_ids(client: Client) -> None:
    client.put_state(managedEBooks=[book("b")], groups=[group("g")])
    reader = Client(client.sandbox, "readonly:auditor")
    assert 403 == reader.assign("b", ("g", "required")).status
    assert {} == client.assigned("b")
    assert 200 == reader.call("POST", "/v1.0/directoryObjects/getByIds", {"ids": ["g"]}).status


@pytest.mark.parametrize(
    ("denied", "path"),
    [
        ("groups", "/v1.0/groups"),
        ("groups", "/v1.0/groups/g/transitiveMembers"),
        ("members", "/v1.0/groups/g/members"),
        ("audit", "/v1.0/deviceManagement/auditEvents"),
        ("books", BOOKS),
        ("tokens", "/v1.0/deviceAppManagement/vppTokens"),
        ("users,organization", "/v1.0/organization"),
    ],
)
def test_a_denied_area_is_forbidden_and_others_are_not(client: Client, denied: str, path: str) -> None:
    client.put_state(groups=[group("g")])
    caller = Client(client.sandbox, f"app:pipeline;deny={denied}")
    assert 403 == caller.call("GET", path).status
    assert 200 == client.call("GET", path).status
    other = "/v1.0/deviceManagement/auditEvents" if denied != "audit" else "/v1.0/groups"
    assert 200 == caller.call("GET", other).status


def test_the_log_names_the_caller_without_his_limits(sandbox: Sandbox) -> None:
    Client(sandbox, "app:pipeline;deny=audit").call("GET", BOOKS)
    Client(sandbox, None).call("GET", BOOKS)
    logged = Client(sandbox).get("/_sandbox/requests")
    assert [("app:pipeline", 200), (None, 401)] == [(entry["actor"], entry["status"]) for entry in logged]


@pytest.mark.parametrize(
    ("host", "peer", "status"),
    [
        ("127.0.0.1:8080", True, 200),
        ("localhost", True, 200),
        ("[::1]:80", True, 200),
        ("127.0.0.1", False, 403),
        ("evil.example", True, 403),
        ("127.0.0.1.evil.example:80", True, 403),
        ("", True, 403),
    ],
)
def test_admin_routes_answer_this_machine_only(sandbox: Sandbox, host: str, peer: bool, status: int) -> None:
    request = Request("GET", "/_sandbox/state", host=host, peer_is_loopback=peer)
    assert status == sandbox.handle(request).status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/_sandbox/state", 405), ("GET", "/_sandbox/clock", 405), ("GET", "/_sandbox/other", 404)],
)
def test_admin_routes_refuse_what_they_do_not_know(client: Client, method: str, path: str, status: int) -> None:
    assert status == client.call(method, path).status
