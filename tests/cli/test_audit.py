"""`reconciler audit`: the ledger is checked, read, exported, and compared with Intune's own log."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reconciler.model.canonical import canonical, sealed
from reconciler.schema.observation import observation
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import TENANT, School
from tests.cli.test_over_http import over_http, served
from tests.evidence.keys import pair

LATER = "2026-11-22T15:00:00Z"
"""After somebody changed something in the portal (School.assign)."""


@pytest.fixture
def applied(school: School) -> School:
    """A school after its first apply."""
    ended = school.run("apply", "--yes", "desired-state")
    assert 0 == ended.code, ended.err
    return school


def audit(school: School, *arguments: str, **env: str) -> Ended:
    return school.run("audit", *arguments, **env)


def told(school: School, *arguments: str, **env: str) -> Any:
    """The JSON of a command that ends well."""
    ended = audit(school, *arguments, "--format", "json", **env)
    assert 0 == ended.code, ended.err
    return json.loads(ended.out)


def records(school: School) -> list[Path]:
    return sorted((school.folder / ".reconciler/ledger/nordskolan").glob("*.json"))


# verify


def test_a_chain_that_holds_is_told_with_its_head(applied: School) -> None:
    head = json.loads(records(applied)[-1].read_text("utf-8"))["digest"]
    ended = audit(applied, "verify")
    assert (0, True, True) == (ended.code, "2 records, an unbroken chain" in ended.out, head in ended.out)
    assert "VPP607" in ended.out
    document = told(applied, "verify", "--expect-head", head)
    assert (True, 2, head) == (document["ok"], document["records"], document["head"]["digest"])
    assert {"digest": head, "seq": 2} == document["expectedHead"]


def test_the_first_bad_record_is_named_with_number_file_and_reason(applied: School) -> None:
    data = bytearray(records(applied)[0].read_bytes())
    data[40] ^= 1
    records(applied)[0].write_bytes(data)
    ended = audit(applied, "verify")
    assert (1, True) == (ended.code, "First bad record: 1, 00000001-intent.json: " in ended.out)
    assert "VPP606" in ended.out
    bad = json.loads(audit(applied, "verify", "--format", "json").out)
    assert (False, 1, "00000001-intent.json") == (bad["ok"], bad["firstBad"]["seq"], bad["firstBad"]["file"])


def test_a_removed_end_is_found_by_the_head_that_an_apply_printed(applied: School) -> None:
    head = json.loads(records(applied)[-1].read_text("utf-8"))["digest"]
    records(applied)[-1].unlink()
    assert 0 == audit(applied, "verify").code
    ended = audit(applied, "verify", "--expect-head", head)
    assert (1, True) == (ended.code, "VPP606 " in ended.out or "[VPP606]" in ended.out)


def test_an_expected_head_is_a_digest_in_any_spelling(applied: School) -> None:
    head = json.loads(records(applied)[-1].read_text("utf-8"))["digest"]
    for spelled in (head, head.upper(), head.removeprefix("sha256:"), f" {head}"):
        assert 0 == audit(applied, "verify", "--expect-head", spelled).code, spelled
    for wrong in ("", "x", head[:-1], f"{head}0", "sha512:" + head[7:]):
        ended = audit(applied, "verify", "--expect-head", wrong)
        assert (64, True) == (ended.code, "no digest" in ended.err), wrong


def test_a_ledger_needs_no_yaml_to_be_checked(applied: School, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    ledger = f"dir:{applied.folder / '.reconciler/ledger'}"
    auditor = School(elsewhere)
    ended = audit(auditor, "verify", "--tenant", "nordskolan", RECONCILER_LEDGER=ledger)
    assert (0, True) == (ended.code, "2 records" in ended.out)
    assert "Book 1" in audit(auditor, "log", "--tenant", "nordskolan", RECONCILER_LEDGER=ledger).out


def test_yaml_with_errors_does_not_hide_the_ledger(applied: School) -> None:
    applied.write("wrong.yaml", "books:\n  - {title: 1984}\n")
    assert 0 == audit(applied, "verify").code
    assert "Book 1" in audit(applied, "log").out


def test_a_ledger_without_records_says_that_there_is_none(school: School) -> None:
    ended = audit(school, "verify")
    assert (0, True) == (ended.code, "no record is there" in ended.out)


def test_records_that_git_tracks_beside_the_yaml_are_found(applied: School) -> None:
    ledger = applied.folder / ".reconciler"
    (ledger / ".gitignore").unlink()
    for arguments in (["init", "-q"], ["add", "-A", "--", ".reconciler/ledger/nordskolan"]):
        subprocess.run(["git", *arguments], cwd=applied.folder, check=True)
    ended = audit(applied, "verify", "--path", "desired-state")
    assert (1, True) == (ended.code, "git tracks 2 records beside the YAML" in ended.out)


# log and show


def test_each_change_has_one_line(applied: School) -> None:
    lines = audit(applied, "log").out.splitlines()
    assert 3 == len(lines)
    assert lines[0].startswith('2026-11-22T12:00:00Z  applied  "Book 1" → "Group 1": nothing → required (first apply);')
    assert "2 changes" in lines[-1]


@pytest.mark.parametrize(
    ("expected", "wanted"),
    [
        (["Book 1"], ["--book", "book 1"]),
        (["Book 2"], ["--book", str(w.book_id(2))]),
        (["Book 2"], ["--group", "Group 2"]),
        (["Book 2"], ["--group", "9B"]),
        ([], ["--group", "9c"]),
        (["Book 1", "Book 2"], ["--actor", "kim"]),
        ([], ["--actor", "nobody"]),
        (["Book 1", "Book 2"], ["--from", "2026-11-22", "--to", "2026-11-22"]),
        ([], ["--from", "2026-11-23"]),
        ([], ["--to", "2026-11-22T12:00:00Z"]),
        (["Book 1", "Book 2"], ["--origin", "initial"]),
        ([], ["--emergency"]),
    ],
)
def test_changes_are_found_by_what_is_asked_of_them(expected: list[str], wanted: list[str], school: School) -> None:
    school.run("apply", "--yes", "desired-state", USER="kim")
    assert expected == [one["book"]["title"] for one in told(school, "log", *wanted)["entries"]]


def test_a_day_is_that_of_the_tenants_time_zone(school: School) -> None:
    school.write("tenant.yaml", f"{TENANT.format(name='nordskolan')}policy: {{timeZone: Pacific/Auckland}}\n")
    school.run("apply", "--yes", "desired-state")
    assert 2 == len(told(school, "log", "--from", "2026-11-23")["entries"])
    assert 0 == len(told(school, "log", "--to", "2026-11-22")["entries"])


def test_a_name_that_no_record_tells_gets_a_near_one(applied: School) -> None:
    ended = audit(applied, "log", "--book", "Bok 1")
    assert "No recorded change matches." in ended.out
    assert 'did you mean "Book 1"?' in ended.err
    assert "did you mean" not in audit(applied, "log", "--book", "Nonexistent").err


@pytest.mark.parametrize("arguments", [["--from", "yesterday"], ["--to", "2026-02-30"], ["--from", "9999-99-99"]])
def test_a_time_that_is_none_is_wrong_usage(arguments: list[str], applied: School) -> None:
    assert 64 == audit(applied, "log", *arguments).code


def test_a_receipt_is_shown_with_what_was_approved_and_what_was_done(applied: School) -> None:
    text = audit(applied, "show", "2").out
    assert 'Approved, and done:\n    "Book 1" → "Group 1": approved required; applied\n' in text
    assert '"Book 1": 0 before, 3 after' in text
    digest = json.loads(records(applied)[1].read_text("utf-8"))["digest"]
    assert text == audit(applied, "show", digest).out == audit(applied, "show", digest[7:19]).out


def test_a_record_for_programs_is_the_record_itself(applied: School) -> None:
    assert records(applied)[0].read_text("utf-8") == audit(applied, "show", "1", "--format", "json").out


@pytest.mark.parametrize("which", ["3", "0", "sha256:zz", "sha256:", "x"])
def test_a_record_that_is_not_there_is_wrong_usage(which: str, applied: School) -> None:
    assert 64 == audit(applied, "show", which).code


def test_a_damaged_chain_is_not_read_as_if_it_were_whole(applied: School) -> None:
    records(applied)[0].write_text("{}\n")
    for arguments in (["log"], ["show", "2"], ["export"], ["events"]):
        ended = audit(applied, *arguments)
        assert (5, "") == (ended.code, ended.out)
        assert "VPP606" in ended.err


# export


def test_a_table_goes_to_a_file_for_the_spreadsheet_that_is_meant(applied: School) -> None:
    assert 0 == audit(applied, "export", "--excel-language", "sv", "--out", "audit.csv").code
    content = (applied.folder / "audit.csv").read_bytes().decode("utf-8")
    assert content.startswith("\ufeffWhen (UTC);Outcome;Book;")
    assert 3 == content.count("\r\n")


def test_the_language_of_the_run_is_that_of_the_spreadsheet(applied: School) -> None:
    ended = applied.run("--language", "sv", "audit", "export", "--table", "seats")
    assert ended.out.startswith("\ufeffNär (UTC);Bok;")


def test_everything_is_in_the_json(applied: School) -> None:
    applied.assign(1, {1: "available"})
    audit(applied, "events", RECONCILER_NOW=LATER)
    document = told(applied, "export")
    assert (3, 2, 1) == (document["records"], len(document["changes"]), len(document["outside"]))
    assert {"at": LATER, "record": 3, "used": 3, "total": 60}.items() <= document["seats"][2].items()
    assert "norr" == document["tokens"][0]["name"]


def test_the_page_holds_every_part(applied: School) -> None:
    page = audit(applied, "export", "--format", "html").out
    assert page.startswith("<!DOCTYPE html>")
    for part in ("changes", "outside", "unknown", "guards", "seats", "tokens"):
        assert f'<section id="{part}">' in page


def test_no_reader_is_named_anywhere(applied: School) -> None:
    applied.assign(1, {1: "available"})
    audit(applied, "events", RECONCILER_NOW=LATER)
    told = "".join(audit(applied, "export", "--format", form).out for form in ("csv", "json", "html"))
    stored = "".join(path.read_text("utf-8") for path in records(applied))
    for reader in ("ada@", "bo@", "cy@", "di@"):
        assert reader not in told + stored


# events


def test_a_change_in_the_portal_is_told_once_and_listed_ever_after(applied: School) -> None:
    applied.assign(1, {1: "available"})
    first = audit(applied, "events", RECONCILER_NOW=LATER)
    assert (2, True) == (first.code, "VPP604" in first.out)
    assert "kim@norr.example" in first.out
    second = audit(applied, "events", RECONCILER_NOW="2026-11-22T16:00:00Z")
    assert (0, False) == (second.code, "VPP604" in second.out)
    assert "Changed outside git: 1" in second.out
    assert 2 == audit(applied, "events", "--no-collect", RECONCILER_NOW="2026-11-22T17:00:00Z").code
    assert 4 == len(records(applied))


def test_an_apply_of_ours_is_nothing_outside_git(applied: School) -> None:
    ended = audit(applied, "events", RECONCILER_NOW=LATER)
    assert (0, True) == (ended.code, "nothing managed was changed outside git" in ended.out)
    assert 0 == applied.run("plan", "desired-state", "--detailed-exitcode", RECONCILER_NOW=LATER).code


def test_nobody_is_named_where_the_policy_wants_none(applied: School) -> None:
    applied.write("tenant.yaml", f"{TENANT.format(name='nordskolan')}policy: {{showActors: false}}\n")
    applied.assign(1, {1: "available"})
    told = audit(applied, "events", RECONCILER_NOW=LATER).out + audit(applied, "show", "3").out
    told += "".join(audit(applied, "export", "--format", form, "--table", "outside").out for form in ("csv", "html"))
    told += audit(applied, "export", "--format", "json").out
    assert "kim@norr.example" not in told
    assert "an administrator" in told


def test_a_year_without_a_collection_is_a_hole_and_not_a_quiet_year(applied: School) -> None:
    audit(applied, "events", RECONCILER_NOW=LATER)
    late = audit(applied, "events", "--no-collect", RECONCILER_NOW="2027-10-01T00:00:00Z")
    assert (0, True) == (late.code, "more than 300 days ago" in late.out)
    applied.admin("POST", "clock", {"now": "2027-11-22T12:00:00Z"})
    ended = audit(applied, "events", RECONCILER_NOW="2027-11-22T12:00:00Z")
    assert "VPP605" in ended.out
    assert "Changes in that time cannot be ruled out." in ended.out


def test_a_strict_policy_makes_a_change_outside_git_an_error(applied: School) -> None:
    applied.write("tenant.yaml", f"{TENANT.format(name='nordskolan')}policy: {{strict: true}}\n")
    applied.assign(1, {1: "available"})
    assert 1 == audit(applied, "events", RECONCILER_NOW=LATER).code


def test_nothing_is_recorded_between_an_intent_and_its_receipt(applied: School) -> None:
    records(applied)[-1].unlink()
    ended = audit(applied, "events")
    assert (6, 1) == (ended.code, len(records(applied)))
    assert 0 == audit(applied, "events", RECONCILER_NOW=LATER).code  # the lease has ended


def test_a_runner_that_vanishes_keeps_no_events(applied: School) -> None:
    assert 64 == audit(applied, "events", CI="true").code


def test_events_need_to_know_which_tenant_to_ask(tmp_path: Path) -> None:
    assert 64 == School(tmp_path).run("audit", "events", "--tenant", "nordskolan").code


def test_without_yaml_and_name_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert 1 == School(tmp_path).run("audit", "verify").code


def test_a_swedish_auditor_is_answered_in_swedish(applied: School) -> None:
    applied.assign(1, {1: "available"})
    told = applied.run("--language", "sv", "audit", "events", RECONCILER_NOW=LATER).out
    assert "ändrade kim@norr.example boken" in told
    assert "en obruten kedja" in applied.run("--language", "sv", "audit", "verify").out


# signatures, and a ledger in git


def test_signatures_are_counted_by_key_and_compared_with_the_policy(school: School) -> None:
    school.run("apply", "--yes", "desired-state", RECONCILER_SIGNING_KEY=pair("ed25519", "one").private)
    signatures = told(school, "verify")["signatures"]
    assert (1, 1, False, []) == tuple(signatures[key] for key in ("needed", "signed", "keysNamed", "foreign"))
    for name, foreign in (("one", []), ("two", [2])):
        policy = f"policy: {{ledgerKeys: ['{pair('ed25519', name).public}']}}\n"
        school.write("tenant.yaml", TENANT.format(name="nordskolan") + policy)
        assert foreign == told(school, "verify")["signatures"]["foreign"]
        assert bool(foreign) is ("VPP607" in audit(school, "verify").out)


def test_a_signature_of_another_record_makes_a_bad_record(school: School) -> None:
    school.run("apply", "--yes", "desired-state", RECONCILER_SIGNING_KEY=pair("ed25519", "one").private)
    receipt = records(school)[1]
    forged = json.loads(receipt.read_text("utf-8")) | {"author": "somebody@else.example"}
    receipt.write_bytes(canonical(sealed(forged)) + b"\n")
    ended = audit(school, "verify")
    assert (1, True) == (ended.code, "First bad record: 2, 00000002-receipt.json: its signature" in ended.out)


def git(folder: Path, *arguments: str) -> str:
    """Runs git as somebody."""
    somebody = ("-c", "user.name=x", "-c", "user.email=x@norr.example", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", *somebody, *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_commit_that_changed_a_record_is_found_in_a_ledger_in_git(school: School, tmp_path: Path) -> None:
    remote, copy = tmp_path / "ledger.git", tmp_path / "copy"
    git(tmp_path, "init", "-q", "--bare", str(remote))
    place = f"git:{remote}#ledger"
    assert 0 == school.run("apply", "--yes", "desired-state", RECONCILER_LEDGER=place).code
    assert 0 == audit(school, "events", RECONCILER_LEDGER=place, RECONCILER_NOW=LATER).code
    assert 3 == told(school, "verify", RECONCILER_LEDGER=place)["records"]
    git(tmp_path, "clone", "-q", "-b", "ledger", str(remote), str(copy))
    for _ in range(2):  # changed, and put back: the files are whole, the history is not
        for record in (copy / "nordskolan").glob("00000002-*"):
            content = record.read_bytes()
            record.write_bytes(content[:-1] if content.endswith(b"\n") else content + b"\n")
        git(copy, "commit", "-q", "-am", "nothing")
    git(copy, "push", "-q")
    ended = audit(school, "verify", RECONCILER_LEDGER=place)
    assert (1, True) == (ended.code, "First bad record: 2, 00000002-receipt.json: commit " in ended.out)


# what stands in an observation


def test_an_observation_is_what_its_schema_says(applied: School) -> None:
    applied.assign(1, {1: "available"})
    audit(applied, "events", RECONCILER_NOW=LATER)
    body = json.loads(records(applied)[-1].read_text("utf-8"))
    always = ["auditEvents", "seats", "tokens"]
    schema = {"type": "object", "properties": observation(), "required": always}
    assert [] == [error.message for error in Draft202012Validator(schema).iter_errors(body)]
    broken = {**body, "tokens": [{**body["tokens"][0], "token": "secret"}]}
    assert not Draft202012Validator(schema).is_valid(broken)


def test_only_seats_that_changed_are_written_down_again(applied: School) -> None:
    audit(applied, "events", RECONCILER_NOW=LATER)
    audit(applied, "events", RECONCILER_NOW="2026-11-22T16:00:00Z")
    first, second = (json.loads(path.read_text("utf-8"))["seats"] for path in records(applied)[2:])
    assert (4, {}) == (len(first), second)


def test_events_beyond_the_first_page_are_collected_too(applied: School) -> None:
    state = applied.admin("GET", "state")
    state["settings"]["pageSize"] = 2
    applied.admin("PUT", "state", state)
    for intent in ("available", "required") * 3:
        applied.assign(1, {1: intent})
    ended = audit(applied, "events", RECONCILER_NOW=LATER)
    assert (2, True) == (ended.code, "Changed outside git: 6" in ended.out)


def test_a_log_that_may_not_be_read_leaves_no_record_and_no_claim(applied: School) -> None:
    with served(applied) as url:
        env = over_http(url, RECONCILER_GRAPH_TOKEN="app:pipeline;deny=audit", RECONCILER_NOW=LATER)
        ended = audit(applied, "events", **env)
        assert (5, 2) == (ended.code, len(records(applied)))
        assert "VPP509" in ended.err
        assert 0 == audit(applied, "events", **over_http(url, RECONCILER_NOW=LATER)).code
    assert 3 == len(records(applied))
