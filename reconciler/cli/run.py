"""What every command is handed: the settings of this run and its console."""

from dataclasses import dataclass

from reconciler.cli.console import Console
from reconciler.cli.settings import Settings


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line."""

    settings: Settings
    console: Console
