"""Plans to render: one with something of everything, one without changes, one whose names try to break out."""

from dataclasses import replace

from reconciler.model.change import Action, Attribution, Change, GroupTarget, Hold, Origin, TokenRef
from reconciler.model.finding import Finding, Related
from reconciler.model.forecast import BookRef, Forecast, Seats
from reconciler.model.ids import BookId, Digest, GroupId, Handle, TokenId, assignment_id, token_change_id
from reconciler.model.observed import UNLIMITED
from reconciler.model.plan import Base, Plan, Source, Summary, TenantRef, Unmanaged, Verdict
from reconciler.model.position import Position
from reconciler.model.rule import Phase, Rule, Severity

DESIRED = Digest("sha256:" + "d" * 64)
SVENSKA = BookRef(BookId("3f1c0000-0000-0000-0000-000000000001"), "Svenska 2", "norrskolan")
MATTE = BookRef(BookId("3f1c0000-0000-0000-0000-000000000002"), "Matte Direkt 8", "norrskolan")
ATLAS = BookRef(BookId("3f1c0000-0000-0000-0000-000000000003"), "Atlas", "söderskolan")
KLASS_9A = GroupTarget(GroupId("5b0c0000-0000-0000-0000-000000000001"), "Klass 9A")
LÄRARE = GroupTarget(GroupId("5b0c0000-0000-0000-0000-000000000002"), "Lärare svenska")
HOSTILE = "a|b <img src=x> @admin #1 [x](http://evil.example) \u202egpj.exe\n# heading `code` *b* www.evil.example"

RULES = {
    rule: Rule(rule, slug, Severity.GUARD, (Phase.PLAN,), "A statement.", f"The reason for {slug}.", "Own", {})
    for rule, slug in (("VPP307", "GROUP-UNKNOWN"), ("VPP313", "ASSIGN-BLAST-RADIUS"), ("VPP502", "DRIFT-MANAGED"))
}
"""Rules as the catalogue has them; plans may name others, which this version does not know."""


def change(action: Action, book: BookRef, group: GroupTarget, before: str | None, after: str | None) -> Change:
    """A change of an assignment, from git, that uses no seat and is not held."""
    return Change(
        id=assignment_id(book.id, group.id),
        action=action,
        origin=Origin.GIT,
        before={"intent": before} if before else None,
        after={"intent": after} if after else None,
        position=Position("desired-state/books.yaml", 11, 9),
        book=book,
        target=group,
    )


def forecast(book: BookRef, used: int, best: int, worst: int, total: int = 60) -> Forecast:
    """A forecast with that range."""
    reasons = ("28 users are not known to hold it",) if best != worst else ()
    new = Seats(worst - used, best - used)
    return Forecast(book, total, used, 31, 0, 3, worst, best, new, Seats(0, 0), reasons)


def unknown_forecast(book: BookRef) -> Forecast:
    """A forecast of which nothing is known."""
    nothing = Seats(None, None)
    return Forecast(
        book, None, None, None, None, None, None, None, nothing, nothing, ("the book is assigned to all users",)
    )


def finding(rule: str, slug: str, severity: str, message: str, remedy: str, line: int | None = None) -> Finding:
    """A finding in the books file, or on the tenant where it has no line."""
    place = Position("desired-state/books.yaml", line, 9) if line else None
    return Finding(rule, slug, severity, message, 'intune: book "Atlas"', place, (), remedy, None)


def summary(verdict: Verdict, **counts: int) -> Summary:
    """Counts, zero where not given, without seats."""
    names = ("create", "update", "delete", "renew", "held", "unmanaged", "drift")
    return Summary(**{name: counts.get(name, 0) for name in names}, seats=Seats(0, 0), verdict=verdict)


def clean_plan() -> Plan:
    """A plan with nothing in it."""
    return Plan(
        tenant=TenantRef("nordskolan", None, "sandbox", "desired-state"),
        created_at="2026-11-22T12:00:00Z",
        expires_at="2026-11-29T12:00:00Z",
        source=Source("1a2b3c", False, DESIRED),
        base=Base(None, None),
        observed_at="2026-11-22T11:59:58Z",
        observed_digest=Digest("sha256:" + "0" * 64),
        summary=summary(Verdict.CLEAN),
        changes=(),
        findings=(),
        forecast=(),
        unmanaged=(),
    )


def held_only_plan() -> Plan:
    """Nothing to write, and one change that waits for a decision."""
    held = replace(_held(), position=Position("desired-state/books.yaml", 30, 9))
    told = finding("VPP401", "BOOK-LICENSE-IRREVOCABLE", "guard", held.held.reason, held.held.remedy, 30)  # type: ignore[union-attr]
    return replace(
        clean_plan(),
        summary=replace(summary(Verdict.BLOCKED, held=1), seats=Seats(5, 5)),
        changes=(held,),
        findings=(told,),
        forecast=(forecast(MATTE, 10, 15, 15, 40),),
    )


