"""Small things in words that several pages say. Pure; names stay as they are."""

from datetime import datetime

from reconciler.model.instants import instant
from reconciler.model.observed import UNLIMITED
from reconciler.model.status import BookFigures, Mark, TokenFigures
from reconciler.report.messages.phrases import Phrases

_TONES = {Mark.LOW: "warning", Mark.ODD: "warning", Mark.UNKNOWN: "faint", Mark.HALF: "faint"}
_SOUND = "valid"
_HOURS_A_DAY = 24


def moment(at: datetime | str | None) -> str:
    """`2026-11-22 12:00 UTC`; empty where there is none, a text that is no instant as it is."""
    if isinstance(at, str):
        try:
            return moment(instant(at))
        except ValueError:
            return at
    return "" if at is None else at.strftime("%Y-%m-%d %H:%M UTC")


def day(at: datetime | None) -> str:
    """`2026-11-22`; empty where there is none."""
    return "" if at is None else at.date().isoformat()


def mark_tone(mark: Mark) -> str:
    """The tone of a mark; empty where nothing is to be said."""
    return _TONES.get(mark, "")


def mark_word(mark: Mark, say: Phrases) -> str:
    """A mark in words; empty where nothing is to be said beyond the numbers."""
    return say(f"mark-{mark}") if mark in (Mark.HALF, Mark.LOW, Mark.ODD) else ""


def total_word(book: BookFigures, say: Phrases) -> str:
    """The seats of a book: a number, or that there is no limit, or that it is not known."""
    if book.total == UNLIMITED:
        return say("mark-unlimited")
    return say("unknown") if book.total is None else str(book.total)


def left_word(token: TokenFigures, say: Phrases) -> str:
    """How long a token lasts yet: `in 21 days`, `3 days ago`; that it is not known."""
    if token.days is None:
        return say("unknown")
    return say("site-in-days", days=token.days) if token.days >= 0 else say("site-days-ago", days=-token.days)


def age_word(token: TokenFigures, say: Phrases) -> str:
    """How old what is known of a token's licences is."""
    if token.sync_hours is None:
        return say("site-never")
    if token.sync_hours < 2 * _HOURS_A_DAY:
        return say("site-hours-ago", hours=token.sync_hours)
    return say("site-days-ago", days=token.sync_hours // _HOURS_A_DAY)


def token_tone(token: TokenFigures, warning_days: int = 30) -> str:
    """How urgent a token is: `error` where it does not work, `warning` where it soon will not."""
    if token.state != _SOUND or (token.days is not None and token.days < 0):
        return "error" if token.declared else "warning"
    return "warning" if token.days is not None and token.days <= warning_days else ""
