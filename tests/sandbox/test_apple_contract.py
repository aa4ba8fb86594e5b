"""The check of Apple's answers sees what is wrong, in answers, in their numbers and in accepted requests."""

import json
import re
from typing import Any

import pytest

from reconciler.sandbox import Request, Response
from tests.sandbox.apple_contract import apple_problems
from tests.sandbox.apple_world import APPLE, as_apple, known, location
from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client
from tests.sandbox.descriptions import CONTRACTS

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the interface descriptions are not beside the clone")

JSON = {"Content-Type": "application/json; charset=utf-8"}
PAGE: dict[str, Any] = {"uId": "1", "currentPageIndex": 0, "size": 0, "totalPages": 1, "versionId": "v"}
ERROR = {"errorNumber": 9622, "errorMessage": "x"}
ASSET = {
    "adamId": "1",
    "pricingParam": "STDQ",
    "productType": "Book",
    "assignedCount": 0,
    "availableCount": 1,
    "retiredCount": 0,
    "totalCount": 1,
    "deviceAssignable": False,
    "revocable": False,
}


def answer(body: object, status: int = 200, headers: dict[str, str] = JSON) -> Response:
    return Response(status, headers, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("wrong", "path", "response"),
    [
        (0, "/assets", answer({**PAGE, "assets": [ASSET]})),
        (0, "/assets", answer(ERROR)),
        (0, "/assets", answer(ERROR, 418)),
        (0, "/users", answer({**PAGE, "users": []})),
        (0, "/subscriptions", answer(ERROR, 404)),
        (1, "/assets", answer({**PAGE, "assets": [{**ASSET, "pricingParam": "GOLD"}]})),
        (1, "/assets", answer({**PAGE, "assets": [{**ASSET, "title": "x"}]})),
        (1, "/assets", answer({**PAGE, "assets": [{"adamId": "1"}]})),
        (1, "/assets", answer({**PAGE, "assets": [], "books": []})),
        (1, "/assets", answer({"uId": "1", "assets": []})),
        (1, "/assets", answer({**PAGE, "tokenExpirationDate": "2027-08-01T00:00:00.5Z"})),
        (1, "/assets", answer({**PAGE, "mdmInfo": "Intune"})),
        (1, "/users", answer(PAGE)),
        (1, "/users", answer({**PAGE, "users": [{"clientUserId": "1", "status": "Gone"}]})),
        (1, "/users", answer({"errorNumber": "9622"})),
        (1, "/users", answer({"errorNumber": 1})),
        (1, "/users", answer({"error": {"code": "x"}}, 401)),
        (1, "/users", answer({**PAGE, "users": []}, 201)),
        (1, "/users", answer({**PAGE, "users": []}, 200, {"Content-Type": "text/html"})),
        (1, "/users", Response(204, {}, b"{}")),
        (1, "/status?eventId=1", answer({"eventStatus": "DONE", "eventType": "CREATE"})),
        (1, "/subscriptions", answer({})),
    ],
)
def test_each_part_of_an_answer_is_looked_at(wrong: int, path: str, response: Response) -> None:
    assert bool(wrong) == bool(apple_problems(Request("GET", f"{APPLE}{path}"), response))


@pytest.mark.parametrize(
    ("wrong", "method", "path", "body"),
    [
        (0, "GET", "/users?activeOnly=true", None),
        (1, "GET", "/users?adamId=1", None),
        (0, "POST", "/users/retire", {"users": [{"clientUserId": "1"}]}),
        (1, "POST", "/users/retire", {"users": []}),
        (1, "POST", "/users/retire", {"users": [{"email": "x"}]}),
        (1, "POST", "/assets/associate", {"clientUserIds": ["1"]}),
        (1, "POST", "/client/config", {"notificationTypes": ["NEWS"]}),
    ],
)
def test_a_request_that_is_accepted_is_looked_at_too(wrong: int, method: str, path: str, body: object) -> None:
    good = {"GET": {**PAGE, "users": []}, "POST": {"uId": "1", "eventId": "e"}}[method]
    asked = Request(method, f"{APPLE}{path}", {}, b"" if body is None else json.dumps(body).encode())
    assert bool(wrong) == bool(apple_problems(asked, answer(good)))
    assert [] == apple_problems(asked, answer(ERROR))


def test_answers_of_other_routes_are_none_of_its_business() -> None:
    assert [] == apple_problems(Request("GET", "/v1.0/groups"), Response(418, {}, b"tea"))


@pytest.mark.parametrize(
    ("fields", "path", "seen"),
    [
        ({"mdmInfo": {"id": 5}}, "/assets", "5 is not of type"),
        ({"assets": [{"adamId": "1", "productType": "Song"}]}, "/assets", "Song"),
        ({"users": [{"clientUserId": 7}]}, "/users", "7 is not of type"),
        ({"websiteURL": "https://elsewhere.example"}, "/client/config", "elsewhere"),
    ],
)
def test_a_wrong_answer_of_any_test_is_seen(
    client: Client, sandbox: CheckedSandbox, fields: dict[str, object], path: str, seen: str
) -> None:
    client.put_state(apple={"locations": [location(**fields)], "tokens": [known()]})
    with pytest.raises(AssertionError, match=re.escape(seen)):
        as_apple(sandbox).call("GET", f"{APPLE}{path}")
