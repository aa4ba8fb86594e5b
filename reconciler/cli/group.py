"""How commands are found and how a run ends: a group that imports a command only when it is called."""

import importlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

import click

from reconciler.cli.console import Console
from reconciler.cli.exits import Exit
from reconciler.cli.settings import wants_colour
from reconciler.model.errors import ReconcilerError


class Entry(NamedTuple):
    """Where a command stands (`module:name`) and what it does, for the list of commands."""

    place: str
    help: str


COMMANDS = {
    "validate": Entry("reconciler.cli.validate_cmd:validate", "Check the YAML: offline, without credentials."),
    "plan": Entry("reconciler.cli.plan_cmd:plan", "Show what an apply would do, and what it would use up for good."),
    "show": Entry("reconciler.cli.show_cmd:show", "Show a stored plan or receipt."),
    "apply": Entry("reconciler.cli.apply_cmd:apply", "Do what a reviewed plan says, and nothing else."),
    "drift": Entry("reconciler.cli.drift_cmd:drift", "Show what changed outside git."),
    "snapshot": Entry("reconciler.cli.snapshot_cmd:snapshot", "Save what the tenant says, without anybody's name."),
    "schema": Entry("reconciler.cli.schema_cmd:schema", "Print, write or check the JSON Schemas."),
    "explain": Entry("reconciler.cli.explain_cmd:explain", "Say what a rule means, why, and what to do."),
    "ledger": Entry("reconciler.cli.ledger_cmd:ledger", "Work on the records of what was applied."),
    "sandbox": Entry("reconciler.cli.sandbox_cmd:sandbox", "A whole tenant on this machine, to try things on."),
}


class LazyGroup(click.Group):
    """Imports a command when it is called, so that `--help` is quick, and gives every failure its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module, name = entry.place.split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *_: Any, **extra: Any) -> NoReturn:
        """Runs the command line and ends the process with its exit code."""
        arguments = list(sys.argv[1:] if args is None else args)
        extra["standalone_mode"] = False
        sys.exit(self._ended(arguments, extra))

    def _ended(self, arguments: list[str], extra: dict[str, Any]) -> int:
        console = Console(colour="--no-color" not in arguments and wants_colour(os.environ))
        try:
            code = super().main(arguments, **extra)
            return int(code) if isinstance(code, int) else Exit.DONE
        except click.ClickException as wrong:
            wrong.show()
            return Exit.USAGE
        except (click.Abort, KeyboardInterrupt):
            console.note("interrupted")
            return Exit.INTERRUPTED
        except ReconcilerError as stopped:
            console.problem(stopped)
            return stopped.exit_code
        except Exception as unforeseen:
            return _internal(console, unforeseen, arguments)


def _internal(console: Console, error: Exception, arguments: list[str]) -> int:
    """The last resort: one line, and the traceback only for those who asked for it."""
    if "--verbose" in arguments:
        traceback.print_exception(error, file=sys.stderr)
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    how = "please run again with --verbose and open an issue in the project with what it prints"
    console.problem(ReconcilerError(f"internal error, a mistake of ours ({what}); {how}"))
    return Exit.INTERNAL
