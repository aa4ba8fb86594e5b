"""What the commands print and write is what the published schemas say."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reconciler.schema import schemas
from tests import worlds as w
from tests.cli.school import HELD, School


def _check(name: str, value: Any) -> None:
    published = schemas()[f"{name}.schema.json"]
    assert [] == [error.message for error in Draft202012Validator(published).iter_errors(value)]


def _json(text: str) -> Any:
    return json.loads(text)


@pytest.fixture
def busy(school: School) -> School:
    """A school with something to do, something held, and drift after a first apply."""
    school.write("more.yaml", f"books:\n{HELD}")
    assert 1 == school.run("apply", "--yes", "desired-state").code
    school.assign(1, {1: "available", 3: "required"})
    return school


def test_a_plan_with_everything_in_it(busy: School) -> None:
    plan = _json(busy.run("plan", "--format", "json").out)
    assert {"drift", "initial", "git", "both"} & {change["origin"] for change in plan["changes"]}
    assert plan["unmanaged"] and plan["forecast"] and any(change["held"] for change in plan["changes"])
    _check("plan", plan)


def test_receipts_and_every_record_of_the_ledger(busy: School) -> None:
    applied = busy.run("apply", "--yes", "--format", "json", "desired-state", RECONCILER_NOW="2026-11-22T15:00:00Z")
    _check("receipt", _json(applied.out))
    records = sorted(Path(busy.folder).rglob("0*.json"))
    assert len(records) >= 4
    for record in records:
        _check("record", _json(record.read_text("utf-8")))


def test_the_receipt_of_nothing(school: School) -> None:
    school.run("apply", "--yes", "desired-state")
    _check("receipt", _json(school.run("apply", "--yes", "--format", "json", "desired-state").out))


def test_a_refused_run(school: School) -> None:
    school.run("plan", "desired-state", "--out", "plan.json")
    school.assign(1, {1: "available"})
    assert 3 == school.run("apply", "plan.json", RECONCILER_NOW="2026-11-22T15:00:00Z").code
    for record in sorted(Path(school.folder).rglob("0*.json")):
        _check("record", _json(record.read_text("utf-8")))


def test_a_snapshot(busy: School) -> None:
    assert 0 == busy.run("snapshot", "desired-state", "--out", "snapshot.json").code
    _check("snapshot", _json((busy.folder / "snapshot.json").read_text("utf-8")))


def test_findings(school: School) -> None:
    school.write("wrong.yaml", "books:\n  - {title: 1984, colour: red}\n")
    report = _json(school.run("validate", "--format", "json").out)
    assert report["summary"]["error"] >= 2
    _check("findings", report)


def test_the_schemas_refuse_what_is_wrong(busy: School) -> None:
    plan = _json(busy.run("plan", "--format", "json").out)
    for broken in (
        {**plan, "digest": "md5:0"},
        {**plan, "extra": 1},
        {**plan, "changes": [{**plan["changes"][0], "action": "revoke"}]},
    ):
        assert not Draft202012Validator(schemas()["plan.schema.json"]).is_valid(broken)
    assert w.book_id(1) in json.dumps(plan)