def full_plan() -> Plan:
    """Something of everything: token, create, update, delete, held, reported, drift, unmanaged, findings."""
    create = replace(
        change(Action.CREATE, SVENSKA, KLASS_9A, None, "available"),
        after={"intent": "available", "seatCap": 28},
        seats=Seats(28, 0),
    )
    back = replace(
        change(Action.UPDATE, SVENSKA, LÄRARE, "required", "available"),
        origin=Origin.DRIFT,
        attribution=Attribution("kim@norr.example", "2026-11-20T14:03:00Z", "assign ManagedEBook"),
    )
    delete = change(Action.DELETE, ATLAS, KLASS_9A, "available", None)
    reported = replace(change(Action.CREATE, ATLAS, LÄRARE, None, "available"), held=Hold(None, "mode observe", ""))
    return replace(
        clean_plan(),
        source=Source("1a2b3c", True, DESIRED),
        summary=replace(
            summary(Verdict.BLOCKED, create=1, update=2, delete=1, held=1, unmanaged=3, drift=1), seats=Seats(33, 5)
        ),
        changes=(_token_update(), create, back, _held(), delete, reported),
        findings=_findings(),
        forecast=(forecast(SVENSKA, 18, 18, 46), forecast(MATTE, 10, 15, 15, UNLIMITED), unknown_forecast(ATLAS)),
        unmanaged=_unmanaged(),
    )


def hostile_plan() -> Plan:
    """The full plan, with every name replaced by one that tries to steer what shows it."""
    book, group = BookRef(SVENSKA.id, HOSTILE, HOSTILE), GroupTarget(KLASS_9A.id, HOSTILE)
    one = replace(change(Action.CREATE, book, group, None, "available"), held=Hold("VPP401", HOSTILE, HOSTILE))
    told = replace(finding("VPP502", "DRIFT-MANAGED", "warning", HOSTILE, HOSTILE), subject=HOSTILE)
    return replace(
        full_plan(),
        tenant=TenantRef(HOSTILE, None, "sandbox", "."),
        changes=(one,),
        findings=(told, replace(told, rule="VPP310"), replace(told, rule="VPP509")),
        forecast=(replace(forecast(book, 1, 2, 3), reasons=(HOSTILE,)),),
        unmanaged=(Unmanaged(book, "group", None, HOSTILE, HOSTILE), Unmanaged(book, HOSTILE, None, None, HOSTILE)),
    )


def _token_update() -> Change:
    name = Handle("norrskolan")
    return Change(
        id=token_change_id(name),
        action=Action.UPDATE,
        origin=Origin.GIT,
        before={"countryOrRegion": None, "automaticallyUpdateApps": True},
        after={"countryOrRegion": "SE", "automaticallyUpdateApps": False},
        position=Position("desired-state/tokens.yaml", 3, 5),
        token=TokenRef(TokenId("6cb50000-0000-0000-0000-000000000000"), name),
    )


def _held() -> Change:
    hold = Hold("VPP401", '5 seats of "Matte Direkt 8" will be used for good.', "Write seatCap: 5 if that is meant.")
    return replace(change(Action.CREATE, MATTE, KLASS_9A, None, "required"), seats=Seats(5, 5), held=hold)


def _findings() -> tuple[Finding, ...]:
    accepted = finding("VPP313", "ASSIGN-BLAST-RADIUS", "guard", "reaches 120 users (limit 100).", "Accept it.", 9)
    clash = finding("VPP307", "GROUP-UNKNOWN", "error", 'no group "Klass 9X".', 'Did you mean "Klass 9A"?', 20)
    seen = Related(Position("desired-state/groups.yaml", 4, 12), "declared here")
    hold = _held().held
    assert hold is not None
    return (
        replace(accepted, accepted="Whole year, order 2026-118"),
        replace(clash, related=(seen,)),
        finding("VPP401", "BOOK-LICENSE-IRREVOCABLE", "guard", hold.reason, hold.remedy, 11),
        finding("VPP502", "DRIFT-MANAGED", "warning", "changed outside git: available → required.", "Apply.", 14),
        finding("VPP503", "DRIFT-UNMANAGED", "info", "is also assigned. It stays.", "Declare it to manage it."),
        finding("VPP411", "LICENSE-UNKNOWN", "warning", "no usable numbers.", "Look in the admin center."),
    )


def _unmanaged() -> tuple[Unmanaged, ...]:
    return (
        Unmanaged(SVENSKA, "group", "5b0c0000-0000-0000-0000-000000000009", "Bibliotek", "available"),
        Unmanaged(ATLAS, "allUsers", None, None, "available"),
        Unmanaged(ATLAS, "#microsoft.graph.newTarget", None, None, "uninstall"),
    )
