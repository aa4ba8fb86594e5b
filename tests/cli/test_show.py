"""`reconciler show`: plans and receipts from files, also odd ones."""

import json
from pathlib import Path

import pytest

from reconciler.model.plan_file import plan_bytes
from tests.cli.command import call
from tests.report.plans import full_plan, held_only_plan
from tests.report.test_receipt import receipt


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """A stored plan."""
    file = tmp_path / "plan.json"
    file.write_bytes(plan_bytes(full_plan(), "0.0.0"))
    return file


def test_a_stored_plan_as_json_is_the_file_itself(plan_file: Path) -> None:
    ended = call("show", "plan.json", "--format", "json", cwd=plan_file.parent)
    assert (0, plan_file.read_text("utf-8")) == (ended.code, ended.out)


@pytest.mark.parametrize(("form", "golden"), [("text", "plan-full.txt"), ("markdown", "plan-full.md")])
def test_a_stored_plan_is_shown_as_a_new_one_would_be(form: str, golden: str, plan_file: Path) -> None:
    ended = call("show", "plan.json", "--format", form, cwd=plan_file.parent)
    headline = (Path(__file__).parents[1] / "report" / "golden" / golden).read_text("utf-8").splitlines()[0]
    assert (0, headline) == (ended.code, ended.out.splitlines()[0])


def test_a_plan_whose_digest_is_wrong_is_still_shown(plan_file: Path) -> None:
    plan_file.write_bytes(plan_bytes(held_only_plan(), "0.0.0").replace(b"Klass 9A", b"Klass 9Z"))
    ended = call("show", "plan.json", cwd=plan_file.parent)
    assert ended.code == 0
    assert "Klass 9Z" in ended.out


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_receipt_is_shown_in_every_format(form: str, tmp_path: Path) -> None:
    (tmp_path / "receipt.json").write_text(json.dumps(receipt()), "utf-8")
    ended = call("show", "receipt.json", "--format", form, cwd=tmp_path)
    assert ended.code == 0
    assert "nordskolan" in ended.out


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"outcomes": 7}',
        b'{"outcomes": [7], "refused": false, "tenant": "x"}',
        b'{"tenant": {"name": 5}, "changes": {}}',
        b'{"a":' * 100_000,
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_no_plan_ends_with_64_and_no_traceback(content: bytes, form: str, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    ended = call("show", "odd.json", "--format", form, cwd=tmp_path)
    assert (64, "") == (ended.code, ended.out)
    assert "odd.json" in ended.err


@pytest.mark.parametrize(("path", "value"), [("title", 5), ("id", None), ("token", ["x"])])
def test_a_plan_with_a_value_of_another_type_ends_with_64(path: str, value: object, plan_file: Path) -> None:
    body = json.loads(plan_file.read_bytes())
    body["changes"][1]["book"][path] = value
    plan_file.write_text(json.dumps(body), "utf-8")
    assert call("show", "plan.json", cwd=plan_file.parent).code in (0, 64)
