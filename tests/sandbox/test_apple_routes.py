"""Every route of Apple's interface description: served with all that it takes, in this process and over HTTP."""

import json
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest

from reconciler.sandbox.serve import SandboxServer
from tests.sandbox.apple_world import APP, APPLE, BOOK, SECRET, as_apple, event_of, put_location
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client
from tests.sandbox.descriptions import APPLE as DESCRIPTION
from tests.sandbox.descriptions import CONTRACTS, described_paths, document, query_options

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the interface descriptions are not beside the clone")

METHODS = ("get", "post", "put", "patch", "delete")
BODIES: dict[str, dict[str, Any]] = {
    "/client/config": {"mdmInfo": {"id": "1", "name": "x", "metadata": "y"}},
    "/assets/associate": {"assets": [{"adamId": APP}], "clientUserIds": ["ann"]},
    "/assets/disassociate": {"assets": [{"adamId": APP}], "clientUserIds": ["ann"]},
    "/assets/revoke": {"clientUserIds": ["ann"]},
    "/users/create": {"users": [{"clientUserId": "new", "email": "new@norr.example"}]},
    "/users/update": {"users": [{"clientUserId": "bo", "email": "bo@norr.test"}]},
    "/users/retire": {"users": [{"clientUserId": "ann"}]},
}
VALUES = {
    "pageIndex": "0",
    "adamId": BOOK,
    "pricingParam": "STDQ",
    "productType": "Book",
    "clientUserId": "ann",
    "serialNumber": "C02",
    "minAvailableCount": "0",
    "maxAvailableCount": "9",
    "minAssignedCount": "0",
    "maxAssignedCount": "9",
}
FLAGS = {
    "revocable",
    "deviceAssignable",
    "unlimited",
    "excludeInactiveUsers",
    "includeUserState",
    "activeOnly",
    "retiredOnly",
}


@pytest.fixture
def apple(client: Client, sandbox: CheckedSandbox) -> Client:
    put_location(client)
    return as_apple(sandbox)


def value_of(apple: Client, parameter: str) -> str:
    """A value that this parameter takes."""
    match parameter:
        case "sinceVersionId":
            return str(apple.get(f"{APPLE}/users")["versionId"])
        case "eventId":
            body = BODIES["/users/update"]
            return str(apple.call("POST", f"{APPLE}/users/update", body).json["eventId"])
        case flag if flag in FLAGS:
            return "true"
        case _:
            return VALUES[parameter]


def required(template: str) -> dict[str, Any]:
    """The parameters of a read that it cannot do without."""
    given = document(DESCRIPTION)["paths"][template]["get"].get("parameters", [])
    return {parameter["name"]: parameter for parameter in given if parameter.get("required")}


def test_every_read_is_served_with_each_parameter_it_has(apple: Client) -> None:
    reads = list(described_paths(DESCRIPTION, "get"))
    assert 6 == len(reads)
    for template, parameters in reads:
        for chosen in [set(), *({one} for one in parameters)]:
            asked = {name: value_of(apple, name) for name in chosen | set(required(template))}
            query = "&".join(f"{name}={value}" for name, value in asked.items())
            body = apple.get(f"{APPLE}{template}?{query}" if query else f"{APPLE}{template}")
            assert "errorNumber" not in body, (template, asked)


def test_no_read_takes_a_parameter_of_another(apple: Client) -> None:
    everything = {name for _, names in described_paths(DESCRIPTION, "get") for name in names}
    assert 15 < len(everything)
    taken = [
        (template, name)
        for template, own in described_paths(DESCRIPTION, "get")
        for name in everything - own
        if template != "/service/config"  # it never looks at what it is asked with
        if apple.call("GET", f"{APPLE}{template}?{name}={value_of(apple, name)}").status != 400
    ]
    assert [] == taken


def test_every_write_is_served(apple: Client) -> None:
    writes = {template for template, _ in described_paths(DESCRIPTION, "post")}
    assert BODIES.keys() == writes
    for template in sorted(writes - {"/client/config"}):
        assert event_of(apple, template, BODIES[template])["eventStatus"] == "COMPLETE"
    assert "1" == apple.call("POST", f"{APPLE}/client/config", BODIES["/client/config"]).json["mdmInfo"]["id"]


def test_methods_that_are_not_described_are_not_allowed(apple: Client) -> None:
    for template, item in document(DESCRIPTION)["paths"].items():
        for method in METHODS:
            status = apple.call(method.upper(), f"{APPLE}{template}", BODIES.get(template)).status
            assert (method in item) == (status != 405), (method, template)


def test_limits_and_types_are_those_of_the_description(apple: Client) -> None:
    shown = apple.get(f"{APPLE}/service/config")
    schemas = document(DESCRIPTION)["components"]["schemas"]
    described = schemas["ServiceConfigResponse"]["properties"]["limits"]["example"]
    assert {name: limit for name, limit in described.items() if "Subscription" not in name} == shown["limits"]
    assert schemas["NotificationType"]["enum"] == shown["notificationTypes"]


def test_every_error_number_that_is_sent_has_its_described_status(apple: Client) -> None:
    numbers = document(DESCRIPTION)["components"]["schemas"]["ErrorResponse"]["x-error-numbers"]
    told = {str(error["errorNumber"]) for error in apple.get(f"{APPLE}/service/config")["errorCodes"]}
    assert set() == told - set(numbers)
    assert {"9637", "9645", "9805"} == set(numbers) - told  # of version 1, Apple's own MDM, and subscriptions
    assert {"adamId", "pageIndex"} <= query_options(DESCRIPTION, "/assets", "get")


@pytest.fixture
def port(sandbox: CheckedSandbox) -> Iterator[int]:
    with SandboxServer(sandbox, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_the_same_is_served_over_http_and_its_addresses_lead_back_to_it(apple: Client, port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        urls = fetched(connection, f"{APPLE}/service/config")["urls"]
        root = f"http://127.0.0.1:{port}"
        assert urls["getAssets"].startswith(root)
        over_http = fetched(connection, urls["getAssets"].removeprefix(root))
        assert apple.get(f"{APPLE}/assets") == over_http
    finally:
        connection.close()


def fetched(connection: HTTPConnection, path: str) -> dict[str, Any]:
    connection.request("GET", path, headers={"Authorization": f"Bearer {SECRET}"})
    response = connection.getresponse()
    assert 200 == response.status
    body: dict[str, Any] = json.loads(response.read())
    return body
