"""The page of all commands, made from the commands themselves. Read `commands_page`."""

from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc

import click

from reconciler.cli.main import cli
from reconciler.cli.reference.markdown import anchor, block, code, page, sentences, table

_BEGINNING = (
    "# Commands",
    "",
    "What `reconciler COMMAND --help` says, on one page.",
    "The result is on the standard output; everything else is on the standard error.",
    "[Exit codes](exit-codes.md) and [the environment](environment.md) have pages of their own.",
    "",
)


@dataclass(frozen=True, slots=True)
class Described:
    """A command with all that it has: how it is called, and the context that its help is worded in."""

    path: str
    command: click.Command
    context: click.Context


def commands_page() -> str:
    """The options before every command, a list of commands, and a section for each, in the order of `--help`."""
    root = click.Context(cli, info_name="reconciler")
    described = list(_described(cli, root))
    lines = [*_BEGINNING, "## Before every command", "", *_options(cli, root)]
    lines += ["## All of them", "", *_list(described)]
    for one in described:
        lines += [f"## {one.path}", "", *_section(one)]
    return page(lines)


def _described(group: click.Group, context: click.Context, above: str = "") -> Iterator[Described]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        below = click.Context(command, parent=context, info_name=name)
        yield Described(above + name, command, below)
        if isinstance(command, click.Group):
            yield from _described(command, below, f"{above}{name} ")


def _list(described: list[Described]) -> Iterator[str]:
    called = ((f"[{code(one.path)}](#{anchor(one.path)})", _paragraphs(one.command)[0]) for one in described)
    yield from table(["Command", "Does"], ((name, sentences(does)[0]) for name, does in called))


def _section(one: Described) -> Iterator[str]:
    yield from block("text", one.command.get_usage(one.context).removeprefix("Usage: "))
    for paragraph in _paragraphs(one.command):
        yield from (*sentences(paragraph), "")
    yield from _options(one.command, one.context)
    yield from block("sh", _examples(one.command))


def _paragraphs(command: click.Command) -> list[str]:
    return [" ".join(part.split()) for part in cleandoc(command.help or "").split("\n\n")]


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    options = [one for one in command.params if isinstance(one, click.Option)]
    yield from table(["Option", "Means"], ((_spelled(one, context), _meaning(one)) for one in options))


def _spelled(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    return code(f"{', '.join(option.opts)}{value}")


def _meaning(option: click.Option) -> str:
    told = " ".join((option.help or "").split())
    shown = f"Default: {code(str(option.default))}." if option.show_default and option.default is not None else ""
    needed = "Required." if option.required else ""
    return " ".join(part for part in (told, shown, needed) if part)


def _examples(command: click.Command) -> str:
    """The lines of the epilogue that are commands."""
    lines = (line.strip() for line in (command.epilog or "").splitlines())
    return "\n".join(line for line in lines if line and line not in ("\b", "Examples:"))
