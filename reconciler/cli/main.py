"""The console entry: options that stand before every command."""

import os
from typing import NoReturn

import click

from reconciler import __version__
from reconciler.cli.group import LazyGroup
from reconciler.cli.voice import Voice

_EPILOG = """\b
Examples:
  reconciler validate
  reconciler plan desired-state --out plan.json
  reconciler apply plan.json
  reconciler --chdir school drift
"""


_WIDTH = 78
_NARROWEST = 50


def _help_width() -> int:
    """The width of help as click would choose it, without the import of `shutil` that click needs for it."""
    stated = os.environ.get("COLUMNS", "")
    try:
        columns = int(stated) if stated.isdecimal() and int(stated) else os.get_terminal_size().columns
    except OSError:
        return _WIDTH
    return max(min(columns - 2, _WIDTH), _NARROWEST)


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _help_width()},
)
@click.option("--chdir", metavar="DIR", type=click.Path(), help="Work as if started in DIR.")
@click.option("--quiet", is_flag=True, help="Say nothing but the result and what went wrong.")
@click.option("--verbose", is_flag=True, help="Say more; show the traceback of an internal error.")
@click.option("--no-color", is_flag=True, help="No colour. NO_COLOR in the environment does the same.")
@click.option(
    "--language",
    type=click.Choice(["en", "sv"]),
    help="Language of messages, before the tenant's own. A text without a translation stays English.",
)
@click.version_option(__version__, prog_name="reconciler")
@click.pass_context
def cli(
    ctx: click.Context, chdir: str | None, quiet: bool, verbose: bool, no_color: bool, language: str | None
) -> None:
    """Books of Apple's volume purchase in Intune, as code: YAML in git, a plan in the pull request, apply after it."""
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.")
    if chdir is not None:
        _enter(ctx, chdir)
    from reconciler.cli.start import start  # here: settings and console are nothing that --help needs

    voice = ctx.find_object(Voice)
    ctx.obj = start(quiet=quiet, verbose=verbose, no_color=no_color, language=language, voice=voice)


def main() -> NoReturn:
    """Runs the command line with the arguments of the process."""
    cli.main(prog_name="reconciler")


def _enter(ctx: click.Context, folder: str) -> None:
    """Makes `folder` the working directory while the command runs."""
    before = os.getcwd()  # noqa: PTH109  no pathlib here: it is a tenth of what --help takes
    try:
        os.chdir(folder)
    except OSError as missing:
        raise click.UsageError(f"--chdir {folder}: {missing.strerror}.") from missing
    ctx.call_on_close(lambda: os.chdir(before))
