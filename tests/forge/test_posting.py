"""One comment and one issue, kept as they should be, on every service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from reconciler.forge import post_comment, settle_issue
from reconciler.model.errors import ServiceError
from reconciler.model.forge import Did, Forge
from tests.forge.azure_server import MadeUpAzure, person
from tests.forge.github_server import MadeUpGitHub
from tests.forge.github_server import user as github_user
from tests.forge.gitlab_server import MadeUpGitLab
from tests.forge.gitlab_server import user as gitlab_user
from tests.forge.opened import opened
from tests.forge.service import MadeUpForge
from tests.graph.service import DROP, FakeTime, Reply

MARKER = "<!-- reconciler:nordskolan -->"
WRITES = "POST .*(comments|notes|threads|issues)$"


@dataclass(frozen=True, slots=True)
class Place:
    """A made-up service, and how others write into its pull request."""

    made_up: MadeUpForge
    others_write: Callable[[str], None]

    @property
    def texts(self) -> list[str]:
        """All comments on the pull request."""
        match self.made_up:
            case MadeUpGitHub(comments=comments):
                return [one["body"] for one in comments]
            case MadeUpGitLab(notes=notes):
                return [one["body"] for one in notes]
            case MadeUpAzure(threads=threads):
                return [one["comments"][0]["content"] for one in threads]
            case _:
                raise AssertionError(self.made_up)

    def we_write(self, text: str) -> None:
        with opened(self.made_up) as (forge, _):
            forge.add_comment("118", text)


def github() -> Place:
    made_up = MadeUpGitHub()
    return Place(made_up, lambda text: made_up.somebody_comments(github_user("mallory"), text))


def gitlab() -> Place:
    made_up = MadeUpGitLab()
    return Place(made_up, lambda text: made_up.somebody_notes(gitlab_user("mallory"), text))


def azure() -> Place:
    made_up = MadeUpAzure()
    return Place(made_up, lambda text: made_up.somebody_writes(person("mallory"), text))


@pytest.fixture(params=[github, gitlab, azure], ids=lambda make: make.__name__)
def place(request: pytest.FixtureRequest) -> Place:
    made: Place = request.param()
    return made


def post(forge: Forge, text: str) -> Did:
    return post_comment(forge, "118", MARKER, lambda before: f"{MARKER}\n{text}\n")


def test_a_comment_is_written_once_and_then_edited_in_place(place: Place) -> None:
    with opened(place.made_up) as (forge, _):
        assert [Did.CREATED, Did.EDITED] == [post(forge, "one"), post(forge, "two")]
    assert [f"{MARKER}\ntwo\n"] == place.texts


def test_a_comment_that_says_it_already_is_left_alone(place: Place) -> None:
    place.we_write(f"{MARKER}\r\none")
    with opened(place.made_up) as (forge, server):
        assert post(forge, "one") is Did.UNCHANGED
        assert {"GET"} == {seen.method for seen in server.seen}


def test_what_it_says_so_far_is_handed_to_whoever_composes_it(place: Place) -> None:
    place.we_write(f"{MARKER}\none\n")
    with opened(place.made_up) as (forge, _):
        post_comment(forge, "118", MARKER, lambda before: f"{before}two")
    assert [f"{MARKER}\none\ntwo"] == place.texts


@pytest.mark.parametrize(
    "text", [f"{MARKER}\nmine", f"> {MARKER}\nquoted", f"look:\n{MARKER}", f"{MARKER} and more", ""]
)
def test_others_who_write_the_marker_are_not_taken_for_us(text: str, place: Place) -> None:
    for _ in range(5):
        place.others_write(text)
    with opened(place.made_up) as (forge, _):
        assert post(forge, "one") is Did.CREATED
    assert [*[text] * 5, f"{MARKER}\none\n"] == place.texts


def test_what_we_wrote_otherwise_is_left_alone(place: Place) -> None:
    for text in (f"{MARKER} and more", f"as said in\n{MARKER}"):
        place.we_write(text)
    with opened(place.made_up) as (forge, _):
        assert post(forge, "one") is Did.CREATED
    assert 3 == len(place.texts)


def test_our_comment_is_found_behind_many_others_and_beside_that_of_another_tenant(place: Place) -> None:
    place.we_write("<!-- reconciler:söderskolan -->\nother")
    for _ in range(6):
        place.others_write("chatter")
    place.we_write(f"{MARKER}\nold")
    with opened(place.made_up) as (forge, _):
        assert post(forge, "new") is Did.EDITED
    assert f"{MARKER}\nnew\n" == place.texts[-1]
    assert place.texts[0].endswith("other")


def test_a_write_whose_answer_was_lost_is_looked_for_and_not_repeated(place: Place) -> None:
    place.made_up.faults.append((WRITES, None))
    with opened(place.made_up) as (forge, _):
        assert post(forge, "one") is Did.CREATED
    assert [f"{MARKER}\none\n"] == place.texts


def test_a_write_that_never_arrived_is_a_failure(place: Place) -> None:
    place.made_up.faults.append((WRITES, DROP))
    with opened(place.made_up) as (forge, _), pytest.raises(ServiceError):
        post(forge, "one")
    assert [] == place.texts


def test_a_write_that_came_too_soon_waits_as_it_is_told(place: Place) -> None:
    time = FakeTime()
    place.made_up.faults.append((WRITES, Reply(429, {}, {"Retry-After": "7"})))
    with opened(place.made_up, time=time) as (forge, _):
        assert post(forge, "one") is Did.CREATED
    assert [7.0] == time.slept
    assert [f"{MARKER}\none\n"] == place.texts


@pytest.mark.parametrize("seconds", ["", "61"])
def test_a_write_that_is_told_to_wait_too_long_or_not_how_long_is_a_failure(seconds: str, place: Place) -> None:
    headers = {"Retry-After": seconds} if seconds else {}
    place.made_up.faults.append((WRITES, Reply(429, {}, headers)))
    with opened(place.made_up) as (forge, _), pytest.raises(ServiceError) as refused:
        post(forge, "one")
    assert refused.value.status == 429


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_refused_write_is_a_failure_that_says_what_to_do(status: int, place: Place) -> None:
    place.made_up.faults.append((WRITES, Reply(status, {"message": "no"})))
    with opened(place.made_up) as (forge, _), pytest.raises(ServiceError) as refused:
        post(forge, "one")
    assert status == refused.value.status
    assert refused.value.remedy


@pytest.mark.parametrize("made_up", [MadeUpGitHub(), MadeUpGitLab()], ids=["github", "gitlab"])
def test_an_issue_is_opened_updated_closed_and_opened_anew(made_up: Any) -> None:
    with opened(made_up) as (forge, _):

        def settle(text: str, *, wanted: bool) -> Did:
            return settle_issue(forge, MARKER, "drift", f"{MARKER}\n{text}", wanted=wanted)

        assert Did.NOTHING is settle("none", wanted=False)
        assert Did.CREATED is settle("a", wanted=True)
        assert Did.UNCHANGED is settle("a", wanted=True)
        assert Did.EDITED is settle("b", wanted=True)
        assert Did.CLOSED is settle("none", wanted=False)
        assert Did.NOTHING is settle("none", wanted=False)
        assert Did.CREATED is settle("c", wanted=True)
    assert [True, False] == [one["state"] == "closed" for one in made_up.issues]
    key = "body" if isinstance(made_up, MadeUpGitHub) else "description"
    assert [f"{MARKER}\nnone", f"{MARKER}\nc"] == [one[key] for one in made_up.issues]


def test_an_issue_whose_closing_was_not_answered_is_looked_for() -> None:
    made_up = MadeUpGitHub()
    with opened(made_up) as (forge, _):
        settle_issue(forge, MARKER, "drift", f"{MARKER}\na", wanted=True)
        made_up.faults.append(("PATCH", None))
        assert Did.CLOSED is settle_issue(forge, MARKER, "drift", f"{MARKER}\nnone", wanted=False)
        settle_issue(forge, MARKER, "drift", f"{MARKER}\na", wanted=True)
        made_up.faults.append(("PATCH", DROP))
        with pytest.raises(ServiceError):
            settle_issue(forge, MARKER, "drift", f"{MARKER}\nnone", wanted=False)
