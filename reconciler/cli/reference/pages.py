"""Which pages of `docs/reference` are generated, and whether they are up to date. Read `generated`."""

from collections.abc import Mapping
from pathlib import Path

from reconciler.cli.reference.commands import commands_page
from reconciler.cli.reference.exits import exits_page
from reconciler.cli.reference.permissions import permissions_page
from reconciler.cli.reference.rules import rules_page
from reconciler.cli.reference.shapes import yaml_page

FOLDER = "docs/reference"


def generated() -> Mapping[str, str]:
    """The generated pages, by path below the repository's root."""
    made = {
        "commands.md": commands_page,
        "exit-codes.md": exits_page,
        "permissions.md": permissions_page,
        "rules.md": rules_page,
        "yaml.md": yaml_page,
    }
    return {f"{FOLDER}/{name}": make() for name, make in made.items()}


def write_pages(root: Path) -> None:
    """Writes the pages anew below `root`."""
    for path, text in generated().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def stale_pages(root: Path) -> list[str]:
    """The pages below `root` that are missing or not up to date; paths relative to it, sorted."""
    return sorted(path for path, text in generated().items() if _read(root / path) != text)


def _read(file: Path) -> str | None:
    return file.read_text("utf-8") if file.exists() else None
