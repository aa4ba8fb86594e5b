"""How a run ends that was stopped by an exception: what is said, and which exit code it has."""

import os
import sys
import traceback
from collections.abc import Sequence

import click

from reconciler.cli.console import Console
from reconciler.cli.exits import Exit
from reconciler.cli.settings import wants_colour
from reconciler.cli.voice import Voice
from reconciler.model.entities import Language
from reconciler.model.errors import ReconcilerError
from reconciler.report.messages.stops import stop_in_language, stop_text


def ended_by(error: BaseException, arguments: Sequence[str], voice: Voice) -> int:
    """Says what stopped the run, in the language of `voice` (English before it has one); gives the exit code."""
    language = Language(voice.language or Language.EN)
    console = Console(colour="--no-color" not in arguments and wants_colour(os.environ))
    match error:
        case click.ClickException():
            error.show()
            return Exit.USAGE
        case click.Abort() | KeyboardInterrupt():
            console.note(stop_text("interrupted", language))
            return Exit.INTERRUPTED
        case ReconcilerError():
            console.problem(error, *stop_in_language(error, language))
            return error.exit_code
        case _:
            return _internal(console, error, arguments, language)


def _internal(console: Console, error: BaseException, arguments: Sequence[str], language: Language) -> int:
    """The last resort: one line, and the traceback only for those who asked for it."""
    if "--verbose" in arguments:
        traceback.print_exception(error, file=sys.stderr)
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    how = "please run again with --verbose and open an issue in the project with what it prints"
    ours = ReconcilerError(f"internal error, a mistake of ours ({what}); {how}")
    console.problem(ours, *stop_in_language(ours, language))
    return Exit.INTERNAL
