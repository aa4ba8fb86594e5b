"""Where everything is printed: results to stdout, everything else to stderr. A reader who leaves early is no error."""

import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any, TextIO

from reconciler.model.errors import ReconcilerError, ServiceError
from reconciler.report.lines import Line, Tone, plain
from reconciler.report.names import shown

_STYLES = {
    Tone.STRONG: "bold",
    Tone.FAINT: "dim",
    Tone.GOOD: "green",
    Tone.ADD: "green",
    Tone.CHANGE: "yellow",
    Tone.REMOVE: "red",
    Tone.ERROR: "bold red",
    Tone.WARNING: "yellow",
}


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of one run. `colour` is only a wish: there is none where a stream is no terminal."""

    quiet: bool = False
    verbose: bool = False
    colour: bool = True

    def result(self, lines: Iterable[Line]) -> None:
        """Prints lines of the result."""
        self._lines(sys.stdout, tuple(lines))

    def data(self, content: str | bytes) -> None:
        """Prints a result for machines, byte by byte, whatever the terminal's encoding."""
        encoded = content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace")
        _write(sys.stdout, encoded)

    def note(self, text: str, tone: Tone = Tone.FAINT) -> None:
        """Tells how it goes, unless that is not wanted."""
        if not self.quiet:
            self._lines(sys.stderr, (Line(shown(text), tone),))

    def warn(self, lines: Iterable[Line]) -> None:
        """Tells what must not be missed."""
        self._lines(sys.stderr, tuple(lines))

    def problem(self, error: ReconcilerError, message: str, remedy: str) -> None:
        """Tells what stopped the run, and what to do: the error's message and remedy, in whatever language."""
        self.warn((Line(f"reconciler: {_rule(error)}{shown(message)}", Tone.ERROR),))
        if remedy:
            self.warn((Line(f"  {shown(remedy)}"),))

    def coloured(self, stream: IO[Any]) -> bool:
        """Whether this stream gets colours and moving bars."""
        return self.colour and is_terminal(stream)

    def _lines(self, stream: TextIO, lines: tuple[Line, ...]) -> None:
        if self.coloured(stream):
            _print_coloured(stream, lines)
        else:
            _write(stream, plain(lines).encode("utf-8", "backslashreplace"))


def is_terminal(stream: IO[Any]) -> bool:
    """Whether a person looks at this stream."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def _write(stream: TextIO, content: bytes) -> None:
    try:
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()
    except BrokenPipeError:
        _leave_alone(stream)


def _print_coloured(stream: TextIO, lines: tuple[Line, ...]) -> None:
    from rich.console import Console as RichConsole  # only on a terminal: it takes long to import
    from rich.text import Text

    console = RichConsole(file=stream, highlight=False, soft_wrap=True, legacy_windows=False)
    try:
        for line in lines:
            console.print(Text(line.text, style=_STYLES.get(line.tone, "")))
    except BrokenPipeError:
        _leave_alone(stream)


def _leave_alone(stream: TextIO) -> None:
    """Lets what is still to be printed go nowhere, so that the run ends as if it had been read."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _rule(error: ReconcilerError) -> str:
    """The rule that a service's failure falls under, where there is one, as findings begin with it."""
    known = isinstance(error, ServiceError) and error.code.startswith("VPP") and not error.message.startswith("VPP")
    return f"{error.code} " if isinstance(error, ServiceError) and known else ""
