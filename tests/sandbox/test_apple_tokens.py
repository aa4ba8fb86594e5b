"""Who may speak to Apple's side: content tokens in every state, faults, the log."""

import base64
import json

import pytest

from reconciler.sandbox import Request
from tests.sandbox.apple_world import APPLE, FRESH, OTHER, SECRET, UID, as_apple, known, location, put_location
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import NOW, Client

INNER = str(json.loads(base64.b64decode(SECRET))["token"])
READS = ("/client/config", "/assets", "/assignments", "/users", "/status?eventId=x")


@pytest.mark.parametrize("path", READS[:4])
def test_a_good_content_token_is_told_its_location_and_when_it_expires(
    client: Client, sandbox: CheckedSandbox, path: str
) -> None:
    put_location(client)
    shown = as_apple(sandbox).get(f"{APPLE}{path}")
    assert (UID, "2027-08-01T00:00:00+0000") == (shown["uId"], shown["tokenExpirationDate"])


@pytest.mark.parametrize(
    ("state", "status", "number"), [("expired", 401, 9621), ("revoked", 401, 9625), ("throttled", 429, 9646)]
)
@pytest.mark.parametrize("path", READS)
def test_a_content_token_in_another_state_gets_its_error_and_no_word_when_to_come_back(
    client: Client, sandbox: CheckedSandbox, path: str, state: str, status: int, number: int
) -> None:
    put_location(client, state)
    reply = as_apple(sandbox).call("GET", f"{APPLE}{path}")
    assert (status, number) == (reply.status, reply.json["errorNumber"])
    assert "Retry-After" not in reply.headers


def test_a_content_token_expires_by_the_clock(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client)
    caller = as_apple(sandbox)
    client.set_clock("2027-07-31T23:59:59Z")
    assert 200 == caller.call("GET", f"{APPLE}/assets").status
    client.set_clock("2027-08-01T00:00:00Z")
    assert (401, 9621) == _error(caller)


@pytest.mark.parametrize("secret", [FRESH, INNER, "user:kim@norr.example"])
def test_an_unknown_content_token_gets_an_error_inside_a_success(
    client: Client, sandbox: CheckedSandbox, secret: str
) -> None:
    put_location(client)
    assert (200, 9622) == _error(as_apple(sandbox, secret))


@pytest.mark.parametrize("header", [None, "", "Bearer", f"Basic {SECRET}", SECRET, f"Bearer {SECRET} x"])
def test_a_header_of_another_shape_is_refused(client: Client, sandbox: CheckedSandbox, header: str | None) -> None:
    put_location(client)
    headers = {} if header is None else {"Authorization": header}
    response = sandbox.handle(Request("GET", f"{APPLE}/assets", headers))
    assert (401, 9722) == (response.status, json.loads(response.body)["errorNumber"])


@pytest.mark.parametrize("state", ["valid", "revoked", "expired", "throttled", None])
def test_the_service_configuration_needs_no_content_token(
    client: Client, sandbox: CheckedSandbox, state: str | None
) -> None:
    put_location(client, state or "valid")
    shown = as_apple(sandbox, SECRET if state else None).get(f"{APPLE}/service/config")
    assert 25 == shown["limits"]["maxAssets"]
    assert "http://127.0.0.1/mdm/v2/assets" == shown["urls"]["getAssets"]
    assert 9622 in {error["errorNumber"] for error in shown["errorCodes"]}


def test_the_line_breaks_of_a_file_do_not_count(client: Client, sandbox: CheckedSandbox) -> None:
    broken = f"{SECRET[:20]}\n{SECRET[20:]}\n"
    client.put_state(apple={"locations": [location()], "tokens": [known(broken)]})
    assert UID == as_apple(sandbox).get(f"{APPLE}/client/config")["uId"]


def test_a_content_token_without_a_location_is_unknown(client: Client, sandbox: CheckedSandbox) -> None:
    client.put_state(apple={"locations": [], "tokens": [known()]})
    assert (200, 9622) == _error(as_apple(sandbox))


def test_what_is_not_there_is_refused_in_apples_words(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client)
    caller = as_apple(sandbox)
    wrong = [("DELETE", "/assets"), ("POST", "/service/config"), ("GET", "/users/retire"), ("PUT", "/client/config")]
    for method, path in wrong:
        reply = caller.call(method, f"{APPLE}{path}")
        assert (405, 9726) == (reply.status, reply.json["errorNumber"])
    for path in ("", "/", "/subscriptions", "/assets/associate/now"):
        reply = caller.call("GET", f"{APPLE}{path}")
        assert (404, 9602) == (reply.status, reply.json["errorNumber"])


@pytest.mark.parametrize(
    ("status", "number"), [(401, 9601), (404, 9602), (429, 9646), (500, 9603), (503, 9644), (200, 9603)]
)
def test_a_fault_answers_as_apple_would(client: Client, sandbox: CheckedSandbox, status: int, number: int) -> None:
    put_location(client)
    rule = {"path": "/mdm/v2/assets", "status": status, "nth": [1], "retryAfter": 7}
    assert 204 == client.call("POST", "/_sandbox/faults", {"rules": [rule]}).status
    caller = as_apple(sandbox)
    reply = caller.call("GET", f"{APPLE}/assets")
    assert (status, number, "7") == (reply.status, reply.json["errorNumber"], reply.headers["Retry-After"])
    assert "assets" in caller.get(f"{APPLE}/assets")


def test_a_fault_after_the_act_hides_what_was_done(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client)
    rule = {"method": "POST", "path": "/client/config", "status": 503, "mode": "after"}
    client.call("POST", "/_sandbox/faults", {"rules": [rule]})
    caller = as_apple(sandbox)
    assert 503 == caller.call("POST", f"{APPLE}/client/config", {"mdmInfo": OTHER}).status
    assert OTHER == caller.get(f"{APPLE}/client/config")["mdmInfo"]


def test_the_log_names_the_location_and_never_the_secret(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client)
    as_apple(sandbox).call("GET", f"{APPLE}/assets?adamId=1")
    as_apple(sandbox, FRESH).call("GET", f"{APPLE}/assets")
    as_apple(sandbox, None).call("GET", f"{APPLE}/service/config")
    logged = client.get("/_sandbox/requests")
    assert [f"apple:{UID}", None, None] == [entry["actor"] for entry in logged]
    assert {"n": 1, "at": NOW, "method": "GET", "path": "/mdm/v2/assets", "status": 200, "items": None} == {
        name: value for name, value in logged[0].items() if name != "actor"
    }
    assert SECRET not in json.dumps(logged)


def test_no_content_token_opens_graph(client: Client, sandbox: CheckedSandbox) -> None:
    put_location(client)
    assert 401 == as_apple(sandbox).call("GET", "/v1.0/groups").status


def _error(caller: Client) -> tuple[int, int]:
    reply = caller.call("GET", f"{APPLE}/assets")
    return reply.status, reply.json["errorNumber"]
