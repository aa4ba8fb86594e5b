"""The life of a token on the command line: created, synced, renewed with the right and the wrong file, taken over."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest

from reconciler.sandbox.example import content_token
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import School
from tests.cli.test_over_http import over_http, served
from tests.sandbox.apple_world import FRESH, OTHER, SECRET, UID, known, location

NOW = "2026-11-22T12:00:00Z"
OLDER = content_token("older", datetime(2027, 1, 1, tzinfo=UTC), "Norrskolan")
FOREIGN = content_token("foreign", datetime(2028, 8, 1, tzinfo=UTC), "Söderskolan")
ELSEWHERE = content_token("elsewhere", datetime(2028, 8, 1, tzinfo=UTC), "Norrskolan")
NEWEST = content_token("newest", datetime(2029, 8, 1, tzinfo=UTC), "Norrskolan")
SECRETS = (SECRET, FRESH, NEWEST, OLDER, FOREIGN, ELSEWHERE)
TENANT = "tenant: {name: nordskolan, cloud: sandbox, graph: {beta: readwrite}}\n"
TOKEN = """\
tokens:
  - name: norr
    organization: Norrskolan
    appleId: it@norr.example
    accountType: education
    countryOrRegion: SE
    dataSharingConsent: true
    secret: {env: VPP_TOKEN_NORR}
    preflight:
      generatedForIntune: 2026-08-14
      foreignVppUsersRemoved: {date: 2026-08-14, by: it@norr.example}
"""
BOOKS = f"""\
groups:
  - {{alias: 9a, id: {w.group_id(1)}}}
books:
  - title: Svenska 2
    token: norr
    adamId: "1001"
    assignments:
      - {{group: 9a, intent: required, seatCap: 5}}
"""


class TokenSchool(School):
    """A school that counts what it says, so that every text can be searched for the secret."""

    said: ClassVar[list[str]] = []

    def go(self, *arguments: str, secret: str | None = SECRET, **env: str) -> Ended:
        """Calls a command with the content token in its environment, and remembers all that it says."""
        content = {"VPP_TOKEN_NORR": secret} if secret else {}
        ended = self.run(*arguments, RECONCILER_NOW=NOW, **content, **env)
        self.said.append(ended.out + ended.err)
        return ended

    def plan(self, secret: str | None = SECRET) -> dict[str, Any]:
        """The plan as JSON."""
        body: dict[str, Any] = json.loads(self.go("plan", "desired-state", "--format", "json", secret=secret).out)
        return body

    def token(self) -> dict[str, Any]:
        """The one VPP token of the tenant."""
        [token] = self.admin("GET", "state")["vppTokens"]
        return dict(token)

    def change_state(self, **sections: Any) -> None:
        """Replaces sections of the tenant."""
        self.admin("PUT", "state", {**self.admin("GET", "state"), **sections})


@pytest.fixture
def school(tmp_path: Path) -> Any:
    school = TokenSchool(tmp_path)
    school.said.clear()
    (tmp_path / "desired-state").mkdir()
    for name, text in (("tenant.yaml", TENANT), ("tokens.yaml", TOKEN), ("books.yaml", BOOKS)):
        school.write(name, text)
    users = [{"id": user, "userPrincipalName": f"{user}@norr.example"} for user in ("ada", "bo")]
    elsewhere = {**location(), "uId": "77", "locationName": "Söder", "assets": [], "users": [], "assignments": []}
    tokens = [known(), known(FRESH), known(NEWEST), known(OLDER), known(ELSEWHERE, uid="77"), known(FOREIGN, uid="77")]
    school.admin(
        "PUT",
        "state",
        {
            "formatVersion": "1.0",
            "now": NOW,
            "users": users,
            "groups": [{"id": w.group_id(1), "displayName": "Klass 9A", "groupTypes": [], "members": ["ada", "bo"]}],
            "apple": {"locations": [location(), elsewhere], "tokens": tokens},
        },
    )
    yield school
    assert_nothing_leaked(school)


def assert_nothing_leaked(school: TokenSchool) -> None:
    """No part of any content token is in what was said, or in a file but the sandbox's own."""
    own = {school.file.name, f"{school.file.name}-wal", f"{school.file.name}-shm"}
    files = [path for path in school.folder.rglob("*") if path.is_file() and path.name not in own]
    texts = [*school.said, *(path.read_bytes().decode("utf-8", "replace") for path in files)]
    for part in parts():
        assert [] == [text for text in texts if part in text]


def parts() -> set[str]:
    """The content tokens, what they hold inside, and pieces of both."""
    inside = [json.loads(base64.b64decode(secret))["token"] for secret in SECRETS]
    decoded = [base64.b64decode(token).decode() for token in inside]
    return {whole[:24] for whole in (*SECRETS, *inside, *decoded)} | {whole[-24:] for whole in SECRETS}


