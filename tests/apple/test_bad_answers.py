"""A scenario for each bad answer of Apple: a clear error or less knowledge, and never "the rest does not exist"."""

from typing import Any

import pytest

from reconciler.apple.client import MOST_READINGS, AppleClient
from reconciler.apple.observe import observe_apple
from reconciler.apple.wire import BOOKS
from reconciler.model.apple import AppleRefusal
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId
from tests.apple.service import UID, Location, Row, asking, asset, page, refusal, user
from tests.graph.service import DROP, FakeTime, Reply, Seen, serving, speaking

A1, A2 = AdamId("1000000001"), AdamId("1000000002")


def test_an_error_inside_a_success_is_an_error() -> None:
    with asking(refusal(9622)) as (reader, service), pytest.raises(AppleRefusal) as caught:
        reader.location()
    error = caught.value
    assert (9622, 401, True, 5, "") == (error.number, error.status, error.token_refused, error.exit_code, error.code)
    assert "error 9622 (the content token is not valid)" in error.message
    assert "Download the content token of this location again" in error.remedy
    assert 1 == len(service.seen)


@pytest.mark.parametrize(
    ("number", "status", "about_token"),
    [
        (9601, 401, True),
        (9621, 401, True),
        (9625, 401, True),
        (9722, 401, True),
        (9637, 400, True),
        (9634, 410, False),
        (9602, 400, False),
        (9645, 400, False),
        (9999, 400, False),
    ],
)
def test_every_error_number_says_what_to_do_whatever_http_said(number: int, status: int, about_token: bool) -> None:
    for said in (status, 200):
        with asking(refusal(number, said)) as (reader, service), pytest.raises(AppleRefusal) as caught:
            reader.books()
        assert (number, about_token) == (caught.value.number, caught.value.token_refused)
        assert caught.value.remedy
        assert 1 == len(service.seen)


@pytest.mark.parametrize("number", ["9622", 9622.0])
def test_a_number_in_another_spelling_is_the_same_number(number: Any) -> None:
    with asking(refusal(number)) as (reader, _), pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert 9622 == caught.value.number


@pytest.mark.parametrize("number", [-1, True, "many", [], {}, "9" * 5000])
def test_an_error_whose_number_cannot_be_read_is_still_an_error(number: Any) -> None:
    with asking(Reply(body={"errorNumber": number, "uId": UID})) as (reader, _), pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert (0, False) == (caught.value.number, caught.value.token_refused)


def test_an_error_number_that_is_null_is_no_error() -> None:
    with asking(Reply(body={"errorNumber": None, "uId": UID})) as (reader, _):
        assert UID == reader.location().uid


@pytest.mark.parametrize("body", [b"", b"<html>", {}])
def test_a_401_without_a_number_is_about_the_content_token_too(body: Any) -> None:
    with asking(Reply(401, body)) as (reader, _), pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert (None, True, 401) == (caught.value.number, caught.value.token_refused, caught.value.status)
    assert "Download the content token" in caught.value.remedy


@pytest.mark.parametrize("busy", [refusal(9646, 429), refusal(9646), Reply(429), refusal(9603), refusal(9644, 503)])
def test_a_busy_service_is_asked_again_more_and_more_slowly(busy: Reply) -> None:
    time = FakeTime()
    with asking(busy, busy, Location().answer, time=time) as (reader, service):
        assert UID == reader.location().uid
        assert 3 == len(service.seen)
        assert 3 == reader.waited_seconds()
    assert [1.0, 2.0] == time.slept


@pytest.mark.parametrize("busy", [refusal(9646, 429), refusal(9646), Reply(429), refusal(9603, 500), refusal(9603)])
def test_a_service_that_stays_busy_is_given_up_in_time(busy: Reply) -> None:
    time = FakeTime()
    with asking(busy, time=time) as (reader, _), pytest.raises(AppleRefusal) as caught:
        reader.location()
    assert caught.value.status in (429, 500)
    assert 10 < sum(time.slept) <= 20
    assert caught.value.remedy


def test_retry_after_is_obeyed() -> None:
    time = FakeTime()
    with asking(Reply(503, headers={"Retry-After": "7"}), Location().answer, time=time) as (reader, _):
        reader.location()
    assert [7.0] == time.slept


def test_without_patience_nothing_is_repeated() -> None:
    for busy in (refusal(9646, 429), refusal(9646)):
        with asking(busy, retry_seconds=0) as (reader, service), pytest.raises(AppleRefusal):
            reader.location()
        assert 1 == len(service.seen)


