"""The generated pages of the reference are up to date and complete; those written by hand leave nothing out."""

import re
from pathlib import Path

from reconciler.cli.exits import Exit, exit_code
from reconciler.cli.group import COMMANDS
from reconciler.cli.reference.exits import strongest_first
from reconciler.cli.reference.pages import generated, stale_pages, write_pages
from reconciler.schema import schemas
from tests.docs.pages import ROOT

SCHEMA = schemas()["desired-state.schema.json"]
"""The YAML's."""


def test_the_generated_pages_are_up_to_date() -> None:
    assert [] == stale_pages(ROOT), "run scripts/reference-docs"


def test_a_page_that_was_edited_or_lost_is_named_and_mended(tmp_path: Path) -> None:
    write_pages(tmp_path)
    (tmp_path / "docs/reference/yaml.md").write_text("changed", "utf-8")
    (tmp_path / "docs/reference/commands.md").unlink()
    assert ["docs/reference/commands.md", "docs/reference/yaml.md"] == stale_pages(tmp_path)
    write_pages(tmp_path)
    assert [] == stale_pages(tmp_path)


def test_every_command_has_a_section() -> None:
    text = generated()["docs/reference/commands.md"]
    assert [] == [name for name in COMMANDS if f"\n## {name}\n" not in text]


def test_every_key_of_the_yaml_has_a_row() -> None:
    text = generated()["docs/reference/yaml.md"]
    keys = {key for shape in (SCHEMA, *SCHEMA["$defs"].values()) for key in shape["properties"]}
    assert [] == sorted(key for key in keys if f"| `{key}` |" not in text)


def test_the_strongest_exit_code_speaks_for_all_behind_it() -> None:
    order = strongest_first()
    assert set(Exit) == set(order)
    assert all(exit_code(order[place:]) == order[place] for place in range(len(order)))


READ_BY_US = re.compile(
    r'"((?:RECONCILER|AZURE|AZURESUBSCRIPTION|ACTIONS|GITHUB|GITLAB|CI|SYSTEM|BUILD)_[A-Z_0-9]+'
    r'|NO_COLOR|TF_BUILD|GITLAB_CI|CI|IDENTITY_ENDPOINT|MSI_ENDPOINT)"'
)


def test_every_variable_that_is_read_is_told_and_no_other_of_our_own() -> None:
    files = [file for file in (ROOT / "reconciler").rglob("*.py") if "scaffold" not in file.parts]
    read = {name for file in files for name in READ_BY_US.findall(file.read_text("utf-8"))}
    told = set(re.findall(r"`([A-Z][A-Z_0-9]+)`", (ROOT / "docs/reference/environment.md").read_text("utf-8")))
    assert {"RECONCILER_LEDGER", "AZURE_CLIENT_ID", "GITHUB_TOKEN"} <= read
    assert [] == sorted(read - told)
    assert [] == sorted(name for name in told - read if name.startswith("RECONCILER_"))
