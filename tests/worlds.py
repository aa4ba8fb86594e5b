"""Small worlds for tests of the pure rooms: nouns made with as little ceremony as possible."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from reconciler.model.canonical import digest
from reconciler.model.desired import DesiredBook, DesiredState
from reconciler.model.entities import (
    Acceptance,
    Assignment,
    BetaUse,
    Book,
    Cloud,
    ForeignUsersRemoved,
    Group,
    Intent,
    Language,
    Mode,
    Policy,
    Tenant,
    Token,
)
from reconciler.model.ids import AdamId, BookId, ChangeId, Digest, GroupId, Handle, TokenId
from reconciler.model.observed import (
    Members,
    ObservedAssignment,
    ObservedBook,
    ObservedGroup,
    ObservedState,
    ObservedToken,
    Readers,
    Target,
    TargetType,
)
from reconciler.model.position import Marks, pack
from reconciler.model.record import LedgerState

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TOKEN = Handle("norr")
TOKEN_ID = TokenId("70000000-0000-0000-0000-000000000001")


def marks(line: int = 1, **places: int) -> Marks:
    """Marks of a mapping at a line, with keys on lines of their own."""
    return Marks("books.yaml", pack(line, 1), {key: pack(at, 3) for key, at in places.items()})


def book_id(number: int) -> BookId:
    return BookId(f"b0000000-0000-0000-0000-{number:012}")


def group_id(number: int) -> GroupId:
    return GroupId(f"60000000-0000-0000-0000-{number:012}")


def assignment(
    group: str, intent: str, cap: int | None = None, line: int = 1, accept: Sequence[Acceptance] = ()
) -> Assignment:
    at = pack(line, 5)
    return Assignment(
        group, Intent(intent), cap, tuple(accept), "books.yaml", at, at + 7, at + 20 if cap is not None else 0
    )


def desired_book(number: int, *assignments: Assignment, mode: Mode = Mode.ADDITIVE) -> DesiredBook:
    book = Book(f"Book {number}", TOKEN, book_id(number), None, "Publisher", marks=marks(number, id=number))
    return DesiredBook(book, mode, (), assignments)


def token(name: Handle = TOKEN, token_id: TokenId | None = TOKEN_ID) -> Token:
    return Token(
        name=name,
        id=token_id,
        organization="Norr",
        apple_id="it@norr.example",
        account_type="education",
        country=None,
        automatically_update_apps=None,
        location=None,
        data_sharing_consent=None,
        take_control=False,
        owner=None,
        secret=None,
        generated_for_intune=None,
        foreign_users_removed=ForeignUsersRemoved(NOW.date(), "it@norr.example", None),
        expected_mdm=None,
        accept=(),
        marks=marks(1, name=1, id=2),
    )


def tenant(mode: Mode = Mode.ADDITIVE, beta: BetaUse = BetaUse.READ) -> Tenant:
    return Tenant(Handle("school"), None, Cloud.SANDBOX, mode, Language.EN, beta, "desired", marks())


def desired(
    *books: DesiredBook,
    policy: Policy | None = None,
    mode: Mode = Mode.ADDITIVE,
    beta: BetaUse = BetaUse.READ,
    tokens: Sequence[Token] | None = None,
) -> DesiredState:
    """A desired state whose assignments name groups by object id, or by any other text as display name."""
    texts = sorted({one.group for book in books for one in book.assignments})
    groups = {text: _group(text) for text in texts}
    content = digest(
        [[book.book.id, [[a.group, str(a.intent), a.seat_cap] for a in book.assignments]] for book in books]
    )
    return DesiredState(
        tenant=tenant(mode, beta),
        policy=policy or Policy(),
        tokens=tuple(tokens if tokens is not None else [token()]),
        groups=tuple(groups.values()),
        books=books,
        group_of=groups,
        files=("books.yaml",),
        digest=content,
    )


def _group(text: str) -> Group:
    if text.startswith("60000000-"):
        return Group(None, GroupId(text), None)
    return Group(None, None, text)


def shown(group: int, intent: str, filter_: str = "", kind: TargetType = TargetType.GROUP) -> ObservedAssignment:
    """An assignment in the tenant; `raw` stands for the JSON that was read."""
    target = Target(kind, group_id(group) if group else None, filter_, "" if kind is TargetType.GROUP else f"#{kind}")
    return ObservedAssignment(target, intent, {"group": group, "intent": intent, "filter": filter_})


def observed_book(
    number: int, *assignments: ObservedAssignment, total: int | None = 100, used: int | None = 0
) -> ObservedBook:
    return ObservedBook(
        id=book_id(number),
        title=f"Book {number}",
        publisher="Publisher",
        token=TOKEN_ID,
        adam_id=AdamId(str(1000 + number)),
        language="sv",
        total=total,
        used=used,
        assignments=tuple(
            sorted(assignments, key=lambda one: (one.target.group or "", one.target.type, one.target.filter))
        ),
    )


def observed_token(state: str = "valid", expires: datetime | None = None) -> ObservedToken:
    return ObservedToken(
        id=TOKEN_ID,
        organization="Norr",
        apple_id="it@norr.example",
        account_type="education",
        country="SE",
        automatically_update_apps=False,
        expires=expires or NOW + timedelta(days=200),
        state=state,
        last_sync=NOW - timedelta(hours=2),
        sync_status="completed",
    )


def observed(*books: ObservedBook, groups: int = 9, tokens: Sequence[ObservedToken] | None = None) -> ObservedState:
    """A tenant with these books and groups 1 to `groups`, named `Group N`."""
    return ObservedState(
        at=NOW,
        beta=True,
        books=tuple(sorted(books, key=lambda book: book.id)),
        tokens=tuple(tokens if tokens is not None else [observed_token()]),
        groups={group_id(n): ObservedGroup(group_id(n), f"Group {n}") for n in range(1, groups + 1)},
    )


def key(book: int, group: int) -> ChangeId:
    return ChangeId(f"a:{book_id(book)}:{group_id(group)}")


def last(entries: Mapping[tuple[int, int], str]) -> dict[ChangeId, str]:
    """A last applied map from (book, group) → intent."""
    return {key(book, group): intent for (book, group), intent in entries.items()}


def ledger(entries: Mapping[tuple[int, int], str] | None = None) -> LedgerState:
    """A chain whose newest record has this last applied map."""
    if entries is None:
        return LedgerState(None, 0, None, None, frozenset(), ())
    record = Digest("sha256:" + "0" * 64)
    return LedgerState(record, 2, last(entries), record, frozenset(), ())


def readers(groups: Mapping[int, Sequence[str]], holding: Mapping[int, Sequence[str]] | None = None) -> Readers:
    """Members by group number; principal names equal user ids. `holding`: who is listed as having a book."""
    return Readers(
        members={group_id(n): Members({user: f"{user}@norr.example" for user in users}) for n, users in groups.items()},
        unread={},
        holders={book_id(n): tuple(f"{user}@norr.example" for user in users) for n, users in (holding or {}).items()},
    )