def test_a_list_that_moves_once_is_read_again_from_its_first_page() -> None:
    time = FakeTime()
    old = page([asset(A1, total=1)], 0, 2, "v1")
    moved = page([asset(A2)], 1, 2, "v2")
    with asking(old, moved, page([asset(A1, total=2)], 0, 2, "v2"), page([asset(A2)], 1, 2, "v2"), time=time) as (
        reader,
        service,
    ):
        found = reader.books()
    assert [(A1, 2), (A2, 30)] == [(one.adam_id, one.total) for one in found]
    assert ["0", "1", "0", "1"] == [target[-1] for target in service.targets]
    assert [1.0] == time.slept


def test_a_list_that_shrinks_below_the_next_page_is_read_again() -> None:
    with asking(page([asset(A1)], 0, 2), refusal(9650, 400), page([asset(A1)])) as (reader, _):
        assert [A1] == [one.adam_id for one in reader.books()]


def test_a_list_that_never_stands_still_is_given_up() -> None:
    location, time = Location(assets=[asset(str(n)) for n in range(9)], page_size=2), FakeTime()

    def moving(seen: Seen) -> Reply:
        location.version += 1
        return location.answer(seen)

    with asking(moving, time=time) as (reader, service), pytest.raises(ServiceError) as caught:
        reader.books()
    assert ("VPP505", 2 * MOST_READINGS) == (caught.value.code, len(service.seen))
    assert "changed between two pages, 5 times in a row" in caught.value.message
    assert [1.0, 2.0, 4.0, 8.0] == time.slept


def test_pages_of_two_locations_are_not_one_list() -> None:
    other = page([asset(A2)], 1, 2)
    other.body["uId"] = "another"
    with asking(page([asset(A1)], 0, 2), other, page([asset(A1)])) as (reader, _):
        assert [A1] == [one.adam_id for one in reader.books()]


@pytest.mark.parametrize("bad", [Reply(404), refusal(9602, 400), Reply(503), DROP, Reply(body=b'{"assets": [')])
def test_a_later_page_that_cannot_be_read_leaves_no_list(bad: Reply) -> None:
    with asking(page([asset(A1)], 0, 2), bad) as (reader, _), pytest.raises(ServiceError) as caught:
        reader.books()
    assert "VPP505" == caught.value.code
    assert "Apple's list of books was not read to its end: page 1 could not be read: Apple" in caught.value.message


@pytest.mark.parametrize(
    "change",
    [
        {"assets": None},
        {"assets": {}},
        {"assets": ["x"]},
        {"assets": [{}]},
        {"assets": [{"adamId": 7}]},
        {"assets": [{"adamId": "x1"}]},
        {"assets": [{"adamId": "¹"}]},
        {"nextPageIndex": 0},
        {"nextPageIndex": 2},
        {"nextPageIndex": "1"},
        {"currentPageIndex": 3},
    ],
)
def test_a_page_that_contradicts_itself_is_no_page(change: Row) -> None:
    with asking(Reply(body={**page([asset(A1)]).body, **change})) as (reader, _), pytest.raises(ServiceError) as caught:
        reader.books()
    assert "VPP505" == caught.value.code


def test_an_empty_answer_is_not_an_empty_list() -> None:
    for body in ({}, {"size": 0}, {"size": "0", "uId": UID}):
        with asking(Reply(body=body)) as (reader, _), pytest.raises(ServiceError, match="a page has no rows"):
            reader.users()


def test_a_page_without_rows_that_counts_none_is_empty() -> None:
    with asking(Reply(body={"uId": UID, "versionId": "v1", "size": 0})) as (reader, _):
        assert () == reader.assignments()


def test_the_count_of_pages_is_enough_to_go_on() -> None:
    first = page([user("u1")], 0, 2, key="users")
    del first.body["nextPageIndex"]
    with asking(first, page([user("u2")], 1, 2, key="users")) as (reader, _):
        assert 2 == reader.users().joined


def test_an_endless_list_ends() -> None:
    def onward(seen: Seen) -> Reply:
        index = int(seen.target.rpartition("=")[2])
        return page([], index, 1_000_000)

    with serving(onward) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError, match="more than 7 pages") as caught:
            AppleClient(transport, most_pages=7).rows(BOOKS)
        assert ("VPP505", 7) == (caught.value.code, len(service.seen))


