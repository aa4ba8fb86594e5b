"""`reconciler token check`: what a content token file says, without the secret."""

import sys
from pathlib import Path

import click

from reconciler.cli.exits import Exit
from reconciler.cli.language import language_of
from reconciler.cli.options import format_option
from reconciler.cli.run import Run
from reconciler.model.content_token import MOST_BYTES, Absence, Flaw, NoContentToken, decode
from reconciler.model.contents import ContentFacts
from reconciler.model.errors import UsageError
from reconciler.model.quoting import shown
from reconciler.report.findings_json import as_json
from reconciler.report.token_check import token_check_document, token_check_lines
from reconciler.secrets.files import read_secret_file

_EPILOG = """\b
Examples:
  reconciler token check sToken_for_Norrskolan.vpptoken
  printenv VPP_TOKEN_NORRSKOLAN | reconciler token check -
  reconciler token check --format json sToken_for_Norrskolan.vpptoken
"""
_LONGEST_PATH = 255
_PROBLEMS = {
    Absence.NO_FILE: "there is no such file",
    Absence.NOT_A_FILE: "it is no file; what comes through a pipe is read from -",
}


class _Discreet(click.Group):
    """Does not repeat what stands in the place of a command: it may be a secret."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command. Raises UsageError where there is none of this name."""
        if args[0] not in self.commands:
            raise UsageError("token has the command check only.", "Write: reconciler token check FILE")
        return super().resolve_command(ctx, args)


@click.group(cls=_Discreet, epilog=_EPILOG)
def token() -> None:
    """Look at content tokens, as Apple's portals let one download them."""


@token.command(epilog=_EPILOG)
@click.argument("file", nargs=-1, required=True, metavar="FILE|-")
@format_option("text", "json")
@click.pass_obj
def check(run: Run, file: tuple[str, ...], form: str) -> int:
    """Say of which organisation the content token in FILE is, and when it expires; - reads standard input.

    Works offline. Shows nothing of the secret. Ends with 1 when it has expired or is no content token.
    """
    checked, now = _decoded(_read(run, file)), run.settings.clock()
    if form == "json":
        run.console.data(as_json(token_check_document(checked, now)))
    else:
        run.console.result(token_check_lines(checked, now, language_of(run)))
    return Exit.HELD if isinstance(checked, Flaw) or checked.expires <= now else Exit.DONE


def _read(run: Run, file: tuple[str, ...]) -> bytes:
    """The bytes of the one file, or of standard input. Raises UsageError, which quotes no secret given by mistake."""
    if len(file) != 1:
        raise UsageError("Give one FILE, or - for standard input.", "The content of the file is no argument.")
    if file[0] == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    content = read_secret_file(run.settings.path(Path(file[0])))
    if isinstance(content, Absence):
        problem = _PROBLEMS.get(content, "it cannot be read")
        raise UsageError(f"{_quoted(file[0])}: {problem}.", "Check the path of the downloaded file.")
    return content


def _decoded(raw: bytes) -> ContentFacts | Flaw:
    try:
        content = decode(raw)
    except NoContentToken as no:
        return no.flaw
    return ContentFacts(content.organization, content.expires)


def _quoted(path: str) -> str:
    """The path where it looks like one; what may be a part of a secret, given in its place, is not repeated.

    A name with a full stop is no Base64.
    """
    parts = path.split("/")
    plain = len(path) <= _LONGEST_PATH and path.isprintable() and all(shown(part) == part for part in parts)
    return path if plain and "." in parts[-1] else "FILE (not shown, since it may be a secret)"
