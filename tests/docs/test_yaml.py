"""The YAML that the documentation shows is what the schema allows."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.schema import schemas
from tests.docs.pages import DOCS, ROOT, blocks, pages, shown

SCHEMA = schemas()["desired-state.schema.json"]


def ours(text: str) -> dict[str, Any] | None:
    """The block as JSON, where it is a file of a tenant and no workflow of some service; days are texts."""
    read = yaml.safe_load(text)
    if not isinstance(read, dict) or not read.keys() <= SCHEMA["properties"].keys():
        return None
    shape: dict[str, Any] = json.loads(json.dumps(read, default=str))
    return shape


@pytest.mark.parametrize("page", [page for page in pages() if page.parent != DOCS / "rules"], ids=shown)
def test_the_yaml_of_a_page_is_what_the_schema_allows(page: Path) -> None:
    judge = Draft202012Validator(SCHEMA)
    for text in blocks(page.read_text("utf-8"), "yaml"):
        shape = ours(text)
        assert shape is None or [] == [error.message for error in judge.iter_errors(shape)], text


def test_the_readme_shows_yaml_of_ours() -> None:
    assert any(ours(text) for text in blocks((ROOT / "README.md").read_text("utf-8"), "yaml"))


def test_a_wrong_key_would_be_seen() -> None:
    shape = ours("books: [{title: a, tokn: b}]")
    assert shape is not None
    assert not Draft202012Validator(SCHEMA).is_valid(shape)
