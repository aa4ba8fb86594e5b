"""Drift as text, Markdown and JSON."""

from collections.abc import Callable
from dataclasses import replace

from reconciler.model.change import Attribution
from reconciler.model.ids import ChangeId, Handle, assignment_id
from reconciler.model.position import Position
from reconciler.model.world import Drift, TokenDrift
from reconciler.report.drift import drift_document, drift_lines, drift_markdown
from reconciler.report.findings_json import as_json
from reconciler.report.lines import plain
from tests.report.plans import HOSTILE, KLASS_9A, SVENSKA, clean_plan, full_plan

Golden = Callable[[str, str], None]


def one() -> Drift:
    """Somebody made an assignment required in the admin center."""
    return Drift(
        id=assignment_id(SVENSKA.id, KLASS_9A.id),
        book=SVENSKA.id,
        title=SVENSKA.title,
        group=KLASS_9A.id,
        group_name=KLASS_9A.display_name,
        was="available",
        now="required",
        wanted="available",
        position=Position("desired-state/books.yaml", 11, 9),
        attribution=Attribution("kim@norr.example", "2026-11-20T14:03:00Z", "assign ManagedEBook"),
    )


def several() -> tuple[Drift, ...]:
    """One with a name on it; one that is gone on both sides and that nobody knows about."""
    gone = replace(one(), now=None, wanted=None, position=None, attribution=None)
    return one(), gone


def of_a_token() -> TokenDrift:
    """Somebody changed the country of a token in the admin center."""
    return TokenDrift(
        id=ChangeId("t:norrskolan"),
        token=Handle("norrskolan"),
        field="countryOrRegion",
        was="SE",
        now="NO",
        wanted="SE",
        position=Position("desired-state/tokens.yaml", 7, 22),
        attribution=Attribution("kim@norr.example", "2026-11-20T14:03:00Z", "patch VppToken"),
    )


def test_drift_as_text_is_as_accepted(golden: Golden) -> None:
    golden("drift.txt", plain(drift_lines(full_plan(), (of_a_token(), *several()))))


def test_drift_as_markdown_is_as_accepted(golden: Golden) -> None:
    hostile = replace(one(), title=HOSTILE, group_name=HOSTILE)
    golden("drift.md", drift_markdown(full_plan(), (of_a_token(), *several(), hostile)))


def test_drift_as_json_is_as_accepted(golden: Golden) -> None:
    golden("drift.json", as_json(drift_document(full_plan(), (of_a_token(), *several()), "0.0.0")))


def test_no_drift_is_one_line_with_the_moment_of_reading() -> None:
    assert plain(drift_lines(clean_plan(), ())) == "nordskolan (sandbox): no drift, as of 2026-11-22T11:59:58Z\n"
