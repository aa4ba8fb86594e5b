"""`reconciler doctor`, end to end against a sandbox, in the process and over HTTP."""

import base64
import json
from typing import Any

import httpx
import pytest

from reconciler.model.catalogue.unchecked import UNCHECKED
from tests.cli.command import Ended
from tests.cli.school import TOKENS, School
from tests.cli.test_over_http import REAL_TENANT, TENANT_ID, over_http, requests, served


def verdicts(ended: Ended) -> dict[str, str]:
    """Topic → verdict; of a topic with several lines the last."""
    return {one["check"]: one["verdict"] for one in json.loads(ended.out)["checks"]}


def document(school: School, *more: str, **env: str) -> dict[str, Any]:
    found = json.loads(school.run("doctor", "--format", "json", *more, **env).out)
    assert isinstance(found, dict)
    return found


def set_fault(url: str, rule: dict[str, Any]) -> None:
    assert 204 == httpx.post(f"{url}/_sandbox/faults", json={"rules": [rule], "seed": 1}).status_code


def test_a_sandbox_is_fine_or_unproven(school: School) -> None:
    ended = school.run("doctor")
    assert (0, "") == (ended.code, ended.err)
    assert ended.out.startswith("nordskolan (sandbox)\n")
    assert "0 lacking, 0 unreachable" in ended.out.splitlines()[-1]


def test_nothing_is_written_anywhere(school: School) -> None:
    before = school.admin("GET", "state")
    school.run("doctor", "--apple")
    assert before == school.admin("GET", "state")
    assert not (school.folder / ".reconciler").exists()


def test_every_line_that_is_not_fine_says_what_to_do(school: School) -> None:
    (school.folder / "desired-state" / "books.yaml").write_text("books: 7\n", "utf-8")
    with served(school) as url:
        env = over_http(url, RECONCILER_GRAPH_TOKEN="user:kim;deny=books,audit,members", CI="true")
        found = document(school, **env)["checks"]
    lacking = {one["check"]: one["next"] for one in found if one["verdict"] == "lacking"}
    assert {"yaml", "books", "audit", "members", "ledger"} == set(lacking)
    assert all(lacking.values())


@pytest.mark.parametrize("area", ["books", "tokens", "groups", "members", "audit"])
def test_a_missing_permission_ends_with_1_and_names_it(school: School, area: str) -> None:
    with served(school) as url:
        env = over_http(url, RECONCILER_GRAPH_TOKEN=f"user:kim;deny={area}")
        ended = school.run("doctor", "--format", "json", **env)
        text = school.run("doctor", **env).out
    assert 1 == ended.code
    assert "lacking" == verdicts(ended)[area]
    assert "VPP509" in text
    assert ".Read.All is missing" in text


def test_a_dead_service_ends_with_5_without_a_traceback(school: School) -> None:
    env = {"RECONCILER_GRAPH_URL": "http://127.0.0.1:9", "RECONCILER_RETRY_SECONDS": "0"}
    ended = school.run("doctor", **env)
    assert (5, "") == (ended.code, ended.err)
    assert "unreachable" in ended.out
    assert "fine         ledger" in ended.out


def test_a_sign_in_that_is_not_accepted_ends_with_1(school: School) -> None:
    with served(school) as url:
        ended = school.run("doctor", "--format", "json", **over_http(url, RECONCILER_GRAPH_TOKEN="nobody"))
    assert (1, "lacking") == (ended.code, verdicts(ended)["sign-in"])
    assert "books" not in verdicts(ended)


def test_each_permission_is_proven_by_one_small_read(school: School) -> None:
    with served(school) as url:
        school.run("doctor", **over_http(url))
        log = requests(url)
    assert {"GET"} == {one["method"] for one in log}
    asked = [one["path"].rpartition("/")[2] for one in log]
    for path in ("managedEBooks", "vppTokens", "groups", "transitiveMembers", "auditEvents", "organization"):
        assert 1 <= asked.count(path) <= 2, path


