"""What a content token file says, for people and for programs. The secret is in neither."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from reconciler.model.catalogue.token_changes import FLAWS
from reconciler.model.content_token import Flaw
from reconciler.model.contents import ContentFacts
from reconciler.model.entities import Language
from reconciler.model.instants import stamp
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.names import shown
from reconciler.report.token_check_texts import token_check_phrases

FORMAT_VERSION = "1.0"
_SECONDS_A_DAY = 86_400


def token_check_lines(checked: ContentFacts | Flaw, now: datetime, language: Language) -> Iterator[Line]:
    """Organisation, expiry and whether it can be used; or what is wrong, and what to do."""
    say = token_check_phrases(language)
    if isinstance(checked, Flaw):
        yield Line(say("no-content-token", flaw=flaw_text(checked, language)), Tone.ERROR)
        yield Line(say("to-do"))
        return
    yield Line(shown(say("organization", organization=checked.organization)))
    yield Line(say("expires", at=stamp(checked.expires), when=_when(checked.expires, now, say)))
    over = checked.expires <= now
    yield Line(say("expired"), Tone.ERROR) if over else Line(say("good"), Tone.GOOD)


def token_check_document(checked: ContentFacts | Flaw, now: datetime) -> dict[str, Any]:
    """The same for programs: always the same keys, in this order.

    `days` are whole days until it expires, negative when it has; `flaw` is null for a content token, and otherwise
    all but `message` and `formatVersion` are null.
    """
    if isinstance(checked, Flaw):
        facts: dict[str, Any] = dict.fromkeys(("organization", "expires", "days", "expired"))
        return {"formatVersion": FORMAT_VERSION, **facts, "flaw": str(checked), "message": FLAWS[checked]}
    return {
        "formatVersion": FORMAT_VERSION,
        "organization": checked.organization,
        "expires": stamp(checked.expires),
        "days": days_until(checked.expires, now),
        "expired": checked.expires <= now,
        "flaw": None,
        "message": None,
    }


def days_until(expires: datetime, now: datetime) -> int:
    """Whole days from now to the expiry, cut towards zero; negative when it is past."""
    return int((expires - now).total_seconds() / _SECONDS_A_DAY)


def flaw_text(flaw: Flaw, language: Language) -> str:
    """What is wrong with a text that should be a content token, in words."""
    if language is Language.EN:
        return FLAWS[flaw]
    from reconciler.report.messages.pieces import reworded  # here: runs in English do without
    from reconciler.report.messages.sv.pieces import FLAWS as IN_SWEDISH

    return reworded(FLAWS[flaw], IN_SWEDISH)


def _when(expires: datetime, now: datetime, say: Phrases) -> str:
    days = days_until(expires, now)
    if expires <= now:
        return say("ago", days=-days) if days else say("just")
    return say("in", days=days) if days else say("today")
