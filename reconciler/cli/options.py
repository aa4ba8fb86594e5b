"""Arguments and options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def path_argument(command: _Command) -> _Command:
    """PATH: a folder at, below or around the tenants that are meant, or a file of one."""
    return click.argument("path", default=".", metavar="[PATH]")(command)


def tenant_option(command: _Command) -> _Command:
    """--tenant NAME."""
    return click.option("--tenant", metavar="NAME", help="The tenant, where PATH holds several.")(command)


def out_option(what: str) -> Callable[[_Command], _Command]:
    """--out FILE, for `what`."""

    def decorate(command: _Command) -> _Command:
        kind = click.Path(path_type=Path, dir_okay=False)
        return click.option("--out", metavar="FILE", type=kind, help=f"Also write {what} to FILE.")(command)

    return decorate


def format_option(*names: str) -> Callable[[_Command], _Command]:
    """--format, of which the first is the default."""

    def decorate(command: _Command) -> _Command:
        option = click.option("--format", "form", type=click.Choice(names), default=names[0], show_default=True)
        return option(command)

    return decorate
