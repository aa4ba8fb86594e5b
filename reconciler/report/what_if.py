"""What one assignment would do, asked before it is written. Read `what_if_document`, then `what_if_lines`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from reconciler.model.change import Action, Change, Hold
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.finding_file import finding_json
from reconciler.model.forecast import BookRef, Forecast
from reconciler.model.plan import Plan
from reconciler.model.plan_file import change_json, plan_json
from reconciler.model.position import Position
from reconciler.model.rule import Rule
from reconciler.report.findings_text import finding_lines
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases, phrases
from reconciler.report.names import shown
from reconciler.report.numbers import in_use, span, used_for_good, used_now
from reconciler.report.phrases import subject, what
from reconciler.report.view import place_text
from reconciler.report.what_if_texts import what_if_phrases
from reconciler.report.yaml_lines import entry

FORMAT_VERSION = "1.0"
_MARKS = {Action.CREATE: "+", Action.UPDATE: "~", Action.DELETE: "-", Action.RENEW: "~"}


class Place(StrEnum):
    """Where lines belong: below a book's assignments, in place of one that is there, of one in a reading list,
    or below `books:`."""

    ASSIGNMENTS = "assignments"
    ASSIGNMENT = "assignment"
    READING_LIST = "readingList"
    BOOKS = "books"


@dataclass(frozen=True, slots=True)
class Snippet:
    """YAML to write, and where. `position` None: in any file of the tenant."""

    place: Place
    position: Position | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer. `plan` is the whole plan with the assignment; nothing of it is ever applied.

    `before` is the intent that the YAML gives the group now, None without one. `change` is what the assignment
    would do, None where nothing; `others` what else the plan would do otherwise than without it. `forecast` is None
    where nothing of the book changes or the tenant lacks it. `findings` are those that concern it. `snippet` is None
    where there is nothing to write, or where book or group cannot be found.
    """

    plan: Plan
    book: BookRef
    group: str
    intent: str
    before: str | None
    change: Change | None
    others: tuple[Change, ...]
    forecast: Forecast | None
    findings: tuple[Finding, ...]
    snippet: Snippet | None


def what_if_document(answer: WhatIf, version: str) -> dict[str, Any]:
    """For programs (format 1.0). Changes, forecast and findings are as in a plan; paths as in findings."""
    planned = plan_json(answer.plan, version)
    forecasts = {entry["book"]["id"]: entry for entry in planned["forecast"]}
    snippet = answer.snippet
    return {
        "formatVersion": FORMAT_VERSION,
        "tenant": planned["tenant"],
        "observed": planned["observed"],
        "book": {"id": answer.book.id, "title": answer.book.title, "token": answer.book.token},
        "group": answer.group,
        "intent": answer.intent,
        "before": answer.before,
        "change": change_json(answer.change, "") if answer.change else None,
        "otherChanges": [change_json(change, "") for change in answer.others],
        "forecast": forecasts.get(answer.book.id),
        "findings": [finding_json(finding) for finding in answer.findings],
        "yaml": {
            "place": str(snippet.place),
            "position": snippet.position._asdict() if snippet.position else None,
            "text": "".join(f"{line}\n" for line in snippet.lines),
        }
        if snippet
        else None,
    }


def what_if_lines(answer: WhatIf, rules: Mapping[str, Rule], language: Language = Language.EN) -> Iterator[Line]:
    """For people: what was asked, the numbers, what would change, the findings, and the lines to write."""
    words = _Words(what_if_phrases(language), phrases(language))
    own, say = words
    yield Line(shown(_headline(answer, words)), Tone.STRONG)
    yield from _numbers(answer.forecast, words)
    yield Line()
    yield from _change(answer, words)
    if answer.others:
        yield from (Line(), Line(own("others"), Tone.STRONG))
        yield from (_one(change, words) for change in answer.others)
    if answer.findings:
        yield from (Line(), Line(say("title-findings"), Tone.STRONG))
    for finding in answer.findings:
        yield from finding_lines(finding, rules, say)
    if answer.snippet:
        place = place_text(answer.snippet.position)
        yield from (Line(), Line(shown(own(str(answer.snippet.place), place=place)), Tone.STRONG))
        yield from (Line(f"  {line}") for line in answer.snippet.lines)
    yield from (Line(), Line(own("nothing"), Tone.FAINT))


class _Words(NamedTuple):
    """The phrases of this answer, and those of all reports."""

    own: Phrases
    say: Phrases


def _headline(answer: WhatIf, words: _Words) -> str:
    return words.own(
        "headline",
        tenant=answer.plan.tenant.name,
        cloud=answer.plan.tenant.cloud,
        book=answer.book.title,
        token=answer.book.token,
        intent=words.say.word("intent", answer.intent),
        group=answer.group,
    )


def _numbers(forecast: Forecast | None, words: _Words) -> Iterator[Line]:
    """The numbers with their names in a column; nothing without a forecast."""
    if forecast is None:
        return
    own, say = words
    readers = say("unknown") if forecast.covered is None else str(forecast.covered)
    rows = [
        (own("used"), used_now(forecast, say)),
        (own("then"), in_use(forecast, say)),
        (own("new"), span(forecast.new.best, forecast.new.worst, say)),
        (own("missing"), span(forecast.short.best, forecast.short.worst, say)),
        (own("readers"), own("all-groups", readers=readers)),
        *((own("why"), reason) for reason in forecast.reasons),
    ]
    width = max(len(name) for name, _ in rows)
    yield from (Line(shown(f"  {name:<{width}}   {value}")) for name, value in rows)


def _change(answer: WhatIf, words: _Words) -> Iterator[Line]:
    if answer.change is not None:
        yield _one(answer.change, words)
        if answer.change.held:
            yield Line(shown(f"      {_held(answer.change.held, words.own)}"), Tone.WARNING)
    elif answer.before == answer.intent:
        yield Line(words.own("already"), Tone.GOOD)
    elif any(finding.severity == "error" for finding in answer.findings):
        yield Line(words.own("impossible"), Tone.ERROR)
    else:
        yield Line(words.own("shows"), Tone.GOOD)


def _held(held: Hold, own: Phrases) -> str:
    if held.rule is None:
        return own("reported", reason=held.reason)
    return own("held", reason=held.reason, rule=held.rule)


def _one(change: Change, words: _Words) -> Line:
    say = words.say
    told = f"{say.word('action', str(change.action))} {subject(change, say)} {what(change, say)}"
    if change.held:
        told = say("held-by", what=change.held.rule or change.held.reason, change=told)
    details = " · ".join(part for part in (used_for_good(change.seats, say), place_text(change.position)) if part)
    told = f"  {_MARKS[change.action]} {told}"
    return Line(shown(f"{told}  ({details})" if details else told), Tone.CHANGE)


def snippet_lines(group: str, intent: str, cap: int | None, book: Sequence[tuple[str, str]] = ()) -> tuple[str, ...]:
    """The lines of an assignment, below those of its book where that is to be declared. Values are scalars already."""
    fields = [("group", group), ("intent", intent), *([("seatCap", str(cap))] if cap is not None else [])]
    if not book:
        return tuple(entry(fields))
    head = entry(list(book), 2)
    return ("books:", *head, "    assignments:", *entry(fields, 6))
