"""The content token reaches Apple and nothing else: no error, no log line, no repr, no chain of causes."""

import base64
import logging
import pickle
import traceback
from collections.abc import Iterator

import pytest

from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import open_apple
from reconciler.model.errors import ServiceError
from reconciler.model.ids import AdamId
from tests.apple.service import SECRET, Location, asking, asset, assignment, content_token, page, refusal, user
from tests.graph.service import DROP, FakeTime, Reply, Seen, serving

TEXT = content_token().text
LONGEST_SHARED = 12
"""Letters of a secret that may stand anywhere by chance; what is longer was copied."""


def parts_of_the_secret() -> Iterator[str]:
    """Every piece of the content token, of what is inside it, and of both in base64."""
    for whole in (TEXT, SECRET, base64.b64encode(SECRET.encode()).decode(), base64.b64decode(SECRET).decode()):
        for start in range(len(whole) - LONGEST_SHARED):
            yield whole[start : start + LONGEST_SHARED]


def assert_no_secret_in(text: str) -> None:
    lowered = text.lower()
    assert not [part for part in parts_of_the_secret() if part.lower() in lowered]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def everything_about(error: BaseException) -> str:
    told = ["".join(traceback.format_exception(error))]
    for one in chain(error):
        told += [str(one), repr(one), repr(one.args)]
        told += [str(value) for value in vars(one).values()]
    return "\n".join(told)


def echo(status: int = 200, number: int | None = 9622) -> Reply:
    """An error that repeats what was sent, as a careless proxy or service may."""
    error = {"errorMessage": f"invalid token {TEXT}", "errorInfo": {"token": TEXT}, "inner": SECRET}
    body = error if number is None else {"errorNumber": number, **error}
    return Reply(status, body, headers={"request-id": TEXT[:60], "x-apple": TEXT})


def test_the_scan_itself_finds_a_secret() -> None:
    for leak in (TEXT, TEXT.lower(), f"x{SECRET[5:25]}y"):
        with pytest.raises(AssertionError):
            assert_no_secret_in(leak)


@pytest.mark.parametrize(
    "bad",
    [
        echo(),
        echo(401, 9621),
        echo(400, None),
        echo(401, None),
        echo(429, 9646),
        echo(200, 9646),
        echo(500, 9603),
        Reply(body=TEXT.encode()),
        Reply(401, TEXT.encode()),
        Reply(400, {"error": {"code": f"err-{TEXT[:40]}".lower(), "message": TEXT}}),
        Reply(302, {"errorNumber": 9622, "errorMessage": TEXT}),
        Reply(302, headers={"Location": f"https://elsewhere.example/?token={TEXT}"}),
        DROP,
        Reply(body={"uId": [TEXT]}, cut=True),
        Reply(body={"uId": [TEXT]}),
    ],
)
def test_no_error_holds_a_part_of_the_content_token(bad: Reply, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    errors = []
    for answers in ((bad,), (page([asset("1")], 0, 2), bad)):
        with asking(*answers, time=FakeTime()) as (reader, _):
            for read in (reader.location, reader.books):
                try:
                    read()
                except ServiceError as error:
                    errors.append(error)
    assert len(errors) >= 3
    for found in errors:
        assert_no_secret_in(everything_about(found) + found.remedy)
    assert_no_secret_in(without_what_apple_sent(caplog))


def without_what_apple_sent(caplog: pytest.LogCaptureFixture) -> str:
    """All log lines, without those of the HTTP library's debugging that repeat the headers of an answer."""
    lines = [record.getMessage() for record in caplog.records]
    assert any("/mdm/v2/" in line for line in lines)
    return "\n".join(line for line in lines if "receive_response_headers.complete" not in line)


def test_a_name_that_cannot_be_found_tells_no_secret() -> None:
    with serving(Location().answer) as service:
        root = service.root
    with (
        open_apple(content_token(), url=root, pace=FakeTime().pace(0)) as reader,
        pytest.raises(ServiceError) as caught,
    ):
        reader.location()
    assert "could not be reached" in caught.value.message
    assert_no_secret_in(everything_about(caught.value))


def test_what_is_read_holds_no_secret_and_no_name_of_a_person() -> None:
    location = Location(
        assets=[asset("1")], users=[user("kim.lind")], assignments=[assignment("1", "kim.lind"), assignment("2", None)]
    )
    with asking(location.answer) as (reader, _):
        answers = observe_apple(reader, [AdamId("1")])
        told = f"{answers!r} {reader!r} {reader.assignments()!r} {content_token()!r}"
    assert answers.users is not None
    assert {"kim.lind"} == answers.users.active
    assert_no_secret_in(told)
    for private in ("kim.lind", "norr.example", "notify-secret"):
        assert private not in told
    kept = pickle.dumps((answers, answers.location))
    assert b"norr.example" not in kept
    assert b"notify-secret" not in kept


def test_the_content_token_is_in_no_address() -> None:
    def refuse(seen: Seen) -> Reply:
        assert TEXT not in seen.target
        return refusal(9622)

    with asking(refuse) as (reader, service):
        for read in (reader.location, reader.books, reader.users, reader.assignments):
            with pytest.raises(ServiceError):
                read()
        assert 4 == len(service.seen)
