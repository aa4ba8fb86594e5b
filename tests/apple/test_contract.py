"""What is asked of Apple, and what the tests' own Apple answers, against the description of the interface."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jsonschema
import pytest
import yaml
from referencing import Registry
from referencing.jsonschema import DRAFT4

from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import read_service
from reconciler.apple.refusals import refused
from reconciler.model.ids import AdamId
from tests.apple.service import Location, Row, asking, asset, assignment, content_token, user
from tests.graph.service import Reply, Seen, serving

DESCRIPTION = Path(__file__).resolve().parents[3] / "shared" / "contracts" / "apple-app-and-book-v2.openapi.yaml"

pytestmark = pytest.mark.skipif(not DESCRIPTION.is_file(), reason="the description of Apple's interface is not here")

SCHOOL = Location(
    assets=[asset("1"), asset("1", "PLUS"), asset("7", kind="App")],
    assignments=[assignment("1", "u1"), assignment("7", None)],
    users=[user("u1"), user("u2", "Registered"), user("u2", "Retired")],
    page_size=1,
)


@cache
def description() -> Row:
    loaded: Row = yaml.load(DESCRIPTION.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def resolved(value: Row) -> Row:
    """What a reference inside the description means."""
    if "$ref" not in value:
        return value
    found: Any = description()
    for name in value["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return dict(found)


def problems(path: str, reply: Reply) -> list[str]:
    """What an answer to a GET has that the description does not allow."""
    responses = description()["paths"][path]["get"]["responses"]
    if str(reply.status) not in responses and reply.status < 400:
        return [f"status {reply.status} is not described"]
    response = resolved(responses.get(str(reply.status), responses["default"]))
    empty: Registry[Any] = Registry()
    registry = empty.with_resource("urn:apple", DRAFT4.create_resource(description()))
    schema = absolute(response["content"]["application/json"]["schema"])
    return [error.message for error in jsonschema.Draft4Validator(schema, registry=registry).iter_errors(reply.body)]


def absolute(value: Any) -> Any:
    """A schema whose references name the description that they are in."""
    if isinstance(value, list):
        return [absolute(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: f"urn:apple{item}" if key == "$ref" else absolute(item) for key, item in value.items()}


def test_every_answer_of_the_tests_own_apple_is_as_described() -> None:
    found: list[tuple[str, Reply]] = []

    def answer(seen: Seen) -> Reply:
        reply = SCHOOL.answer(seen)
        found.append((urlsplit(seen.target).path.removeprefix("/mdm/v2"), reply))
        return reply

    with asking(answer) as (reader, _):
        observe_apple(reader, [AdamId("1")])
        reader.assignments()
    with asking(answer, token=content_token("b3RoZXI=")) as (reader, _):
        assert observe_apple(reader).failure is not None
    with serving(answer) as service:
        read_service(url=service.root)
    assert {"/client/config", "/assets", "/assignments", "/users", "/service/config"} == {path for path, _ in found}
    assert [] == [(path, problem) for path, reply in found for problem in problems(path, reply)]


@pytest.mark.parametrize(
    "bad",
    [{"assets": [{}]}, {"versionId": None}, {"totalPages": "1"}, {"assets": [{**asset("1"), "productType": "Film"}]}],
)
def test_an_answer_that_is_not_as_described_is_seen(bad: Row) -> None:
    with asking(SCHOOL.answer) as (reader, service):
        reader.books()
        good = SCHOOL.answer(service.seen[0])
    assert [] == problems("/assets", good)
    assert [] != problems("/assets", Reply(body={**good.body, **bad}))


def test_every_request_is_a_get_that_is_described_with_parameters_that_are() -> None:
    with asking(SCHOOL.answer) as (reader, service):
        observe_apple(reader, [AdamId("1")])
        reader.assignments()
        asked = list(service.seen)
    assert len(asked) > 5
    for seen in asked:
        target = urlsplit(seen.target)
        operation = description()["paths"][target.path.removeprefix("/mdm/v2")][seen.method.lower()]
        offered = {resolved(one)["name"] for one in operation.get("parameters", [])}
        assert parse_qs(target.query).keys() <= offered, seen.target
        assert ("GET", None) == (seen.method, seen.body)


def test_errors_of_a_get_are_known_with_the_status_that_is_described() -> None:
    described = description()["components"]["schemas"]["ErrorResponse"]["x-error-numbers"]
    numbers = {9601, 9621, 9622, 9625, 9634, 9644, 9646, 9722}  # those that any request may meet
    for path in ("/client/config", "/assets", "/assignments", "/users"):
        numbers |= set(description()["paths"][path]["get"].get("x-error-numbers", []))
    assert len(numbers) > 10
    for number in numbers:
        error = refused("/mdm/v2/assets", number, 200)
        assert "not described" not in error.message
        if number != 9622:  # comes with a success, and means the same as the other numbers about the content token
            assert described[str(number)]["http"] == error.status
