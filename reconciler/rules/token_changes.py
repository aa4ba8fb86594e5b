"""Rules on creating, renewing and changing VPP tokens: `(World) -> Iterator[Finding]`, one per rule."""

from collections.abc import Iterator

from reconciler.model.catalogue.token_changes import FLAWS, TOKEN_COUNTRY_CHANGED, TOKEN_CREATE, TOKEN_TAKEOVER
from reconciler.model.catalogue.tokens import TOKEN_CONSENT
from reconciler.model.change import Action, Change
from reconciler.model.content_token import Flaw
from reconciler.model.contents import ContentFacts
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
        content = world.contents.get(token.name)
        if change.action is Action.CREATE and token.generated_for_intune is None:
            yield _told(token, "incomplete", Severity.ERROR)
        if change.action is Action.CREATE and content is None:
            yield _told(token, "unseen", Severity.INFO)
        elif change.action in _UPLOADS and content is not None:
            yield from _wrong_content(world, token, content, Severity.ERROR)
    yield from _not_uploaded(world)


def _wrong_content(world: World, token: Token, content: ContentFacts | Flaw, severity: Severity) -> Iterator[Finding]:
    """What is wrong with a content token, whatever is done with it."""
    if isinstance(content, Flaw):
        yield _told(token, "unreadable", severity, flaw=FLAWS[content])
    elif not content.belongs_to(token):
        yield _told(token, "organization", severity, found=content.organization, declared=token.organization)
    elif content.expires <= world.now:
        yield _told(token, "expired", severity, date=content.expires.date().isoformat())


def _not_uploaded(world: World) -> Iterator[Finding]:
    """Content tokens that nothing is done with: told, since somebody put them there, and they hold nothing."""
    uploads = {change.token.name for change in world.token_changes if change.token and change.action in _UPLOADS}
    for name, there in world.matching.tokens.items():
        token, content = world.desired.token_of[name], world.contents.get(name)
        if token.secret is None or name in uploads:
            continue
        if content is None:
            if _renewal_due(world, there):
                yield _told(token, "unplanned", Severity.INFO)
        elif isinstance(content, Flaw) or not content.belongs_to(token):
            yield from _wrong_content(world, token, content, Severity.WARNING)
        elif content.is_older(there):
            yield _told(token, "older", Severity.WARNING, date=_day(there))


def _renewal_due(world: World, there: ObservedToken) -> bool:
    """Whether the tenant's token needs a newer one: it does not work, or expires within the days of the policy."""
    if there.state in ("expired", "invalid") or there.expires is None:
        return True
    return (there.expires - world.now).days < world.desired.policy.token_expiry_warning_days


def _told(
    token: Token,
    variant: str,
    severity: Severity,
    *,
    flaw: str = "",
    found: str = "",
    declared: str = "",
    date: str = "",
) -> Finding:
    return TOKEN_CREATE.found(
        token.marks.position("preflight" if variant == "incomplete" else "secret"),
        token.name,
        variant=variant,
        severity=severity,
        tokens=(token.name,) if severity is Severity.ERROR else (),
        token=token.name,
        place=place_of(token.secret) if token.secret else "",
        flaw=flaw,
        found=found,
        declared=declared,
        date=date,
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
    return frozenset(
        token.name
        for token in renewed
        if not any(_wrong_content(world, token, world.contents[token.name], Severity.ERROR))
    )


def _changes(world: World) -> Iterator[tuple[Token, Change]]:
    """The changes of tokens that the mode does not hold, each with its declaration."""
    for change in world.token_changes:
        if change.token is not None and change.held is None:
            yield world.desired.token_of[change.token.name], change
