"""What is said about a plan, in order and in words; `text`, `markdown` and `html` decide how. Pure. Read `plan_view`.

Every text here holds names as they are: whoever shows one must escape it for the place where it is shown.
"""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from reconciler.model.change import Action, Change
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.forecast import BookRef, Forecast
from reconciler.model.ids import BookId
from reconciler.model.plan import Plan, Verdict
from reconciler.model.plan_file import plan_from_json
from reconciler.model.position import Position
from reconciler.report import phrases
from reconciler.report.messages.phrases import Phrases
from reconciler.report.messages.plan_phrases import plan_phrases
from reconciler.report.numbers import free_then, in_use, span, used_for_good, used_now
from reconciler.report.parts import (
    Decision,
    Phrase,
    TokenHealth,
    decisions,
    gravest_first,
    is_about_tokens,
    never_checked,
    sentence,
    token_health,
)

_SIGNS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-", Action.RENEW: "~"}
_NOT_CHECKED = frozenset(("VPP411", "VPP505", "VPP509", "VPP515", "VPP516", "VPP518"))
"""Rules that say what could not be known."""
_DRIFT = frozenset(("VPP502",))


@dataclass(frozen=True, slots=True)
class HeldView:
    """Why a change is kept back. `rule` is empty where the mode does it; `place` is where to write the decision."""

    rule: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: `sign` and `action`, `whom` (group or token), `what` (before → after), `seats` in words.

    `cap`, `seats` and `place` are empty where there is nothing to say. `reached` are the users who are reached anew,
    `spent` the seats that it alone may use for good, best … worst; both empty where it reaches nobody. `grave` is set
    where it takes something for good, takes something away, or waits for a decision.
    """

    sign: str
    action: str
    whom: str
    what: str
    cap: str
    seats: str
    place: str
    reached: str
    spent: str
    grave: bool
    held: HeldView | None


@dataclass(frozen=True, slots=True)
class BlockView:
    """The changes of one book, or of one VPP token. `pool` is the book's token; `seats` and `free` empty for a token.

    `seats` are those in use now and then, `free` the free ones before → after.
    """

    title: str
    pool: str
    seats: str
    free: str
    reasons: tuple[str, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything a plan says, the most important first. Lists are empty where there is nothing of their kind.

    `no_changes` is a sentence when nothing is to be written, else empty. `say` gives the words for what is said
    around it, in the language of the view; `verdict` is a key of them. `quiet` is set where the verdict is clean and
    there is no change at all: then nothing more needs to be said than that.

    `findings` are all that no other list of a text report has. Where decisions and tokens have parts of their own,
    `details` are the rest, the gravest first. `unchecked` names rules that no plan can check.
    """

    tenant: str
    cloud: str
    verdict: str
    meaning: str
    no_changes: str
    counts: str
    seats: str
    blocks: tuple[BlockView, ...]
    sentence: tuple[Phrase, ...]
    decisions: tuple[Decision, ...]
    tokens: TokenHealth
    drift: tuple[Finding, ...]
    unmanaged: tuple[str, ...]
    findings: tuple[Finding, ...]
    details: tuple[Finding, ...]
    not_checked: tuple[Finding, ...]
    unchecked: str
    source: str
    made: str
    expires: str
    digest: str
    drift_count: int
    quiet: bool
    language: Language
    say: Phrases


def plan_view(body: Mapping[str, Any], language: Language = Language.EN) -> PlanView:
    """The view of a plan file's JSON, whether it was just made or is years old.

    `language` is that of the words around findings; findings stay in the language in which the plan was made.

    Raises KeyError, TypeError, ValueError or AttributeError when the JSON is no plan of format 1.0.
    """
    plan = _placed_plan(plan_from_json(body))
    say = plan_phrases(language)
    decided = decisions(plan.changes, plan.findings)
    stopping = frozenset(one.finding for one in decided)
    rest = _not_in_holds(plan)
    return PlanView(
        tenant=plan.tenant.name,
        cloud=plan.tenant.cloud,
        verdict=str(plan.summary.verdict),
        meaning=say(f"meaning-{plan.summary.verdict}"),
        no_changes=phrases.no_changes(plan, say),
        counts=phrases.counts(plan, say),
        seats=phrases.seats(plan, say),
        blocks=tuple(_blocks(plan, say)),
        sentence=sentence(plan, say),
        decisions=decided,
        tokens=token_health(plan, stopping, say),
        drift=tuple(finding for finding in rest if finding.rule in _DRIFT),
        unmanaged=tuple(phrases.unmanaged(entry, say) for entry in plan.unmanaged),
        findings=tuple(finding for finding in rest if not _said_elsewhere(finding)),
        details=gravest_first(one for one in rest if one not in stopping and _is_detail(one)),
        not_checked=tuple(finding for finding in rest if finding.rule in _NOT_CHECKED),
        unchecked=never_checked(plan, say),
        source=phrases.source(plan, say),
        made=plan.observed_at,
        expires=plan.expires_at,
        digest=body["digest"],
        drift_count=plan.summary.drift,
        quiet=plan.summary.verdict is Verdict.CLEAN and not plan.changes,
        language=language,
        say=say,
    )


