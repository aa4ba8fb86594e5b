"""The published schemas: valid, described to the last property, up to date, and of one mind with the loader."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.desired.load import load
from reconciler.rules.static import check_static
from reconciler.schema import schemas, stale, write

ROOT = Path(__file__).parents[2]
NAMES = ["desired-state", "findings", "plan", "receipt", "record", "snapshot"]


def properties(schema: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every property of a schema, with its path."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties" and isinstance(value, dict):
                yield from ((f"{where}.{name}", item) for name, item in value.items())
            yield from properties(value, f"{where}.{key}")
    elif isinstance(schema, list):
        for item in schema:
            yield from properties(item, where)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_and_has_an_id(name: str) -> None:
    schema = schemas()[f"{name}.schema.json"]
    Draft202012Validator.check_schema(schema)
    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]
    assert schema["$id"].endswith(f"/{name}.schema.json")


@pytest.mark.parametrize("name", NAMES)
def test_every_property_has_a_description(name: str) -> None:
    lacking = [
        where
        for where, item in properties(schemas()[f"{name}.schema.json"])
        if not item.get("description") and not where.endswith((".if.rule", ".if.cloud", ".anyOf.cloud", ".if.kind"))
    ]
    assert [] == lacking


def test_there_are_six_and_no_others() -> None:
    assert {f"{name}.schema.json" for name in NAMES} == schemas().keys()


def test_the_committed_schemas_are_up_to_date() -> None:
    assert [] == stale(ROOT / "schemas")


def test_a_changed_and_a_missing_schema_are_named(tmp_path: Path) -> None:
    write(tmp_path)
    assert [] == stale(tmp_path)
    (tmp_path / "plan.schema.json").unlink()
    (tmp_path / "record.schema.json").write_text("{}")
    assert ["plan.schema.json", "record.schema.json"] == stale(tmp_path)


def shape_is_right(text: str) -> bool:
    """What the schema says of a file. Dates are texts for it, so an unquoted one is given as text."""
    schema = schemas()["desired-state.schema.json"]
    value = yaml.load(text, Loader=_Texts)
    return bool(Draft202012Validator(schema).is_valid(value or {}))


class _Texts(yaml.SafeLoader):
    """A reader that leaves dates as texts."""


_Texts.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: str(node.value))

RIGHT = """
tokens:
  - name: a
    organization: A
    appleId: a@a.example
    accountType: education
    countryOrRegion: "NO"
    dataSharingConsent: true
    secret: {env: A}
    preflight: {generatedForIntune: 2026-08-14}
    accept: [{rule: VPP122, maxBooks: 3, reason: ok, expires: 2026-09-30}]
groups: [{alias: b, displayName: B}]
books:
  - title: C
    token: a
    adamId: "1"
    assignments: [{group: b, intent: required, accept: [{rule: VPP313, maxMembers: 3, reason: ok}]}]
policy: {maxNewSeats: null, freezes: [{from: 2026-12-14, to: 2026-12-18, reason: exams}]}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("education", "school"),
        ("a@a.example", "nobody"),
        ('"NO"', "NOR"),
        ("dataSharingConsent: true", "dataSharingConsent: 1"),
        ("{env: A}", "{env: A, file: b}"),
        ("{env: A}", "{}"),
        ("maxBooks: 3, ", ""),
        ("VPP122", "VPP313"),
        ("maxMembers: 3", "maxUsers: 3"),
        ("displayName: B", "country: SE"),
        ('"1"', '"1a"'),
        ("intent: required", "intent: uninstall"),
        ("reason: exams", 'reason: ""'),
        ("2026-12-18", "soon"),
        ("title: C", "titel: C"),
        ("maxNewSeats: null", "maxNewSeats: -1"),
    ],
)
def test_what_is_wrong_for_the_schema_is_wrong_for_the_loader(old: str, new: str, tmp_path: Path) -> None:
    assert shape_is_right(RIGHT)
    bad = RIGHT.replace(old, new)
    assert bad != RIGHT
    assert not shape_is_right(bad)
    assert _findings(tmp_path, bad)
    assert not _findings(tmp_path, RIGHT)


def _findings(folder: Path, text: str) -> list[str]:
    (folder / "tenant.yaml").write_text("tenant: {name: nord, cloud: sandbox}\n")
    (folder / "file.yaml").write_text(text, "utf-8")
    loaded = load(["."], folder)
    return [finding.rule for finding in (*loaded.findings, *check_static(loaded.repository))]
