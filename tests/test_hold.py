"""Which findings hold which changes."""

from dataclasses import replace

import pytest

from reconciler.hold import hold
from reconciler.model.change import Action, Change, Hold, Origin, TokenRef
from reconciler.model.finding import Finding, Scope
from reconciler.model.forecast import BookRef
from reconciler.model.ids import ChangeId
from tests import worlds as w


def _change(book: int, action: Action, intent: str | None = "required", held: Hold | None = None) -> Change:
    after = None if action is Action.DELETE else {"intent": intent}
    other = {"required": "available", "available": "required"}
    before = {"intent": other[intent]} if action is Action.UPDATE and intent else None
    ref = BookRef(w.book_id(book), f"Book {book}", w.TOKEN)
    return Change(ChangeId(f"{book}{action}{intent}"), action, Origin.GIT, before, after, None, ref, held=held)


CREATE, OFFER, WIDEN, NARROW, DELETE = (
    _change(1, Action.CREATE),
    _change(1, Action.CREATE, "available"),
    _change(1, Action.UPDATE),
    _change(1, Action.UPDATE, "available"),
    _change(1, Action.DELETE, None),
)
ALL = (CREATE, OFFER, WIDEN, NARROW, DELETE)


def _finding(severity: str = "error", scope: Scope = Scope.ALL, **more: object) -> Finding:
    base = {"books": (w.book_id(1),), "accepted": None, **more}
    return Finding("VPP999", "X", severity, "why", "", None, (), "what next", scope=scope, **base)


def _held(changes: tuple[Change, ...], finding: Finding) -> tuple[Change, ...]:
    pools = {w.book_id(1): w.TOKEN, w.book_id(2): w.TOKEN}
    return tuple(
        before for before, after in zip(changes, hold(changes, [finding], pools), strict=True) if after.held is not None
    )


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.ALL, ALL),
        (Scope.SEATS, (CREATE, OFFER, WIDEN)),
        (Scope.TENANT, ALL),
        (Scope.TENANT_SEATS, (CREATE, OFFER, WIDEN)),
        (Scope.DELETIONS, (DELETE,)),
    ],
)
def test_a_scope_says_which_changes_are_held(scope: Scope, expected: tuple[Change, ...]) -> None:
    assert expected == _held(ALL, _finding(scope=scope))


def test_other_books_go_on() -> None:
    assert () == _held((_change(2, Action.CREATE),), _finding())


def test_a_token_holds_all_its_books() -> None:
    changes = (_change(1, Action.CREATE), _change(2, Action.CREATE))
    assert changes == _held(changes, _finding(books=(), tokens=(w.TOKEN,)))


@pytest.mark.parametrize("finding", [_finding("warning"), _finding("info"), _finding("guard", accepted="order 12")])
def test_what_does_not_block_holds_nothing(finding: Finding) -> None:
    assert () == _held(ALL, finding)


def test_a_guard_that_nobody_accepted_holds_and_says_why() -> None:
    [change] = hold([CREATE], [_finding("guard")], {})
    assert Hold("VPP999", "why", "what next") == change.held


def test_a_binding_warning_holds() -> None:
    assert ALL == _held(ALL, _finding("warning", binding=True))


def test_what_the_mode_reports_is_not_held_again() -> None:
    reported = _change(1, Action.CREATE, held=Hold(None, "mode observe", ""))
    [change] = hold([reported], [_finding()], {})
    assert reported == change


def _of_token(action: Action, **after: object) -> Change:
    token = TokenRef(w.TOKEN_ID, w.TOKEN)
    return Change(ChangeId("t:norr"), action, Origin.GIT, {}, after, None, token=token)


RENEWAL = _of_token(Action.RENEW, expirationDateTime="2027-11-20T00:00:00Z")
TAKEOVER = _of_token(Action.UPDATE, claimTokenManagementFromExternalMdm=True)
RENAMING = _of_token(Action.UPDATE, displayName="norr")


@pytest.mark.parametrize(
    ("rule", "held"),
    [
        ("VPP116", (RENEWAL, TAKEOVER, RENAMING)),
        ("VPP109", (TAKEOVER, RENAMING)),
        ("VPP111", (TAKEOVER, RENAMING)),
        ("VPP112", (RENEWAL, RENAMING)),
    ],
)
def test_what_is_wrong_with_a_token_holds_its_changes_but_not_the_cure(rule: str, held: tuple[Change, ...]) -> None:
    finding = replace(_finding(books=(), tokens=(w.TOKEN,)), rule=rule)
    assert held == _held((RENEWAL, TAKEOVER, RENAMING), finding)


def test_a_token_that_is_held_leaves_other_tokens_alone() -> None:
    assert () == _held((RENEWAL,), _finding(books=(), tokens=("other",)))


def test_what_holds_a_book_or_all_deletions_holds_no_token() -> None:
    assert () == _held((RENEWAL,), _finding())
    assert () == _held((RENEWAL,), _finding(books=(), scope=Scope.DELETIONS))
    assert () == _held((RENEWAL,), _finding(books=(), scope=Scope.TENANT_SEATS))


def test_what_holds_the_tenant_holds_its_tokens() -> None:
    assert (RENEWAL,) == _held((RENEWAL,), _finding(books=(), scope=Scope.TENANT))
