"""The console entry: options that stand before every command."""

import os
from pathlib import Path
from typing import NoReturn

import click

from reconciler import __version__
from reconciler.cli.console import Console
from reconciler.cli.group import LazyGroup
from reconciler.cli.run import Run
from reconciler.cli.settings import read_settings

_EPILOG = """\b
Examples:
  reconciler validate
  reconciler plan desired-state --out plan.json
  reconciler apply plan.json
  reconciler --chdir school drift
"""


@click.group(cls=LazyGroup, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--chdir", metavar="DIR", type=click.Path(path_type=Path), help="Work as if started in DIR.")
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
    ctx: click.Context, chdir: Path | None, quiet: bool, verbose: bool, no_color: bool, language: str | None
) -> None:
    """Books of Apple's volume purchase in Intune, as code: YAML in git, a plan in the pull request, apply after it."""
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other.")
    if chdir is not None:
        _enter(ctx, chdir)
    settings = read_settings(os.environ, Path.cwd(), language)
    console = Console(quiet=quiet, verbose=verbose, colour=not (no_color or settings.no_color))
    ctx.obj = Run(settings, console)


def main() -> NoReturn:
    """Runs the command line with the arguments of the process."""
    cli.main(prog_name="reconciler")


def _enter(ctx: click.Context, folder: Path) -> None:
    """Makes `folder` the working directory while the command runs."""
    before = Path.cwd()
    try:
        os.chdir(folder)
    except OSError as missing:
        raise click.UsageError(f"--chdir {folder}: {missing.strerror}.") from missing
    ctx.call_on_close(lambda: os.chdir(before))