def applied(school: TokenSchool, secret: str | None = SECRET, code: int = 0) -> None:
    ended = school.go("apply", "desired-state", "--yes", secret=secret)
    assert code == ended.code, ended.err + ended.out


def test_create_then_sync_then_assign(school: TokenSchool) -> None:
    planned = school.plan()
    assert ["create"] == [change["action"] for change in planned["changes"]]
    assert ("t:norr", "token") == (planned["changes"][0]["id"], planned["changes"][0]["kind"])
    applied(school)
    assert ("valid", "completed", "Norrskolan") == tuple(
        school.token()[key] for key in ("state", "lastSyncStatus", "locationName")
    )
    assert [("create", "assignment")] == [(change["action"], change["kind"]) for change in school.plan()["changes"]]
    applied(school)
    book = next(b for b in school.admin("GET", "state")["managedEBooks"] if b["informationUrl"].endswith("/id1001"))
    assert ["required"] == [one["installIntent"] for one in book["assignments"]]
    assert 0 == school.go("plan", "desired-state", "--detailed-exitcode").code


def test_one_sync_is_asked_for_after_an_upload(school: TokenSchool) -> None:
    applied(school)
    activities = [event["activityType"] for event in school.admin("GET", "state")["auditEvents"]]
    assert 1 == sum("sync" in activity.lower() for activity in activities)


def test_a_creation_that_is_planned_without_the_secret_is_checked_when_it_is_applied(school: TokenSchool) -> None:
    ended = school.go("plan", "desired-state", "--out", "plan.json", secret=None)
    assert 0 == ended.code
    assert "It is checked when the plan is applied" in ended.out
    held = school.go("apply", "plan.json", secret=None)
    assert 1 == held.code
    assert "there is no content token at VPP_TOKEN_NORR" in held.out + held.err
    assert [] == school.admin("GET", "state")["vppTokens"]


def test_a_reviewed_creation_is_applied_where_the_secret_is(school: TokenSchool) -> None:
    school.go("plan", "desired-state", "--out", "plan.json", secret=None)
    ended = school.go("apply", "plan.json", "--out", "receipt.json")
    assert 0 == ended.code, ended.err
    receipt = json.loads((school.folder / "receipt.json").read_text())
    assert [("t:norr", "applied")] == [(one["change"], one["outcome"]) for one in receipt["outcomes"]]
    assert {"norr": {"countryOrRegion": "SE"}} == {
        name: {key: value for key, value in fields.items() if key == "countryOrRegion"}
        for name, fields in receipt["source"]["tokens"].items()
    }


def test_a_renewal_with_the_right_file_is_one_patch_of_the_same_object(school: TokenSchool) -> None:
    applied(school)
    before = school.token()
    [change, *_] = school.plan(FRESH)["changes"]
    assert ("renew", {"expirationDateTime": "2028-08-01T00:00:00Z"}) == (change["action"], change["after"])
    applied(school, FRESH)
    after = school.token()
    assert (before["id"], "2028-08-01T00:00:00Z") == (after["id"], after["expirationDateTime"])
    assert "completed" == after["lastSyncStatus"]


def test_an_older_file_is_told_and_not_uploaded(school: TokenSchool) -> None:
    applied(school)
    applied(school)
    before = school.token()
    plan = school.plan(OLDER)
    assert [("VPP120", "warning")] == [(f["rule"], f["severity"]) for f in plan["findings"] if f["rule"] == "VPP120"]
    applied(school, OLDER)
    assert before == school.token()


def test_a_file_of_another_organisation_is_never_uploaded(school: TokenSchool) -> None:
    applied(school)
    before = school.token()
    ended = school.go("plan", "desired-state", secret=FOREIGN)
    assert 1 == ended.code
    assert 'for organisation "Söderskolan", and "Norrskolan" is declared' in ended.out
    applied(school, FOREIGN, code=1)
    assert before == school.token()


def test_a_file_of_another_location_is_found_out_before_the_upload_where_the_location_is_declared(
    school: TokenSchool,
) -> None:
    applied(school)
    school.write("tokens.yaml", TOKEN + f'    location: {{uId: "{UID}"}}\n')
    before = school.token()
    ended = school.go("plan", "desired-state", secret=ELSEWHERE)
    assert 1 == ended.code
    assert "is for location 77, and 2049025000431439 is declared" in ended.out
    applied(school, ELSEWHERE, code=1)
    assert before == school.token()


def test_a_file_of_another_location_is_found_out_after_the_upload_and_its_books_are_left_alone(
    school: TokenSchool,
) -> None:
    applied(school)
    ended = school.go("apply", "desired-state", "--yes", secret=ELSEWHERE)
    assert 4 == ended.code, ended.out + ended.err
    assert "VPP116" in ended.out + ended.err
    books = school.admin("GET", "state")["managedEBooks"]
    assert [] == [one for book in books for one in book.get("assignments", [])]


