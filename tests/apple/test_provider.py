"""A location read over HTTP, as Apple's interface is described."""

from datetime import UTC, datetime

import pytest

from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import ROOT, open_apple, read_service
from reconciler.model.apple import AppleAsset, AppleAssignment, AppleLocation, AppleReader, AppleUsers, Mdm
from reconciler.model.errors import ServiceError, UsageError
from reconciler.model.ids import AdamId
from reconciler.model.observed import UNLIMITED
from tests.apple.service import EXPIRES, SECRET, UID, Location, asking, asset, assignment, content_token, user
from tests.graph.service import Reply, serving

A1, A2 = AdamId("1000000001"), AdamId("1000000002")


def test_the_location_tells_who_it_is_and_who_claimed_it() -> None:
    with asking(Location().answer) as (reader, service):
        found = reader.location()
    assert (
        AppleLocation(
            uid=UID,
            name="Norrskolan",
            country="SE",
            account_type="education",
            organization="Norrskolan",
            expires=datetime(2030, 11, 8, 22, 33, 22, tzinfo=UTC),
            mdm=Mdm("mdm-intune-1", "Microsoft Intune"),
        )
        == found
    )
    assert ["GET /mdm/v2/client/config"] == service.targets
    assert "2030-11-08T22:33:22+0000" == EXPIRES


def test_a_location_that_nobody_claimed_has_no_owner() -> None:
    with asking(Location(mdm=None).answer) as (reader, _):
        assert reader.location().mdm is None


def test_the_whole_text_of_the_content_token_is_the_bearer() -> None:
    with asking(Location().answer) as (reader, service):
        reader.location()
    assert f"Bearer {content_token().text}" == service.seen[0].headers["Authorization"]
    assert content_token().text != SECRET


def test_books_come_from_every_page_in_both_qualities_and_without_apps() -> None:
    assets = [asset(A2), asset(A1, "PLUS", total=5, assigned=1), asset("77", kind="App"), asset(A1)]
    with asking(Location(assets=assets, page_size=1).answer) as (reader, service):
        found = reader.books()
    assert [(A1, "PLUS", 5), (A1, "STDQ", 30), (A2, "STDQ", 30)] == [(a.adam_id, a.pricing, a.total) for a in found]
    assert AppleAsset(A1, "PLUS", "Book", 5, 1, 4, 0) == found[0]
    assert [f"GET /mdm/v2/assets?productType=Book&pageIndex={n}" for n in range(3)] == service.targets


def test_a_book_without_limit_is_known_as_such() -> None:
    with asking(Location(assets=[asset(A1, total=UNLIMITED)]).answer) as (reader, _):
        [found] = reader.books()
    assert (UNLIMITED, True) == (found.total, found.unlimited)


def test_licences_are_read_for_one_asset_or_for_all() -> None:
    rows = [assignment(A1, "u2"), assignment(A1, "u1"), assignment(A1, "u1", "PLUS"), assignment("77", None)]
    with asking(Location(assignments=rows, page_size=2).answer) as (reader, service):
        of_one, of_all = reader.assignments(A1), reader.assignments()
    assert (
        AppleAssignment(A1, "PLUS", "u1"),
        AppleAssignment(A1, "STDQ", "u1"),
        AppleAssignment(A1, "STDQ", "u2"),
    ) == of_one
    assert (*of_one, AppleAssignment(AdamId("77"), "STDQ", None)) == of_all
    assert f"GET /mdm/v2/assignments?adamId={A1}&pageIndex=0" == service.targets[0]


def test_people_are_counted_by_status_and_only_active_ones_keep_an_id() -> None:
    states = ["Associated", "Registered", "Retired", "Deleted", "Frozen"]
    rows = [user(f"u{n}", state) for n, state in enumerate(states)] + [user("u0", "Retired")]
    with asking(Location(users=rows, page_size=4).answer) as (reader, _):
        assert AppleUsers(1, 1, 3, 1, frozenset({"u0", "u1"})) == reader.users()


def test_an_empty_location_is_read_as_empty() -> None:
    with asking(Location().answer) as (reader, _):
        assert ((), (), AppleUsers(0, 0, 0, 0, frozenset())) == (
            reader.books(),
            reader.assignments(),
            reader.users(),
        )


def test_only_get_is_ever_sent_and_one_connection_is_enough() -> None:
    location = Location(
        assets=[asset(str(n)) for n in range(9)],
        users=[user(f"u{n}") for n in range(9)],
        assignments=[assignment("3", "u1")],
        page_size=2,
    )
    with asking(location.answer) as (reader, service):
        answers = observe_apple(reader, [AdamId("3"), AdamId("4"), AdamId("3")])
    assert {"GET"} == {seen.method for seen in service.seen}
    assert (1 + 5 + 5 + 2, 1) == (len(service.seen), service.connections)
    assert {"3": 1, "4": 0} == answers.holders
    assert answers.failure is None


def test_the_service_tells_its_limits_and_gets_no_content_token() -> None:
    with serving(Location().answer) as service:
        found = read_service(url=service.root)
        assert "Authorization" not in service.seen[0].headers
    assert ({"maxAssets": 25, "maxUsers": 100}, ()) == (found.limits, found.moved)


def test_an_address_that_apple_moved_is_told() -> None:
    urls = {
        "getAssets": "https://vpp.itunes.apple.com/mdm/v3/assets",
        "getUsers": "http://[",
        "clientConfig": "https://elsewhere.example/mdm/v2/client/config/",
    }
    with serving(Reply(body={"urls": urls, "limits": {"maxUsers": None, "maxAssets": 25}})) as service:
        found = read_service(url=service.root)
    assert ({"maxAssets": 25}, ("getAssets", "getUsers")) == (found.limits, found.moved)


@pytest.mark.parametrize(
    "root", ["http://apple.example", "ftp://127.0.0.1", "https://u:p@apple.example", "https://x?y"]
)
def test_an_address_that_could_be_overheard_is_not_used(root: str) -> None:
    with pytest.raises(UsageError):
        open_apple(content_token(), url=root)


def test_a_root_with_a_path_keeps_it_and_apples_own_is_the_default() -> None:
    with serving(Location().answer) as service:
        with (
            open_apple(content_token(), url=f"{service.root}/apple/") as reader,
            pytest.raises(ServiceError, match="404"),
        ):
            reader.location()
        assert ["GET /apple/mdm/v2/client/config"] == service.targets
    assert "https://vpp.itunes.apple.com" == ROOT


def test_the_reader_is_what_the_protocol_asks_for() -> None:
    with open_apple(content_token()) as reader:
        door: AppleReader = reader
        assert 0 == reader.waited_seconds()
        assert "AppleLocationReader" in repr(door)
