"""No events is not the same as no changes: what nobody knows is said."""

from reconciler.audit.gaps import SAFE_DAYS, is_old, knowledge, next_span
from reconciler.audit.judge import gap_findings
from reconciler.model.audit import Span
from tests.audit.records import Chain, day


def test_collections_that_touch_leave_no_hole() -> None:
    known = knowledge(day(0), [Span(day(5), day(9)), Span(day(0), day(5))])
    assert ((), day(9), (Span(day(0), day(9)),)) == (known.holes, known.collected, known.spans)


def test_a_hole_is_told_from_when_to_when() -> None:
    known = knowledge(day(0), [Span(day(-9), day(2)), Span(day(18), day(30))])
    assert (Span(day(2), day(18)),) == known.holes
    [finding] = gap_findings(known, day(31))
    assert ("VPP605", "warning") == (finding.rule, finding.severity)
    assert "between 2026-01-03T12:00:00Z and 2026-01-19T12:00:00Z" in finding.message


def test_the_time_from_the_first_record_to_the_first_collection_is_a_hole() -> None:
    assert (Span(day(0), day(3)),) == knowledge(day(0), [Span(day(3), day(4))]).holes


def test_time_before_the_first_record_concerns_nobody() -> None:
    assert () == knowledge(day(10), [Span(day(3), day(12))]).holes


def test_a_collection_within_another_changes_nothing() -> None:
    known = knowledge(day(0), [Span(day(0), day(9)), Span(day(2), day(3)), Span(day(9), day(12))])
    assert (Span(day(0), day(12)),) == known.spans


def test_the_next_collection_goes_on_where_the_last_one_ended() -> None:
    assert Span(day(9), day(20)) == next_span(knowledge(day(0), [Span(day(0), day(9))]), day(20))


def test_no_collection_vouches_for_more_than_intune_surely_keeps() -> None:
    now = day(400)
    assert Span(day(400 - SAFE_DAYS), now) == next_span(knowledge(day(0), [Span(day(0), day(9))]), now)
    assert Span(day(400 - SAFE_DAYS), now) == next_span(knowledge(day(0), []), now)


def test_a_collection_after_too_long_a_time_leaves_a_hole() -> None:
    known = knowledge(day(0), [Span(day(0), day(9))])
    again = knowledge(day(0), [*known.spans, next_span(known, day(400))])
    assert (Span(day(9), day(100)),) == again.holes


def test_it_is_told_when_the_last_collection_is_too_long_ago() -> None:
    known = knowledge(day(0), [Span(day(0), day(9))])
    assert not is_old(known, day(9 + SAFE_DAYS))
    assert [] == list(gap_findings(known, day(9 + SAFE_DAYS)))
    assert ["old"] == [one.variant for one in gap_findings(known, day(10 + SAFE_DAYS))]


def test_it_is_told_when_nothing_was_ever_collected() -> None:
    known = knowledge(day(0), [])
    assert [] == list(gap_findings(known, day(SAFE_DAYS)))
    assert ["never"] == [one.variant for one in gap_findings(known, day(SAFE_DAYS + 1))]


def test_a_ledger_without_records_has_nothing_to_know() -> None:
    known = Chain().history().knowledge
    assert (None, None, (), ()) == (known.first, known.collected, known.spans, known.holes)
    assert [] == list(gap_findings(known, day(999)))
