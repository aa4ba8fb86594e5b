"""`reconciler report`: pages in a folder, the same from the same, that name nobody."""

from pathlib import Path

import pytest

from tests.cli.command import Ended
from tests.cli.school import School

FILES = ["audit.html", "index.html", "plan.html", "seats.html", "tokens.html"]
LEDGER = {"RECONCILER_LEDGER": "dir:ledger"}

OLD = '<meta name="generator" content="reconciler">'


def report(school: School, out: str = "site", *more: str, code: int = 0, **env: str) -> Ended:
    ended = school.run("report", "desired-state", "--out", out, *more, **{**LEDGER, **env})
    assert code == ended.code, ended.out + ended.err
    return ended


def written(school: School, out: str = "site") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(school.folder / out).iterdir())}


def test_the_pages_are_written_into_a_folder_that_is_made(school: School) -> None:
    ended = report(school, "public/books")
    assert FILES == list(written(school, "public/books"))
    assert "" == ended.out
    assert "public/books/index.html" in ended.err


def test_equal_input_gives_equal_bytes(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    report(school, "one")
    report(school, "two")
    assert written(school, "one") == written(school, "two")


def test_pages_that_are_there_are_written_anew_and_other_files_stay(school: School) -> None:
    report(school)
    (school.folder / "site" / "index.html").write_text(OLD, "utf-8")
    (school.folder / "site" / "CNAME").write_text("books.norr.example", "utf-8")
    report(school)
    assert [*FILES[:0], "CNAME", *FILES] == sorted(written(school))
    assert OLD.encode() != written(school)["index.html"]


def test_the_plan_is_the_one_that_would_be_made_now(school: School) -> None:
    report(school)
    assert b"2 to create" in written(school)["plan.html"]
    school.run("apply", "desired-state", "--yes", **LEDGER)
    report(school)
    assert b"No changes to write." in written(school)["plan.html"]
    assert b'href="#record-2"' in written(school)["audit.html"]


def test_pages_are_written_though_something_is_wrong(school: School) -> None:
    report(school, RECONCILER_NOW="2027-07-01T00:00:00Z")
    assert b"Something is wrong" in written(school)["index.html"]


@pytest.mark.parametrize("applied", [False, True])
def test_no_reader_and_no_folder_of_the_machine_is_named(school: School, applied: bool) -> None:
    if applied:
        school.run("apply", "desired-state", "--yes", **LEDGER)
    report(school)
    for page in written(school).values():
        assert [] == [name for name in (b"ada@", b"bo@", b"cy@", str(school.folder).encode()) if name in page]


def test_yaml_with_errors_writes_nothing(school: School) -> None:
    school.write("books.yaml", "books: 7\n")
    assert "VPP001" in report(school, code=1).out
    assert not (school.folder / "site").exists()


def test_a_folder_that_cannot_be_made_is_wrong_usage(school: School) -> None:
    (school.folder / "file").write_text("", "utf-8")
    assert "file/site" in report(school, "file/site", code=64).err


def test_both_languages_can_stand_side_by_side(school: School) -> None:
    report(school, "en")
    school.run("--language", "sv", "report", "desired-state", "--out", "sv", **LEDGER)
    assert b'<html lang="sv">' in written(school, "sv")["index.html"]
    assert list(written(school, "en")) == list(written(school, "sv"))


def test_a_page_that_somebody_else_made_is_not_overwritten(school: School) -> None:
    (school.folder / "site").mkdir()
    foreign = school.folder / "site/seats.html"
    foreign.write_text("mine")
    ended = school.run("report", "desired-state", "--out", "site")
    assert (64, True) == (ended.code, "is not a page of ours" in ended.err)
    assert ["seats.html"] == [path.name for path in (school.folder / "site").iterdir()]
    assert "mine" == foreign.read_text()
    foreign.unlink()
    assert [0, 0] == [school.run("report", "desired-state", "--out", "site").code for _ in range(2)]
