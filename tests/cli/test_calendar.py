"""`calendar`: the expiries of the declared tokens, as the tenant has them."""

from tests import worlds as w
from tests.cli.school import TOKENS, School
from tests.cli.test_over_http import over_http, requests, served

UID = f"UID:{w.TOKEN_ID}@reconciler".encode()


def test_the_declared_tokens_of_the_tenant_are_written(school: School) -> None:
    ended = school.run("calendar", "--out", "tokens.ics")
    written = (school.folder / "tokens.ics").read_bytes()
    assert (0, "") == (ended.code, ended.out)
    assert "tokens.ics: 1 of 1 declared tokens" in ended.err
    assert UID in written and b"DTSTART:20270601T000000Z" in written and b"DTSTAMP:20261122T120000Z" in written


def test_the_same_tenant_at_the_same_time_gives_the_same_bytes(school: School) -> None:
    for name in ("one.ics", "two.ics"):
        assert 0 == school.run("calendar", "desired-state", "--tenant", "nordskolan", "--out", name).code
    assert (school.folder / "one.ics").read_bytes() == (school.folder / "two.ics").read_bytes()


def test_only_tokens_are_asked_for(school: School) -> None:
    with served(school) as url:
        ended = school.run("calendar", "--out", "tokens.ics", **over_http(url))
        assert 0 == ended.code, ended.err
        assert ["/beta/deviceAppManagement/vppTokens"] == [one["path"].split("?")[0] for one in requests(url)]


def test_a_token_that_the_tenant_lacks_is_told_and_the_old_file_replaced(school: School) -> None:
    (school.folder / "tokens.ics").write_text("old")
    other = TOKENS.replace(w.TOKEN_ID, "70000000-0000-0000-0000-000000000009")
    school.write("tokens.yaml", other)
    ended = school.run("calendar", "--out", "tokens.ics")
    assert 0 == ended.code
    assert 'token "norr" is not found exactly once' in ended.err
    assert b"VEVENT" not in (school.folder / "tokens.ics").read_bytes()


def test_the_language_is_that_of_the_tenant(school: School) -> None:
    school.write("tenant.yaml", "tenant: {name: nordskolan, cloud: sandbox, language: sv}\n")
    assert 0 == school.run("calendar", "--out", "tokens.ics").code
    assert "förnya den".encode() in (school.folder / "tokens.ics").read_bytes()


def test_yaml_with_errors_writes_nothing(school: School) -> None:
    school.write("broken.yaml", "books: 1\n")
    assert 1 == school.run("calendar", "--out", "tokens.ics").code
    assert not (school.folder / "tokens.ics").exists()


def test_without_a_place_to_write_to_it_is_wrong_usage(school: School) -> None:
    assert 64 == school.run("calendar").code
    assert 64 == school.run("calendar", "--out", "nowhere/tokens.ics").code
