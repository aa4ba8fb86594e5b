"""A tenant kept as a file: it reads back equal, and names nobody."""

import base64
import hashlib
import json
import secrets
import tracemalloc
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from reconciler.model.canonical import canonical
from reconciler.model.desired import DesiredState
from reconciler.model.errors import UsageError
from reconciler.model.ids import GroupId
from reconciler.model.observed import Members, ObservedState, TargetType, Unread
from reconciler.model.providers import IntuneReader
from reconciler.observed.observe import observe, observe_readers, observed_digest
from reconciler.observed.snapshot import SnapshotReader, read_snapshot, write_snapshot
from tests import worlds as w
from tests.fakes import MemoryTenant, tenant_of
from tests.graph.tenant import serving_tenant

KEY = b"k" * 32


def school(**more: Any) -> MemoryTenant:
    """Three books with something of everything, groups that overlap, one reader of book 1."""
    return tenant_of(
        w.observed_book(
            1,
            w.shown(1, "required"),
            w.shown(2, "available"),
            w.shown(3, "required", "include:f"),
            w.shown(0, "uninstall", kind=TargetType.ALL_USERS),
            total=None,
        ),
        w.observed_book(2, w.shown(1, "required")),
        w.observed_book(3, used=None),
        **{"people": {1: ["kim", "bo"], 2: ["kim"]}, "holding": {1: ["kim", "kim"]}, "devices": {2: 3}, **more},
    )


def yaml() -> DesiredState:
    return w.desired(w.desired_book(1, w.assignment("Group 4", "required"), w.assignment("Nobody", "required")))


def kept(tenant: MemoryTenant, desired: DesiredState | None = None, key: bytes = KEY) -> dict[str, Any]:
    """The snapshot as it comes out of its file."""
    body: dict[str, Any] = json.loads(json.dumps(write_snapshot(tenant, desired, key, w.NOW)))
    return body


def stripped(state: ObservedState) -> list[object]:
    """What a plan needs of a state; the JSON as read is kept only where YAML cannot say it."""
    books = [(book, [one[:2] for one in book.assignments]) for book in state.books]
    plain = [(book.id, book.title, book.publisher, book.token, book.total, book.used, rest) for book, rest in books]
    return [state.at, state.beta, plain, state.tokens, state.groups, state.unread_groups]


def test_a_snapshot_reads_back_as_what_was_observed() -> None:
    reader: IntuneReader = SnapshotReader(kept(school(), yaml()))
    expected = observe(school(), yaml(), w.NOW)
    there = observe(reader, yaml(), w.NOW.replace(year=2030))
    assert stripped(expected) == stripped(there)
    assert observed_digest(expected) == observed_digest(there)
    assert (w.NOW, 0) == (reader.moment(), reader.waited_seconds())


def test_what_yaml_cannot_say_keeps_the_json_that_was_read() -> None:
    raws = [one.raw for one in SnapshotReader(kept(school())).books()[0].assignments if not one.expressible]
    assert [dict(one.raw) for one in school().books()[0].assignments if not one.expressible] == raws


def test_overlaps_can_be_counted_from_a_snapshot() -> None:
    groups = [w.group_id(1), w.group_id(2), w.group_id(3)]
    real = observe_readers(school(), {w.book_id(1): groups}, [w.book_id(1), w.book_id(2)])
    hidden = observe_readers(SnapshotReader(kept(school())), {w.book_id(1): groups}, [w.book_id(1), w.book_id(2)])
    for members in (real.members, hidden.members):
        first, second, third = (members[group] for group in groups)
        assert (2, 1, 0, 3) == (len(first.users), len(second.users), len(third.users), second.devices)
        assert set(second.users) < set(first.users)
    holders = hidden.holders[w.book_id(1)]
    assert 2 == len(holders)
    assert set(holders) == set(hidden.members[w.group_id(2)].users.values())
    assert () == hidden.holders[w.book_id(2)]


def test_nobody_is_named_in_a_snapshot() -> None:
    people = {1: ["kim.larsson", "bo.ek"], 2: ["kim.larsson"]}
    text = json.dumps(kept(school(people=people, holding={1: ["kim.larsson"]})))
    assert not [
        name for name in ("kim", "larsson", "bo.ek", "norr.example") if name in text.replace("it@norr.example", "")
    ]


def test_the_rule_of_a_dynamic_group_stays_out_since_it_may_name_people() -> None:
    rule = 'user.userPrincipalName -eq "kim.larsson@norr.example"'
    dynamic = replace(w.observed().groups[w.group_id(1)], membership_rule=rule)
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), group_names={w.group_id(1): dynamic})
    assert "kim.larsson" not in json.dumps(kept(tenant))
    assert None is SnapshotReader(kept(tenant)).groups([w.group_id(1)], []).by_id[w.group_id(1)].membership_rule


