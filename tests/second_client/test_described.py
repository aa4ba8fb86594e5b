"""The check against Apple's description sees what it should."""

import httpx
import pytest

from tests.second_client.described import Described, document

pytestmark = pytest.mark.skipif(not document(), reason="the interface descriptions do not stand beside the clone")


def problems(method: str, path: str, status: int, body: object) -> list[str]:
    described = Described([])
    request = httpx.Request(method, f"http://127.0.0.1/mdm/v2{path}")
    described.check(httpx.Response(status, json=body, request=request))
    return described.problems


def test_an_error_of_the_operation_with_its_status_is_fine() -> None:
    assert [] == problems("POST", "/assets/disassociate", 400, {"errorNumber": 9706})


@pytest.mark.parametrize(
    ("method", "path", "status", "body"),
    [
        ("POST", "/assets/disassociate", 200, {"errorNumber": 9706}),
        ("GET", "/users", 400, {"errorNumber": 9706}),
        ("GET", "/users", 200, {"users": []}),
        ("GET", "/status", 200, {"eventStatus": "DONE", "eventType": "REVOKE"}),
        ("GET", "/client/config", 200, {"uId": "1", "tokenExpirationDate": "soon"}),
    ],
)
def test_an_answer_that_is_not_described_is_a_problem(method: str, path: str, status: int, body: object) -> None:
    assert [] != problems(method, path, status, body)
