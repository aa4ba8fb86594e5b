"""Declarations → the desired state: every reference resolved, reading lists expanded. Pure. `resolve` first."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from reconciler.desired.collector import paused
from reconciler.model.canonical import canonical
from reconciler.model.desired import DesiredBook, DesiredState
from reconciler.model.entities import (
    Acceptance,
    Assignment,
    Book,
    Declarations,
    Freeze,
    Group,
    Policy,
    Share,
    Tenant,
    Token,
)
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.naming import composed
from reconciler.model.references import Groups, Reached, reached_books

_AT_ONCE = 500
"""So many books make one line of what the digest is over."""


def resolve(declarations: Declarations) -> DesiredState:
    """What the tenant should look like. Call it only where the tenant has no static error.

    Books are sorted by token, title and ids, their assignments by group; nothing depends on files or order.
    Raises ValueError where no tenant is declared.
    """
    tenant = declarations.tenant
    if tenant is None:
        raise ValueError(f"{declarations.path} declares no tenant")
    with paused():
        return _resolve(declarations, tenant)


def _resolve(declarations: Declarations, tenant: Tenant) -> DesiredState:
    groups = Groups(declarations.groups)
    books = _books(declarations, tenant, groups)
    tokens = tuple(sorted(declarations.tokens, key=lambda token: token.name))
    declared = tuple(sorted(declarations.groups, key=lambda group: (group.label, group.id or "")))
    return DesiredState(
        tenant=tenant,
        policy=declarations.policy,
        tokens=tokens,
        groups=declared,
        books=books,
        group_of={text: groups.of(text) for text in _texts(books)},
        files=declarations.files,
        digest=_digest(tenant, declarations.policy, tokens, declared, books, groups),
    )


def _books(declarations: Declarations, tenant: Tenant, groups: Groups) -> tuple[DesiredBook, ...]:
    handles = {composed(token.name): token.name for token in declarations.tokens}
    made = []
    for reached in reached_books(declarations):
        book = reached.book
        handle = handles.get(composed(book.token), book.token)
        made.append(_desired(reached, book if handle == book.token else _on_token(book, handle), tenant, groups))
    return tuple(sorted(made, key=lambda desired: _book_order(desired.book)))


def _on_token(book: Book, handle: Any) -> Book:
    """The book with its token spelled as it is declared."""
    values = {name: getattr(book, name) for name in Book.__slots__}
    return Book(**values | {"token": handle})


def _desired(reached: Reached, book: Book, tenant: Tenant, groups: Groups) -> DesiredBook:
    accept = book.accept
    for reading_list in reached.lists:
        accept += reading_list.accept
    assignments = tuple(sorted(_assignments(reached), key=lambda assignment: groups.key(assignment.group)))
    if assignments == book.assignments:
        assignments = book.assignments  # one tuple is enough to keep
    return DesiredBook(book, book.mode or tenant.mode, accept, assignments)


def _assignments(reached: Reached) -> list[Assignment]:
    return [assignment for assignment, _ in reached.assignments()]


def _book_order(book: Book) -> tuple[str, str, str, str, str]:
    return book.token, book.title or "", book.id or "", book.adam_id or "", book.publisher or ""


def _texts(books: Iterable[DesiredBook]) -> list[str]:
    return sorted({assignment.group for book in books for assignment in book.assignments})


def _digest(
    tenant: Tenant,
    policy: Policy,
    tokens: Iterable[Token],
    declared: Iterable[Group],
    books: Sequence[DesiredBook],
    groups: Groups,
) -> Digest:
    """The digest over all that has a meaning: no place, no file, no order, no spelling that makes no difference.

    Of lines of canonical JSON, the books some at a time, so that a large state is never in memory a second time.
    """
    head = {
        "tenant": [tenant.name, tenant.tenant_id, tenant.cloud, tenant.mode, tenant.language, tenant.beta],
        "policy": _policy(policy),
        "tokens": [_token(token) for token in tokens],
        "groups": [
            [group.alias, group.id, group.display_name, group.kind, group.apple_accounts, group.country]
            for group in declared
        ],
    }
    whole = sha256(canonical(head))
    for begin in range(0, len(books), _AT_ONCE):
        whole.update(b"\n" + canonical([_book(desired, groups) for desired in books[begin : begin + _AT_ONCE]]))
    return Digest(f"sha256:{whole.hexdigest()}")


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "maxRemovals": _share(policy.max_removals),
        "maxNewSeats": policy.max_new_seats,
        "largeGroup": policy.large_group,
        "tokenExpiryWarningDays": policy.token_expiry_warning_days,
        "syncMaxAgeHours": policy.sync_max_age_hours,
        "planMaxAgeHours": policy.plan_max_age_hours,
        "lowSeats": _share(policy.low_seats),
        "strict": policy.strict,
        "ledgerKeys": sorted(set(policy.ledger_keys)),
        "reviewedEmergencies": sorted(set(policy.reviewed_emergencies)),
        "approvals": policy.approvals,
        "showActors": policy.show_actors,
        "timeZone": policy.time_zone,
        "freezes": sorted(_freeze(freeze) for freeze in policy.freezes),
        "accept": _acceptances(policy.accept),
    }


def _share(share: Share) -> list[int]:
    return [share.count, share.percent]


def _freeze(freeze: Freeze) -> list[str]:
    return [stamp(freeze.start), stamp(freeze.end), freeze.reason]


def _token(token: Token) -> dict[str, Any]:
    location, removed, mdm, secret = token.location, token.foreign_users_removed, token.expected_mdm, token.secret
    return {
        "name": token.name,
        "id": token.id,
        "organization": token.organization,
        "appleId": token.apple_id,
        "accountType": token.account_type,
        "countryOrRegion": token.country,
        "automaticallyUpdateApps": token.automatically_update_apps,
        "location": [location.uid, location.name] if location else None,
        "dataSharingConsent": token.data_sharing_consent,
        "takeControlFromOtherMdm": token.take_control,
        "owner": token.owner,
        "secret": [secret.kind, secret.where, secret.name] if secret else None,
        "generatedForIntune": _day(token.generated_for_intune),
        "foreignVppUsersRemoved": [_day(removed.date), removed.by, removed.note] if removed else None,
        "expectedMdm": [mdm.id, mdm.name] if mdm else None,
        "accept": _acceptances(token.accept),
    }


def _book(desired: DesiredBook, groups: Groups) -> list[Any]:
    book = desired.book
    return [
        book.token,
        book.title,
        book.id,
        book.adam_id,
        book.publisher,
        book.isbn,
        sorted(set(book.tags)) if book.tags else [],
        desired.mode,
        _acceptances(desired.accept) if desired.accept else [],
        [
            [
                groups.key(assignment.group),
                assignment.intent,
                assignment.seat_cap,
                _acceptances(assignment.accept) if assignment.accept else None,
            ]
            for assignment in desired.assignments
        ],
    ]


def _acceptances(accept: Iterable[Acceptance]) -> list[list[Any]]:
    """Acceptances without their places, in one order, each once."""
    stated = {(item.rule, item.bound, item.reason, _day(item.expires)) for item in accept}
    return sorted(([*item] for item in stated), key=str)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