def test_another_key_gives_other_pseudonyms() -> None:
    first, second = (SnapshotReader(kept(school(), key=key)).members([w.group_id(1)]) for key in (KEY, b"other"))
    assert not set(first.members[w.group_id(1)].users) & set(second.members[w.group_id(1)].users)


def test_equal_tenants_give_equal_snapshots() -> None:
    assert json.dumps(kept(school(), yaml())) == json.dumps(kept(school(), yaml()))


def test_a_group_that_was_not_there_is_missing_and_one_that_was_not_asked_for_is_unread() -> None:
    tenant = tenant_of(w.observed_book(1, w.shown(1, "required")), group_names={})
    reader = SnapshotReader(kept(tenant, yaml()))
    answers = reader.groups([w.group_id(1), w.group_id(7)], ["Nobody", "Group 7"])
    assert ({}, {"Nobody": ()}) == (answers.by_id, answers.by_name)
    assert {w.group_id(7): Unread.FAILED, "Group 7": Unread.FAILED} == answers.unread
    members = reader.members([w.group_id(1), w.group_id(7)])
    assert ({w.group_id(1): Members({})}, {w.group_id(7): Unread.FAILED}) == (members.members, members.unread)


def test_what_could_not_be_read_then_cannot_be_read_now() -> None:
    tenant = school(
        unread_groups={w.group_id(2): Unread.FORBIDDEN, "Group 4": Unread.FAILED},
        unread_members={w.group_id(1): Unread.FORBIDDEN},
    )
    reader = SnapshotReader(kept(tenant, yaml()))
    assert {w.group_id(2): Unread.FORBIDDEN, "Group 4": Unread.FAILED} == observe(reader, yaml(), w.NOW).unread_groups
    assert {w.group_id(1): Unread.FORBIDDEN} == reader.members([w.group_id(1)]).unread
    assert Unread.FAILED is reader.audit_events(None)


def test_install_states_that_were_not_known_stay_unknown() -> None:
    body = kept(school())
    body["books"][0]["holders"] = None
    assert [w.book_id(2)] == list(SnapshotReader(body).holders([w.book_id(1), w.book_id(2)]))


def test_equal_assignments_are_one_value_in_memory() -> None:
    first, second, _ = SnapshotReader(kept(school())).books()
    assert first.assignments[0] is second.assignments[0] or first.assignments[1] is second.assignments[0]


@pytest.mark.parametrize("body", [None, [], "x", 7, {}, {"formatVersion": "2.0"}, {"formatVersion": 1.0}])
def test_what_is_no_snapshot_is_wrong_usage(body: object) -> None:
    with pytest.raises(UsageError) as caught:
        SnapshotReader(body)
    assert 64 == caught.value.exit_code


def broken(path: str, value: object) -> dict[str, Any]:
    """A good snapshot with one value replaced; a value of `...` takes the key away."""
    body = deepcopy(kept(school(), yaml()))
    place: Any = body
    *way, last = [int(part) if part.isdigit() else part for part in path.split("/")]
    for part in way:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return body


@pytest.mark.parametrize("key", ["at", "beta", "tokens", "books", "groups", "names", "missing", "unread"])
def test_every_key_of_a_snapshot_is_needed(key: str) -> None:
    with pytest.raises(UsageError, match=key):
        SnapshotReader(broken(key, ...))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("at", "yesterday"),
        ("at", 7),
        ("tokens", 7),
        ("tokens/0/id", None),
        ("tokens/0/expires", "soon"),
        ("tokens/0/state", 7),
        ("tokens/0/organization", 7),
        ("tokens/0/takeControl", "yes"),
        ("beta", 1),
        ("books/0", "x"),
        ("books/0/id", 7),
        ("books/0/title", None),
        ("books/0/total", -1),
        ("books/0/total", True),
        ("books/0/used", "9"),
        ("books/0/holders", 7),
        ("books/0/holders", [7]),
        ("books/0/holders", ...),
        ("books/1/assignments", None),
        ("books/1/assignments/0", 7),
        ("books/1/assignments/0/type", "everything"),
        ("books/1/assignments/0/type", []),
        ("books/1/assignments/0/id", 7),
        ("books/1/assignments/0/intent", ...),
        ("groups/0/id", 7),
        ("groups/0/displayName", None),
        ("groups/0/groupTypes", 7),
        ("groups/0/groupTypes", [7]),
        ("groups/0/mailEnabled", "no"),
        ("groups/0/visibility", 7),
        ("groups/0/members", "because"),
        ("groups/0/members", None),
        ("groups/0/members/users", []),
        ("groups/0/members/devices", "3"),
        ("names", []),
        ("names/Group 4", ["39999999-0000-4000-8000-000000000001"]),
        ("names/Group 4", 7),
        ("missing", [7]),
        ("unread", {"x": "because"}),
        ("unread", []),
    ],
)
def test_a_value_of_the_wrong_kind_is_wrong_usage_and_no_crash(path: str, value: object) -> None:
    with pytest.raises(UsageError, match="no snapshot that can be read"):
        SnapshotReader(broken(path, value))


