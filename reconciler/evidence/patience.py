"""Asks a service through a library that itself would wait for it without an end. Read `within`."""

from collections.abc import Callable
from multiprocessing.pool import ThreadPool
from typing import TypeVar

from reconciler.model.errors import ReconcilerError, ServiceError

T = TypeVar("T")


def within(seconds: float, what: str, work: Callable[[], T]) -> T:
    """What `work` gives. Raises ServiceError, which begins with `what`, where it fails or takes longer.

    sigstore's library waits for its services as long as they like, and fails in ways that it does not list (several
    of its exceptions are private), while what it is asked for may stand between writes that were done and their
    record. So it runs on a thread that nobody has to wait for, and whatever it raises comes back as a value.
    Errors of ours are raised as they are.
    """
    done: list[T] = []
    failed: list[BaseException] = []
    with ThreadPool(1) as pool:
        pool.apply_async(work, callback=done.append, error_callback=failed.append).wait(seconds)
    if done:
        return done[0]
    if failed and isinstance(failed[0], ReconcilerError):
        raise failed[0]
    problem = said(failed[0]) if failed else f"no answer within {seconds:g} seconds"
    raise ServiceError(f"{what}: {problem}.", "Run again. If it stays so, look how the service is, or sign by a key.")


def said(error: BaseException) -> str:
    """What an exception of the library says, on one line. Bodies of answers are left out: they may hold a secret."""
    cause = error if str(error) else error.__cause__ or error
    text = " ".join(str(cause).split(", body=")[0].split())
    return text.rstrip(".") or type(error).__name__