def test_the_clock_is_compared_with_the_service(school: School) -> None:
    with served(school) as url:
        found = document(school, **over_http(url))["checks"]
    clocks = [(one["verdict"], one["message"]) for one in found if one["check"] == "clock"]
    assert ["fine", "unproven"] == [verdict for verdict, _ in clocks]
    assert "RECONCILER_NOW stands at 2026-11-22T12:00:00Z" in clocks[1][1]


def test_the_tenant_must_be_the_declared_one(school: School) -> None:
    school.write("tenant.yaml", REAL_TENANT)
    state = school.admin("GET", "state")
    for organization, code, verdict in ((TENANT_ID, 0, "fine"), (TENANT_ID.replace("8", "9"), 1, "lacking")):
        school.admin("PUT", "state", {**state, "organization": [{"id": organization}]})
        with served(school) as url:
            ended = school.run("doctor", "--format", "json", **over_http(url))
        assert (code, verdict) == (ended.code, verdicts(ended)["tenant"])


def test_a_second_administrator_is_told(school: School) -> None:
    state = school.admin("GET", "state")
    state["settings"]["multiAdminApproval"] = True
    school.admin("PUT", "state", state)
    ended = school.run("doctor")
    assert 0 == ended.code
    assert "VPP508" in ended.out


def test_beta_that_is_refused_is_lacking(school: School) -> None:
    rule = {"method": "GET", "path": "^/beta/deviceApp", "status": 403}
    with served(school) as url:
        set_fault(url, rule)
        ended = school.run("doctor", "--format", "json", **over_http(url))
    assert (1, "lacking") == (ended.code, verdicts(ended)["beta"])


def test_a_ledger_that_was_touched_is_lacking(school: School) -> None:
    assert 0 == school.run("apply", "--yes").code
    assert "fine" == {one["check"]: one["verdict"] for one in document(school)["checks"]}["ledger"]
    record = school.folder / ".reconciler" / "ledger" / "nordskolan" / "00000001-intent.json"
    record.write_bytes(record.read_bytes().replace(b"required", b"availabl"))
    ended = school.run("doctor", "--format", "json")
    assert (1, "lacking") == (ended.code, verdicts(ended)["ledger"])


@pytest.mark.parametrize("ledger", ["somewhere", "git:", "dir:"])
def test_a_ledger_that_cannot_be_is_lacking(school: School, ledger: str) -> None:
    ended = school.run("doctor", "--format", "json", RECONCILER_LEDGER=ledger)
    assert (1, "lacking") == (ended.code, verdicts(ended)["ledger"])


def test_what_no_run_checks_is_said(school: School) -> None:
    found = document(school)["unchecked"]
    assert ["VPP312", *UNCHECKED] == [one["rule"] for one in found]
    out = school.run("doctor").out
    assert all(rule in out for rule in ("VPP312", *UNCHECKED))


def test_with_a_key_for_pseudonyms_the_exchange_of_members_is_checked(school: School) -> None:
    ended = school.run("doctor", "--format", "json", RECONCILER_PSEUDONYM_KEY="a key of more than 16 characters")
    assert list(UNCHECKED) == [one["rule"] for one in json.loads(ended.out)["unchecked"]]


def test_apple_is_asked_for_those_who_want_it(school: School) -> None:
    assert "apple" not in verdicts(school.run("doctor", "--format", "json"))
    ended = school.run("doctor", "--apple", "--format", "json")
    found = [(one["verdict"], one["message"]) for one in json.loads(ended.out)["checks"] if one["check"] == "apple"]
    assert 0 == ended.code
    assert ["fine", "unproven"] == [verdict for verdict, _ in found]
    assert "declares no secret" in found[1][1]


