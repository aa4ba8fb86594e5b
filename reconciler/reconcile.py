"""The corridor: from the YAML and the tenant to a plan, room by room, in order. Read this first.

`validation.validate` comes before it. `plan_tenant` and `apply.run.apply_plan` are two lengths of the same walk: an
apply plans anew by `plan_tenant`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reconciler.apple.compare import compare
from reconciler.diff import diff
from reconciler.drift import attribution, name_drift, token_drift, without_names
from reconciler.forecast import assigned_after, forecast_book, groups_after, known_to_all, seats_of
from reconciler.hold import hold
from reconciler.match import match
from reconciler.model.apple import AppleView
from reconciler.model.change import Action, Change, Origin
from reconciler.model.contents import NOTHING_AT_HAND, AtHand
from reconciler.model.desired import DesiredState
from reconciler.model.differences import Diff
from reconciler.model.finding import Finding, in_order
from reconciler.model.forecast import BookRef, Forecast
from reconciler.model.ids import BookId, ChangeId, GroupId, Handle, book_of
from reconciler.model.matching import Matching
from reconciler.model.observed import HIDDEN_MEMBERSHIP, Members, ObservedBook, ObservedState, Readers, Unread
from reconciler.model.planned import Planned
from reconciler.model.progress import Progress, silent
from reconciler.model.providers import IntuneReader
from reconciler.model.record import LedgerState
from reconciler.model.world import BaseState, Loosened, PlannedWorld, World
from reconciler.observed.observe import observe, observe_readers, observed_digest
from reconciler.plan import Circumstances, Found, build_plan
from reconciler.policy import stricter
from reconciler.rules.acceptance import accept_unused, today
from reconciler.rules.book_plans import title_key
from reconciler.rules.live import check_live
from reconciler.rules.planned import check_planned
from reconciler.rules.severity import as_policy_says
from reconciler.token_diff import diff_tokens


def plan_tenant(
    desired: DesiredState,
    reader: IntuneReader,
    ledger: LedgerState,
    circumstances: Circumstances,
    progress: Progress = silent,
    base: BaseState | None = None,
    at_hand: AtHand = NOTHING_AT_HAND,
) -> Planned:
    """Reads the tenant, diffs, forecasts, judges, and gives the plan. Writes nothing.

    `base` is what a pull request is compared with: each limit is the stricter of both sides, and without a ledger
    what it desired is last applied. `at_hand` is what the content tokens tell that are at hand. Raises ServiceError
    when a reading stops half-way.
    """
    world = _world(desired, reader, ledger, circumstances, progress, base, at_hand)
    desired, observed, matching, ledger = world.desired, world.observed, world.matching, world.ledger
    differences = diff(desired, observed, matching, ledger.last_applied)
    planned = _planned_world(world, differences, reader, progress)
    findings = _judge(world, planned)
    found = Found(
        changes=hold(planned.changes, findings, _pools(matching)),
        findings=findings,
        forecasts=tuple(planned.forecasts.values()),
        unmanaged=differences.unmanaged,
        drift=len(differences.drifted) + len(planned.token_drift),
        observed_at=observed.at,
        observed_digest=observed_digest(observed),
    )
    plan = build_plan(
        desired,
        found,
        replace(circumstances, record=ledger.last_applied_record, base_commit=base.commit if base else None),
    )
    return Planned(
        plan=plan,
        differences=differences,
        drift=planned.drift,
        matching=matching,
        observed=observed,
        token_drift=planned.token_drift,
        pseudonyms=_pseudonyms(planned),
        contents=at_hand.contents,
    )


def _world(
    desired: DesiredState,
    reader: IntuneReader,
    ledger: LedgerState,
    circumstances: Circumstances,
    progress: Progress,
    base: BaseState | None,
    at_hand: AtHand,
) -> World:
    """The YAML beside the tenant, before anything but the tokens is compared."""
    observed = observe(reader, desired, reader.moment() or circumstances.now, progress)
    desired, loosened = _judged_by(desired, base)
    matching = match(desired, observed)
    ledger = _remembered(ledger, base, observed)
    unread = base is not None and base.policy is None
    memory = None if ledger.last_applied is None else ledger.tokens
    token_changes = diff_tokens(
        desired, matching, at_hand.contents, circumstances.now, beta=observed.beta, memory=memory
    )
    return World(
        desired=desired,
        observed=observed,
        matching=matching,
        ledger=ledger,
        now=circumstances.now,
        loosened=loosened,
        base_unread=unread,
        contents=at_hand.contents,
        token_changes=token_changes,
        apple=_apple_views(desired, matching, observed, at_hand),
        pseudonyms=circumstances.pseudonyms,
        snapshot=reader.moment() is not None,
    )


def _apple_views(
    desired: DesiredState, matching: Matching, observed: ObservedState, at_hand: AtHand
) -> dict[Handle, AppleView]:
    """What Apple says of the locations that it was asked about, beside what the tenant shows."""
    return {
        token.name: compare(token, there.id if there else None, observed.books, at_hand.apple[token.name])
        for token in desired.tokens
        if token.name in at_hand.apple
        for there in [matching.tokens.get(token.name)]
    }


def _judged_by(desired: DesiredState, base: BaseState | None) -> tuple[DesiredState, tuple[Loosened, ...]]:
    """The desired state with the policy that holds; its digest stays that of what the YAML says."""
    if base is None or base.policy is None:
        return desired, ()
    policy, loosened = stricter(base.policy, desired.policy)
    return replace(desired, policy=policy), loosened


def _remembered(ledger: LedgerState, base: BaseState | None, observed: ObservedState) -> LedgerState:
    """The ledger, and where it remembers nothing, what the base desired as last applied."""
    if ledger.last_applied is not None or base is None or base.desired is None:
        return ledger
    wanted = dict(match(base.desired, observed).wanted())
    return replace(ledger, last_applied={key: str(one.intent) for key, one in sorted(wanted.items())})


def _judge(world: World, planned: PlannedWorld) -> tuple[Finding, ...]:
    findings = [*check_live(world), *check_planned(planned)]
    day = today(world.now, world.desired.policy)
    findings.extend(accept_unused(world.desired, findings, day))
    return in_order(as_policy_says(findings, world.desired.policy))


def _planned_world(world: World, differences: Diff, reader: IntuneReader, progress: Progress) -> PlannedWorld:
    books = {book.id: book for book in world.observed.books}
    by_book = _by_book(differences.changes)
    renewed = _renewed_books(world)
    groups_of = {book: groups_after(books[book], changes) for book, changes in by_book.items()}
    alone = {*_siblings(world.matching, by_book), *(book for book in renewed if book not in by_book)}
    groups_of |= {book: groups_after(books[book], ()) for book in sorted(alone)}
    taking = [book for book, changes in by_book.items() if any(change.takes_seats for change in changes)]
    readers = _as_the_groups_are(observe_readers(reader, groups_of, taking, progress), groups_of, world.observed)
    wanted = dict(world.matching.wanted({*by_book, *(book_of(key) for key in differences.drifted)}))
    moved = any(change.origin in (Origin.DRIFT, Origin.BOTH) for change in world.token_changes)
    events = reader.audit_events(None) if differences.drifted or moved else ()
    if not world.desired.policy.show_actors:
        events = without_names(events)
    changes = tuple(
        replace(
            change,
            seats=seats_of(change, books[book], by_book[book], readers),
            attribution=attribution(change, events),
        )
        for book in by_book
        for change in by_book[book]
    )
    of_tokens = tuple(replace(change, attribution=attribution(change, events)) for change in world.token_changes)
    return PlannedWorld(
        world=world,
        changes=(*of_tokens, *changes),
        unmanaged=differences.unmanaged,
        drift=name_drift(world, differences.drifted, wanted, events),
        clashes=differences.clashes,
        wanted=wanted,
        harmless=_harmless(changes, books, readers),
        groups_of=groups_of,
        after={book: assigned_after(books[book], several) for book, several in by_book.items()},
        readers=readers,
        forecasts=_forecasts(by_book, books, readers) | _forecasts_of_renewed(renewed, by_book, books, readers),
        audit_unread=events if isinstance(events, Unread) else None,
        token_drift=token_drift(of_tokens, world.ledger.tokens, events),
    )


def _pseudonyms(planned: PlannedWorld) -> Mapping[GroupId, tuple[str, ...]]:
    """The users of the groups that were read, under pseudonyms that the ledger may keep."""
    world = planned.world
    if world.pseudonyms is None or world.snapshot:
        return {}
    return world.pseudonyms.of_groups(planned.readers.members)


def _by_book(changes: Iterable[Change]) -> dict[BookId, list[Change]]:
    """Changes of assignments by book, in order."""
    by_book: dict[BookId, list[Change]] = {}
    for change in changes:
        if change.book is not None:
            by_book.setdefault(change.book.id, []).append(change)
    return by_book


def _as_the_groups_are(
    readers: Readers, groups_of: Mapping[BookId, frozenset[GroupId]], observed: ObservedState
) -> Readers:
    """The readers, corrected by what is known of the groups themselves.

    A group that the directory no longer has is empty, not unread. One with hidden membership that shows nobody is
    unread, not empty: without a permission of its own the directory leaves its members out without a word.
    """
    asked = {group for groups in groups_of.values() for group in groups}
    gone = {group for group in asked if group not in observed.groups and group not in observed.unread_groups}
    hidden = {
        group
        for group, members in readers.members.items()
        if not members.users and group in observed.groups and observed.groups[group].visibility == HIDDEN_MEMBERSHIP
    }
    members = {**readers.members, **{group: Members({}) for group in gone}}
    unread = {group: why for group, why in readers.unread.items() if group not in gone}
    return replace(
        readers,
        members={group: several for group, several in members.items() if group not in hidden},
        unread={**unread, **dict.fromkeys(hidden, Unread.HIDDEN)},
    )


def _siblings(matching: Matching, by_book: Mapping[BookId, list[Change]]) -> tuple[BookId, ...]:
    """Declared books without changes that are the same title as one that reaches readers anew."""
    taking = [book for book, changes in by_book.items() if any(change.takes_seats for change in changes)]
    titles = {title_key(matching.books[book]) for book in taking}
    return tuple(book for book, match_ in matching.books.items() if book not in by_book and title_key(match_) in titles)


def _forecasts(
    by_book: Mapping[BookId, list[Change]], books: Mapping[BookId, ObservedBook], readers: Readers
) -> dict[BookId, Forecast]:
    forecasts: dict[BookId, Forecast] = {}
    for book, changes in by_book.items():
        ref = changes[0].book
        assert ref is not None  # by_book holds changes of assignments only
        forecasts[book] = forecast_book(books[book], ref, changes, readers)
    return forecasts


def _renewed_books(world: World) -> dict[BookId, BookRef]:
    """The books with required assignments of tokens that are renewed: Intune goes on to serve these."""
    tokens = {
        change.token.id: change.token.name
        for change in world.token_changes
        if change.action is Action.RENEW and change.token
    }
    return {
        book.id: BookRef(book.id, book.title, tokens[book.token])
        for book in world.observed.books
        if book.token in tokens and any(one.intent == "required" for one in book.assignments)
    }


def _forecasts_of_renewed(
    renewed: Mapping[BookId, BookRef],
    by_book: Mapping[BookId, list[Change]],
    books: Mapping[BookId, ObservedBook],
    readers: Readers,
) -> dict[BookId, Forecast]:
    return {book: forecast_book(books[book], ref, (), readers) for book, ref in renewed.items() if book not in by_book}


def _harmless(
    changes: tuple[Change, ...], books: Mapping[BookId, ObservedBook], readers: Readers
) -> frozenset[ChangeId]:
    """Changes that provably use no seat."""
    by_book = _by_book(changes)
    return frozenset(
        change.id
        for book, several in by_book.items()
        for change in several
        if change.takes_seats and known_to_all(change, books[book], several, readers)
    )


def _pools(matching: Matching) -> dict[BookId, Handle]:
    return {book: found.desired.book.token for book, found in matching.books.items()}
