"""How commands are found and how a run ends: a group that imports a command only when it is called."""

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn

import click

from reconciler.cli.voice import Voice


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
    "import": Entry("reconciler.cli.import_cmd:import_", "Write what the tenant shows as YAML."),
    "export": Entry("reconciler.cli.export_cmd:export", "Write the books and their groups as a table."),
    "what-if": Entry("reconciler.cli.what_if_cmd:what_if", "Forecast one assignment without editing anything."),
    "sync": Entry("reconciler.cli.sync_cmd:sync", "Ask Intune to fetch licences from Apple now."),
    "snapshot": Entry("reconciler.cli.snapshot_cmd:snapshot", "Save what the tenant says, without anybody's name."),
    "schema": Entry("reconciler.cli.schema_cmd:schema", "Print, write or check the JSON Schemas."),
    "comment": Entry("reconciler.cli.comment_cmd:comment", "Write a plan as the comment of its pull request."),
    "token": Entry("reconciler.cli.token_cmd:token", "Look at a content token: organisation, expiry, nothing secret."),
    "calendar": Entry("reconciler.cli.calendar_cmd:calendar", "Write when tokens expire, as a file for calendars."),
    "doctor": Entry("reconciler.cli.doctor_cmd:doctor", "Check sign-in, permissions, clock and ledger."),
    "status": Entry("reconciler.cli.status_cmd:status", "Show tokens, seats and installs now."),
    "report": Entry("reconciler.cli.report_cmd:report", "Write a static site for people to read in a browser."),
    "explain": Entry("reconciler.cli.explain_cmd:explain", "Say what a rule means, why, and what to do."),
    "permissions": Entry("reconciler.cli.permissions_cmd:permissions", "List the least Graph permissions, by command."),
    "audit": Entry("reconciler.cli.audit_cmd:audit", "Check the ledger, and read who did what, when and why."),
    "ledger": Entry("reconciler.cli.ledger_cmd:ledger", "Work on the records of what was applied."),
    "init": Entry("reconciler.cli.init_cmd:init", "Begin a new repository: YAML, pipelines, editor settings."),
    "tenants": Entry("reconciler.cli.tenants_cmd:tenants", "List the tenants, to spread them over runners."),
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
        voice = Voice()
        try:
            code = super().main(arguments, **{"obj": voice, **extra})
            return int(code) if isinstance(code, int) else 0
        except (Exception, KeyboardInterrupt) as error:
            from reconciler.cli.ending import ended_by  # here: a run that goes well does without

            return ended_by(error, arguments, voice)
