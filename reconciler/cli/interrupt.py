"""Interrupts of a running apply: the first one lets it finish the book in hand, the second ends it at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from reconciler.apply.job import Stop
from reconciler.cli.console import Console
from reconciler.report.lines import Line, Tone

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(console: Console) -> Iterator[Stop]:
    """A flag that SIGINT and SIGTERM set while the block runs. Pipelines cancel with either."""
    stop = Stop()

    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.requested:
            raise KeyboardInterrupt
        stop.requested = True
        console.warn([Line("Interrupted: finishing the book in hand. Once more ends at once.", Tone.WARNING)])

    if threading.current_thread() is not threading.main_thread():
        yield stop  # signals reach the main thread only
        return
    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
