"""The parts of a plan's view that are put together from several of its lists. Pure. Read `sentence` and `decisions`.

Every text here holds names as they are: whoever shows one must escape it for the place where it is shown.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from reconciler.model.catalogue.unchecked import UNCHECKED, WITHOUT_KEY, Unchecked
from reconciler.model.change import Action, Change
from reconciler.model.finding import Finding
from reconciler.model.instants import instant
from reconciler.model.plan import Plan
from reconciler.report.messages.phrases import Phrases
from reconciler.report.messages.spoken import number_in
from reconciler.report.numbers import seats_for_good

_REMOVED = "VPP317"
_ABOUT_READERS = "VPP3"
_GRAVITY = {"error": 0, "guard": 1, "warning": 2, "info": 3}
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))
_NEARLY = 2
"""An age is told in the largest unit of which there are at least so many."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a sentence, and whether it must not be missed."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that stops until somebody decides or corrects it: a finding, and the changes that it holds.

    One that only a hold tells of has the place of the first change. `holds` are the subjects of what it holds; empty
    where that is only the change at its own place.
    """

    finding: Finding
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenHealth:
    """The VPP tokens that the plan is about: how old what is known of them is, what is wrong, and with which nothing.

    `stopped` says which decisions are about tokens. All are empty where the plan is about no token.
    """

    age: str
    stopped: str
    findings: tuple[Finding, ...]
    healthy: str


def sentence(plan: Plan, say: Phrases) -> tuple[Phrase, ...]:
    """Books, groups, seats used for good, users losing an offer, seats coming back; without what is only reported."""
    changes = [change for change in plan.changes if change.held is None or change.held.rule]
    return (
        *(Phrase(text) for text in _sizes(changes, say)),
        Phrase(seats_for_good(plan.summary.seats, say) + _held_too(plan, say), strong=True),
        Phrase(_offers_lost(changes, plan.findings, say)),
        Phrase(say("seats-back"), strong=True),
    )


def _held_too(plan: Plan, say: Phrases) -> str:
    """What held changes have to do with the seats; empty where nothing is held."""
    summary = plan.summary
    if not summary.held:
        return ""
    written = summary.create + summary.update + summary.delete + summary.renew
    return f" ({say('held-too') if written else say('held-alone')})"


def _sizes(changes: Sequence[Change], say: Phrases) -> Iterator[str]:
    books = {change.book.id for change in changes if change.book}
    groups = {change.target.id for change in changes if change.target}
    tokens = {change.token.name for change in changes if change.token}
    if tokens:
        yield say("vpp-tokens", count=len(tokens))
    yield say("books", count=len(books))
    yield say("groups", count=len(groups))


def _offers_lost(changes: Sequence[Change], findings: Sequence[Finding], say: Phrases) -> str:
    """How many users lose an offer, as the findings about removals say; a user of two books counts twice."""
    removed = [change for change in changes if change.action is Action.DELETE]
    told = [number_in(finding, "users") for finding in findings if finding.rule == _REMOVED]
    if not removed and not told:
        return say("offers-lost", count=0)
    known = [number for number in told if number is not None]
    if len(known) < len(told) or len(known) < len(removed):
        return say("offers-lost-unknown")
    return say("offers-lost-most" if sum(known) else "offers-lost", count=sum(known))


def decisions(changes: Iterable[Change], findings: Sequence[Finding]) -> tuple[Decision, ...]:
    """What must be decided, the gravest first: each finding that blocks or holds, once, with all that it holds."""
    held: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        if change.held is not None and change.held.rule:
            held.setdefault((change.held.rule, change.held.reason), []).append(change)
    found = list(_of_findings(findings, held))
    found += [Decision(_told_by(group), _subjects(group)) for group in held.values()]
    return tuple(sorted(found, key=lambda one: _GRAVITY.get(one.finding.severity, 0)))


def _of_findings(findings: Sequence[Finding], held: dict[tuple[str, str], list[Change]]) -> Iterator[Decision]:
    """The decisions that findings tell of; takes what they hold out of `held`.

    Of several findings of the same words, each takes the changes at its own place, the last one the rest.
    """
    left = Counter((one.rule, one.message) for one in findings)
    for finding in findings:
        key = (finding.rule, finding.message)
        group = held.get(key, [])
        if not finding.blocks and not group:
            continue
        own = [change for change in group if change.position == finding.position]
        if key in held:
            left[key] -= 1
            own = own if left[key] else group
            held[key] = [change for change in group if change not in own]
            if not held[key]:
                del held[key]
        yield Decision(finding, _subjects(own) if _goes_beyond(finding, own) else ())


def _goes_beyond(finding: Finding, held: Sequence[Change]) -> bool:
    """Whether it holds more than the one change at whose place it stands, which its message names."""
    return [finding.position] != [change.position for change in held]


def _subjects(changes: Iterable[Change]) -> tuple[str, ...]:
    return tuple(change.subject for change in changes)


def _told_by(changes: Sequence[Change]) -> Finding:
    """A finding for changes that are held for a reason that no finding of the plan gives."""
    first, hold = changes[0], changes[0].held
    assert hold is not None and hold.rule is not None
    return Finding(hold.rule, hold.rule, "guard", hold.reason, first.subject, first.position, (), hold.remedy, None)


def is_about_tokens(finding: Finding) -> bool:
    """Whether it speaks of the state of a VPP token, or of how fresh its numbers are. Mere advice is left out."""
    return finding.rule.startswith("VPP1") and (finding.severity != "info" or finding.rule == "VPP126")


def token_health(plan: Plan, decided: Collection[Finding], say: Phrases) -> TokenHealth:
    """The health of the tokens whose books or fields change, and of every token that has a finding."""
    told = tuple(finding for finding in plan.findings if is_about_tokens(finding))
    touched = {change.book.token for change in plan.changes if change.book}
    touched |= {str(change.token.name) for change in plan.changes if change.token}
    if not told and not touched:
        return TokenHealth("", "", (), "")
    stopped = ", ".join(f"{one.subject} ({one.rule})" for one in told if one in decided)
    healthy = ", ".join(sorted(touched - {finding.subject for finding in told} - {""}))
    return TokenHealth(
        age=_age(plan, say),
        stopped=say("tokens-stopped", names=stopped) if stopped else "",
        findings=tuple(finding for finding in told if finding not in decided),
        healthy=say("tokens-healthy", names=healthy) if healthy else "",
    )


def _age(plan: Plan, say: Phrases) -> str:
    try:
        age = instant(plan.created_at) - instant(plan.observed_at)
    except ValueError:  # a file from elsewhere; its texts are shown all the same
        age = timedelta()
    seconds = int(age.total_seconds())
    if seconds <= 0:
        return say("age-now")
    unit, length = next((one for one in _UNITS if seconds >= _NEARLY * one[1]), _UNITS[-1])
    return say("age", age=say(f"age-{unit}", count=seconds // length))


def gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by severity; those of one severity in their order."""
    return tuple(sorted(findings, key=lambda finding: _GRAVITY.get(finding.severity, 0)))


def gravity(finding: Finding) -> int:
    """0 for an error, up to 3 for an info: the higher, the less is lost where it is left out."""
    return _GRAVITY.get(finding.severity, 0)


def never_checked(plan: Plan, say: Phrases) -> str:
    """The rules about readers that no plan can check, where it reaches readers anew; else empty.

    A plan does not tell whether it was made with a key for pseudonyms, so that rule is named with what it needs.
    """
    if not any(change.takes_seats for change in plan.changes):
        return ""
    never = _about_readers(UNCHECKED.values())
    return say("never-checked", rules=", ".join(never), keyed=", ".join(_about_readers(WITHOUT_KEY.values())))


def _about_readers(several: Iterable[Unchecked]) -> list[str]:
    return [f"{one.rule.id} {one.rule.slug}" for one in several if one.rule.id.startswith(_ABOUT_READERS)]
