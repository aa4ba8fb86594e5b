"""What stands in pipelines and pages: their steps, and the calls of `reconciler` within them."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from reconciler.cli.group import COMMANDS
from reconciler.cli.main import cli

_CALL = re.compile(r"(?:(?P<from>xargs[^|\n]*?)\s)?(?:[\w./-]*/)?reconciler (?P<name>[a-z-]+)\b(?P<rest>[^\n|;&)>]*)")
_SUM = re.compile(r"\$\(\(.*?\)\)")
_WORDS = re.compile(r'"[^"\n]*"')


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a job: who has it, and what it says."""

    job: str
    body: dict[str, Any]

    @property
    def run(self) -> str:
        """Its shell, empty where it uses an action."""
        return str(self.body.get("run", ""))


def read(path: Path) -> dict[Any, Any]:
    """A workflow; `on:` has the key True, as YAML 1.1 reads it."""
    loaded = yaml.safe_load(path.read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def steps(workflow: dict[Any, Any]) -> list[Step]:
    """The steps of all jobs."""
    return [Step(name, step) for name, job in workflow["jobs"].items() for step in job["steps"]]


def calls(text: str) -> Iterator[tuple[str, list[str]]]:
    """(command, arguments) of every call of `reconciler` in a shell's text; variables become the letter x."""
    for found in _CALL.finditer(_SUM.sub("1", text.replace("\\\n", " "))):
        if found["name"] in COMMANDS:
            given = _WORDS.sub(lambda word: "" if "[@]" in word[0] else "x", found["rest"])
            more = ["x"] if found["from"] else []
            yield found["name"], [*shlex.split(given.replace("$(", "")), *more]


def wrong(name: str, arguments: list[str]) -> str | None:
    """What the command line says against a call; None where it would take it."""
    with click.Context(cli, info_name="reconciler") as above:
        command = cli.get_command(above, name)
        assert command is not None
        try:
            command.make_context(name, list(arguments), parent=above)
        except click.UsageError as error:
            return f"{name} {arguments}: {error.message}"
    return None
