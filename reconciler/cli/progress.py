"""How far long work is: a moving bar on a terminal, a line per step with --verbose elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from reconciler.cli.console import Console
from reconciler.model.progress import Progress, silent


@contextmanager
def progress(console: Console) -> Iterator[Progress]:
    """Something to tell progress to, shown on stderr and gone when the work is done."""
    if console.quiet:
        yield silent
    elif console.coloured(sys.stderr):
        with _bars() as told:
            yield told
    elif console.verbose:
        yield _Lines(console)
    else:
        yield silent


class _Lines:
    """Says each step once."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: set[str] = set()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if what not in self._said:
            self._said.add(what)
            self._console.note(what)


@contextmanager
def _bars() -> Iterator[Progress]:
    from rich.console import Console as RichConsole  # only on a terminal: it takes long to import
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    with RichProgress(console=RichConsole(file=sys.stderr), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def told(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield told
