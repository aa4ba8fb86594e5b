"""plan, apply, drift and snapshot, end to end against a sandbox in the command's own process."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from reconciler.model.canonical import canonical, sealed
from tests import worlds as w
from tests.cli.school import BOOKS, HELD, School
from tests.cli.test_outside import git


def planned(school: School) -> dict[str, Any]:
    """Makes `plan.json` and gives what is in it."""
    assert school.run("plan", "--out", "plan.json").code == 0
    body = json.loads((school.folder / "plan.json").read_bytes())
    assert isinstance(body, dict)
    return body


def writes(school: School) -> int:
    """How many writes the tenant saw: each leaves an audit event."""
    return len(school.admin("GET", "state")["auditEvents"])


def test_a_plan_shows_changes_range_and_that_nothing_comes_back(school: School) -> None:
    out = school.run("plan").out
    assert out.startswith("nordskolan (sandbox): ")
    for part in ("+ create Group 1  required", "0 now, then 3 of 60", "0 now, then 0 … 2 of 60", "coming back: 0"):
        assert part in out


def test_the_plan_file_is_what_json_prints_and_is_the_same_again(school: School) -> None:
    first = school.run("plan", "--format", "json", "--out", "plan.json").out
    assert first == (school.folder / "plan.json").read_text("utf-8") == school.run("plan", "--format", "json").out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_show_prints_what_plan_printed(form: str, school: School) -> None:
    out = school.run("plan", "--format", form, "--out", "plan.json").out
    assert out == school.run("show", "plan.json", "--format", form).out


def test_pending_changes_end_with_2_only_if_asked_for(school: School) -> None:
    assert (0, 2) == (school.run("plan").code, school.run("plan", "--detailed-exitcode").code)


def test_something_held_ends_with_1_and_the_file_is_still_written(school: School) -> None:
    school.write("books.yaml", BOOKS + HELD)
    ended = school.run("plan", "--detailed-exitcode", "--out", "plan.json")
    assert ended.code == 1
    assert "[VPP401]" in ended.out
    assert (school.folder / "plan.json").exists()


def test_a_plan_writes_nothing_to_the_tenant(school: School) -> None:
    school.run("plan")
    assert writes(school) == 0


def test_what_a_plan_says_is_applied_and_then_nothing_is_left(school: School) -> None:
    planned(school)
    ended = school.run("apply", "plan.json")
    assert ended.code == 0
    assert "2 applied" in ended.out
    assert writes(school) == 2
    assert {w.group_id(1): "required"} == school.shown(1)
    again = school.run("plan", "--detailed-exitcode")
    assert again.code == 0
    assert "\nNo changes" in again.out


def test_the_receipt_is_the_record_in_the_ledger(school: School) -> None:
    planned(school)
    ended = school.run("apply", "plan.json", "--format", "json", "--out", "receipt.json")
    record = school.folder / ".reconciler" / "ledger" / "nordskolan" / "00000002-receipt.json"
    assert record.read_text("utf-8") == ended.out == (school.folder / "receipt.json").read_text("utf-8")
    assert json.loads(ended.out)["digest"] in ended.err


def test_an_apply_of_nothing_gives_a_receipt_that_stands_in_no_ledger(school: School) -> None:
    school.run("apply", "--yes")
    body = json.loads(school.run("apply", "--yes", "--format", "json").out)
    assert (None, []) == (body["seq"], body["outcomes"])


def test_what_is_held_is_not_applied_and_ends_with_1(school: School) -> None:
    school.write("books.yaml", BOOKS + HELD)
    ended = school.run("apply", "--yes")
    assert ended.code == 1
    assert {} == school.shown(3)
    assert {w.group_id(1): "required"} == school.shown(1)
    again = school.run("plan")
    assert again.code == 1
    assert "\nNo changes" in again.out
    assert "[VPP401]" in again.out


def test_without_a_terminal_and_without_yes_nothing_is_done(school: School) -> None:
    ended = school.run("apply")
    assert (64, "", 0) == (ended.code, ended.out, writes(school))
    assert "--yes" in ended.err


def test_the_plan_is_shown_beside_the_result_before_it_is_applied(school: School) -> None:
    ended = school.run("apply", "--yes", "--format", "json")
    assert json.loads(ended.out)["kind"] == "receipt"
    assert "+ create Group 1" in ended.err


def test_a_plan_is_applied_once(school: School) -> None:
    planned(school)
    assert (0, 3) == (school.run("apply", "plan.json").code, school.run("apply", "plan.json").code)


def reseal(body: dict[str, Any]) -> bytes:
    """A forged plan whose digest is right."""
    return canonical(sealed(body)) + b"\n"


def forged_intent(body: dict[str, Any]) -> bytes:
    """Asks for more than the YAML says."""
    body["changes"][1]["after"] = {"intent": "required"}
    return reseal(body)


def other_tenant(body: dict[str, Any]) -> bytes:
    """Is for another tenant."""
    body["tenant"]["name"] = "other"
    return reseal(body)


def outside(body: dict[str, Any]) -> bytes:
    """Points out of the working directory."""
    body["tenant"]["path"] = "../elsewhere"
    return reseal(body)


def changed_bytes(body: dict[str, Any]) -> bytes:
    """Was edited."""
    return canonical({**body, "createdAt": "2026-11-22T11:00:00Z"}) + b"\n"


def pretty(body: dict[str, Any]) -> bytes:
    """Says the same in other bytes."""
    return json.dumps(body, indent=2).encode()


def other_format(body: dict[str, Any]) -> bytes:
    """Is of a later version."""
    return reseal({**body, "formatVersion": "2.0"})


@pytest.mark.parametrize("forge", [forged_intent, other_tenant, outside, changed_bytes, pretty, other_format])
def test_a_plan_that_is_not_what_it_was_is_refused_before_any_write(forge: Any, school: School) -> None:
    (school.folder / "plan.json").write_bytes(forge(planned(school)))
    ended = school.run("apply", "plan.json")
    assert (3, "", 0) == (ended.code, ended.out, writes(school))
    assert "VPP501" in ended.err


def test_a_plan_that_expired_is_refused(school: School) -> None:
    planned(school)
    assert (3, 0) == (school.run("apply", "plan.json", RECONCILER_NOW="2026-11-29T12:00:00Z").code, writes(school))


def test_a_plan_of_other_yaml_is_refused(school: School) -> None:
    planned(school)
    school.write("books.yaml", BOOKS.replace("available", "required"))
    ended = school.run("apply", "plan.json")
    assert (3, 0) == (ended.code, writes(school))


def test_a_plan_over_yaml_that_broke_is_refused(school: School) -> None:
    planned(school)
    school.write("broken.yaml", "books: 7\n")
    assert (3, 0) == (school.run("apply", "plan.json").code, writes(school))


def test_a_plan_is_refused_when_a_book_changed_meanwhile(school: School) -> None:
    planned(school)
    school.assign(2, {2: "required"})
    ended = school.run("apply", "plan.json")
    assert (3, 1) == (ended.code, writes(school))
    assert "Group 2" in ended.err


@pytest.mark.parametrize("content", [b"", b"[]", b"not json", b"\xff"])
def test_what_is_no_plan_file_is_wrong_usage(content: bytes, school: School) -> None:
    (school.folder / "odd.json").write_bytes(content)
    assert (64, 0) == (school.run("apply", "odd.json").code, writes(school))


def test_a_plan_file_that_is_not_there_is_wrong_usage(school: School) -> None:
    assert school.run("apply", "missing.json", "--yes").code == 64


def test_a_pipeline_needs_a_ledger_that_stays(school: School) -> None:
    planned(school)
    refused = school.run("apply", "plan.json", CI="true")
    assert (64, 0) == (refused.code, writes(school))
    assert "RECONCILER_LEDGER" in refused.err
    assert school.run("apply", "plan.json", CI="true", RECONCILER_LEDGER="dir:records").code == 0
    assert (school.folder / "records" / "nordskolan" / "00000001-intent.json").exists()


@pytest.mark.parametrize("place", ["git:origin#ledger", "dir:", "s3:bucket", "records"])
def test_a_ledger_that_cannot_be_used_is_wrong_usage(place: str, school: School) -> None:
    assert school.run("plan", RECONCILER_LEDGER=place).code == 64


def test_a_freeze_refuses_and_an_emergency_goes_on(school: School) -> None:
    freeze = 'policy:\n  freezes: [{from: "2026-11-20", to: "2026-11-30", reason: exams}]\n'
    school.write("policy.yaml", freeze)
    refused = school.run("apply", "--yes")
    assert (3, 0) == (refused.code, writes(school))
    assert "exams" in refused.err
    done = school.run("apply", "--yes", "--emergency", "the wrong class has it", "--format", "json")
    assert (0, "the wrong class has it") == (done.code, json.loads(done.out)["emergency"])


def test_approvals_that_nobody_knows_of_are_not_given(school: School) -> None:
    school.write("policy.yaml", "policy: {approvals: 1}\n")
    refused = school.run("apply", "--yes")
    assert (3, 0) == (refused.code, writes(school))
    assert "VPP510" in refused.err


def test_drift_names_who_did_it_and_ends_with_2(school: School) -> None:
    school.run("apply", "--yes")
    assert (0, True) == (school.run("drift").code, "no drift" in school.run("drift").out)
    school.assign(2, {2: "required"})
    ended = school.run("drift")
    assert ended.code == 2
    for part in ("Book 2", "Group 2", "was available, now required", "kim@norr.example"):
        assert part in ended.out
    body = json.loads(school.run("drift", "--format", "json").out)
    assert "kim@norr.example" == body["drift"][0]["attribution"]["actor"]
    assert "Book 2" in school.run("drift", "--format", "markdown").out


def test_drift_names_nobody_where_the_policy_says_so(school: School) -> None:
    school.write("policy.yaml", "policy: {showActors: false}\n")
    school.run("apply", "--yes")
    school.assign(2, {2: "required"})
    for form in ("text", "json", "markdown"):
        ended = school.run("drift", "--format", form)
        assert (2, False) == (ended.code, "kim@norr.example" in ended.out)


def test_unmanaged_assignments_elsewhere_are_listed_and_are_no_drift(school: School) -> None:
    ended = school.run("drift")
    assert ended.code == 0
    assert '"Book 4" → "Group 3": available' in ended.out


def test_a_plan_from_a_snapshot_says_the_same_and_names_nobody(school: School) -> None:
    assert school.run("snapshot", "--out", "snapshot.json").code == 0
    text = (school.folder / "snapshot.json").read_text("utf-8")
    assert not [name for name in ("ada@", "bo@", "cy@") if name in text]
    direct = json.loads(school.run("plan", "--format", "json").out)
    school.file.unlink()
    stored = json.loads(school.run("plan", "--format", "json", "--from-snapshot", "snapshot.json").out)
    for key in ("changes", "forecast", "summary", "unmanaged"):
        assert direct[key] == stored[key]


@pytest.mark.parametrize("content", ["", "[]", "{}"])
def test_what_is_no_snapshot_is_wrong_usage(content: str, school: School) -> None:
    (school.folder / "odd.json").write_text(content)
    assert school.run("plan", "--from-snapshot", "odd.json").code == 64


def test_releasing_without_an_open_intent_writes_nothing(school: School) -> None:
    ended = school.run("ledger", "release", "--reason", "none")
    assert ended.code == 0
    assert not (school.folder / ".reconciler").exists()


def test_an_intent_of_a_dead_run_locks_until_it_is_released(school: School) -> None:
    planned(school)
    school.run("apply", "plan.json")
    (school.folder / ".reconciler" / "ledger" / "nordskolan" / "00000002-receipt.json").unlink()
    school.assign(2, {})
    assert school.run("apply", "--yes").code == 6
    released = school.run("ledger", "release", "--reason", "runner was shut down")
    assert (0, True) == (released.code, released.out.startswith("Released the intent of local:"))
    ended = school.run("apply", "--yes")
    assert ended.code == 0
    assert {w.group_id(2): "available"} == school.shown(2)


def test_a_dead_service_ends_with_5_before_any_write(school: School) -> None:
    school.write("tenant.yaml", "tenant: {name: nordskolan, cloud: sandbox}\n")
    ended = school.run("plan", RECONCILER_GRAPH_URL="http://127.0.0.1:9", RECONCILER_RETRY_SECONDS="0")
    assert (5, "") == (ended.code, ended.out)
    assert "127.0.0.1:9" in ended.err


def test_plain_http_to_another_machine_is_wrong_usage(school: School) -> None:
    assert school.run("plan", RECONCILER_GRAPH_URL="http://graph.example").code == 64


def test_schemas_that_are_not_up_to_date_are_named(school: School) -> None:
    assert school.run("schema", "--check").code == 1
    assert school.run("schema", "--write").code == 0
    assert (0, "") == (school.run("schema", "--check").code, school.run("schema", "--check").out)
    stale: Path = school.folder / "schemas" / "desired-state.schema.json"
    stale.write_text("{}")
    ended = school.run("schema", "--check")
    assert ended.code == 1
    assert "schemas/desired-state.schema.json" in ended.out


def test_the_schema_of_the_yaml_is_printed(school: School) -> None:
    body = json.loads(school.run("schema").out)
    assert "tenant" in body["properties"]


@pytest.mark.parametrize("in_git", [False, True])
def test_what_we_keep_beside_the_yaml_is_no_leaked_secret(in_git: bool, school: School) -> None:
    """The sandbox's own file holds content tokens; the default one lies in the folder that is validated."""
    if in_git:
        git(school.folder, "init", "-q")
    example = Path(__file__).parents[2] / "desired-state"
    shutil.rmtree(school.folder / "desired-state")
    school.file.unlink()
    shutil.copytree(example, school.folder / "school")
    for _ in range(2):
        ended = school.run("plan", RECONCILER_SANDBOX_STATE="")
        assert (1, False) == (ended.code, "VPP101" in ended.out)
    school.run("apply", "--yes", RECONCILER_SANDBOX_STATE="")
    assert "*\n" == (school.folder / ".reconciler" / ".gitignore").read_text("utf-8")
    assert "VPP101" not in school.run("validate", RECONCILER_SANDBOX_STATE="").out


def test_a_freeze_needs_no_reason(school: School) -> None:
    frozen = "policy: {freezes: [{from: 2026-11-22, to: 2026-11-22}]}\n"
    school.write("tenant.yaml", f"tenant: {{name: nordskolan, cloud: sandbox}}\n{frozen}")
    assert 0 == school.run("validate").code
    assert 3 == school.run("apply", "--yes", "desired-state").code


def test_a_path_that_is_not_there_is_told_before_anything_is_asked(school: School) -> None:
    ended = school.run("apply", "nowhere")
    assert (64, True) == (ended.code, "There is no nowhere" in ended.err)
