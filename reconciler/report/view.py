"""What is said about a plan, in order and in words; `text` and `markdown` decide how. Pure. Read `plan_view`.

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
from reconciler.model.plan import Plan
from reconciler.model.plan_file import plan_from_json
from reconciler.model.position import Position
from reconciler.report import phrases
from reconciler.report.messages.phrases import ENGLISH, Phrases
from reconciler.report.messages.phrases import phrases as phrases_in
from reconciler.report.numbers import in_use, used_for_good, used_now

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

    `cap`, `seats` and `place` are empty where there is nothing to say.
    """

    sign: str
    action: str
    whom: str
    what: str
    cap: str
    seats: str
    place: str
    held: HeldView | None


@dataclass(frozen=True, slots=True)
class BlockView:
    """The changes of one book, or of one VPP token. `pool` is the book's token; `seats` empty for a token."""

    title: str
    pool: str
    seats: str
    new_seats: str
    reasons: tuple[str, ...]
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything a plan says, the most important first. Lists are empty where there is nothing of their kind.

    `no_changes` is a sentence when nothing is to be written, else empty. `say` gives the words for what is said
    around it, in the language of the view; `verdict` is a key of them.
    """

    tenant: str
    cloud: str
    verdict: str
    meaning: str
    no_changes: str
    counts: str
    seats: str
    blocks: tuple[BlockView, ...]
    held: tuple[tuple[str, ChangeView], ...]
    drift: tuple[Finding, ...]
    unmanaged: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_checked: tuple[Finding, ...]
    source: str
    made: str
    expires: str
    digest: str
    drift_count: int
    say: Phrases = ENGLISH


def plan_view(body: Mapping[str, Any], language: Language = Language.EN) -> PlanView:
    """The view of a plan file's JSON, whether it was just made or is years old.

    `language` is that of the words around findings; findings stay in the language in which the plan was made.

    Raises KeyError, TypeError, ValueError or AttributeError when the JSON is no plan of format 1.0.
    """
    plan = plan_from_json(body)
    folder, say = plan.tenant.path, phrases_in(language)
    blocks = tuple(_blocks(plan, folder, say))
    said = {(change.held.rule, change.held.reason) for change in plan.changes if change.held}
    rest = [_placed(finding, folder) for finding in plan.findings if (finding.rule, finding.message) not in said]
    return PlanView(
        tenant=plan.tenant.name,
        cloud=plan.tenant.cloud,
        verdict=str(plan.summary.verdict),
        meaning=say(f"meaning-{plan.summary.verdict}"),
        no_changes=phrases.no_changes(plan, say),
        counts=phrases.counts(plan, say),
        seats=phrases.seats(plan, say),
        blocks=blocks,
        held=tuple((block.title, change) for block in blocks for change in block.changes if change.held),
        drift=tuple(finding for finding in rest if finding.rule in _DRIFT),
        unmanaged=tuple(phrases.unmanaged(entry, say) for entry in plan.unmanaged),
        findings=tuple(finding for finding in rest if not _said_elsewhere(finding)),
        not_checked=tuple(finding for finding in rest if finding.rule in _NOT_CHECKED),
        source=phrases.source(plan, say),
        made=plan.observed_at,
        expires=plan.expires_at,
        digest=body["digest"],
        drift_count=plan.summary.drift,
        say=say,
    )


def _said_elsewhere(finding: Finding) -> bool:
    """Whether another part of the view says it: drift, what was not checked, the list of unmanaged assignments."""
    return finding.rule in _DRIFT | _NOT_CHECKED or (finding.rule == "VPP503" and finding.severity == "info")


def place_text(position: Position | None) -> str:
    """`file:line:column`, or empty."""
    return f"{position.path}:{position.line}:{position.column}" if position else ""


def _blocks(plan: Plan, folder: str, say: Phrases) -> Iterable[BlockView]:
    """Tokens, then books, in the order of the plan."""
    forecasts = {forecast.book.id: forecast for forecast in plan.forecast}
    for (token, book), changes in groupby(plan.changes, key=lambda change: (change.token, change.book)):
        views = tuple(_change(change, folder, say) for change in changes)
        if book is not None:
            yield _book_block(book, forecasts, views, say)
        elif token is not None:
            yield BlockView(say("token", name=token.name), "", "", "", (), views)


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
        new_seats=used_for_good(forecast.new, say),
        reasons=forecast.reasons,
        changes=views,
    )


def _change(change: Change, folder: str, say: Phrases) -> ChangeView:
    cap = (change.after or {}).get("seatCap")
    return ChangeView(
        sign=_SIGNS[change.action],
        action=say(f"action-{change.action}"),
        whom=change.target.display_name if change.target else "",
        what=phrases.what(change, say),
        cap="" if cap is None else f"seatCap {cap}",
        seats=used_for_good(change.seats, say),
        place=place_text(_in_folder(change.position, folder)),
        held=HeldView(change.held.rule or "", change.held.reason, change.held.remedy) if change.held else None,
    )


def _placed(finding: Finding, folder: str) -> Finding:
    """The finding with its places as seen from the working directory of the plan."""
    related = tuple(replace(item, position=_moved(item.position, folder)) for item in finding.related)
    return replace(finding, position=_in_folder(finding.position, folder), related=related)


def _in_folder(position: Position | None, folder: str) -> Position | None:
    return _moved(position, folder) if position else None


def _moved(position: Position, folder: str) -> Position:
    return position._replace(path=posixpath.normpath(posixpath.join(folder, position.path)))