UID = "2049025000431439"
DECLARED = f"""\
    accountType: education
    dataSharingConsent: true
    secret: {{env: VPP_TOKEN_NORR}}
    location: {{uId: "{UID}", name: Norr}}
    expectedMdm: {{id: ours, name: Intune}}
"""
CONTENT = base64.b64encode(
    json.dumps({"token": "c2VjcmV0", "expDate": "2027-08-14T06:00:00+0000", "orgName": "Norr"}).encode()
).decode()


def apple_says(school: School, uid: str, owner: str | None, content: str = CONTENT) -> list[str]:
    """The verdicts on Apple's side, where the location is this one and belongs to this service."""
    school.write("tokens.yaml", TOKENS.replace("    accountType: education\n", DECLARED))
    mdm = {"id": owner, "name": owner, "metadata": ""} if owner else None
    location = {"uId": uid, "locationName": "Norr", "countryISO2ACode": "SE", "mdmInfo": mdm}
    token = {"sToken": CONTENT, "uId": uid, "state": "valid", "tokenExpirationDate": "2027-08-14T06:00:00Z"}
    lists: dict[str, Any] = {"assets": [], "users": [], "assignments": []}
    apple = {"locations": [{**location, **lists}], "tokens": [token]}
    school.admin("PUT", "state", {**school.admin("GET", "state"), "apple": apple})
    ended = school.run("doctor", "desired-state", "--apple", "--format", "json", VPP_TOKEN_NORR=content)
    assert CONTENT not in ended.out + ended.err
    told = [one for one in json.loads(ended.out)["checks"] if one["check"] == "apple"]
    assert int("lacking" in {one["verdict"] for one in told}) == ended.code
    return [one["verdict"] for one in told[1:] if not one["message"].startswith(("Apple knows", f"location {uid} of"))]


@pytest.mark.parametrize(
    ("expected", "uid", "owner"),
    [
        (["fine"], UID, "ours"),
        (["lacking"], UID, "theirs"),
        (["unproven"], UID, None),
        (["fine", "lacking"], "2049025000431440", "ours"),
    ],
)
def test_apple_tells_who_owns_the_location_and_which_it_is(
    school: School, expected: list[str], uid: str, owner: str | None
) -> None:
    assert expected == apple_says(school, uid, owner)


def test_a_content_token_that_is_missing_is_unproven_and_one_that_is_none_is_lacking(school: School) -> None:
    assert ["unproven"] == apple_says(school, UID, "ours", "")
    assert ["lacking"] == apple_says(school, UID, "ours", "rubbish")


def test_a_content_token_that_apple_turns_down_is_lacking(school: School) -> None:
    other = {"token": "b3RoZXI", "expDate": "2027-08-14T06:00:00+0000", "orgName": "Norr"}
    assert ["lacking"] == apple_says(school, UID, "ours", base64.b64encode(json.dumps(other).encode()).decode())


def test_the_real_apple_is_not_asked_about_a_service_in_microsofts_place(school: School) -> None:
    school.write("tenant.yaml", REAL_TENANT)
    with served(school) as url:
        found = document(school, "--apple", **over_http(url))["checks"]
    [message] = [one["message"] for one in found if one["check"] == "apple"]
    assert "not asked" in message


def test_assumptions_are_listed_without_asking_anybody(school: School) -> None:
    (school.folder / "desired-state" / "tenant.yaml").unlink()
    ended = school.run("doctor", "--assumptions", "--format", "json")
    found = json.loads(ended.out)["assumptions"]
    assert 0 == ended.code
    assert list(range(1, len(found) + 1)) == [one["number"] for one in found]
    assert len(found) > 20
    assert school.run("doctor", "--assumptions").out.startswith("1. ")


def test_no_tenant_at_all_is_told_as_everywhere(school: School) -> None:
    for file in (school.folder / "desired-state").iterdir():
        file.unlink()
    assert 1 == school.run("doctor").code


def test_swedish_speaks_swedish(school: School) -> None:
    out = school.run("--language", "sv", "doctor", "--apple").out
    assert "i ordning" in out
    assert "Det här kontrolleras aldrig:" in out