def test_the_example_school_reads_back_as_the_service_shows_it(tmp_path: Path) -> None:
    with serving_tenant(tmp_path) as tenant, tenant.intune() as intune:
        expected = observe(intune, None, w.NOW)
        reader = SnapshotReader(json.loads(json.dumps(write_snapshot(intune, None, KEY, w.NOW))))
        there = observe(reader, None, w.NOW)
        assert observed_digest(expected) == observed_digest(there)
        books = {book.id: [GroupId(group) for group in expected.groups] for book in expected.books}
        real, hidden = (observe_readers(one, books, list(books)) for one in (intune, reader))
    sizes = [{group: len(found.users) for group, found in readers.members.items()} for readers in (real, hidden)]
    assert sizes[0] == sizes[1]
    assert {book: len(names) for book, names in real.holders.items()} == {
        book: len(names) for book, names in hidden.holders.items()
    }


def spellings(text: str) -> set[str]:
    """A text as somebody might look for it: plain, encoded, or under any hash that needs no key."""
    found = set()
    for spelled in {text, text.lower(), text.upper(), text.casefold(), text.replace("-", "")}:
        for raw in (spelled.encode(), spelled.encode("utf-16-le")):
            found |= {raw.hex(), base64.b64encode(raw).decode().rstrip("="), base64.urlsafe_b64encode(raw).decode()}
            found |= {hashlib.new(name, raw).hexdigest()[:16] for name in ("md5", "sha1", "sha256", "sha512")}
        found |= {spelled, quote(spelled), spelled[::-1], json.dumps(spelled)[1:-1]}
    return found


def test_no_reader_can_be_found_in_a_snapshot_in_any_spelling(tmp_path: Path) -> None:
    with serving_tenant(tmp_path) as tenant, tenant.intune() as intune:
        people = tenant.client.get("/_sandbox/state")["users"]
        body = write_snapshot(intune, None, secrets.token_bytes(32), w.NOW)
    groups = [group["members"]["users"] for group in body["groups"]]
    assert len({user for users in groups for user in users}) > 20
    text = json.dumps(body, ensure_ascii=False) + json.dumps(body)
    names = {person[key] for person in people for key in ("id", "userPrincipalName", "displayName")}
    assert [] == [name for name in sorted(names) for spelling in spellings(name) if spelling in text]


def test_a_snapshot_is_read_from_its_bytes_as_from_its_json() -> None:
    body = kept(school(), yaml())
    for content in (canonical(body), json.dumps(body, indent=2).encode("utf-8-sig")):
        read, plain = read_snapshot(content), SnapshotReader(body)
        assert plain.books() == read.books()
        assert observe(plain, yaml(), w.NOW) == observe(read, yaml(), w.NOW)
        groups = [w.group_id(number) for number in range(1, 6)]
        assert plain.members(groups) == read.members(groups)
        books = [book.id for book in plain.books()]
        assert plain.holders(books) == read.holders(books)


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": 1', b"[" * 100_000, b'{"formatVersion": "2.0"}']
)
def test_bytes_that_are_no_snapshot_are_wrong_usage(content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_snapshot(content)
    assert 64 == caught.value.exit_code


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("books/1/assignments/0/type", "everything", "everything"),
        ("books/1/assignments/0/intent", ..., "intent"),
        ("books/0/total", -1, "count"),
        ("books/0/holders", ..., "holders"),
        ("groups/0/members/devices", "3", "count"),
        ("groups/0/members/users", [], "items"),
    ],
)
def test_a_wrong_value_is_told_of_bytes_as_of_json(path: str, value: object, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_snapshot(json.dumps(broken(path, value)).encode())


def test_reading_a_large_snapshot_keeps_little_more_than_the_books() -> None:
    """Ten assignments a book, as many as a large town has: what they weigh at most while they are read."""
    sizes = []
    for books in (200, 1200):
        tenant = tenant_of(
            *(w.observed_book(n, *(w.shown(group, "required") for group in range(1, 10))) for n in range(books))
        )
        content = canonical(write_snapshot(tenant, None, KEY, w.NOW))
        tracemalloc.start()
        reader = read_snapshot(content)
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert books == len(reader.books())
    assert (sizes[1] - sizes[0]) / (1000 * 9) < 300


def test_half_a_character_is_no_text_of_a_snapshot() -> None:
    with pytest.raises(UsageError, match="half a character"):
        read_snapshot(b'{"formatVersion": "1.0", "tokens": [{"id": "\\ud800"}]}')
