"""`reconciler status`: how a tenant is, read from the tenant and its ledger, and nothing written."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import School
from tests.cli.test_over_http import over_http, served

LATER = "2026-12-10T12:00:00Z"
LEDGER = {"RECONCILER_LEDGER": "dir:ledger"}


def status(school: School, *more: str, code: int = 0, **env: str) -> Ended:
    ended = school.run("status", "--path", "desired-state", *more, **{**LEDGER, **env})
    assert code == ended.code, ended.out + ended.err
    return ended


def document(school: School, **env: str) -> Any:
    return json.loads(status(school, "--format", "json", code=0, **env).out)


def rules(told: Any) -> dict[str, str]:
    return {one["rule"]: one["message"] for one in told["findings"]}


def state(school: School, **books: Any) -> None:
    """Changes what the tenant shows of book 1."""
    now = school.admin("GET", "state")
    now["managedEBooks"][0] |= books
    school.admin("PUT", "state", now)


def device(number: int, state: str, error: str = "0", at: str = "2026-12-10T08:00:00Z") -> dict[str, Any]:
    return {
        "id": f"{w.book_id(1)}_{number}",
        "deviceId": f"52000000-0000-4000-8000-{number:012}",
        "deviceName": "iPad Ada",
        "installState": state,
        "errorCode": error,
        "lastSyncDateTime": at,
        "userName": "ada@norr.example",
    }


def test_tokens_seats_and_books_are_told(school: School) -> None:
    told = document(school)
    assert [("norr", "valid", 190, 2)] == [
        (one["name"], one["state"], one["daysLeft"], one["syncAgeHours"]) for one in told["tokens"]
    ]
    assert [{"books": 4, "total": 240, "used": 0}] == [
        {key: pool[key] for key in ("books", "total", "used")} for pool in told["pools"]
    ]
    assert {"Book 1": True, "Book 2": True, "Book 3": False, "Book 4": False} == {
        one["title"]: one["declared"] for one in told["books"]
    }


@pytest.mark.parametrize("form", ["text", "json", "html", "prometheus"])
def test_nothing_is_written_anywhere(school: School, form: str) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    before = {path: path.read_bytes() for path in sorted(school.folder.rglob("*")) if path.is_file()}
    tenant = school.admin("GET", "state")
    status(school, "--format", form)
    assert tenant == school.admin("GET", "state")
    after = {path: path.read_bytes() for path in sorted(school.folder.rglob("*")) if path.is_file()}
    ours = {path for path in before if path.suffix == ".json" or "desired-state" in path.parts}
    assert {path: before[path] for path in ours} == {path: after[path] for path in ours}
    assert {path.name for path in after} - {path.name for path in before} <= {"tenant.sqlite-wal", "tenant.sqlite-shm"}


@pytest.mark.parametrize("form", ["text", "json", "html", "prometheus"])
def test_no_reader_is_named(school: School, form: str) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    state(school, deviceStates=[device(1, "failed", "-2016333507")])
    told = status(school, "--format", form, RECONCILER_NOW=LATER).out
    assert "Book 1" in told
    assert [] == [name for name in ("ada", "iPad", "cy@", "bo@") if name in told.casefold().replace("ipad", "iPad")]


def test_what_a_collection_saw_is_held_against_what_is_there_now(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    school.run("audit", "events", "--path", "desired-state", **LEDGER)
    state(school, totalLicenseCount=40, usedLicenseCount=30)
    found = rules(document(school, RECONCILER_NOW=LATER))
    assert '"Book 1": total went from 60 to 40 since 2026-11-22.' == found["VPP406"]
    assert '"Book 1": 27 more seats used since 2026-11-22, explained by changes: 2.' == found["VPP408"]


def test_installs_that_fail_and_those_that_never_come_are_told(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    states = [
        device(1, "installed"),
        device(2, "failed", "-2016333507"),
        device(3, "failed", at="2026-11-01T08:00:00Z"),
    ]
    state(school, deviceStates=states, userStateSummary=[])
    told = document(school, RECONCILER_NOW=LATER)
    found = rules(told)
    assert '"Book 1": 1 of 2 installs failed (0x87D1313D ×1).' == found["VPP601"]
    assert '"Book 1": 3 users have had it as required for 18 days without an install.' == found["VPP602"]
    assert "1 device has not checked in for 14 days, the oldest since 2026-11-01; left out." == found["VPP603"]


def test_what_happened_outside_git_is_told(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    school.assign(1, {1: "available"})
    school.run("audit", "events", "--path", "desired-state", RECONCILER_NOW=LATER, **LEDGER)
    assert "kim@norr.example changed the book" in rules(document(school, RECONCILER_NOW=LATER))["VPP604"]


def test_whose_name_is_not_to_be_told_is_not(school: School) -> None:
    school.write("policy.yaml", "policy: {showActors: false}\n")
    school.run("apply", "desired-state", "--yes", **LEDGER)
    school.assign(1, {1: "available"})
    school.run("audit", "events", "--path", "desired-state", RECONCILER_NOW=LATER, **LEDGER)
    told = status(school, "--format", "json", RECONCILER_NOW=LATER).out
    assert "an administrator changed the book" in rules(json.loads(told))["VPP604"]
    assert "kim@norr.example" not in told


def test_an_expired_token_is_an_error_and_the_run_ends_with_1(school: School) -> None:
    ended = status(school, code=1, RECONCILER_NOW="2027-07-01T00:00:00Z")
    assert "Something is wrong: 1 error" in ended.out
    assert "expired" in ended.out


def faulty(url: str, path: str) -> dict[str, str]:
    """The environment that leads to a tenant over HTTP that refuses what is below a path."""
    rule = {"method": "GET", "path": path, "status": 403, "mode": "before"}
    assert 204 == httpx.post(f"{url}/_sandbox/faults", json={"rules": [rule], "seed": 1}).status_code
    return over_http(url)


def test_install_states_that_may_not_be_read_are_said_to_be_missing(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    with served(school) as url:
        told = document(school, **faulty(url, "deviceStates"))
    assert {"installs": 1} == told["notRead"]
    assert [] == told["installs"]


def test_a_tenant_that_cannot_be_read_ends_with_5(school: School) -> None:
    with served(school) as url:
        ended = status(school, code=5, **faulty(url, "managedEBooks$"))
    assert "403" in ended.err
    assert "" == ended.out


def test_yaml_with_errors_is_told_instead(school: School) -> None:
    school.write("books.yaml", "books: 7\n")
    assert "VPP001" in status(school, code=1).out


def test_a_record_that_was_changed_is_told_and_its_ledger_not_believed(school: School) -> None:
    school.run("apply", "desired-state", "--yes", **LEDGER)
    school.run("audit", "events", "--path", "desired-state", **LEDGER)
    [first] = Path(school.folder / "ledger").rglob("00000001-*.json")
    first.write_bytes(first.read_bytes().replace(b"nordskolan", b"sydskolan!", 1))
    ended = school.run("status", "--path", "desired-state", "--format", "json", **LEDGER)
    assert ended.code in (1, 5)
    assert "VPP606" in ended.out + ended.err


def test_the_language_is_the_tenants(school: School) -> None:
    ended = school.run("--language", "sv", "status", "--path", "desired-state", **LEDGER)
    assert "Licenser per bok" in ended.out
