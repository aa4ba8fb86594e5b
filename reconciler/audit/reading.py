"""Reads values out of the bodies of records, which fit their seal and may have another shape all the same."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from reconciler.model.audit import Recorded
from reconciler.model.errors import ServiceError

_WRONG_SHAPE = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@contextmanager
def reading(record: Recorded) -> Iterator[None]:
    """Turns what a body of another shape raises into a ServiceError that names the record (VPP606)."""
    try:
        yield
    except _WRONG_SHAPE as wrong:
        raise ServiceError(
            f"record {record.seq} of the ledger does not say what its kind, {record.kind}, says: {wrong!r}",
            "Its digest fits, so it was written like that. Read it with the version of reconciler that wrote it.",
            code="VPP606",
        ) from wrong


def optional_text(value: Any) -> str | None:
    """A text, or None."""
    if value is not None and not isinstance(value, str):
        raise TypeError(f"a text is expected, not {value!r}")
    return value


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise TypeError(f"a list of texts is expected, not {value!r}")
    return tuple(value)


def mapping(value: Any) -> Mapping[str, Any]:
    """An object; empty for null."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(f"an object is expected, not {value!r}")
    return value


def count(value: Any) -> int | None:
    """A whole number, or None."""
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(f"a whole number is expected, not {value!r}")
    return value
