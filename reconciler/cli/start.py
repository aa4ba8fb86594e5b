"""What every command is handed, made of the options that stand before it."""

import os
from pathlib import Path

from reconciler.cli.console import Console
from reconciler.cli.run import Run
from reconciler.cli.settings import read_settings
from reconciler.cli.voice import Voice


def start(*, quiet: bool, verbose: bool, no_color: bool, language: str | None, voice: Voice | None = None) -> Run:
    """The settings and the console of this run. Raises UsageError for an environment that means nothing."""
    # Pydantic looks through all installed packages for plugins of its own, of which we use none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    voice = voice or Voice()
    voice.language = language or ""
    settings = read_settings(os.environ, Path.cwd(), language)
    return Run(settings, Console(quiet=quiet, verbose=verbose, colour=not (no_color or settings.no_color)), voice)
