"""What a plan says of earlier observations, and what is kept of people, and that without a key nothing is."""

import json
from typing import Any

import pytest

from reconciler.model.pseudonyms import Pseudonyms
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import School
from tests.ledger.chains import ledger_at

KEY = "a key of more than 16 characters"
KEYED = {"RECONCILER_PSEUDONYM_KEY": KEY}
JUNE, AUGUST = "2026-06-10T08:00:00Z", "2026-08-20T08:00:00Z"
BOOKS = f"""\
books:
  - title: Book 1
    token: norr
    id: {w.book_id(1)}
    assignments:
      - {{group: 9a, intent: required, seatCap: 9}}
  - title: Book 2
    token: norr
    id: {w.book_id(2)}
    assignments:
      - {{group: 9b, intent: available, seatCap: 9}}
  - title: Book 3
    token: norr
    id: {w.book_id(3)}
    assignments:
      - {{group: 9a, intent: required, seatCap: 9}}
"""


def records(school: School) -> list[dict[str, Any]]:
    folder = school.folder / ".reconciler/ledger/nordskolan"
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def findings(school: School, rule: str, *more: str, **env: str) -> list[dict[str, Any]]:
    """What a plan says of this rule."""
    ended = school.run("plan", "desired-state", *more, "--format", "json", **env)
    assert ended.code in (0, 1, 2), ended.err
    found: list[dict[str, Any]] = json.loads(ended.out)["findings"]
    return [one for one in found if one["rule"] == rule]


def members(school: School, group: int, *users: str) -> None:
    """A group gets other members."""
    state = school.admin("GET", "state")
    for one in state["groups"]:
        if one["id"] == w.group_id(group):
            one["members"] = list(users)
    state["users"] += [
        {"id": user, "userPrincipalName": f"{user}@norr.example"}
        for user in users
        if user not in {known["id"] for known in state["users"]}
    ]
    school.admin("PUT", "state", state)


def total(school: School, book: int, seats: int | None) -> None:
    """A book gets another number of seats."""
    state = school.admin("GET", "state")
    for one in state["managedEBooks"]:
        if one["id"] == w.book_id(book):
            one["totalLicenseCount"] = seats
    school.admin("PUT", "state", state)


def apply(school: School, **env: str) -> Ended:
    ended = school.run("apply", "--yes", "desired-state", **env)
    assert 0 == ended.code, ended.err
    return ended


# What is kept of people


def test_without_a_key_nothing_of_people_is_written(school: School) -> None:
    apply(school)
    assert 0 == school.run("audit", "events").code
    kept = records(school)
    assert ["intent", "receipt", "observation"] == [one["kind"] for one in kept]
    assert not any({"groups", "pseudonymKey"} & one.keys() for one in kept)


def test_an_apply_keeps_pseudonyms_of_the_groups_it_was_about_behind_its_receipt(school: School) -> None:
    ended = apply(school, **KEYED)
    _, receipt, kept = records(school)
    pseudonyms = Pseudonyms(KEY.encode(), "nordskolan")
    expected = {
        w.group_id(1): sorted(pseudonyms.of(user) for user in ("ada", "bo", "cy")),
        w.group_id(2): sorted(pseudonyms.of(user) for user in ("cy", "di")),
    }
    assert ("receipt", "observation", receipt["digest"]) == (receipt["kind"], kept["kind"], kept["previous"])
    assert (expected, pseudonyms.fingerprint) == (kept["groups"], kept["pseudonymKey"])
    assert kept["digest"] in ended.err and receipt["digest"] not in ended.err
    assert kept["digest"] == ledger_at(school.folder / ".reconciler/ledger", "nordskolan").state().head


def test_no_name_id_or_key_of_people_stands_in_the_ledger(school: School) -> None:
    members(school, 3, "zoe")
    apply(school, **KEYED)
    school.run("audit", "events", **KEYED)
    kept = json.dumps(records(school))
    people = ("ada", "bo", "cy", "di", "zoe")
    assert not [told for user in people for told in (f'"{user}"', f"{user}@norr.example") if told in kept]
    assert KEY not in kept


def test_an_apply_that_wrote_nothing_keeps_nothing(school: School) -> None:
    apply(school, **KEYED)
    before = len(records(school))
    apply(school, **KEYED)
    assert before == len(records(school))


def test_a_receipt_that_is_printed_is_still_the_receipt(school: School) -> None:
    out = json.loads(school.run("apply", "--yes", "desired-state", "--format", "json", **KEYED).out)
    assert ("receipt", records(school)[1]["digest"]) == (out["kind"], out["digest"])


def test_a_collection_keeps_the_groups_that_the_ledger_does_not_know_and_no_others(school: School) -> None:
    members(school, 3, "zoe")
    apply(school, **KEYED)
    for _ in range(2):
        assert 0 == school.run("audit", "events", **KEYED).code
    groups = [set(one.get("groups", ())) for one in records(school)[2:]]
    assert [{w.group_id(1), w.group_id(2)}, {w.group_id(3)}, set()] == groups


def test_the_chain_holds_with_pseudonyms_in_it(school: School) -> None:
    apply(school, **KEYED)
    ended = school.run("audit", "verify", **KEYED)
    assert (0, True) == (ended.code, "3 records, an unbroken chain" in ended.out)
    assert 0 == school.run("audit", "log").code


