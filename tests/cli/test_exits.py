"""Which exit code speaks where several apply."""

from dataclasses import replace
from itertools import combinations

import pytest

from reconciler.cli.endings import of_apply, of_plan
from reconciler.cli.exits import Exit, exit_code, of_findings
from reconciler.model.finding import Finding
from reconciler.model.forecast import Seats
from reconciler.model.ids import ChangeId
from reconciler.model.plan import Summary, Verdict
from reconciler.model.record import Outcome, OutcomeKind

ORDER = (130, 70, 64, 6, 3, 5, 4, 1, 2, 0)
APPLIED, FAILED, CONFLICT = OutcomeKind.APPLIED, OutcomeKind.FAILED, OutcomeKind.CONFLICT
UNTRIED, HELD, UNCHANGED = OutcomeKind.NOT_TRIED, OutcomeKind.HELD, OutcomeKind.UNCHANGED


def finding(severity: str) -> Finding:
    """A finding of that severity."""
    return Finding("VPP000", "SLUG", severity, "", "", None, (), "", None)


def summary(*, create: int = 0, held: int = 0) -> Summary:
    """A summary with these counts."""
    return Summary(create, 0, 0, 0, held, 0, 0, Seats(0, 0), Verdict.CLEAN)


def outcomes(*kinds: OutcomeKind) -> list[Outcome]:
    """An outcome of each kind."""
    return [Outcome(ChangeId(f"a:{number}"), kind, (), None, None, "") for number, kind in enumerate(kinds)]


def test_nothing_that_applies_is_done() -> None:
    assert exit_code([]) == 0


@pytest.mark.parametrize(("graver", "lighter"), list(combinations(ORDER, 2)))
def test_the_graver_code_speaks_in_any_order(graver: int, lighter: int) -> None:
    assert graver == exit_code([graver, lighter]) == exit_code([lighter, graver])


def test_every_code_has_its_place_in_the_order() -> None:
    assert set(ORDER) == {int(code) for code in Exit}


def test_a_code_of_somebody_else_is_refused() -> None:
    with pytest.raises(ValueError, match="7"):
        exit_code([7])


@pytest.mark.parametrize(("severity", "code"), [("error", 1), ("guard", 0), ("warning", 0), ("info", 0)])
def test_only_an_error_ends_validate_with_1(severity: str, code: int) -> None:
    assert code == of_findings([finding(severity)])


def test_a_reading_that_is_incomplete_is_the_services_failure() -> None:
    assert 5 == of_findings([finding("error"), replace(finding("error"), rule="VPP505")])


@pytest.mark.parametrize(
    ("create", "held", "severity", "detailed", "code"),
    [
        (0, 0, "info", True, 0),
        (1, 0, "info", False, 0),
        (1, 0, "info", True, 2),
        (1, 1, "info", True, 1),
        (0, 1, "guard", False, 1),
        (1, 0, "error", True, 1),
    ],
)
def test_what_a_plan_ends_with(create: int, held: int, severity: str, detailed: bool, code: int) -> None:
    assert code == of_plan(summary(create=create, held=held), [finding(severity)], detailed=detailed)


@pytest.mark.parametrize(
    ("kinds", "wrote", "held", "interrupted", "code"),
    [
        ((), False, 0, False, 0),
        ((APPLIED, UNCHANGED), True, 0, False, 0),
        ((APPLIED, HELD), True, 1, False, 1),
        ((APPLIED, HELD), True, 0, False, 1),  # held when it was to be written
        ((APPLIED, FAILED), True, 1, False, 4),
        ((APPLIED, UNTRIED), True, 0, False, 4),
        ((APPLIED, UNTRIED), True, 0, True, 130),
        ((FAILED, UNCHANGED), False, 0, False, 5),
        ((FAILED,), True, 0, False, 5),
        ((CONFLICT,), True, 0, False, 4),
        ((CONFLICT,), False, 0, False, 3),
        ((UNTRIED,), False, 0, True, 130),
    ],
)
def test_what_an_apply_ends_with(
    kinds: tuple[OutcomeKind, ...], wrote: bool, held: int, interrupted: bool, code: int
) -> None:
    assert code == of_apply(outcomes(*kinds), [], held=held, wrote=wrote, interrupted=interrupted)
