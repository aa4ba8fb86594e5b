"""What every command is handed: the settings of this run, its console and its voice."""

from dataclasses import dataclass, field

from reconciler.cli.console import Console
from reconciler.cli.settings import Settings
from reconciler.cli.voice import Voice


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command line. `voice` is told the language of the tenant that is chosen."""

    settings: Settings
    console: Console
    voice: Voice = field(default_factory=Voice)
