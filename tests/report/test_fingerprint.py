"""What makes a finding the same one tomorrow."""

from dataclasses import replace

from reconciler.model.finding import Finding
from reconciler.report.fingerprint import fingerprints
from tests.report.found import at, cap, every_kind


def moved(finding: Finding, lines: int) -> Finding:
    """The finding after lines were added above it."""
    assert finding.position is not None
    return replace(finding, position=finding.position._replace(line=finding.position.line + lines))


def test_fingerprints_stay_when_lines_shift_and_numbers_grow() -> None:
    before = fingerprints([cap(11), cap(20, "9b"), at("a.yaml", 3)])
    after = [moved(cap(11, seats=30), 7), moved(cap(20, "9b"), 7), at("a.yaml", 10)]
    assert before == fingerprints(after)


def test_all_findings_of_a_run_have_different_fingerprints() -> None:
    several = [*every_kind(), *every_kind(), at("a.yaml", 3), at("a.yaml", 4), at("b.yaml", 3)]
    assert len(several) == len(set(fingerprints(several)))


def test_the_fingerprint_of_another_group_stays_when_one_is_corrected() -> None:
    both = fingerprints([cap(11), cap(20, "9b")])
    assert both[1:] == fingerprints([cap(20, "9b")])


def test_an_entry_that_is_added_above_changes_no_fingerprint() -> None:
    before = replace(at("a.yaml"), subject="books[2].assignments[0].intent")
    after = replace(at("a.yaml"), subject="books[3].assignments[0].intent")
    assert fingerprints([before]) == fingerprints([after])


def test_another_language_is_the_same_finding() -> None:
    assert fingerprints([cap(11)]) == fingerprints([replace(cap(11), message="Upp till 28 licenser …")])
