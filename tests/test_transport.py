"""The HTTP policy, against servers on this machine that behave badly."""

import socket
from collections.abc import Iterator

import httpx
import pytest

from reconciler import __version__
from reconciler.model.errors import ServiceError, UsageError
from reconciler.transport import Pace, Transport, checked_root, is_loopback, seconds_to_wait
from tests.graph.service import BEARER, DROP, FakeTime, Reply, serving, speaking

GOOD = Reply(body={"fine": True})
PATH = "/v1.0/things?$select=id"
BODY = {"managedEBookAssignments": []}


def everything_said(error: ServiceError) -> str:
    return " ".join([error.message, error.remedy, error.request_id, error.code, str(error), repr(error)])


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_read_is_repeated_while_the_service_fails_in_passing(status: int) -> None:
    time = FakeTime()
    with serving(Reply(status), Reply(status), GOOD) as service, speaking(service.root, time) as transport:
        assert {"fine": True} == transport.read(PATH).body
        assert 3 == len(service.seen)
        assert [1.0, 2.0] == time.slept
        assert 3.0 == transport.waited_seconds


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 412, 501])
def test_a_read_that_is_refused_is_not_repeated(status: int) -> None:
    refusal = Reply(status, {"error": {"code": "Refused"}}, {"request-id": "r-1"})
    with serving(refusal) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError) as caught:
            transport.read(PATH)
        assert 1 == len(service.seen)
    error = caught.value
    assert (status, "r-1", 5, False) == (error.status, error.request_id, error.exit_code, error.maybe_done)
    assert f"Microsoft Graph answered GET /v1.0/things with status {status} (Refused, request id r-1)." == error.message
    assert error.remedy


def test_a_retry_after_in_seconds_is_obeyed() -> None:
    time = FakeTime()
    with serving(Reply(429, headers={"Retry-After": "7"}), GOOD) as service, speaking(service.root, time) as transport:
        transport.read(PATH)
    assert [7.0] == time.slept


def test_a_retry_after_beyond_the_limit_is_obeyed_once() -> None:
    time = FakeTime()
    throttled = Reply(429, headers={"Retry-After": "34"})
    with serving(throttled) as service, speaking(service.root, time) as transport:
        with pytest.raises(ServiceError) as caught:
            transport.read(PATH)
        assert 2 == len(service.seen)
    assert [34.0] == time.slept
    assert (429, 34.0) == (caught.value.status, caught.value.retry_after)


def test_a_retry_after_of_an_hour_is_not_waited_for() -> None:
    time = FakeTime()
    with (
        serving(Reply(503, headers={"Retry-After": "3600"})) as service,
        speaking(service.root, time) as transport,
        pytest.raises(ServiceError) as caught,
    ):
        transport.read(PATH)
    assert ([], 3600.0) == (time.slept, caught.value.retry_after)


