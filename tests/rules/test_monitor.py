"""The monitoring rules: each with a tenant that breaks it and one that keeps it."""

from datetime import timedelta

import pytest

from reconciler.model.catalogue.monitor import (
    BOOK_UNUSED,
    INSTALL_FAILED,
    INSTALL_MISSING,
    LICENSE_TOTAL_DROPPED,
    LICENSE_USED_JUMPED,
    STATE_OLD,
)
from reconciler.model.finding import Finding
from reconciler.model.observed import UNLIMITED
from reconciler.model.status import Figures
from reconciler.rules.monitor import check_monitored
from tests import worlds as w
from tests.audit.records import Chain, key, outcome
from tests.monitor.watching import assigned, counted, device

CLASS = w.readers({1: ["ada", "bo", "cy"]}, {1: ["ada"]})


def collected(used: int, total: int) -> Chain:
    """A ledger whose newest observation, five days old, has these seats of book 1."""
    chain = Chain()
    seats = {w.book_id(1): {"title": "Book 1", "token": "norr", "used": used, "total": total}}
    chain.observe(w.NOW - timedelta(days=50), w.NOW - timedelta(days=5), seats=seats)
    return chain


def required(days: int) -> Chain:
    """A ledger in which group 1 has had book 1 as required for so many days."""
    chain = Chain()
    at = w.NOW - timedelta(days=days, minutes=1)
    chain.apply(at, [outcome(key(1, 1), "required")], {key(1, 1): "required"})
    return chain


def said(figures: Figures, rule: str) -> list[str]:
    return [finding.message for finding in check_monitored(figures) if finding.rule == rule]


def book(number: int = 1, *, used: int = 0, total: int = 100, group: int | None = 1) -> Figures:
    shown = () if group is None else (w.shown(group, "required"),)
    return counted(
        assigned(number, *(() if group is None else (group,))), w.observed_book(number, *shown, total=total, used=used)
    )


@pytest.mark.parametrize(
    ("expected", "figures"),
    [
        (['"Book 1": 100 seats, no assignment.'], book(group=None)),
        ([], book()),
        ([], book(group=None, total=0)),
        ([], book(group=None, total=UNLIMITED)),
        ([], counted(assigned(1, 1), w.observed_book(1))),
    ],
    ids=["nobody", "somebody", "no seats", "no limit", "git wants somebody"],
)
def test_seats_that_serve_nobody_are_told(expected: list[str], figures: Figures) -> None:
    assert expected == said(figures, BOOK_UNUSED.id)


@pytest.mark.parametrize(
    ("expected", "total"), [(['"Book 1": total went from 120 to 60 since 2026-11-17.'], 60), ([], 120), ([], 130)]
)
def test_a_total_that_fell_is_told(expected: list[str], total: int) -> None:
    shown = w.observed_book(1, w.shown(1, "required"), total=total)
    assert expected == said(counted(assigned(1, 1), shown, chain=collected(0, 120)), LICENSE_TOTAL_DROPPED.id)


@pytest.mark.parametrize(
    ("expected", "used"),
    [(['"Book 1": 40 more seats used since 2026-11-17, explained by changes: 0.'], 50), ([], 10), ([], 9)],
)
def test_used_seats_that_rose_without_a_change_are_told(expected: list[str], used: int) -> None:
    shown = w.observed_book(1, w.shown(1, "required"), used=used)
    assert expected == said(counted(assigned(1, 1), shown, chain=collected(10, 100)), LICENSE_USED_JUMPED.id)


@pytest.mark.parametrize(
    ("expected", "used", "groups"),
    [
        (['"Book 1": at least 2 seats are held by people outside of its groups.'], 5, (1,)),
        ([], 3, (1,)),
        ([], 5, (1, 2)),
    ],
    ids=["more than users", "as many as users", "another group is on its way"],
)
def test_seats_of_people_who_left_are_told(expected: list[str], used: int, groups: tuple[int, ...]) -> None:
    shown = w.observed_book(1, w.shown(1, "required"), used=used)
    assert expected == said(counted(assigned(1, *groups), shown, readers=CLASS), "VPP407")


@pytest.mark.parametrize(
    ("expected", "failing"),
    [(['"Book 1": 2 of 3 installs failed (0x87D1313D ×1, – ×1).'], ("0x87D1313D", "")), ([], ())],
)
def test_failed_installs_are_told_with_their_codes(expected: list[str], failing: tuple[str, ...]) -> None:
    states = [device(0), *(device(n, "failed", code) for n, code in enumerate(failing, 1))]
    shown = w.observed_book(1, w.shown(1, "required"))
    found = said(counted(assigned(1, 1), shown, states={1: states}), INSTALL_FAILED.id)
    assert [sorted(one) for one in expected] == [sorted(one) for one in found]


@pytest.mark.parametrize(
    ("expected", "days"),
    [(['"Book 1": 2 users have had it as required for 9 days without an install.'], 9), ([], 6)],
)
def test_a_book_that_does_not_arrive_is_told_after_a_week(expected: list[str], days: int) -> None:
    shown = w.observed_book(1, w.shown(1, "required"))
    found = counted(assigned(1, 1), shown, readers=CLASS, states={1: []}, chain=required(days))
    assert expected == said(found, INSTALL_MISSING.id)


@pytest.mark.parametrize(
    ("expected", "states"),
    [
        (["1 device has not checked in for 14 days, the oldest since 2026-10-23; left out."], [device(1, days=30)]),
        (["1 device has never checked in; left out."], [device(1, days=None)]),
        ([], [device(1, days=13)]),
    ],
)
def test_devices_that_are_silent_are_told_once(expected: list[str], states: list[object]) -> None:
    shown = w.observed_book(1, w.shown(1, "required"))
    assert expected == said(counted(assigned(1, 1), shown, states={1: states}), STATE_OLD.id)  # type: ignore[dict-item]


def test_a_finding_stands_where_git_declares_the_book_and_else_nowhere() -> None:
    def unused(figures: Figures) -> Finding:
        return next(one for one in check_monitored(figures) if one.rule == BOOK_UNUSED.id)

    assert "books.yaml" == unused(counted(assigned(1), w.observed_book(1))).position.path  # type: ignore[union-attr]
    undeclared = unused(counted(w.desired(), w.observed_book(1)))
    assert (None, 'intune: book "Book 1"') == (undeclared.position, undeclared.subject)