@pytest.mark.parametrize(
    "command", [["plan", "desired-state"], ["apply", "--yes", "desired-state"], ["audit", "events"]]
)
def test_a_short_key_is_refused_before_anything_is_done(command: list[str], school: School) -> None:
    ended = school.run(*command, RECONCILER_PSEUDONYM_KEY="short")
    assert (64, True, []) == (ended.code, "RECONCILER_PSEUDONYM_KEY has 5 characters" in ended.err, records(school))


# What a plan says of it


def rolled_over(school: School, **env: str) -> None:
    """An apply in June, another class in August, and a new book for it."""
    apply(school, RECONCILER_NOW=JUNE, **env)
    members(school, 1, "cy", "eva", "fia", "gun")
    school.write("books.yaml", BOOKS)


def test_a_new_school_year_is_told_at_the_assignment_with_the_seats_it_may_take(school: School) -> None:
    rolled_over(school, **KEYED)
    (found,) = findings(school, "VPP312", RECONCILER_NOW=AUGUST, **KEYED)
    assert (
        '"Group 1": 3 of 4 members are new since 2026-06-10, 1 stayed, 2 left. '
        'Up to 3 more seats of "Book 3"; what those who left have stays theirs.'
    ) == found["message"]
    place = found["position"]
    assert ("warning", "books.yaml", 16) == (found["severity"], place["path"], place["line"])


def test_it_is_told_in_swedish_too(school: School) -> None:
    rolled_over(school, **KEYED)
    out = school.run("--language", "sv", "plan", "desired-state", RECONCILER_NOW=AUGUST, **KEYED).out
    assert '"Group 1": 3 av 4 medlemmar har kommit till sedan 2026-06-10, 1 är kvar, 2 har lämnat.' in out


def test_once_it_was_applied_the_new_class_is_the_known_one(school: School) -> None:
    rolled_over(school, **KEYED)
    apply(school, RECONCILER_NOW=AUGUST, **KEYED)
    school.write("books.yaml", BOOKS.replace("intent: required", "intent: available"))
    assert [] == findings(school, "VPP312", RECONCILER_NOW=AUGUST, **KEYED)


def test_a_daily_collection_does_not_make_the_new_class_the_known_one(school: School) -> None:
    rolled_over(school, **KEYED)
    assert 0 == school.run("audit", "events", RECONCILER_NOW=AUGUST, **KEYED).code
    assert 1 == len(findings(school, "VPP312", RECONCILER_NOW=AUGUST, **KEYED))


def test_without_a_key_at_the_plan_it_is_said_that_nobody_looked(school: School) -> None:
    rolled_over(school, **KEYED)
    (found,) = findings(school, "VPP312", RECONCILER_NOW=AUGUST)
    assert ("info", True) == (found["severity"], "RECONCILER_PSEUDONYM_KEY is not set" in found["message"])


def test_another_key_is_told_and_not_taken_for_another_class(school: School) -> None:
    rolled_over(school, **KEYED)
    other = {"RECONCILER_PSEUDONYM_KEY": KEY[::-1]}
    (found,) = findings(school, "VPP312", RECONCILER_NOW=AUGUST, **other)
    assert ("info", True) == (found["severity"], "made with another RECONCILER_PSEUDONYM_KEY" in found["message"])
    school.run("audit", "events", RECONCILER_NOW=AUGUST, **other)
    assert [] == findings(school, "VPP312", RECONCILER_NOW=AUGUST, **other)


def test_people_of_a_snapshot_are_not_taken_for_another_class(school: School) -> None:
    rolled_over(school, **KEYED)
    assert 0 == school.run("snapshot", "desired-state", "--out", "then.json").code
    (found,) = findings(school, "VPP312", "--from-snapshot", "then.json", RECONCILER_NOW=AUGUST, **KEYED)
    assert ("info", True) == (found["severity"], "snapshot" in found["message"])


def test_where_nothing_was_ever_kept_nothing_is_said(school: School) -> None:
    rolled_over(school)
    assert [] == findings(school, "VPP312", RECONCILER_NOW=AUGUST, **KEYED)


# Seats


def test_fewer_seats_than_at_the_newest_collection_are_told(school: School) -> None:
    apply(school)
    school.run("audit", "events", RECONCILER_NOW="2026-11-22T15:00:00Z")
    assert [] == findings(school, "VPP406")
    total(school, 1, 20)
    (found,) = findings(school, "VPP406")
    assert '"Book 1": total went from 60 to 20 since 2026-11-22.' == found["message"]
    assert ("warning", "books.yaml") == (found["severity"], found["position"]["path"])


def test_what_a_collection_saw_is_no_news_any_more(school: School) -> None:
    school.run("audit", "events")
    total(school, 1, 20)
    school.run("audit", "events")
    assert [] == findings(school, "VPP406")


def test_a_key_is_never_printed(school: School) -> None:
    for command in (["plan", "desired-state"], ["apply", "--yes", "desired-state"], ["audit", "events"], ["doctor"]):
        ended = school.run(*command, **KEYED)
        assert KEY not in ended.out + ended.err
