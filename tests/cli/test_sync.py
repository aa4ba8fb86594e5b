"""`reconciler sync`, end to end against a sandbox."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import worlds as w
from tests.cli.school import TOKENS, School
from tests.cli.test_over_http import over_http, requests, served

SECOND = "70000000-0000-0000-0000-000000000002"
TWO_TOKENS = TOKENS.replace(
    "groups:\n",
    "  - name: soder\n    organization: Soder\n    appleId: it@soder.example\n    accountType: education\n"
    "    preflight: {generatedForIntune: 2026-08-14}\ngroups:\n",
)


def state_with(school: School, *tokens: dict[str, Any], **settings: Any) -> None:
    """The school's tenant with these further VPP tokens."""
    state = school.admin("GET", "state")
    state["vppTokens"] += tokens
    state["settings"] |= settings
    school.admin("PUT", "state", state)


def second(**more: Any) -> dict[str, Any]:
    return {
        "id": SECOND,
        "organizationName": "SODER",
        "appleId": "IT@soder.example",
        "state": "valid",
        "lastSyncStatus": "none",
        **more,
    }


def synced(school: School) -> list[str]:
    """The ids of tokens that were asked to sync, in order, as the audit log has them."""
    events = school.admin("GET", "state")["auditEvents"]
    found = [one for one in events if "sync" in json.dumps(one).lower()]
    return [str(one["resources"][0]["resourceId"]) for one in found]


def outcomes(text: str) -> dict[str, str]:
    return {one["name"]: one["outcome"] for one in json.loads(text)["tokens"]}


def test_without_names_all_declared_tokens_are_asked(school: School) -> None:
    school.write("tokens.yaml", TWO_TOKENS)
    state_with(school, second())
    ended = school.run("sync")
    assert 0 == ended.code, ended.err
    assert [w.TOKEN_ID, SECOND] == synced(school)
    assert 'Asked for a sync of VPP token "norr"' in ended.out


@pytest.mark.parametrize("names", [["norr"], [w.TOKEN_ID.upper()], ["NORR"]])
def test_a_handle_or_an_id_names_a_token(school: School, names: list[str]) -> None:
    school.write("tokens.yaml", TWO_TOKENS)
    state_with(school, second())
    assert 0 == school.run("sync", *names).code
    assert [w.TOKEN_ID] == synced(school)


def test_a_token_that_is_named_twice_is_asked_once(school: School) -> None:
    ended = school.run("sync", "norr", w.TOKEN_ID, "norr", "--wait", "--format", "json")
    assert {"norr": "completed"} == outcomes(ended.out)
    assert [w.TOKEN_ID] == synced(school)


def test_waiting_ends_with_what_the_token_shows(school: School) -> None:
    ended = school.run("sync", "--wait")
    assert (0, 'VPP token "norr" was synced: 2026-11-22T12:00:00Z.\n') == (ended.code, ended.out)


def test_a_token_that_is_syncing_is_not_asked_again(school: School) -> None:
    state_with(school, syncSeconds=60)
    assert 0 == school.run("sync").code
    ended = school.run("sync", "--format", "json")
    assert (0, {"norr": "running"}) == (ended.code, outcomes(ended.out))
    assert [w.TOKEN_ID] == synced(school)


def test_a_sync_that_fails_ends_with_5_and_does_not_stop_the_others(school: School) -> None:
    school.write("tokens.yaml", TWO_TOKENS)
    state_with(school, second(state="expired", expirationDateTime="2026-01-01T00:00:00Z"))
    ended = school.run("sync", "soder", "norr", "--wait", "--format", "json")
    assert (5, {"soder": "failed", "norr": "completed"}) == (ended.code, outcomes(ended.out))
    assert "reconciler plan" in school.run("sync", "soder", "--wait").out


def test_a_declared_token_that_the_tenant_lacks_ends_with_5_and_says_so(school: School) -> None:
    school.write("tokens.yaml", TWO_TOKENS)
    ended = school.run("sync")
    assert 5 == ended.code
    assert 'VPP token "soder" is not in the tenant.' in ended.out
    assert [w.TOKEN_ID] == synced(school)


def test_an_id_that_the_tenant_lacks_is_not_found(school: School) -> None:
    ended = school.run("sync", SECOND, "--format", "json")
    assert (5, {SECOND: "not-found"}) == (ended.code, outcomes(ended.out))


def test_a_token_that_git_does_not_declare_can_be_named_by_its_id(school: School) -> None:
    state_with(school, second())
    assert 0 == school.run("sync", SECOND).code
    assert [SECOND] == synced(school)


def test_several_tokens_that_fit_one_declaration_are_left_alone(school: School) -> None:
    school.write("tokens.yaml", TWO_TOKENS)
    state_with(school, second(), second(id="70000000-0000-0000-0000-000000000003"))
    ended = school.run("sync", "soder", "--format", "json")
    assert (5, {"soder": "ambiguous"}) == (ended.code, outcomes(ended.out))
    assert [] == synced(school)


def test_an_unknown_name_is_wrong_usage_with_the_nearest_one(school: School) -> None:
    ended = school.run("sync", "nor")
    assert 64 == ended.code
    assert "Did you mean norr?" in ended.err
    assert [] == synced(school)


def test_errors_in_the_yaml_stop_it(school: School) -> None:
    school.write("books.yaml", "books: 7\n")
    assert 1 == school.run("sync").code
    assert [] == synced(school)


def test_nothing_declared_is_nothing_to_do(school: School) -> None:
    for name in ("tokens.yaml", "books.yaml"):
        school.write(name, "")
    ended = school.run("sync")
    assert (0, "No VPP token is declared here: nothing to sync.\n") == (ended.code, ended.out)


def test_no_record_is_left_in_the_ledger(school: School) -> None:
    school.run("sync", "--wait")
    assert not (school.folder / ".reconciler").exists()


def test_the_path_says_where_the_tenant_is(school: School) -> None:
    assert 0 == school.run("sync", "norr", "--path", "desired-state", "--tenant", "nordskolan").code
    assert 64 == school.run("sync", "--path", "nowhere").code


def test_swedish_speaks_swedish(school: School) -> None:
    assert 'VPP-token "norr" är synkroniserad' in school.run("--language", "sv", "sync", "--wait").out


def test_a_second_administrator_is_told_and_the_sync_was_refused(school: School) -> None:
    state_with(school, multiAdminApproval=True)
    pipeline = {"GITHUB_ACTIONS": "true", "GITHUB_REF": "refs/pull/118/merge"}
    ended = school.run("sync", **pipeline)
    assert 5 == ended.code
    assert "VPP508" in ended.out
    assert "Pull request 118" in ended.out


def test_a_reader_is_told_the_permission(school: School) -> None:
    with served(school) as url:
        ended = school.run("sync", **over_http(url, RECONCILER_GRAPH_TOKEN="readonly:kim"))
        posts = [one for one in requests(url) if one["method"] == "POST"]
    assert 5 == ended.code
    assert "VPP509" in ended.out
    assert "DeviceManagementServiceConfig.ReadWrite.All" in ended.out
    assert 1 == len(posts)


def test_plan_and_drift_never_sync(school: School) -> None:
    school.run("plan")
    school.run("drift")
    assert [] == synced(school)


def test_a_service_that_is_not_there_ends_with_5(school: School, tmp_path: Path) -> None:
    env = {"RECONCILER_GRAPH_URL": "http://127.0.0.1:9", "RECONCILER_RETRY_SECONDS": "0"}
    ended = school.run("sync", **env)
    assert 5 == ended.code
    assert "could not be reached" in ended.err
