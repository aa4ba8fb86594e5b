"""Requests side by side: a call on its way while something else is done, and many calls in a few lanes.

Lanes are daemon threads: a run that is interrupted does not wait for answers that nobody wants any more.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import count
from types import TracebackType
from typing import Generic, TypeVar

from reconciler.model.errors import ReconcilerError

_T = TypeVar("_T")


def on_its_way(call: Callable[[], _T]) -> "Future[_T]":
    """Begins a call in a lane of its own; the future gives its result, or raises what it raised."""
    future: Future[_T] = Future()

    def run() -> None:
        with _HandedOver(future):
            future.set_result(call())

    threading.Thread(target=run, daemon=True, name="lane").start()
    return future


def side_by_side(calls: Sequence[Callable[[], _T]], lanes: int) -> list[_T]:
    """The results of all calls, in their order, with at most `lanes` of them under way at once.

    Raises the error of the first call in order that failed; calls that had not begun by then are not begun.
    """
    if lanes < 2 or len(calls) < 2:
        return [call() for call in calls]
    results: dict[int, _T] = {}
    errors: dict[int, ReconcilerError] = {}
    numbers = count()

    def work() -> None:
        while not errors and (number := next(numbers)) < len(calls):
            try:
                results[number] = calls[number]()
            except ReconcilerError as error:
                errors[number] = error

    for worker in [on_its_way(work) for _ in range(min(lanes, len(calls)))]:
        worker.result()
    if errors:
        raise errors[min(errors)]
    return [results[number] for number in range(len(calls))]


class _HandedOver(Generic[_T]):
    """Whatever goes wrong inside is raised where the result is waited for, and not in the lane."""

    def __init__(self, future: "Future[_T]") -> None:
        self._future = future

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if error is not None:
            self._future.set_exception(error)
        return True
