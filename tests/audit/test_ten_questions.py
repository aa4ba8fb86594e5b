"""The ten questions of an auditor, each answered by a command over a scripted year, from the ledger alone.

The same commands stand in docs/audit.md.
"""

import csv
import io
import os
import re
import shlex
from pathlib import Path

import pytest

from tests.audit.year import BACK, END, EXAM, FIRST, PORTAL, SPRING, Year, live_through

PAGE = Path(__file__).parents[2] / "docs/audit.md"


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """One year, asked by all questions."""
    return live_through(tmp_path_factory.mktemp("year"))


def test_1_who_asked_and_who_approved_that_a_book_went_to_a_group(year: Year) -> None:
    line = year.ask("log", "--book", "Book 2", "--group", "Group 1").out.splitlines()[0]
    assert 'applied  "Book 2" → "Group 1": nothing → required (git); asked by anna; approved by nobody else' in line
    assert "pull request 118, " in line or "pull request 118;" in line


def test_2_when_it_took_effect(year: Year) -> None:
    [entry] = year.json("log", "--book", "Book 2", "--group", "Group 1")["entries"]
    assert (SPRING, "applied") == (entry["at"], entry["outcome"])
    assert entry["requestIds"]


def test_3_what_was_approved_against_what_was_done(year: Year) -> None:
    [entry] = year.json("log", "--book", "Book 2", "--group", "Group 1")["entries"]
    text = year.ask("show", str(entry["record"])).out
    assert 'Approved, and done:\n    "Book 2" → "Group 1": approved required; applied\n' in text
    assert f"Plan {entry['planDigest']}" in text


def test_4_what_changed_outside_git(year: Year) -> None:
    [outside] = year.json("events", "--no-collect")["outside"]
    assert (PORTAL, "bo@norr.example", "Book 1") == (outside["at"], outside["actor"], outside["name"])
    [entry] = year.json("log", "--origin", "drift")["entries"]
    assert (BACK, {"intent": "available"}) == (entry["at"], entry["before"])


def test_5_whether_the_list_is_complete(year: Year) -> None:
    known = year.json("events", "--no-collect")["knowledge"]
    assert ([], END) == (known["holes"], known["unknownSince"])
    assert known["spans"][0]["from"] < FIRST


def test_6_whether_the_records_were_altered(year: Year) -> None:
    assert 0 == year.ask("verify", "--expect-head", year.head).code
    [first, *_] = sorted((year.school.folder / "ledger/nordskolan").glob("*.json"))
    whole = first.read_bytes()
    first.write_bytes(whole.replace(b"required", b"availabl"))
    ended = year.ask("verify")
    first.write_bytes(whole)
    assert (1, True) == (ended.code, f"First bad record: 1, {first.name}: " in ended.out)


def test_7_which_changes_were_emergencies(year: Year) -> None:
    [entry] = year.json("log", "--emergency")["entries"]
    assert (EXAM, "exam tomorrow", False) == (entry["at"], entry["emergency"], entry["reviewed"])
    assert "emergency, not reviewed yet: exam tomorrow" in year.ask("log", "--emergency").out


def test_8_whether_author_and_approver_are_two_people(year: Year) -> None:
    entries = year.json("log")["entries"]
    assert 6 == len(entries)
    assert not any(entry["approvedByAnother"] for entry in entries)
    rows = list(csv.DictReader(io.StringIO(year.ask("export").out.removeprefix("\ufeff"), newline="")))
    assert ["no"] * 6 == [row["Approved by somebody else"] for row in rows]


def test_9_how_seats_went_over_time(year: Year) -> None:
    rows = csv.DictReader(io.StringIO(year.ask("export", "--table", "seats").out.removeprefix("\ufeff"), newline=""))
    used = [int(row["Used"]) for row in rows if row["Book"] == "Book 2"]
    assert sorted(used) == used
    assert (0, 3) == (used[0], used[-1])


def test_10_who_had_the_tokens_in_hand(year: Year) -> None:
    tokens = year.json("export")["tokens"]
    assert [("norr", "Norr", "valid")] * 3 == [(one["name"], one["organization"], one["state"]) for one in tokens]
    assert tokens[0]["lastSync"] < tokens[-1]["lastSync"]
    assert [] == year.json("log", "--token", "other")["entries"]


def test_the_document_shows_what_the_commands_answer(year: Year) -> None:
    """ACCEPT=1 writes the answers into the document; read the difference as a reviewer would."""
    text = PAGE.read_text("utf-8")
    answered = _BLOCK.sub(lambda block: _answered(year, block[1]), text)
    if os.environ.get("ACCEPT") == "1":
        PAGE.write_text(answered, "utf-8")
    assert PAGE.read_text("utf-8") == answered
    assert {"verify", "log", "show", "export", "events"} == {shlex.split(block)[2] for block in _BLOCK.findall(text)}


_BLOCK = re.compile(r"^```console\n\$ (.*)\n(?:.*\n)*?```$", re.MULTILINE)


def _answered(year: Year, command: str) -> str:
    """The block of a command with what it answers."""
    ended = year.ask(*shlex.split(command)[2:])
    out = ended.out.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
    for found, shown in _SHORTENED:
        out = re.sub(found, shown, out)
    return f"```console\n$ {command}\n{out}\n```" if out else f"```console\n$ {command}\n```"


_SHORTENED = (
    (r"sha256:[0-9a-f]{64}", "sha256:…"),
    (r"requests [0-9a-f-]{36}", "requests …"),
    (r"dir:\S+", "dir:…"),
    (r"reconciler \d+\.\d+\S*$", "reconciler …"),
)


def test_the_page_shows_the_whole_year(year: Year) -> None:
    assert 0 == year.ask("export", "--format", "html", "--out", "year.html").code
    page = (year.school.folder / "year.html").read_text("utf-8")
    assert "exam tomorrow" in page
    assert "2027-04-02 14:03:00" in page