def place_text(position: Position | None) -> str:
    """`file:line:column`, or empty."""
    return f"{position.path}:{position.line}:{position.column}" if position else ""


def _not_in_holds(plan: Plan) -> list[Finding]:
    """The findings of the plan that no held change repeats."""
    said = {(change.held.rule, change.held.reason) for change in plan.changes if change.held}
    return [finding for finding in plan.findings if (finding.rule, finding.message) not in said]


def _said_elsewhere(finding: Finding) -> bool:
    """Whether another part of the view says it: drift, what was not checked, the list of unmanaged assignments."""
    return finding.rule in _DRIFT | _NOT_CHECKED or (finding.rule == "VPP503" and finding.severity == "info")


def _is_detail(finding: Finding) -> bool:
    return not _said_elsewhere(finding) and not is_about_tokens(finding)


def _blocks(plan: Plan, say: Phrases) -> Iterable[BlockView]:
    """Tokens, then books, in the order of the plan."""
    forecasts = {forecast.book.id: forecast for forecast in plan.forecast}
    for (token, book), changes in groupby(plan.changes, key=lambda change: (change.token, change.book)):
        views = tuple(_change(change, say) for change in changes)
        if book is not None:
            yield _book_block(book, forecasts, views, say)
        elif token is not None:
            yield BlockView(say("token", name=token.name), "", "", "", (), views)
    changed = {change.book.id for change in plan.changes if change.book is not None}
    for forecast in plan.forecast:
        if forecast.book.id not in changed:
            yield _book_block(forecast.book, forecasts, (_served_on(say),), say)


def _served_on(say: Phrases) -> ChangeView:
    """What a renewal does to a book: nothing of its own, and its required assignments go on."""
    return ChangeView(
        sign=_SIGNS[Action.RENEW],
        action=say(f"action-{Action.RENEW}"),
        whom="",
        what=say("served-on"),
        cap="",
        seats="",
        reached="",
        spent="",
        grave=False,
        place="",
        held=None,
    )


def _book_block(
    book: BookRef, forecasts: Mapping[BookId, Forecast], views: tuple[ChangeView, ...], say: Phrases
) -> BlockView:
    forecast = forecasts.get(book.id)
    if forecast is None:
        return BlockView(book.title, book.token, "", "", (), views)
    return BlockView(
        title=book.title,
        pool=book.token,
        seats=say("seats-of-book", now=used_now(forecast, say), after=in_use(forecast, say)),
        free=free_then(forecast, say),
        reasons=forecast.reasons,
        changes=views,
    )


def _change(change: Change, say: Phrases) -> ChangeView:
    cap = (change.after or {}).get("seatCap")
    reaches = change.takes_seats
    return ChangeView(
        sign=_SIGNS[change.action],
        action=say(f"action-{change.action}"),
        whom=change.target.display_name if change.target else "",
        what=phrases.what(change, say),
        cap="" if cap is None else f"seatCap {cap}",
        seats=used_for_good(change.seats, say),
        place=place_text(change.position),
        reached=span(change.seats.worst, change.seats.worst, say) if reaches else "",
        spent=span(change.seats.best, change.seats.worst, say) if reaches else "",
        grave=_is_grave(change),
        held=HeldView(change.held.rule or "", change.held.reason, change.held.remedy) if change.held else None,
    )


def _is_grave(change: Change) -> bool:
    waits = change.held is not None and bool(change.held.rule)
    return waits or change.action is Action.DELETE or (change.takes_seats and change.seats.worst != 0)


def _placed_plan(plan: Plan) -> Plan:
    """The plan with its places as seen from the working directory in which it was made."""
    folder = plan.tenant.path
    return replace(
        plan,
        changes=tuple(replace(change, position=_in_folder(change.position, folder)) for change in plan.changes),
        findings=tuple(_placed(finding, folder) for finding in plan.findings),
    )


def _placed(finding: Finding, folder: str) -> Finding:
    """The finding with its places as seen from the working directory of the plan."""
    related = tuple(replace(item, position=_moved(item.position, folder)) for item in finding.related)
    return replace(finding, position=_in_folder(finding.position, folder), related=related)


def _in_folder(position: Position | None, folder: str) -> Position | None:
    return _moved(position, folder) if position else None


def _moved(position: Position, folder: str) -> Position:
    return position._replace(path=posixpath.normpath(posixpath.join(folder, position.path)))
