"""What becomes of odd answers: pages, limits, signs of trouble, and what may never be told."""

from typing import Any

import httpx
import pytest

from reconciler.forge import open_forge
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.forge import Approvals
from tests.forge.azure_server import MadeUpAzure
from tests.forge.github_server import MERGED, MadeUpGitHub, review
from tests.forge.gitlab_server import MadeUpGitLab
from tests.forge.opened import environ_of, opened
from tests.forge.service import ACCESS_TOKEN, MadeUpForge
from tests.graph.service import DROP, FakeTime, Reply

DATE = "Sun, 22 Nov 2026 12:00:00 GMT"
AT = 1795348800
"""That date in seconds."""


def failing(made_up: MadeUpForge, fault: Reply, where: str = "GET", times: int = 1) -> ServiceError:
    made_up.faults += [(where, fault)] * times
    with opened(made_up) as (forge, _), pytest.raises(ServiceError) as failed:
        forge.approvals(MERGED)
    return failed.value


@pytest.mark.parametrize("link", ["http://127.0.0.1:9/more", "https://evil.example/repos", "//evil.example/x"])
def test_a_next_page_on_another_host_is_not_asked_for(link: str) -> None:
    page = Reply(200, [], {"Link": f'<{link}>; rel="next"'})
    assert failing(MadeUpGitHub(), page).code == "VPP505"


def test_pages_that_lead_back_to_themselves_are_a_failure() -> None:
    path = f"/repos/norr/books/commits/{MERGED}/pulls?per_page=100"
    assert "do not end" in failing(MadeUpGitHub(), Reply(200, [], {"Link": f'<{path}>; rel="next"'})).message


def test_a_redirect_is_not_followed() -> None:
    failure = failing(MadeUpGitHub(), Reply(301, {}, {"Location": "https://evil.example/"}))
    assert (301, "VPP505") == (failure.status, failure.code)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"message": "no list"}', b"[1]", b'"text"', b"null", b"[{}"])
def test_an_answer_of_another_shape_is_a_failure_and_no_empty_list(body: bytes) -> None:
    assert failing(MadeUpGitHub(), Reply(200, body)).exit_code == 5


def test_a_packed_answer_that_was_not_asked_for_is_a_failure_and_no_empty_list() -> None:
    assert failing(MadeUpGitHub(), Reply(200, b"[]", {"Content-Encoding": "gzip"})).exit_code == 5


RESET_IN_FIVE = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(AT + 5), "Date": DATE}
RESET_IN_AN_HOUR = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(AT + 3600), "Date": DATE}


def limited(status: int, headers: dict[str, str], time: FakeTime) -> Approvals:
    """What comes of an answer that asks to slow down, and then of an empty list; `Date` is the service's own."""
    answers = iter([httpx.Response(status, headers=headers, json={})])
    wire = httpx.MockTransport(lambda request: next(answers, httpx.Response(200, json=[])))
    forge = open_forge(environ_of(MadeUpGitHub(), "http://127.0.0.1"), time.pace(), wire)
    assert forge is not None
    try:
        return forge.approvals(MERGED)
    finally:
        forge.close()


@pytest.mark.parametrize(
    ("waits", "status", "headers"),
    [
        (3.0, 429, {"Retry-After": "3"}),
        (3.0, 403, {"Retry-After": "3"}),
        (5.0, 403, RESET_IN_FIVE),
        (5.0, 429, RESET_IN_FIVE),
    ],
)
def test_a_limit_is_waited_for_also_where_it_looks_like_a_refusal(
    waits: float, status: int, headers: dict[str, str]
) -> None:
    time = FakeTime()
    assert Approvals(MERGED) == limited(status, headers, time)
    assert [waits] == time.slept


def test_a_limit_that_ends_in_an_hour_is_a_failure() -> None:
    with pytest.raises(ServiceError) as refused:
        limited(403, RESET_IN_AN_HOUR, FakeTime())
    assert refused.value.status == 429


@pytest.mark.parametrize(
    ("made_up", "status", "wanted"),
    [
        (MadeUpGitHub(), 401, "GITHUB_TOKEN"),
        (MadeUpGitHub(), 403, "pull-requests"),
        (MadeUpGitHub(), 404, "GITHUB_TOKEN"),
        (MadeUpGitLab(), 401, "GITLAB_TOKEN"),
        (MadeUpGitLab(), 403, "Reporter"),
        (MadeUpGitLab(), 404, "CI_JOB_TOKEN"),
        (MadeUpAzure(), 401, "SYSTEM_ACCESSTOKEN"),
        (MadeUpAzure(), 203, "SYSTEM_ACCESSTOKEN"),
        (MadeUpAzure(), 403, "build service"),
        (MadeUpAzure(), 404, "build service"),
    ],
)
def test_a_refusal_says_what_this_service_wants_and_never_the_access_token(
    made_up: Any, status: int, wanted: str
) -> None:
    failure = failing(made_up, Reply(status, {"message": ACCESS_TOKEN}, {"X-Request-Id": ACCESS_TOKEN}), "GET|POST")
    assert wanted in failure.remedy
    assert ACCESS_TOKEN not in f"{failure.message} {failure.remedy} {failure.request_id} {failure!r}"