@pytest.mark.parametrize(
    ("retry_after", "date", "expected"),
    [
        ("2", "", 2.0),
        ("1.5", "", 1.5),
        ("Wed, 21 Oct 2026 07:28:10 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 10.0),
        ("Wed, 21 Oct 2026 07:27:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2026 07:28:10 GMT", "", None),
        ("", "", None),
        ("-5", "", None),
        ("soon", "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("٣", "", None),
    ],
)
def test_a_retry_after_is_read_in_seconds_or_as_a_date_by_the_services_own_clock(
    retry_after: str, date: str, expected: float | None
) -> None:
    assert expected == seconds_to_wait(retry_after, date)


def test_a_dead_service_is_given_up_when_the_time_is_used_up() -> None:
    time = FakeTime()
    with serving(Reply(503)) as service, speaking(service.root, time, retry_seconds=10) as transport:
        with pytest.raises(ServiceError) as caught:
            transport.read(PATH)
        assert [1.0, 2.0, 4.0] == time.slept
        assert 4 == len(service.seen)
    assert 503 == caught.value.status


def test_with_no_time_for_repeating_nothing_is_repeated() -> None:
    with serving(Reply(503)) as service, speaking(service.root, retry_seconds=0) as transport:
        with pytest.raises(ServiceError):
            transport.read(PATH)
        assert 1 == len(service.seen)


def test_a_dropped_or_cut_answer_to_a_read_is_asked_for_again() -> None:
    with serving(DROP, Reply(body={"long": "x" * 100}, cut=True), GOOD) as service:
        with speaking(service.root) as transport:
            assert {"fine": True} == transport.read(PATH).body
        assert 3 == len(service.seen)


def test_a_service_that_is_not_there_is_named_in_the_error() -> None:
    with serving(GOOD) as gone:
        root = gone.root
    with speaking(root) as transport, pytest.raises(ServiceError) as caught:
        transport.read(PATH)
    assert (0, 5, False) == (caught.value.status, caught.value.exit_code, caught.value.maybe_done)
    assert "could not be reached: GET /v1.0/things (ConnectError)" in caught.value.message


@pytest.fixture
def deaf() -> Iterator[str]:
    """A root that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_service_that_never_answers_is_given_up(deaf: str) -> None:
    pace = Pace(retry_seconds=0, silence_seconds=0.05)
    with Transport(deaf, "Microsoft Graph", lambda: None, pace) as transport:
        with pytest.raises(ServiceError) as reading:
            transport.read(PATH)
        with pytest.raises(ServiceError) as writing:
            transport.write("POST", PATH, BODY)
    assert (False, True) == (reading.value.maybe_done, writing.value.maybe_done)
    assert "gave no whole answer" in reading.value.message


@pytest.mark.parametrize("silence", [(20.0, 30.0), (2.0, 5.0), (10.0, 15.0), (300.0, 30.0)])
def test_an_impatient_run_waits_less_for_silence(silence: tuple[float, float]) -> None:
    retry_seconds, expected = silence
    assert expected == Pace(retry_seconds).silence


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>Sign in</body></html>",
        b'{"value": [',
        b"[]",
        b"7",
        b"null",
        b"",
        b"\xff\xfe",
        b'{"name": "\\ud800"}',
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5000 + b"}",
    ],
)
def test_nonsense_is_an_error_and_is_not_shown(body: bytes) -> None:
    with serving(Reply(body=body, headers={"request-id": "r-2"})) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError) as caught:
            transport.read(PATH)
        assert 1 == len(service.seen)
    assert "something that is not a JSON object (request id r-2)" in caught.value.message
    assert "Sign in" not in everything_said(caught.value)


def test_a_surrogate_pair_is_good_text() -> None:
    with serving(Reply(body=b'{"name": "\\ud83d\\ude00"}')) as service, speaking(service.root) as transport:
        assert {"name": "😀"} == transport.read(PATH).body


def test_a_success_without_content_is_no_answer_to_a_read() -> None:
    with serving(Reply(202, {"fine": True})) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError):
            transport.read(PATH)
        assert 1 == len(service.seen)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(status: int) -> None:
    with serving(GOOD) as elsewhere:
        away = Reply(status, headers={"Location": elsewhere.root + PATH})
        with serving(away) as service, speaking(service.root) as transport:
            for send in (lambda: transport.read(PATH), lambda: transport.write("POST", PATH, BODY)):
                with pytest.raises(ServiceError, match="redirect") as caught:
                    send()
                assert ("VPP505", status, False) == (caught.value.code, caught.value.status, caught.value.maybe_done)
        assert [] == elsewhere.seen


def foreign_addresses(host: str) -> list[str]:
    return [
        f"http://{host}/v1.0/things",
        f"//{host}/v1.0/things",
        f"http://127.0.0.1:1@{host}/v1.0/things",
        f"http://name:word@{host}/v1.0/things",
        "https://graph.microsoft.example/v1.0/things",
        "ftp://127.0.0.1/v1.0/things",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "/v1.0/things\r\nX: y",
        "/v1.0/ä",
    ]


def test_another_origin_never_sees_a_request() -> None:
    with serving(GOOD) as elsewhere, serving(GOOD) as service, speaking(service.root) as transport:
        for address in foreign_addresses(elsewhere.root.removeprefix("http://")):
            with pytest.raises(ServiceError) as caught:
                transport.read(address)
            assert "VPP505" == caught.value.code
        assert ([], []) == (elsewhere.seen, service.seen)


def test_a_name_and_password_in_an_address_of_our_own_are_not_sent() -> None:
    with serving(GOOD) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError):
            transport.read(service.root.replace("//", "//name:word@") + PATH)
        assert [] == service.seen


def test_the_root_may_hold_a_path() -> None:
    with serving(GOOD) as service, speaking(f"{service.root}/graph/") as transport:
        transport.read(PATH)
        transport.read(f"{service.root}/graph/v1.0/next")
        assert [f"GET /graph{PATH}", "GET /graph/v1.0/next"] == service.targets


def test_each_request_says_who_asks_over_one_connection() -> None:
    with serving(GOOD) as service, speaking(service.root) as transport:
        for _ in range(3):
            transport.read(PATH)
        headers = [seen.headers for seen in service.seen]
        assert {f"reconciler/{__version__}"} == {one["User-Agent"] for one in headers}
        assert {f"Bearer {BEARER}"} == {one["Authorization"] for one in headers}
        assert 3 == len({one["client-request-id"] for one in headers})
        assert 1 == service.connections


def test_a_proxy_is_not_asked_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(GOOD) as proxy, serving(GOOD) as service:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.root)
        with speaking(service.root) as transport:
            transport.read(PATH)
        assert ([], 1) == (proxy.seen, len(service.seen))


def test_a_proxy_is_asked_for_other_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(Reply(502)) as proxy:
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.setenv("HTTPS_PROXY", proxy.root)
        with (
            Transport("https://graph.example", "Graph", lambda: BEARER, Pace(retry_seconds=0)) as transport,
            pytest.raises(ServiceError, match="could not be reached"),
        ):
            transport.read(PATH)
        assert ["graph.example:443"] == [seen.target for seen in proxy.seen]
        assert BEARER not in str(proxy.seen)


def test_without_a_bearer_none_is_sent() -> None:
    with serving(GOOD) as service, Transport(service.root, "Graph", lambda: None) as transport:
        transport.read(PATH)
        assert "Authorization" not in service.seen[0].headers


def test_a_write_is_sent_once_whatever_comes_back() -> None:
    for status, maybe_done in [(429, False), (503, True), (500, True), (408, True), (501, False), (409, False)]:
        with serving(Reply(status, headers={"Retry-After": "3"})) as service, speaking(service.root) as transport:
            with pytest.raises(ServiceError) as caught:
                transport.write("POST", PATH, BODY)
            assert 1 == len(service.seen)
        assert (status, maybe_done, 3.0) == (caught.value.status, caught.value.maybe_done, caught.value.retry_after)


def test_a_write_whose_answer_is_lost_may_have_been_done() -> None:
    for reply in (DROP, Reply(body={"long": "x" * 100}, cut=True)):
        with serving(reply) as service, speaking(service.root) as transport:
            with pytest.raises(ServiceError) as caught:
                transport.write("POST", PATH, BODY)
            assert [BODY] == [seen.body for seen in service.seen]
        assert caught.value.maybe_done


def test_a_write_that_never_left_was_not_done() -> None:
    with serving(GOOD) as gone:
        root = gone.root
    with speaking(root) as transport, pytest.raises(ServiceError) as caught:
        transport.write("POST", PATH, BODY)
    assert not caught.value.maybe_done


def test_a_write_is_done_whatever_its_body_says() -> None:
    done = Reply(200, b"<html>", {"request-id": "r-3"})
    with serving(done) as service, speaking(service.root) as transport:
        assert "r-3" == transport.write("POST", PATH, BODY).request_id


@pytest.mark.parametrize("echo", [BEARER, BEARER[:20], f"x{BEARER}", "a b", "x" * 65, "<script>"])
def test_no_message_holds_what_the_service_throws_back(echo: str) -> None:
    bad = Reply(403, {"error": {"code": echo, "message": echo}}, {"request-id": echo})
    with serving(bad) as service, speaking(service.root) as transport:
        for send in (lambda: transport.read(PATH), lambda: transport.write("POST", PATH, BODY)):
            with pytest.raises(ServiceError) as caught:
                send()
            assert echo not in everything_said(caught.value)
            assert BEARER not in everything_said(caught.value)


@pytest.mark.parametrize(
    "root",
    [
        "http://graph.microsoft.com",
        "http://10.0.0.1",
        "http://127.0.0.1.example.com",
        "https://name:word@graph.microsoft.com",
        "https://graph.microsoft.com?x=1",
        "https://graph.microsoft.com#x",
        "https://",
        "graph.microsoft.com",
        "file:///etc/passwd",
        "http://[::1",
    ],
)
def test_a_root_that_must_not_be_used_is_wrong_usage(root: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_root(root)
    assert 64 == caught.value.exit_code
    assert "word" not in caught.value.message


@pytest.mark.parametrize("root", ["http://localhost:1", "http://127.0.0.1", "http://[::1]:8080", "https://g.example/p"])
def test_https_and_this_machine_are_good_roots(root: str) -> None:
    assert httpx.URL(root) == checked_root(root)


def test_this_machine_is_known_by_its_names() -> None:
    assert [True, True, True, False, False] == [
        is_loopback(host) for host in ("localhost", "127.8.9.1", "::1", "example.com", "10.0.0.1")
    ]