@pytest.mark.parametrize("value", [None, -1, 1.5, True, "30", [], 2147483648, float("nan")])
def test_a_number_that_cannot_be_read_is_unknown_and_never_0(value: Any) -> None:
    counts = dict.fromkeys(("totalCount", "assignedCount", "availableCount", "retiredCount"), value)
    for odd in ({**asset(A1), **counts}, {"adamId": A1}):
        with asking(page([odd])) as (reader, _):
            [found] = reader.books()
        assert (None, None, None, None) == (found.total, found.assigned, found.available, found.retired)


def test_a_quality_that_is_not_told_is_the_standard_and_an_unknown_one_passes() -> None:
    with asking(page([{"adamId": A1}, asset(A1, "ULTRA")])) as (reader, _):
        assert ["STDQ", "ULTRA"] == [one.pricing for one in reader.books()]


def test_an_asset_that_is_listed_twice_counts_once_and_never_with_two_numbers() -> None:
    with asking(page([asset(A1), asset(A1)])) as (reader, _):
        assert 1 == len(reader.books())
    with (
        asking(page([asset(A1), asset(A1, total=31)])) as (reader, _),
        pytest.raises(ServiceError, match="listed twice and differs"),
    ):
        reader.books()


def test_assets_without_limit_in_a_list_of_their_own_are_books_too() -> None:
    body = {
        **page([asset(A1)]).body,
        "unlimitedAssets": [{"adamId": A2, "pricingParam": "STDQ", "productType": "Book"}],
    }
    with asking(Reply(body=body)) as (reader, _):
        assert [(A1, False), (A2, True)] == [(one.adam_id, one.unlimited) for one in reader.books()]


def test_a_location_that_says_little_is_read_as_little_and_one_without_id_is_none() -> None:
    with asking(Reply(body={"uId": UID, "tokenExpirationDate": "soon", "defaultPlatform": 7})) as (reader, _):
        found = reader.location()
    assert (None, None, None, None, None) == (found.name, found.country, found.account_type, found.expires, found.mdm)
    with asking(Reply(body={})) as (reader, _), pytest.raises(ServiceError, match="it has no id") as caught:
        reader.location()
    assert "VPP505" == caught.value.code


def test_an_owner_that_cannot_be_read_is_somebody() -> None:
    for odd in ({}, "Intune", {"id": 7}, {"id": ""}):
        with asking(Reply(body={"uId": UID, "mdmInfo": odd})) as (reader, _):
            mdm = reader.location().mdm
        assert mdm is not None
        assert (None, None) == (mdm.id, mdm.name)


def test_a_redirect_is_not_followed() -> None:
    with (
        serving(Location().answer) as foreign,
        asking(Reply(302, headers={"Location": f"{foreign.root}/mdm/v2/client/config"})) as (reader, _),
        pytest.raises(ServiceError) as caught,
    ):
        reader.location()
    assert ("VPP505", 302, []) == (caught.value.code, caught.value.status, foreign.seen)


def test_a_foreign_address_is_never_asked() -> None:
    with serving(Location().answer) as service, speaking(service.root) as transport:
        for address in ("https://elsewhere.example/mdm/v2/client/config", "//elsewhere.example/mdm/v2/assets"):
            with pytest.raises(ServiceError) as caught:
                AppleClient(transport).get(address)
            assert "VPP505" == caught.value.code
        assert [] == service.seen


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b'{"uId": "20', b"[]"])
def test_what_is_no_json_object_is_an_error(body: bytes) -> None:
    with asking(Reply(body=body)) as (reader, _), pytest.raises(ServiceError, match="not a JSON object"):
        reader.location()


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    with asking(Reply(body={"uId": UID}, cut=True), Location().answer) as (reader, service):
        assert UID == reader.location().uid
    assert 2 == len(service.seen)


def test_what_was_read_before_a_failure_is_kept_and_the_rest_is_missing() -> None:
    location = Location(assets=[asset(A1)])

    def without_people(seen: Seen) -> Reply:
        return refusal(9625, 401) if "/users" in seen.target else location.answer(seen)

    with asking(without_people) as (reader, _):
        answers = observe_apple(reader, [A1])
    assert answers.location is not None
    assert ([A1], None, {}) == ([one.adam_id for one in answers.books or ()], answers.users, answers.holders)
    assert answers.failure is not None
    assert 401 == answers.failure.status
