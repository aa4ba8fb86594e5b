"""The stored form of the shapes is what the shapes say."""

from typing import Any

import pytest
from pydantic_core import ValidationError, __version__

from reconciler.desired.compiled import STORED, compiled, problems_of, validator_of
from reconciler.desired.documents import adapter
from reconciler.desired.read import Escaped
from reconciler.desired.scalars import Misread

BOOK = {"title": "Svenska 2", "token": "norrskolan"}


def test_the_stored_shapes_are_up_to_date(accept: bool) -> None:
    now = compiled(adapter().core_schema)
    if accept:
        STORED.write_text(now, "utf-8")
    assert now == STORED.read_text("utf-8"), "run this test with --accept"


def test_with_another_version_of_the_core_nothing_stored_is_used() -> None:
    stored = STORED.read_text("utf-8")
    assert validator_of(stored, "0.0.0") is None
    assert validator_of(stored, __version__) is not None


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"books": [BOOK]},
        {"books": [{**BOOK, "title": Escaped("a\x07b")}]},
        {"books": [{**BOOK, "title": "a\x07b"}]},
        {"books": [{"titel": "x", "assignments": [{"group": 1, "intent": "sometimes", "seatCap": -1}]}]},
        {"policy": {"freezes": [{"from": Misread("2026-12-14"), "to": "2026-12-99", "reason": ""}], "strict": "yes"}},
        {"policy": {"maxNewSeats": None, "lowSeats": {"percent": 101}, "accept": [{"rule": "VPP504"}]}},
        {"tenant": {"name": "x", "cloud": "moon", "tenantId": "no"}, "tokens": [], "groups": "none", "odd": 1},
    ],
)
def test_stored_and_fresh_shapes_find_the_same(value: dict[str, Any]) -> None:
    assert _told(fresh(value)) == _told(problems_of(value))


def fresh(value: dict[str, Any]) -> list[Any]:
    """What the shapes say that are made now."""
    try:
        adapter().validator.validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False, include_context=True)
    return []


def _told(problems: list[Any]) -> list[tuple[Any, ...]]:
    return [(one["type"], one["loc"], one["msg"], one["input"], str(one.get("ctx"))) for one in problems]
