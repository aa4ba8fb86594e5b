"""What a run says that was stopped: in the language of --language, else of the tenant, else in English."""

import json
from pathlib import Path

import pytest

from reconciler.model.entities import Language
from reconciler.model.wording import fill
from reconciler.report.messages.rules import rules_in
from tests.cli.school import BOOKS, TENANT, School, make_school
from tests.cli.test_over_http import fault, over_http, served

APPLY = ("apply", "plan.json")


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A Swedish school with a plan that is ready to be applied."""
    made = make_school(tmp_path)
    speaking(made)
    assert made.run("plan", "desired-state", "--out", "plan.json").code == 0
    return made


def speaking(school: School, more: str = "") -> None:
    """Makes the tenant Swedish; `more` are further lines of its file."""
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + f"  language: sv\n{more}")


def in_swedish(rule: str, variant: str, **params: int) -> str:
    """What the rule says in Swedish."""
    return fill(rules_in(Language.SV)[rule].texts[variant].message, params)


def test_a_stale_plan_is_refused_in_the_language_of_the_tenant(school: School) -> None:
    school.write("books.yaml", BOOKS.replace("seatCap: 5", "seatCap: 4"))
    ended = school.run(*APPLY)
    assert (3, "") == (ended.code, ended.out)
    assert "reconciler: VPP501 Planen kan inte tillämpas: YAML säger något annat än när den gjordes." in ended.err
    assert "  Gör en ny plan och låt den granskas: reconciler plan." in ended.err


def test_the_option_comes_before_the_language_of_the_tenant(school: School) -> None:
    school.write("books.yaml", BOOKS.replace("seatCap: 5", "seatCap: 4"))
    assert "VPP501 the plan cannot be applied" in school.run("--language", "en", *APPLY).err


def test_a_freeze_is_told_in_the_language_of_the_tenant(school: School) -> None:
    speaking(school, "policy: {freezes: [{from: 2026-11-20, to: 2026-11-24, reason: tentor}]}\n")
    assert school.run("plan", "desired-state", "--out", "plan.json").code == 0
    ended = school.run(*APPLY)
    assert ended.code == 3
    assert "ändringsstopp råder till 2026-11-25T00:00:00Z: tentor" in ended.err
    assert "Tillämpa efter ändringsstoppet. I nödfall: --emergency SKÄL." in ended.err


def test_missing_approvals_are_told_in_the_language_of_the_tenant(school: School) -> None:
    speaking(school, "policy: {approvals: 1}\n")
    assert school.run("plan", "desired-state", "--out", "plan.json").code == 0
    ended = school.run(*APPLY)
    assert ended.code == 3
    assert "VPP510 " + in_swedish("VPP510", "", count=1) in ended.err


def test_a_service_that_fails_is_told_in_the_language_of_the_tenant(school: School) -> None:
    nobody = {"RECONCILER_GRAPH_URL": "http://127.0.0.1:9", "RECONCILER_RETRY_SECONDS": "0"}
    ended = school.run("plan", "desired-state", **nobody)
    assert (5, "") == (ended.code, ended.out)
    assert "VPP505 listan över böcker kunde inte läsas: Microsoft Graph på 127.0.0.1:9 kunde inte nås" in ended.err


def test_before_a_tenant_is_known_it_is_english_unless_asked_otherwise(tmp_path: Path) -> None:
    school = School(tmp_path)
    assert 'there is no "absent"' in school.run("plan", "absent").err
    ended = school.run("--language", "sv", "plan", "absent")
    assert ended.code == 64
    assert 'det finns ingen "absent"' in ended.err
    assert "RECONCILER_NOW är" in school.run("--language", "sv", "plan", RECONCILER_NOW="x").err


def test_what_an_apply_finds_is_recorded_in_the_language_of_the_tenant(school: School) -> None:
    with served(school) as url:
        fault(url, method="POST", path="/assign$", status=400)
        ended = school.run(*APPLY, "--format", "json", **over_http(url))
    assert ended.code == 5
    told = {finding["rule"]: finding["message"] for finding in json.loads(ended.out)["findings"]}
    counts = {"done": 0, "total": 2, "failed": 2, "conflict": 0, "untried": 0}
    assert in_swedish("VPP507", "", **counts) == told["VPP507"]


def test_a_run_that_died_is_told_of_in_the_language_of_the_tenant(school: School) -> None:
    assert school.run(*APPLY).code == 0
    (school.folder / ".reconciler/ledger/nordskolan/00000002-receipt.json").unlink()
    ended = school.run("apply", "desired-state", "--yes", RECONCILER_NOW="2026-11-22T14:00:00Z")
    assert ended.code == 0, ended.err
    assert "En apply som började 2026-11-22T12:00:00Z" in ended.err
    assert "blev aldrig klar: 2 av 2 av dess ändringar" in ended.err
