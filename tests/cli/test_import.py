"""`import`, end to end against a sandbox: a plan right after is empty, and what people wrote stays as they wrote it."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from difflib import ndiff
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.evidence.verify import verify_record
from reconciler.model.attestation import Trust
from reconciler.model.record import RecordKind
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.import_worlds import TENANTS, assignment, book
from tests.cli.school import BOOKS, TOKENS, School
from tests.cli.test_over_http import over_http, served
from tests.evidence.keys import pair
from tests.ledger.chains import NOW, intent, ledger_at
from tests.sandboxes import state_of

EXAMPLE = Path(__file__).parents[2] / "desired-state"
NEW = ("import", "ds", "--name", "new", "--cloud", "sandbox")


def fresh(folder: Path, state: Mapping[str, Any] | None = None) -> School:
    """A folder with a tenant and no YAML."""
    school = School(folder)
    if state is not None:
        school.admin("PUT", "state", state)
    return school


def files(folder: Path) -> dict[str, bytes]:
    """All YAML below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.yaml"))}


def text(school: School, name: str) -> str:
    return (school.folder / "desired-state" / name).read_text("utf-8")


def imported(school: School, *options: str) -> dict[str, Any]:
    """Runs an import that works, and gives its JSON."""
    done = school.run("import", "desired-state", "--format", "json", *options)
    assert done.code == 0, done
    body = json.loads(done.out)
    assert isinstance(body, dict)
    return body


def kinds(body: Mapping[str, Any], key: str) -> list[str]:
    return [one["kind"] for one in body[key]]


def empty_plan(school: School) -> Ended:
    return school.run("plan", "--detailed-exitcode")


# A tenant without YAML


