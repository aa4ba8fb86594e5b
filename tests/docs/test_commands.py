"""Every `reconciler …` that the documentation shows is a command that there is, with options that it has."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reconciler.cli.main import cli
from tests.docs.pages import blocks, pages, prose, shown

_STARTS = re.compile(r"(?:^|(?<=[\s;&|(`$]))(?:\S*/bin/)?reconciler(?= )")
_CALL = re.compile(r"""(?:"[^"]*"|'[^']*'|(?!\s#)[^;&|<>()"'])*""")
"""Up to where the shell goes on with something else, or a remark begins."""
_NOT_RUN = ("#", "- name:", "image:", "uses:", "description:")


def called(text: str) -> Iterator[list[str]]:
    """The arguments of every call in a page's blocks and in its inline code."""
    typed = [line[2:] for block in blocks(text, "console") for line in block.splitlines() if line.startswith("$ ")]
    shown_lines = [line for block in blocks(text, "sh", "yaml", "") for line in block.splitlines()]
    lines = [*typed, *(line for line in shown_lines if not line.lstrip().startswith(_NOT_RUN))]
    for line in [*lines, *re.findall(r"`([^`\n]+)`", prose(text))]:
        yield from (arguments(line[start.end() :]) for start in _STARTS.finditer(line))


def arguments(line: str) -> list[str]:
    """The words of the call at the beginning of a line. Placeholders such as `…` are words too."""
    call = _CALL.match(line)
    assert call is not None
    return shlex.split(call[0])


def unknown(words: list[str], command: click.Command = cli, above: click.Context | None = None) -> str | None:
    """What is wrong with a call; None where every command and option is known. Values are not judged."""
    context = click.Context(command, parent=above, info_name=command.name)
    try:
        _, rest, _ = command.make_parser(context).parse_args(list(words))
    except click.UsageError as error:
        return error.format_message()
    if not isinstance(command, click.Group) or not rest or _stands_for_another(rest[0]):
        return None
    found = command.get_command(context, rest[0])
    return f"no command {rest[0]}" if found is None else unknown(rest[1:], found, context)


def _stands_for_another(word: str) -> bool:
    """Whether a word is a placeholder: `COMMAND`, `…`."""
    return word.isupper() or not word.isascii()


@pytest.mark.parametrize("page", pages(), ids=shown)
def test_what_a_page_tells_to_call_can_be_called(page: Path) -> None:
    wrong = {" ".join(words): told for words in called(page.read_text("utf-8")) if (told := unknown(words))}
    assert {} == wrong


@pytest.mark.parametrize(
    ("expected", "line"),
    [
        (None, "plan desired-state --out plan.json > x"),
        (None, "--language sv report --out site"),
        (None, "audit verify --expect-head sha256:…"),
        (None, "COMMAND --help"),
        ("no command plant", "plant desired-state"),
        ("No such option '--outt'", "plan --outt plan.json"),
        ("No such option '--head'", "audit verify --head x"),
        (None, 'export --csv books.csv --separator ";"'),
        (None, "plan   # --not-an-option"),
        (None, "drift || test $? -eq 2 --no-option-of-ours"),
    ],
)
def test_a_call_that_cannot_be_made_is_told(expected: str | None, line: str) -> None:
    told = unknown(arguments(line))
    assert expected is None if told is None else told.startswith(str(expected))


def test_the_calls_of_a_page_are_found() -> None:
    text = "Run `reconciler plan --out p.json`.\n\n```sh\ncd x && reconciler apply p.json || true\n```\n"
    assert [["apply", "p.json"], ["plan", "--out", "p.json"]] == list(called(text))
