"""Rules on creating, renewing and changing VPP tokens: `(World) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator

from reconciler.model.apple import AppleRefusal
from reconciler.model.catalogue.token_changes import (
    ABSENCES,
    TOKEN_COUNTRY_CHANGED,
    TOKEN_CREATE,
    TOKEN_TAKEOVER,
)
from reconciler.model.catalogue.tokens import TOKEN_CONSENT
from reconciler.model.change import Action, Change
from reconciler.model.content_faults import Fault, fault_of
from reconciler.model.content_token import Absence, Flaw
from reconciler.model.contents import ContentFacts, at_hand
from reconciler.model.entities import Token
from reconciler.model.finding import Finding
from reconciler.model.ids import Handle
from reconciler.model.observed import ObservedToken
from reconciler.model.rule import Severity
from reconciler.model.secret import place_of
from reconciler.model.token_fields import COUNTRY, TAKE_CONTROL
from reconciler.model.world import World
from reconciler.rules.acceptance import accepted, today

_UPLOADS = (Action.CREATE, Action.RENEW)


def token_change_consent(world: World) -> Iterator[Finding]:
    """Changes of tokens whose declaration does not agree that data go to Apple (VPP105)."""
    for token, _ in _changes(world):
        if token.data_sharing_consent is not True:
            yield TOKEN_CONSENT.found(
                token.marks.position("dataSharingConsent"),
                token.name,
                variant="change",
                tokens=(token.name,),
                token=token.name,
            )


def token_takeover(world: World) -> Iterator[Finding]:
    """Changes that take a token from another service. Holds them until it is accepted."""
    for token, change in _changes(world):
        if (change.after or {}).get(TAKE_CONTROL) is True:
            finding = TOKEN_TAKEOVER.found(
                token.marks.position("takeControlFromOtherMdm"), token.name, tokens=(token.name,), token=token.name
            )
            yield accepted(finding, token.accept, today(world.now, world.desired.policy))


def token_create(world: World) -> Iterator[Finding]:
    """Uploads that are not complete, or whose content token is not the right one; and content tokens not at hand."""
    for token, change in _changes(world):
        content = at_hand(world.contents.get(token.name))
        if change.action is Action.CREATE and token.generated_for_intune is None:
            yield _told(token, Fault("incomplete"), Severity.ERROR)
        if change.action is Action.CREATE:
            yield from _there_already(world, token)
        if change.action in _UPLOADS and content is None:
            yield _told(token, Fault("unseen"), Severity.INFO, _absence(world, token))
        elif change.action in _UPLOADS and content is not None:
            yield from _wrong_content(world, token, content, Severity.ERROR)
    yield from _not_uploaded(world)


def _there_already(world: World, token: Token) -> Iterator[Finding]:
    """A VPP token of the same organisation that nobody declares, and that may be of the very location."""
    declared = {there.id for there in world.matching.tokens.values()}
    for there in world.observed.tokens:
        same = (there.organization or "").strip().casefold() == token.organization.strip().casefold()
        if same and there.id not in declared and not _is_elsewhere(world, token, there):
            found = f"{there.id} ({there.apple_id or 'unknown'})"
            yield _told(token, Fault("there", found=found, declared=token.organization), Severity.ERROR)
            return


def _is_elsewhere(world: World, token: Token, there: ObservedToken) -> bool:
    """Whether the location to be uploaded is known to be another one than that of a token in the tenant."""
    view = world.apple.get(token.name)
    by_apple = view.location.name if view and view.location else None
    name = (token.location.name if token.location else None) or by_apple
    return bool(name and there.location_name and name.casefold() != there.location_name.casefold())


def _absence(world: World, token: Token) -> str:
    why = world.contents.get(token.name)
    return ABSENCES[why if isinstance(why, Absence) else None]


def _wrong_content(world: World, token: Token, content: ContentFacts | Flaw, severity: Severity) -> Iterator[Finding]:
    """What is wrong with a content token, whatever is done with it."""
    fault = fault_of(content, token, world.now)
    if fault is not None:
        yield _told(token, fault, severity)
        return
    view = world.apple.get(token.name)
    refusal = view.failure if view is not None and isinstance(view.failure, AppleRefusal) else None
    if refusal is not None and refusal.token_refused:
        yield _told(token, Fault("refused"), severity, refusal.message.rstrip("."))


def _not_uploaded(world: World) -> Iterator[Finding]:
    """Content tokens that nothing is done with: told, since somebody put them there, and they hold nothing."""
    uploads = {change.token.name for change in world.token_changes if change.token and change.action in _UPLOADS}
    for name, there in world.matching.tokens.items():
        token, content = world.desired.token_of[name], at_hand(world.contents.get(name))
        if token.secret is None or name in uploads or content is None:
            continue
        if isinstance(content, ContentFacts) and content.belongs_to(token) and content.is_older(there):
            yield _told(token, Fault("older", date=_day(there)), Severity.WARNING)
        elif isinstance(content, Flaw) or not content.belongs_to(token) or content.expires > world.now:
            yield from _wrong_content(world, token, content, Severity.WARNING)


def _told(token: Token, fault: Fault, severity: Severity, why: str = "") -> Finding:
    return TOKEN_CREATE.found(
        token.marks.position("preflight" if fault.variant == "incomplete" else "secret"),
        token.name,
        severity=severity,
        tokens=(token.name,) if severity is Severity.ERROR else (),
        token=token.name,
        place=place_of(token.secret) if token.secret else "",
        why=why,
        **fault._asdict(),
    )


def _day(there: ObservedToken) -> str:
    return there.expires.date().isoformat() if there.expires else ""


def token_country_changed(world: World) -> Iterator[Finding]:
    """Changes of the country or region of a token. Holds them until it is accepted for so many books."""
    for token, change in _changes(world):
        before, after = (change.before or {}).get(COUNTRY), (change.after or {}).get(COUNTRY)
        if not before or after is None:
            continue
        there = world.matching.tokens[token.name]
        count = sum(book.token == there.id for book in world.observed.books)
        finding = TOKEN_COUNTRY_CHANGED.found(
            token.marks.position("countryOrRegion"),
            token.name,
            tokens=(token.name,),
            token=token.name,
            before=str(before),
            after=str(after),
            count=count,
        )
        yield accepted(finding, token.accept, today(world.now, world.desired.policy), count)


def sound_renewals(world: World) -> frozenset[Handle]:
    """The tokens that the plan renews with a content token that is right as far as it can be seen."""
    renewed = (token for token, change in _changes(world) if change.action is Action.RENEW)
    found = ((token, at_hand(world.contents.get(token.name))) for token in renewed)
    return frozenset(
        token.name
        for token, content in found
        if content is not None and not any(_wrong_content(world, token, content, Severity.ERROR))
    )


def _changes(world: World) -> Iterator[tuple[Token, Change]]:
    """The changes of tokens that the mode does not hold, each with its declaration."""
    for change in world.token_changes:
        if change.token is not None and change.held is None:
            yield world.desired.token_of[change.token.name], change
