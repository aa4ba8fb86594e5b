"""Every `reconciler …` that the documentation shows is a command that there is, with options that it has."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reconciler.cli.main import cli
from tests.docs.pages import blocks, pages, prose, shown

_STARTS = re.compile(r"(?:^|(?<=[\s;&|(`]))(?:\S*/bin/)?reconciler(?= )")
_ENDS = re.compile(r"^(?:[;&|()<>]+|#.*)$")


def called(text: str) -> Iterator[list[str]]:
    """The arguments of every call in a page's blocks and in its inline code."""
    lines = [line for block in blocks(text, "console", "sh", "yaml", "") for line in block.splitlines()]
    lines += re.findall(r"`([^`\n]+)`", prose(text))
    for line in lines:
        if not line.lstrip().startswith(("#", "- name:", "image:", "uses:")):
            yield from (arguments(line[start.end() :]) for start in _STARTS.finditer(line))


def arguments(line: str) -> list[str]:
    """The words up to where the shell goes on with something else. Placeholders such as `…` are words too."""
    words = shlex.shlex(line, posix=True, punctuation_chars=";&|<>")
    words.whitespace_split, words.commenters, words.quotes = True, "", "\"'"
    found: list[str] = []
    try:
        for word in words:
            if _ENDS.match(word):
                break
            found.append(word)
    except ValueError:
        pass  # a quotation mark of the prose around it
    return found


def unknown(words: list[str]) -> str | None:
    """What is wrong with a call; None where every command and option is known. Values are not judged."""
    context, command = click.Context(cli, info_name="reconciler"), cli
    try:
        while True:
            _, rest, _ = command.make_parser(context).parse_args(list(words))
            if not isinstance(command, click.Group) or not rest:
                return None
            found = command.get_command(context, rest[0])
            if found is None:
                return None if rest[0].isupper() or not rest[0].isascii() else f"no command {rest[0]}"
            context = click.Context(found, parent=context, info_name=rest[0])
            command, words = found, rest[1:]  # type: ignore[assignment]
    except click.UsageError as error:
        return error.format_message()


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
        ("No such option: --outt", "plan --outt plan.json"),
        ("No such option: --head", "audit verify --head x"),
        (None, "drift || test $? -eq 2 --no-option-of-ours"),
    ],
)
def test_a_call_that_cannot_be_made_is_told(expected: str | None, line: str) -> None:
    told = unknown(arguments(line))
    assert told == expected or (told or "").startswith(f"{expected}")


def test_the_calls_of_a_page_are_found() -> None:
    text = "Run `reconciler plan --out p.json`.\n\n```sh\ncd x && reconciler apply p.json || true\n```\n"
    assert [["apply", "p.json"], ["plan", "--out", "p.json"]] == list(called(text))
