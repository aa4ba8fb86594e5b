"""What goes to which stream, with and without a terminal."""

import io
import os
import pty
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from typing import TextIO

import pytest

from reconciler.cli.console import Console
from reconciler.cli.progress import progress
from reconciler.model.errors import UsageError
from reconciler.report.lines import Line, Tone


@contextmanager
def streams() -> Iterator[tuple[TextIO, TextIO]]:
    """Standard output and error as files in memory, in an encoding that lacks most letters."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    with out, err, redirect_stdout(out), redirect_stderr(err):
        yield out, err


def written(stream: TextIO) -> str:
    """What was written to such a stream."""
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


def drained(terminal: int) -> str:
    """Everything that was written to a terminal so far."""
    os.set_blocking(terminal, False)
    parts = []
    with suppress(BlockingIOError):
        while part := os.read(terminal, 10_000):
            parts.append(part)
    return b"".join(parts).decode("utf-8")


def on_a_terminal(console: Console, line: Line) -> str:
    """What a terminal gets when the console prints this line as a result."""
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as terminal, redirect_stdout(terminal):  # noqa: PTH123 - a number
        console.result([line])
        terminal.flush()
        shown = drained(ours)
    os.close(ours)
    return shown


def test_results_go_to_stdout_and_all_else_to_stderr_in_utf_8() -> None:
    with streams() as (out, err):
        console = Console()
        console.result([Line("18 … 46")])
        console.data(b"{}\n")
        console.note("läser")
        console.problem(UsageError("no", "do so"), "nej", "gör så")
        assert written(out) == "18 … 46\n{}\n"
        assert written(err) == "läser\nreconciler: nej\n  gör så\n"


def test_quiet_leaves_only_the_result_and_what_went_wrong() -> None:
    with streams() as (out, err):
        console = Console(quiet=True)
        console.result([Line("result")])
        console.note("reading")
        console.problem(UsageError("no"), "no", "")
        assert (written(out), written(err)) == ("result\n", "reconciler: no\n")


def test_a_file_name_that_is_no_text_can_still_be_printed() -> None:
    with streams() as (out, _):
        Console().data("a\udcffb\n")
        assert written(out) == "a\\udcffb\n"


def test_a_terminal_gets_colour() -> None:
    assert "\x1b[" in on_a_terminal(Console(), Line("create", Tone.ADD))


def test_a_terminal_gets_no_colour_where_that_is_not_wanted() -> None:
    assert on_a_terminal(Console(colour=False), Line("create", Tone.ADD)) == "create\r\n"


def test_brackets_in_names_are_no_markup() -> None:
    assert "[bold]x[/bold]" in on_a_terminal(Console(), Line("[bold]x[/bold]"))


@pytest.mark.parametrize(("console", "expected"), [(Console(verbose=True), "books\ngroups\n"), (Console(), "")])
def test_without_a_terminal_each_step_is_said_once_and_only_if_verbose(console: Console, expected: str) -> None:
    with streams() as (_, err):
        with progress(console) as told:
            for what, done in (("books", 0), ("books", 1), ("groups", 0)):
                told(what, done, 2)
        assert expected == written(err)


def test_on_a_terminal_progress_is_gone_when_the_work_is_done() -> None:
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as terminal, redirect_stderr(terminal):  # noqa: PTH123 - a number
        assert sys.stderr.isatty()
        with progress(Console()) as told:
            told("books", 1, None)
            told("books", 2, 2)
        terminal.flush()
        shown = drained(ours)
    os.close(ours)
    assert "books" in shown
    assert "books" not in shown.rpartition("\x1b[2K")[2]