def test_a_failure_names_the_services_own_id_of_the_request() -> None:
    assert failing(MadeUpGitHub(), Reply(404, {}, {"X-GitHub-Request-Id": "AB12:3C:4D"})).request_id == "AB12-3C-4D"


@pytest.mark.parametrize("fault", [DROP, Reply(500), Reply(502), Reply(200, [], cut=True)])
def test_a_read_that_fails_in_passing_is_repeated(fault: Reply) -> None:
    made_up = MadeUpGitHub(reviews=[review("robin")])
    made_up.faults.append(("GET .*/reviews", fault))
    with opened(made_up) as (forge, _):
        assert forge.approvals(MERGED).approvers == ("robin",)


@pytest.mark.parametrize("path", ["pulls", "pulls/118/commits", "pulls/118/reviews", "permission"])
@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_what_cannot_be_read_never_counts_as_given(path: str, status: int) -> None:
    made_up = MadeUpGitHub(reviews=[review("robin")])
    assert failing(made_up, Reply(status), f"GET .*{path}$", times=30).status == status


def test_the_access_token_stays_with_its_service() -> None:
    with opened(MadeUpGitHub(reviews=[review("robin")])) as (forge, server):
        forge.approvals(MERGED)
        assert {f"Bearer {ACCESS_TOKEN}"} == {seen.headers["Authorization"] for seen in server.seen}
        assert {"2022-11-28"} == {seen.headers["X-GitHub-Api-Version"] for seen in server.seen}
        assert ACCESS_TOKEN not in repr(forge)


@pytest.mark.parametrize("address", ["http://api.github.example", "ftp://127.0.0.1", "https://kim:pw@api.example"])
def test_an_address_that_anybody_could_read_along_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        open_forge({**environ_of(MadeUpGitHub(), address)})


@pytest.mark.parametrize(
    ("made_up", "name"),
    [
        (MadeUpGitHub(), "GITHUB_TOKEN"),
        (MadeUpGitHub(), "GITHUB_REPOSITORY"),
        (MadeUpGitLab(), "CI_API_V4_URL"),
        (MadeUpGitLab(), "CI_PROJECT_ID"),
        (MadeUpGitLab(), "GITLAB_TOKEN"),
        (MadeUpAzure(), "SYSTEM_COLLECTIONURI"),
        (MadeUpAzure(), "SYSTEM_TEAMPROJECT"),
        (MadeUpAzure(), "BUILD_REPOSITORY_ID"),
        (MadeUpAzure(), "SYSTEM_ACCESSTOKEN"),
    ],
)
def test_a_pipeline_that_lacks_a_variable_is_told_which(made_up: MadeUpForge, name: str) -> None:
    environ = environ_of(made_up, "http://127.0.0.1:9")
    with pytest.raises(UsageError) as refused:
        open_forge({key: value for key, value in environ.items() if key != name})
    assert name in f"{refused.value.message} {refused.value.remedy}"


@pytest.mark.parametrize("name", ["books", "norr/books/../other", "norr/../..", "norr/bo oks", "norr/books?x=1"])
def test_a_repository_whose_name_could_lead_elsewhere_is_refused(name: str) -> None:
    environ = {**environ_of(MadeUpGitHub(), "http://127.0.0.1:9"), "GITHUB_REPOSITORY": name}
    with pytest.raises(UsageError, match="GITHUB_REPOSITORY"):
        open_forge(environ)


def test_outside_a_pipeline_there_is_no_service() -> None:
    assert open_forge({"GITHUB_TOKEN": ACCESS_TOKEN}) is None


def test_github_com_is_meant_where_no_address_is_told() -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json=[])

    environ = {**environ_of(MadeUpGitHub(), ""), "GITHUB_API_URL": ""}
    forge = open_forge(environ, FakeTime().pace(), httpx.MockTransport(answer))
    assert forge is not None
    forge.approvals(MERGED)
    forge.close()
    assert ["api.github.com"] == [url.host for url in asked]
