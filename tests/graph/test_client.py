"""Pages and batches, against a service that answers them in every wrong way."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

from reconciler.graph.client import GraphClient, Item, Listing
from reconciler.model.errors import ServiceError
from tests.graph.service import BEARER, DROP, FakeTime, Reply, Seen, Service, serving, speaking

WHAT = "the list of books"


@contextmanager
def client_of(
    *answers: Reply | Callable[[Seen], Reply], time: FakeTime | None = None, lanes: int = 1
) -> Iterator[tuple[GraphClient, Service]]:
    with serving(*answers) as service, speaking(service.root, time) as transport:
        yield GraphClient(transport, lanes), service


def page(*items: object, link: object = None) -> Reply:
    return Reply(body={"value": list(items)} | ({"@odata.nextLink": link} if link is not None else {}))


def linked(seen: Seen, target: str, *items: object) -> Reply:
    return page(*items, link=f"http://{seen.headers['Host']}{target}")


def all_items(client: GraphClient) -> list[dict[str, Any]]:
    return [item for found in client.pages("beta", "/books", WHAT) for item in found]


def answering(items: Mapping[str, tuple[int, Any]]) -> Callable[[Seen], Reply]:
    """A batch endpoint that answers each url with a status and a body."""

    def answer(seen: Seen) -> Reply:
        responses = [
            {"id": request["id"], "status": items[request["url"]][0], "body": items[request["url"]][1]}
            for request in seen.body["requests"]
        ]
        return Reply(body={"responses": responses})

    return answer


def test_pages_are_followed_to_the_last_one_even_through_an_empty_one() -> None:
    with client_of(
        lambda seen: linked(seen, "/beta/books?p=2", {"id": "1"}),
        lambda seen: linked(seen, "/beta/books?p=3"),
        page({"id": "2"}),
    ) as (client, service):
        assert [{"id": "1"}, {"id": "2"}] == all_items(client)
        assert ["GET /beta/books", "GET /beta/books?p=2", "GET /beta/books?p=3"] == service.targets


def test_the_first_page_fails_as_the_transport_says() -> None:
    with client_of(Reply(403)) as (client, _), pytest.raises(ServiceError) as caught:
        all_items(client)
    assert (403, "") == (caught.value.status, caught.value.code)


def test_a_list_that_stops_half_way_is_no_list() -> None:
    time = FakeTime()
    with (
        client_of(
            lambda seen: linked(seen, "/beta/books?p=2", {"id": "1"}),
            lambda seen: linked(seen, "/beta/books?p=3"),
            lambda seen: linked(seen, "/beta/books?p=4"),
            Reply(503, headers={"request-id": "r-9"}),
            time=time,
        ) as (client, _),
        pytest.raises(ServiceError) as caught,
    ):
        all_items(client)
    error = caught.value
    assert "the list of books stopped after 3 pages (503)." == error.message
    assert ("VPP505", 503, "r-9", 5) == (error.code, error.status, error.request_id, error.exit_code)
    assert time.slept


def test_links_that_go_round_are_noticed() -> None:
    with (
        client_of(
            lambda seen: linked(seen, "/beta/books?p=2", {"id": "1"}),
            lambda seen: linked(seen, "/beta/books?p=3", {"id": "2"}),
            lambda seen: linked(seen, "/beta/books?p=2", {"id": "3"}),
        ) as (client, service),
        pytest.raises(ServiceError, match="go round in a circle") as caught,
    ):
        all_items(client)
    assert ("VPP505", 3) == (caught.value.code, len(service.seen))


def test_a_link_to_another_host_is_never_followed() -> None:
    with serving(page()) as foreign:
        away = page({"id": "1"}, link=f"{foreign.root}/beta/books?p=2")
        with client_of(away) as (client, _), pytest.raises(ServiceError) as caught:
            all_items(client)
        assert [] == foreign.seen
    assert "VPP505" == caught.value.code
    assert "another host" in caught.value.message
    assert BEARER not in caught.value.message + caught.value.remedy


@pytest.mark.parametrize(
    "body",
    [{}, {"value": None}, {"value": {}}, {"value": ["x"]}, {"value": [None]}, {"value": [], "@odata.nextLink": 7}],
)
def test_a_page_that_is_no_page_stops_the_list(body: dict[str, Any]) -> None:
    with client_of(Reply(body=body)) as (client, _), pytest.raises(ServiceError) as caught:
        all_items(client)
    assert "VPP505" == caught.value.code


def test_the_rest_of_a_list_is_read_from_its_first_page() -> None:
    with client_of(page({"id": "2"})) as (client, service):
        first = {"value": [{"id": "1"}], "@odata.nextLink": f"{service.root}/v1.0/groups?p=2"}
        assert ({"id": "1"}, {"id": "2"}) == client.rest(first, "the list of groups")


def test_a_batch_holds_twenty_requests() -> None:
    paths = [f"/groups/{number}" for number in range(45)]
    found = {path: (200, {"id": path}) for path in paths}
    for lanes in (1, 4):
        with client_of(answering(found), lanes=lanes) as (client, service):
            assert [Item(200, {"id": path}) for path in paths] == list(client.batch("v1.0", paths))
            assert [5, 20, 20] == sorted(len(seen.body["requests"]) for seen in service.seen)
            assert {"POST /v1.0/$batch"} == set(service.targets)


def test_nothing_to_ask_is_no_request() -> None:
    with client_of(page()) as (client, service):
        assert () == client.batch("v1.0", [])
        assert () == client.lists("v1.0", [], WHAT)
        assert [] == service.seen


def test_answers_of_a_batch_may_come_in_any_order() -> None:
    def backwards(seen: Seen) -> Reply:
        asked = reversed(seen.body["requests"])
        return Reply(body={"responses": [{"id": a["id"], "status": 200, "body": {"url": a["url"]}} for a in asked]})

    with client_of(backwards) as (client, _):
        assert ["/a", "/b", "/c"] == [item.body["url"] for item in client.batch("v1.0", ["/a", "/b", "/c"])]


def test_answers_that_are_missing_are_asked_for_again_and_nothing_else() -> None:
    def half(seen: Seen) -> Reply:
        first = seen.body["requests"][0]
        return Reply(body={"responses": [{"id": first["id"], "status": 200, "body": {"url": first["url"]}}]})

    with client_of(half) as (client, service):
        assert ["/a", "/b", "/c"] == [item.body["url"] for item in client.batch("v1.0", ["/a", "/b", "/c"])]
        asked = [[request["url"] for request in seen.body["requests"]] for seen in service.seen]
    assert [["/a", "/b", "/c"], ["/b", "/c"], ["/c"]] == asked


@pytest.mark.parametrize(
    "responses",
    [
        None,
        "x",
        [None, 7],
        [{"id": "0"}],
        [{"id": 0, "status": 200, "body": {}}],
        [{"id": "x", "status": 200, "body": {}}],
        [{"id": "0", "status": "200", "body": {}}],
        [{"id": "0", "status": 200, "body": "text"}],
        [{"id": "9", "status": 200, "body": {}}],
        [{"id": "-0", "status": 200, "body": {}}],
    ],
)
def test_an_answer_that_never_becomes_readable_has_status_0(responses: Any) -> None:
    with client_of(Reply(body={"responses": responses})) as (client, service):
        assert (Item(0, {}),) == client.batch("v1.0", ["/a"])
        assert len(service.seen) > 1


def test_of_an_answer_that_comes_twice_the_first_counts() -> None:
    twice = [{"id": "0", "status": 404}, {"id": "0", "status": 200, "body": {}}]
    with client_of(Reply(body={"responses": twice})) as (client, _):
        assert [404] == [item.status for item in client.batch("v1.0", ["/a"])]


def test_a_throttled_item_is_asked_again_after_its_own_retry_after() -> None:
    time = FakeTime()
    throttled = {"id": "1", "status": 429, "headers": {"retry-after": "9"}}
    good = {"id": "0", "status": 200, "body": {"n": 0}}
    again = {"id": "1", "status": 200, "body": {"n": 1}}
    with client_of(Reply(body={"responses": [throttled, good]}), Reply(body={"responses": [again]}), time=time) as (
        client,
        service,
    ):
        assert [0, 1] == [item.body["n"] for item in client.batch("v1.0", ["/a", "/b"])]
        assert ["/b"] == [request["url"] for request in service.seen[1].body["requests"]]
    assert [9.0] == time.slept


def test_items_that_go_on_failing_say_so_and_leave_the_others_alone() -> None:
    with client_of(answering({"/a": (503, {}), "/b": (200, {"n": 1}), "/c": (404, {})})) as (client, _):
        assert [503, 200, 404] == [item.status for item in client.batch("v1.0", ["/a", "/b", "/c"])]


def test_a_batch_that_fails_as_a_whole_is_an_error() -> None:
    for reply in (Reply(401), Reply(503), DROP):
        with client_of(reply) as (client, _), pytest.raises(ServiceError):
            client.batch("v1.0", ["/a"])


def test_lists_are_read_in_batches_with_all_their_pages() -> None:
    def answer(seen: Seen) -> Reply:
        host = f"http://{seen.headers['Host']}/v1.0"
        bodies: dict[str, tuple[int, Any]] = {
            "/g/1": (200, {"value": [{"id": "1"}], "@odata.nextLink": f"{host}/g/1?p=2"}),
            "/g/1?p=2": (200, {"value": [{"id": "2"}]}),
            "/g/2": (200, {"value": [{"id": "3"}], "@odata.nextLink": f"{host}/g/2?p=2"}),
            "/g/2?p=2": (403, {}),
            "/g/3": (404, {}),
        }
        return answering(bodies)(seen)

    with client_of(answer) as (client, service):
        listings = client.lists("v1.0", ["/g/1", "/g/2", "/g/3"], "the members of a group")
        assert 2 == len(service.seen)
    assert (Listing(200, ({"id": "1"}, {"id": "2"})), Listing(403, ()), Listing(404, ())) == listings


@pytest.mark.parametrize("target", ["/v1.0/g/1", "/beta/g/1?p=2", "/elsewhere"])
def test_a_link_inside_a_batch_that_goes_round_or_away_is_an_error(target: str) -> None:
    def answer(seen: Seen) -> Reply:
        link = f"http://{seen.headers['Host']}{target}"
        return answering({"/g/1": (200, {"value": [], "@odata.nextLink": link})})(seen)

    with client_of(answer) as (client, _), pytest.raises(ServiceError) as caught:
        client.lists("v1.0", ["/g/1"], "the members of a group")
    assert "VPP505" == caught.value.code


def test_a_link_to_another_host_inside_a_batch_is_never_followed() -> None:
    with serving(page()) as foreign:
        body = {"value": [], "@odata.nextLink": f"{foreign.root}/v1.0/g/1?p=2"}
        with client_of(answering({"/g/1": (200, body)})) as (client, _), pytest.raises(ServiceError) as caught:
            client.lists("v1.0", ["/g/1"], "the members of a group")
        assert ("VPP505", []) == (caught.value.code, foreign.seen)