@settings(max_examples=40, deadline=None)
@given(TENANTS)
def test_a_plan_right_after_is_empty_and_a_second_import_writes_not_one_byte(state: Mapping[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        school = fresh(Path(name), state)
        first = school.run(*NEW)
        assert first.code == 0, (first.out, first.err)
        before = files(school.folder)
        plan = empty_plan(school)
        assert plan.code == 0, (plan.out, plan.err)
        assert school.run("import", "ds").code == 0
        assert before == files(school.folder)
        assert not any(b"seatCap" in content or b"secret" in content for content in before.values())


def test_the_example_school_becomes_clean_yaml(tmp_path: Path) -> None:
    school = fresh(tmp_path)
    assert school.run(*NEW).code == 0
    found = files(tmp_path / "ds")
    assert ["books/norrskolan.yaml", "books/söderskolan.yaml", "groups.yaml", "tenant.yaml", "tokens.yaml"] == list(
        found
    )
    for content in found.values():
        assert content.startswith(b"# yaml-language-server: $schema=https://")
    assert (
        "  - title: Stilistik för lärare\n"
        "    token: söderskolan\n"
        "    id: 20000000-0000-4000-8000-000000000006\n"
        '    adamId: "6000000006"\n'
        "    publisher: Förlaget Björkdungen\n"
        "    assignments:\n"
        "      - group: bibliotek\n"
        "        intent: available\n"
        "      - group: lärare-svenska\n"
        "        intent: available\n"
    ) in found["books/söderskolan.yaml"].decode()
    assert "  - alias: bibliotek\n    id: 30000000-0000-4000-8000-000000000006\n" in found["groups.yaml"].decode()
    assert "    countryOrRegion: SE\n    automaticallyUpdateApps: false\n" in found["tokens.yaml"].decode()
    assert 0 == school.run("plan", "ds", "--detailed-exitcode").code


def test_the_editor_is_told_the_schema_of_the_repository_where_it_has_one(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/desired-state.schema.json").write_text("{}")
    fresh(tmp_path).run(*NEW)
    for name, where in (("tenant.yaml", "../schemas"), ("books/norrskolan.yaml", "../../schemas")):
        line = (tmp_path / "ds" / name).read_text("utf-8").splitlines()[0]
        assert f"# yaml-language-server: $schema={where}/desired-state.schema.json" == line


def test_books_are_sorted_by_title_then_id(tmp_path: Path) -> None:
    state = state_of({}, {})
    state["managedEBooks"] = [book(1, "B"), book(3, "A"), book(2, "A")]
    fresh(tmp_path, state).run(*NEW)
    ids = [line.split()[-1] for line in (tmp_path / "ds/books/norr.yaml").read_text().splitlines() if "  id:" in line]
    assert [w.book_id(2), w.book_id(3), w.book_id(1)] == ids


def test_groups_of_one_name_get_aliases_with_the_end_of_their_id(tmp_path: Path) -> None:
    state = state_of({1: {1: "available", 2: "required"}}, {})
    for group in state["groups"]:
        group["displayName"] = "Klass 9A"
    school = fresh(tmp_path, state)
    school.run(*NEW)
    groups = (tmp_path / "ds/groups.yaml").read_text()
    assert "alias: klass-9a-00000001\n" in groups and "alias: klass-9a-00000002\n" in groups
    assert 0 == empty_plan(school).code


def test_what_the_rules_refuse_is_told_as_unmanaged(tmp_path: Path) -> None:
    state = state_of({}, {})
    refused = [("allLicensedUsers", 1, "available"), ("exclusionGroup", 1, "available"), ("filtered", 2, "required")]
    refused.append(("group", 3, "uninstall"))
    state["managedEBooks"] = [book(1, "Book 1", assignments=[assignment(*one) for one in refused])]
    school = fresh(tmp_path, state)
    body = json.loads(school.run(*NEW, "--format", "json").out)
    reasons = {one["reason"] for one in body["left"]}
    assert ["unmanaged"] * 4 == kinds(body, "left")
    assert {
        "allLicensedUsersAssignmentTarget",
        "exclusionGroupAssignmentTarget",
        "filter",
        "intent",
    } == reasons
    assert "assignments: []" in (tmp_path / "ds/books/norr.yaml").read_text()
    assert 0 == empty_plan(school).code


@pytest.mark.parametrize(("bearer", "reason"), [("app:x;deny=groups", "unread"), ("app:x", "missing")])
def test_a_group_that_cannot_be_seen_is_not_declared(bearer: str, reason: str, tmp_path: Path) -> None:
    state = state_of({1: {1: "available", 2: "available"}}, {})
    if reason == "missing":
        del state["groups"][:2]
    school = fresh(tmp_path, state)
    with served(school) as url:
        done = school.run(*NEW, "--format", "json", **over_http(url, RECONCILER_GRAPH_TOKEN=bearer))
    body = json.loads(done.out)
    assert [("group", reason)] * 2 == [(one["kind"], one["reason"]) for one in body["left"]]
    assert "groups: []" in (tmp_path / "ds/groups.yaml").read_text()


def test_a_token_that_cannot_be_declared_is_told_with_its_books(tmp_path: Path) -> None:
    state = state_of({1: {1: "available"}}, {})
    state["vppTokens"][0]["appleId"] = None
    body = json.loads(fresh(tmp_path, state).run(*NEW, "--format", "json").out)
    assert [("token", "appleId"), ("tokenless", w.TOKEN_ID)] == [(one["kind"], one["reason"]) for one in body["left"]]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "There is no tenant at ds yet"),
        (("--name", "x"), "There is no tenant at ds yet"),
        (("--name", "x", "--cloud", "global"), "--tenant-id"),
        (("--name", "x", "--cloud", "global", "--tenant-id", "no-guid"), "--tenant-id"),
    ],
)
def test_a_new_tenant_is_told_in_full(options: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = fresh(tmp_path).run("import", "ds", *options)
    assert (64, True) == (done.code, says in done.err)
    assert not (tmp_path / "ds").exists()


def test_no_file_of_somebody_else_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ds").mkdir()
    (tmp_path / "ds/groups.yaml").write_text("mine: true\n")
    done = fresh(tmp_path).run(*NEW)
    assert (64, True) == (done.code, "ds/groups.yaml is there already" in done.err)
    assert {"ds/groups.yaml": b"mine: true\n"} == files(tmp_path)


def test_yaml_of_others_in_the_folder_stops_the_import_before_it_writes(tmp_path: Path) -> None:
    (tmp_path / "ds").mkdir()
    (tmp_path / "ds/compose.yaml").write_text("services: {}\n")
    done = fresh(tmp_path).run(*NEW)
    assert (1, True) == (done.code, "ds/compose.yaml:1:1" in done.out)
    assert ["compose.yaml"] == list(files(tmp_path / "ds"))


@pytest.mark.parametrize("path", ["managedEBooks", "groups|getByIds"])
def test_a_service_that_fails_leaves_no_file(path: str, tmp_path: Path) -> None:
    school = fresh(tmp_path, state_of({1: {1: "available"}}, {}))
    with served(school) as url:
        faults = {"rules": [{"path": path, "status": 500, "mode": "before"}]}
        httpx.post(f"{url}/_sandbox/faults", json=faults).raise_for_status()
        assert 5 == school.run(*NEW, **over_http(url, RECONCILER_RETRY_SECONDS="0")).code
    assert {} == files(tmp_path)


# A tenant with YAML


def test_a_rerun_edits_in_place_and_appends(school: School) -> None:
    school.assign(1, {1: "available", 2: "required"})
    school.assign(2, {2: "available"})
    body = imported(school)
    expected = BOOKS.replace("intent: required, seatCap", "intent: available, seatCap")
    expected = expected.replace(
        "intent: available, seatCap: 5}\n  - title: Book 2",
        "intent: available, seatCap: 5}\n      - {group: 9b, intent: required}\n  - title: Book 2",
    )
    assert text(school, "books.yaml").startswith(expected)
    assert ["group", "assignment", "intent", "book", "book"] == sorted(
        kinds(body, "written"), key=["group", "assignment", "intent", "book"].index
    )
    assert 0 == empty_plan(school).code


@settings(max_examples=30, deadline=None)
@given(TENANTS, TENANTS, st.booleans())
def test_whatever_happened_in_the_portal_a_rerun_takes_it_in_and_then_rests(
    before: Mapping[str, Any], after: Mapping[str, Any], remembers: bool
) -> None:
    """What stays open are assignments and books that the tenant no longer has: import removes nothing."""
    ledger = {"RECONCILER_LEDGER": "dir:ledger"} if remembers else {}
    with tempfile.TemporaryDirectory() as name:
        school = fresh(Path(name), before)
        assert school.run(*NEW, **ledger).code == 0
        first = files(school.folder)
        school.admin("PUT", "state", after)
        again = school.run("import", "ds", **ledger)
        assert again.code == 0, (again.out, again.err)
        second = files(school.folder)
        assert school.run("import", "ds", **ledger).code == 0
        assert second == files(school.folder)
        for file, content in first.items():
            gone = [
                line
                for line in ndiff(content.decode().split("\n"), second[file].decode().split("\n"))
                if line[0] == "-"
            ]
            keys = (
                "title",
                "publisher",
                "displayName",
                "intent",
                "countryOrRegion",
                "assignments: []",
                "groups: []",
                "tokens: []",
            )
            assert all(line[2:].strip().removeprefix("- ").startswith(keys) for line in gone), gone
        school.run("plan", "ds", "--out", "plan.json", **ledger)
        plan = json.loads((school.folder / "plan.json").read_bytes())
        changes = [change for change in plan["changes"] if change["kind"] == "assignment"]
        assert {None, "uninstall"} >= {(change["before"] or {}).get("intent") for change in changes}


def test_hand_written_files_are_the_same_after_a_second_import(tmp_path: Path) -> None:
    school = fresh(tmp_path)
    shutil.copytree(EXAMPLE, tmp_path / "desired-state")
    imported(school)
    before = files(tmp_path)
    body = imported(school)
    assert ([], before) == (body["files"], files(tmp_path))


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_comments_order_and_line_ends_stay(eol: str, tmp_path: Path) -> None:
    school = fresh(tmp_path)
    shutil.copytree(EXAMPLE, tmp_path / "desired-state")
    for file in (tmp_path / "desired-state").rglob("*.yaml"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", eol.encode()))
    before = files(tmp_path)
    imported(school)
    gone = []
    for name, content in files(tmp_path).items():
        old, new = before[name].decode().split(eol), content.decode().split(eol)
        gone += [line[2:] for line in ndiff(old, new) if line.startswith("- ")]
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(eol.encode())
    assert ["        intent: required"] == gone


def test_nothing_is_removed_and_the_lines_to_delete_are_named(school: School) -> None:
    school.assign(1, {1: "required"})
    imported(school)
    school.assign(1, {})
    before = text(school, "books.yaml")
    body = imported(school)
    gone = [one for one in body["left"] if one["subject"] == "Book 1"]
    assert before == text(school, "books.yaml")
    assert [("gone", "Group 1", "required", 6)] == [
        (one["kind"], one["target"], one["declared"], one["position"]["line"]) for one in gone
    ]


def test_errors_in_the_yaml_stop_the_import(school: School) -> None:
    school.write("more.yaml", "boks: []\n")
    before = files(school.folder)
    done = school.run("import", "desired-state")
    assert (1, True) == (done.code, "more.yaml:1:1" in done.out)
    assert before == files(school.folder)


def test_a_reading_list_is_told_and_not_doubled(school: School) -> None:
    school.write(
        "books.yaml",
        f'readingLists:\n  - name: year\n    token: norr\n    books: ["{w.book_id(1)}"]\n'
        "    assignments: [{group: 9a, intent: required}]\n",
    )
    school.assign(1, {1: "available", 2: "available"})
    body = imported(school)
    told = [(one["kind"], one["shown"], one["declared"]) for one in body["left"]]
    assert [("listed", "available", "required")] == told
    assert "intent: required}" in text(school, "books.yaml")
    new = text(school, "books/norr.yaml")
    assert new.count(w.book_id(1)) == 1 and "- group: 9b\n        intent: available" in new


def test_a_book_without_an_id_gets_it(school: School) -> None:
    state = school.admin("GET", "state")
    school.write("books.yaml", "books:\n  - title: Book 1   # by name\n    token: norr\n    publisher: Publisher\n")
    school.admin("PUT", "state", state)
    imported(school)
    expected = f"  - title: Book 1   # by name\n    token: norr\n    id: {w.book_id(1)}\n    publisher: Publisher\n"
    assert expected in text(school, "books.yaml")


def test_one_book_can_be_adopted_alone(school: School) -> None:
    school.assign(1, {1: "available"})
    school.assign(2, {2: "required"})
    body = imported(school, "--book", "Book 1")
    assert BOOKS.replace("required, seatCap", "available, seatCap") == text(school, "books.yaml")
    assert ["intent"] == kinds(body, "written")


def test_a_book_that_the_tenant_lacks_cannot_be_adopted(school: School) -> None:
    done = school.run("import", "desired-state", "--book", "Book 77")
    assert (64, True) == (done.code, 'There is no book "Book 77" here' in done.err)


def test_a_tenant_that_is_there_is_not_another_one(school: School) -> None:
    done = school.run("import", "desired-state", "--cloud", "global")
    assert (64, True) == (done.code, "cloud is sandbox" in done.err)


def test_what_two_books_share_is_copied_before_one_of_them_changes(school: School) -> None:
    school.write(
        "books.yaml",
        f"books:\n  - title: Book 1\n    token: norr\n    id: {w.book_id(1)}\n"
        "    assignments: &same\n      - {group: 9a, intent: available}\n"
        f"  - title: Book 2\n    token: norr\n    id: {w.book_id(2)}\n    assignments: *same\n",
    )
    school.assign(1, {1: "available"})
    school.assign(2, {1: "required"})
    imported(school)
    books = text(school, "books.yaml")
    assert "&same\n      - {group: 9a, intent: available}\n" in books
    assert "assignments: [{group: 9a, intent: required}]\n" in books
    assert 0 == empty_plan(school).code


# The ledger


def applied(school: School) -> School:
    """After an apply, so that there is a ledger."""
    assert school.run("apply", "--yes").code == 0
    return school


def records(school: School) -> list[Path]:
    return sorted((school.folder / ".reconciler/ledger/nordskolan").glob("*.json"))


def test_without_a_ledger_nothing_is_remembered(school: School) -> None:
    assert imported(school)["record"] is None
    assert not (school.folder / ".reconciler").exists()


def test_a_configured_ledger_remembers_what_was_imported(tmp_path: Path) -> None:
    school = fresh(tmp_path, state_of({1: {1: "available"}}, {}))
    done = school.run(*NEW, "--format", "json", RECONCILER_LEDGER="dir:ledger")
    record = json.loads(next((tmp_path / "ledger/new").glob("*-import.json")).read_bytes())
    assert {f"a:{w.book_id(1)}:{w.group_id(1)}": "available"} == record["lastApplied"]
    assert record["digest"] == json.loads(done.out)["record"]
    assert 0 == school.run("audit", "verify", "--path", "ds", RECONCILER_LEDGER="dir:ledger").code


def test_a_ledger_that_is_there_remembers_what_was_adopted_and_only_that(school: School) -> None:
    count = len(records(applied(school)))
    school.assign(1, {1: "available"})
    imported(school)
    assert [f"{count + 1:08}-import.json"] == [file.name for file in records(school)[count:]]
    assert "origin" not in school.run("drift").out and 0 == school.run("drift").code
    imported(school)
    assert count + 1 == len(records(school))


def test_a_change_that_waits_in_git_is_not_taken_back(school: School) -> None:
    applied(school)
    changed = BOOKS.replace("intent: required, seatCap: 5", "intent: available, seatCap: 5")
    school.write("books.yaml", changed)
    body = imported(school)
    assert text(school, "books.yaml").startswith(changed)
    assert ("pending", "required", "available") in [
        (one["kind"], one["shown"], one["declared"]) for one in body["left"]
    ]
    imported(school, "--book", "Book 1")
    assert text(school, "books.yaml").startswith(BOOKS)


def test_an_assignment_that_git_took_out_does_not_come_back(school: School) -> None:
    applied(school)
    shorter = BOOKS.replace("      - {group: 9b, intent: available, seatCap: 5}\n", "").rstrip() + " []\n"
    school.write("books.yaml", shorter)
    body = imported(school)
    assert text(school, "books.yaml").startswith(shorter)
    assert "removed" in kinds(body, "left")


def test_while_an_apply_is_at_work_nothing_is_imported(school: School) -> None:
    ledger_at(school.folder / "ledger").append(RecordKind.INTENT, intent(), NOW, None)
    done = school.run("import", "desired-state", RECONCILER_LEDGER="dir:ledger")
    assert (6, True) == (done.code, "an apply runs since 2026-11-22T12:00:00Z" in done.err)
    assert BOOKS == text(school, "books.yaml")
    later = {"RECONCILER_LEDGER": "dir:ledger", "RECONCILER_NOW": "2026-11-22T12:16:00Z"}
    assert 0 == school.run("import", "desired-state", **later).code


def test_the_record_is_signed_where_there_is_a_key(school: School) -> None:
    env = {"RECONCILER_LEDGER": "dir:ledger", "RECONCILER_SIGNING_KEY": pair().private}
    assert 0 == school.run("import", "desired-state", **env).code
    record = json.loads(next((school.folder / "ledger/nordskolan").glob("*.json")).read_bytes())
    assert Trust.TRUSTED is verify_record(record, [pair().public]).trust


def test_a_signing_key_of_no_use_stops_the_import_before_it_writes(school: School) -> None:
    env = {"RECONCILER_LEDGER": "dir:ledger", "RECONCILER_SIGNING_KEY": "nothing-there"}
    assert 64 == school.run("import", "desired-state", **env).code
    assert BOOKS == text(school, "books.yaml")


# A book list


def listed(school: School, content: str | bytes, *options: str) -> Ended:
    data = content if isinstance(content, bytes) else content.encode()
    (school.folder / "list.csv").write_bytes(data)
    return school.run("import", "desired-state", "--csv", "list.csv", *options)


def test_a_list_adds_its_assignments_and_nothing_else(school: School) -> None:
    done = listed(school, "Titel;Grupp;Avsikt\nBook 1;9b;obligatorisk\nBook 3;Group 4;tillgänglig\n")
    assert 0 == done.code, done
    books = text(school, "books.yaml")
    assert "seatCap: 5}\n      - {group: 9b, intent: required}\n  - title: Book 2" in books
    assert "Book 3" in books and "Book 4" not in books
    assert "group-4" in text(school, "tokens.yaml")
    again = listed(school, "Titel;Grupp;Avsikt\nBook 1;9b;obligatorisk\nBook 3;Group 4;tillgänglig\n")
    assert (0, books) == (again.code, text(school, "books.yaml"))


@pytest.mark.parametrize(
    "content",
    [
        "title,group,intent\nBook 3,9a,required\n",
        b"\xef\xbb\xbfISBN;Titel;Klass;Tilldelning\r\n9789144000008;Book 3;9a;Obligatorisk\r\n",
        "Titel\tGrupp\tAvsikt\nBook 3\t9a\tkrävs\n".encode("cp1252"),
        "Titel\tGrupp\tAvsikt\nBook 3\t9a\tkrävs\n".encode("utf-16"),
        "adamId,group,intent\n" + w.book_id(3) + ",9a,required\n",
    ],
)
def test_lists_are_read_as_spreadsheets_write_them(content: str | bytes, school: School) -> None:
    assert 0 == listed(school, content).code
    assert f"id: {w.book_id(3)}" in text(school, "books.yaml") and "intent: required" in text(school, "books.yaml")


def test_several_that_fit_are_shown_and_nothing_is_written(school: School) -> None:
    state = school.admin("GET", "state")
    state["managedEBooks"].append(book(9, "Book 3"))
    school.admin("PUT", "state", state)
    done = listed(school, "title,group,intent\nBook 3,9a,required\nBok 4,9a,required\nBook 1,9b,required\n")
    assert (64, BOOKS) == (done.code, text(school, "books.yaml"))
    for part in (
        'line 2: "Book 3" may be',
        w.book_id(3),
        w.book_id(9),
        'line 3: "Bok 4" may be',
        "Nothing was written",
    ):
        assert part in done.out


def with_isbn(school: School, isbn: str) -> str:
    """Declares the ISBN of Book 1; gives the YAML."""
    declared = BOOKS.replace("  - title: Book 1\n", f'  - title: Book 1\n    isbn: "{isbn}"\n')
    school.write("books.yaml", declared)
    return declared


@pytest.mark.parametrize(
    ("declared", "isbn"),
    [("978-91-44-00000-8", "9789144000008"), ("9780306406157", "0-306-40615-2"), ("0306406152", "978-0306406157")],
)
def test_a_list_of_isbns_finds_the_books_that_declare_them(declared: str, isbn: str, school: School) -> None:
    before = with_isbn(school, declared)
    done = listed(school, f"isbn,group,intent\n{isbn},9b,required\n")
    assert 0 == done.code, done
    added = "seatCap: 5}\n      - {group: 9b, intent: required}\n  - title: Book 2"
    assert before.replace("seatCap: 5}\n  - title: Book 2", added) == text(school, "books.yaml")
    assert f'{isbn} is "Book 1"' in done.out


def test_an_isbn_that_no_book_declares_needs_the_title_or_the_adam_id(school: School) -> None:
    before = with_isbn(school, "9789144000008")
    done = listed(school, "isbn,group,intent\n9789144000008,9b,required\n9780306406157,9b,required\n")
    assert (64, before) == (done.code, text(school, "books.yaml"))
    assert "line 3: no book in the YAML has the ISBN 9780306406157, and no interface knows ISBNs" in done.out
    assert "the title or the adamId" in done.out and "Nothing was written" in done.out


def test_a_declared_book_that_the_tenant_lacks_is_not_found_by_its_isbn(school: School) -> None:
    school.write("books.yaml", BOOKS.replace(w.book_id(1), w.book_id(77) + '\n    isbn: "9789144000008"'))
    done = listed(school, "isbn,group,intent\n9789144000008,9b,required\n", "--format", "json")
    [row] = json.loads(done.out)["list"]
    assert (64, "book", None) == (done.code, row["missing"], row["book"])
    assert w.book_id(1) in [option["id"] for option in row["options"]]


def test_a_wrong_check_digit_is_told_for_its_line(school: School) -> None:
    done = listed(school, "isbn,title,group,intent\n9789144000001,,9b,required\n12,,9b,required\n")
    assert (64, BOOKS) == (done.code, text(school, "books.yaml"))
    assert "line 2: isbn 9789144000001: the check digit should be 8" in done.out
    assert 'line 3: isbn "12" has neither 10 nor 13 digits' in done.out


def test_a_wrong_check_digit_beside_a_clear_title_is_told_and_the_title_counts(school: School) -> None:
    done = listed(school, "isbn,title,group,intent\n9789144000001,Book 3,9b,required\n")
    assert 0 == done.code, done
    assert "line 2: isbn 9789144000001: the check digit should be 8" in done.out
    assert w.book_id(3) in text(school, "books.yaml")


def test_an_isbn_and_a_title_of_different_books_are_both_offered(school: School) -> None:
    before = with_isbn(school, "9789144000008")
    done = listed(school, "isbn,title,group,intent\n9789144000008,Book 2,9b,required\n", "--format", "json")
    [row] = json.loads(done.out)["list"]
    assert (64, before) == (done.code, text(school, "books.yaml"))
    assert [w.book_id(1), w.book_id(2)] == [option["id"] for option in row["options"]]


def test_a_folder_in_the_place_of_a_file_leaves_everything_as_it_was(school: School) -> None:
    school.write("tokens.yaml", TOKENS.partition("groups:")[0])
    school.write("books.yaml", "books: []\n")
    (school.folder / "desired-state/groups.yaml").mkdir()
    before = {path: path.read_bytes() for path in sorted(school.folder.rglob("*.yaml")) if path.is_file()}
    done = school.run("import", "desired-state")
    assert 64 == done.code, done
    assert "desired-state/groups.yaml is a folder: nothing was written" in done.err
    after = {path: path.read_bytes() for path in sorted((school.folder / "desired-state").rglob("*")) if path.is_file()}
    assert before == after


def test_a_group_that_is_not_there_is_told(school: School) -> None:
    done = listed(school, "title,group,intent\nBook 1,nobody at all,required\n", "--format", "json")
    row = json.loads(done.out)["list"][0]
    assert (64, "group", []) == (done.code, row["missing"], row["options"])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "it is empty"),
        ("group,intent\n9a,required\n", "no title and no adamId"),
        ("title,group\nBook 1,9a\n", "only one of group and intent"),
        ("title,group,intent\nBook 1,9a,perhaps\n", '"perhaps" is no intent'),
        ("title,group,intent\n,9a,required\n", "line 2: it has no group, or no book"),
        (b"title;group;intent\n\x81\x8d;9a;required\n", "neither UTF-8 nor Windows-1252"),
        ("title,group,intent\nBook 1,9b,required\nBook 1,9b,available\n", "is available here and required before"),
    ],
)
def test_a_list_that_is_none_is_refused(content: str | bytes, says: str, school: School) -> None:
    done = listed(school, content)
    assert (64, BOOKS) == (done.code, text(school, "books.yaml"))
    assert says in done.err


def test_a_list_changes_an_intent_in_place(school: School) -> None:
    assert 0 == listed(school, "title,group,intent\nBook 1,9a,available\n").code
    assert BOOKS.replace("required, seatCap", "available, seatCap") == text(school, "books.yaml")


def test_the_report_is_in_swedish_where_the_run_is(school: School) -> None:
    done = school.run("--language", "sv", "import", "desired-state")
    assert "skapade filer" in done.out and TOKENS in text(school, "tokens.yaml")