def test_a_changed_password_is_cured_by_a_renewal_and_the_books_go_on_in_the_next_run(school: TokenSchool) -> None:
    applied(school)
    state = school.admin("GET", "state")
    revoked = [{**one, "state": "revoked"} if one["sToken"] == SECRET else one for one in state["apple"]["tokens"]]
    school.change_state(apple={**state["apple"], "tokens": revoked})
    assert 5 == school.go("sync", "--path", "desired-state", "--wait").code
    assert "invalid" == school.token()["state"]
    planned = school.plan(FRESH)
    told = {change["action"]: (change["held"] or {}).get("rule") for change in planned["changes"]}
    assert {"renew": None, "create": "VPP111"} == told
    applied(school, FRESH, code=1)
    assert "valid" == school.token()["state"]
    applied(school, FRESH)
    assert 0 == school.go("plan", "desired-state", "--detailed-exitcode", secret=FRESH).code


def test_a_location_that_another_service_claimed_is_taken_over_only_when_that_was_accepted(school: TokenSchool) -> None:
    applied(school)
    state = school.admin("GET", "state")
    claimed = [{**one, "mdmInfo": OTHER} if one["uId"] == UID else one for one in state["apple"]["locations"]]
    school.change_state(apple={**state["apple"], "locations": claimed})
    school.go("sync", "--path", "desired-state", "--wait")
    assert "assignedToExternalMDM" == school.token()["state"]
    school.write("tokens.yaml", TOKEN + "    takeControlFromOtherMdm: true\n")
    assert {"VPP112", "VPP117"} <= {finding["rule"] for finding in school.plan()["findings"]}
    applied(school, code=1)
    assert "assignedToExternalMDM" == school.token()["state"]
    accept = "    accept: [{rule: VPP117, reason: We left Other MDM}]\n"
    school.write("tokens.yaml", TOKEN + "    takeControlFromOtherMdm: true\n" + accept)
    ended = school.go("apply", "desired-state", "--yes")
    assert "now set takeControlFromOtherMdm to false" in ended.out + ended.err
    assert "valid" == school.token()["state"]


def test_a_country_changed_in_the_portal_is_drift_with_a_name_on_it(school: TokenSchool) -> None:
    applied(school)
    path = f"/beta/deviceAppManagement/vppTokens/{school.token()['id']}"
    school._ask("PATCH", path, {"countryOrRegion": "NO"}, {"Authorization": "Bearer user:kim@norr.example"})
    ended = school.go("drift", "desired-state")
    assert 2 == ended.code
    assert "countryOrRegion: was SE, now NO, git says SE; kim@norr.example" in ended.out
    [change] = [change for change in school.plan()["changes"] if change["kind"] == "token"]
    assert ("update", "drift", "kim@norr.example") == (
        change["action"],
        change["origin"],
        change["attribution"]["actor"],
    )


def test_a_renewal_while_a_sync_is_running_is_done_and_asks_for_no_second_sync(school: TokenSchool) -> None:
    applied(school)
    token = {**school.token(), "lastSyncStatus": "inProgress"}
    school.change_state(vppTokens=[token])
    ended = school.go("plan", "desired-state", secret=FRESH)
    assert "VPP126" in ended.out
    assert 0 == ended.code


def test_the_same_life_over_http_with_apple_asked(school: TokenSchool) -> None:
    with served(school) as url:
        env = over_http(url, RECONCILER_APPLE_URL=url)
        assert 0 == school.go("apply", "desired-state", "--yes", **env).code
        assert 0 == school.go("apply", "desired-state", "--yes", **env).code
        assert 0 == school.go("plan", "desired-state", "--detailed-exitcode", **env).code
        asked = httpx.get(f"{url}/_sandbox/requests").json()
    assert f"apple:{UID}" in {one["actor"] for one in asked}
    assert {"GET"} == {one["method"] for one in asked if one["path"].startswith("/mdm/")}


@pytest.mark.parametrize("status", [400, 403, 409, 500])
def test_what_is_said_while_an_upload_fails_holds_no_secret(school: TokenSchool, status: int) -> None:
    with served(school) as url:
        rules = [{"method": "POST", "path": "vppTokens$", "status": status}]
        httpx.post(f"{url}/_sandbox/faults", json={"rules": rules}).raise_for_status()
        ended = school.go("--verbose", "apply", "desired-state", "--yes", **over_http(url, RECONCILER_APPLE_URL=url))
        assert 5 == ended.code, ended.out + ended.err
        assert [] == school.admin("GET", "state")["vppTokens"]


