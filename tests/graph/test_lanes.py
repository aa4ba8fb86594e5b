"""Calls side by side: their order, their number, and what becomes of those that fail."""

import threading

import pytest

from reconciler.graph.lanes import on_its_way, side_by_side
from reconciler.model.errors import ServiceError


def test_results_come_in_the_order_of_the_calls_whoever_ends_first() -> None:
    second_ended = threading.Event()

    def first() -> str:
        assert second_ended.wait(10)
        return "first"

    def second() -> str:
        second_ended.set()
        return "second"

    assert ["first", "second"] == side_by_side([first, second], lanes=2)


@pytest.mark.parametrize("lanes", [1, 2, 3, 40])
def test_no_more_calls_are_under_way_than_there_are_lanes(lanes: int) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def call() -> int:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.001)
        with lock:
            now[0] -= 1
        return most[0]

    assert 20 == len(side_by_side([call] * 20, lanes))
    assert most[0] <= lanes


def test_the_error_of_the_first_call_in_order_is_raised_and_no_further_call_is_begun() -> None:
    begun: list[int] = []

    def failing(number: int) -> None:
        begun.append(number)
        raise ServiceError(f"call {number}")

    with pytest.raises(ServiceError, match="call 0"):
        side_by_side([lambda number=number: failing(number) for number in range(50)], lanes=2)  # type: ignore[misc]
    assert len(begun) <= 2


@pytest.mark.parametrize("error", [ServiceError("gone"), RuntimeError("a bug"), KeyboardInterrupt()])
def test_whatever_a_lane_meets_is_raised_where_it_is_waited_for(error: BaseException) -> None:
    def failing() -> None:
        raise error

    future = on_its_way(failing)
    with pytest.raises(type(error)) as caught:
        future.result(10)
    assert error is caught.value


def test_a_bug_in_one_of_many_calls_is_not_lost() -> None:
    def failing() -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        side_by_side([lambda: None, failing, lambda: None], lanes=2)


def test_lanes_do_not_keep_a_run_from_ending() -> None:
    never = threading.Event()
    on_its_way(never.wait)
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "lane")
    never.set()
