"""Findings for the forms that programs read: one of every kind, and names that try to break out."""

from dataclasses import replace

from reconciler.model.catalogue import ALL
from reconciler.model.catalogue.licences import BOOK_LICENSE_IRREVOCABLE
from reconciler.model.finding import Finding, Related
from reconciler.model.position import Position
from tests.report.plans import HOSTILE, finding

NASTY = "50% off\r\n::error::x\x1b[31m\x00\u2028\x85\ufffe,a:b <&>\"'"
HOME = Position("desired-state/tenant.yaml", 5, 3)


def at(path: str, line: int = 3, rule: str = "VPP001", message: str = "wrong") -> Finding:
    """A finding in some file."""
    place = Position(path, line, 5)
    return replace(finding(rule, ALL[rule].slug, "error", message, "Correct it.", line), position=place, subject="key")


def cap(line: int, group: str = "9a", seats: int = 28) -> Finding:
    """A guard of the catalogue, with its parameters."""
    place = Position("desired-state/books.yaml", line, 9)
    subject = f"Svenska 2 → {group}"
    return BOOK_LICENSE_IRREVOCABLE.found(place, subject, seats=seats, book="Svenska 2", group=group)


def every_kind() -> tuple[Finding, ...]:
    """Error with a further place, guard, accepted guard, warning, info, no file, odd path, hostile, unknown rule."""
    seen = Related(Position("desired-state/groups.yaml", 4, 12), "declared here")
    accepted = finding("VPP313", "ASSIGN-BLAST-RADIUS", "guard", "reaches 120 users.", "Accept it.", 9)
    return (
        replace(finding("VPP307", "GROUP-UNKNOWN", "error", 'no group "9X".', "Look.", 20), related=(seen,)),
        finding("VPP401", "BOOK-LICENSE-IRREVOCABLE", "guard", "up to 28 seats.", "Write seatCap: 28.", 11),
        replace(accepted, accepted="order 2026-118", accepted_at=Position("desired-state/books.yaml", 12, 13)),
        finding("VPP316", "ASSIGN-INTENT-WIDENED", "warning", "up to 26 seats more.", "", 14),
        finding("VPP321", "BOOKS-APP-REQUIRED", "info", "the Books app must be there.", "Tell them."),
        at("desired-state/böcker, 100%: [a] #1?.yaml"),
        at("desired-state/nasty.yaml", message=NASTY),
        replace(finding("VPP502", "DRIFT-MANAGED", "warning", HOSTILE, HOSTILE), subject=HOSTILE),
        finding("VPP999", "OF-A-LATER-VERSION", "info", "something new.", "Update.", 3),
    )