def test_an_upload_whose_answer_is_lost_is_looked_for_and_not_repeated(school: TokenSchool) -> None:
    with served(school) as url:
        rules = [{"method": "POST", "path": "vppTokens$", "mode": "drop", "nth": [1], "status": 500}]
        httpx.post(f"{url}/_sandbox/faults", json={"rules": rules}).raise_for_status()
        ended = school.go("apply", "desired-state", "--yes", **over_http(url))
        assert 0 == ended.code, ended.out + ended.err
        assert 1 == len(school.admin("GET", "state")["vppTokens"])


def expiring(school: TokenSchool, days: int = 10) -> None:
    """The token of the tenant expires soon."""
    soon = (datetime.fromisoformat(NOW) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
    school.change_state(vppTokens=[{**school.token(), "expirationDateTime": soon}])


def outcomes(school: TokenSchool) -> dict[str, str]:
    """Change → outcome, by the newest receipt."""
    newest = max((school.folder / ".reconciler").rglob("*-receipt.json"))
    return {one["change"][:2]: one["outcome"] for one in json.loads(newest.read_text("utf-8"))["outcomes"]}


def test_a_renewal_that_was_reviewed_without_the_secret_is_made_where_the_secret_is(school: TokenSchool) -> None:
    applied(school)
    expiring(school)
    planned = school.go("plan", "desired-state", "--out", "plan.json", secret=None)
    assert "It is checked when the plan is applied" in planned.out
    assert 0 == school.go("apply", "plan.json", secret=FRESH).code
    assert "2028-08-01T00:00:00Z" == school.token()["expirationDateTime"]


def test_a_renewal_whose_secret_is_not_newer_when_it_is_applied_changes_nothing(school: TokenSchool) -> None:
    applied(school)
    expiring(school, days=29)
    school.go("plan", "desired-state", "--out", "plan.json", secret=None)
    before = school.token()
    late = content_token("late", datetime.fromisoformat(before["expirationDateTime"]), "Norrskolan")
    ended = school.go("apply", "plan.json", secret=late)
    assert 0 == ended.code, ended.err
    assert {"t:": "unchanged", "a:": "applied"} == outcomes(school)
    assert before["expirationDateTime"] == school.token()["expirationDateTime"]


def test_a_secret_that_is_gone_when_it_is_applied_holds_its_token_and_the_rest_goes_on(school: TokenSchool) -> None:
    applied(school)
    school.go("plan", "desired-state", "--out", "plan.json", secret=FRESH)
    ended = school.go("apply", "plan.json", secret=None)
    assert 1 == ended.code
    assert "there is no content token at VPP_TOKEN_NORR: the variable is not set" in ended.out + ended.err
    assert {"t:": "held", "a:": "applied"} == outcomes(school)


def test_another_secret_than_the_reviewed_one_is_refused(school: TokenSchool) -> None:
    applied(school)
    school.go("plan", "desired-state", "--out", "plan.json", secret=FRESH)
    for secret, said in ((NEWEST, "would be renewed until 2029"), (SECRET, "no newer content token at hand")):
        ended = school.go("apply", "plan.json", secret=secret)
        assert (3, True) == (ended.code, said in ended.err), ended.err


def test_a_content_token_that_apple_refuses_replaces_no_working_one(school: TokenSchool) -> None:
    applied(school)
    state = school.admin("GET", "state")
    revoked = [{**one, "state": "revoked"} if one["sToken"] == FRESH else one for one in state["apple"]["tokens"]]
    school.change_state(apple={**state["apple"], "tokens": revoked})
    before = school.token()
    ended = school.go("plan", "desired-state", secret=FRESH)
    assert (1, True) == (ended.code, "Apple refuses the content token of" in ended.out), ended.out
    applied(school, FRESH, code=1)
    assert before == school.token()


def test_a_location_that_is_there_already_is_not_uploaded_a_second_time(school: TokenSchool) -> None:
    applied(school)
    school.write("tokens.yaml", TOKEN.replace("appleId: it@norr.example", "appleId: kim@norr.example"))
    ended = school.go("plan", "desired-state")
    assert (1, True) == (ended.code, "and nothing says that it is another location" in ended.out)
    applied(school, code=1)
    assert 1 == len(school.admin("GET", "state")["vppTokens"])


def test_two_declarations_of_one_token_are_told_and_the_later_one_does_nothing(school: TokenSchool) -> None:
    applied(school)
    twice = TOKEN + TOKEN.replace("tokens:\n", "").replace("name: norr", "name: double").replace("NORR}", "OTHER}")
    school.write("tokens.yaml", twice)
    ended = school.go("plan", "desired-state", secret=FRESH)
    assert 'tokens "norr" and "double" both mean one VPP token' in ended.out
    assert [("renew", "norr")] == [
        (one["action"], one["token"]["name"]) for one in school.plan(FRESH)["changes"] if one["kind"] == "token"
    ]
