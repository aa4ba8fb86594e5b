"""The parameters of findings that are words themselves, and how each is said in Swedish. Read `message_params`.

Names, titles and values of files are taken over as they are, even where they happen to be such a word.
"""

from collections.abc import Callable, Mapping
from functools import partial

from reconciler.model.wording import Param
from reconciler.report.messages.pieces import Piece, replaced, reworded, reworded_list
from reconciler.report.messages.sv import pieces as sv
from reconciler.report.messages.sv.damage import damage_text

Reword = Callable[[str], str]


def message_params(rule: str, params: Mapping[str, Param]) -> dict[str, Param]:
    """The parameters of a finding of this rule, in Swedish; for its message."""
    return {name: _reworded(value, WORDS.get((rule, name))) for name, value in params.items()}


def remedy_params(rule: str, params: Mapping[str, Param]) -> dict[str, Param]:
    """The same for its remedy, which tells what to write: values of YAML stay as YAML has them."""
    return {
        name: _reworded(value, VALUES.get((rule, name)) or WORDS.get((rule, name))) for name, value in params.items()
    }


def _reworded(value: Param, reword: Reword | None) -> Param:
    return reword(value) if reword and isinstance(value, str) else value


def _whole(*pieces: Piece) -> Reword:
    return partial(reworded, pieces=pieces)


def _parts(separator: str, pieces: tuple[Piece, ...]) -> Reword:
    return partial(reworded_list, separator=separator, pieces=pieces)


def _inside(pieces: tuple[Piece, ...]) -> Reword:
    return partial(replaced, pieces=pieces)


_INTENT = _whole(*sv.INTENTS, *sv.ABSENT)
_ABSENT = _whole(*sv.ABSENT)
WORDS: Mapping[tuple[str, str], Reword] = {
    ("VPP001", "found"): _whole(*sv.FOUND),
    ("VPP001", "bound"): _whole(*sv.FOUND),
    ("VPP003", "by"): _whole(*sv.NAMED),
    ("VPP006", "problem"): _whole(*sv.SYNTAX),
    ("VPP109", "date"): _ABSENT,
    ("VPP110", "date"): _ABSENT,
    ("VPP111", "date"): _ABSENT,
    ("VPP112", "mdm"): _ABSENT,
    ("VPP112", "id"): _ABSENT,
    ("VPP113", "others"): _ABSENT,
    ("VPP120", "flaw"): _whole(*sv.FLAWS),
    ("VPP120", "why"): _whole(*sv.ABSENCES),
    ("VPP123", "declared"): _whole(*sv.PROGRAMMES),
    ("VPP123", "observed"): _whole(*sv.PROGRAMMES),
    ("VPP206", "identity"): _whole(*sv.IDENTITIES),
    ("VPP206", "sync"): _ABSENT,
    ("VPP207", "candidates"): _inside(sv.BOOK_CANDIDATES),
    ("VPP306", "first"): _INTENT,
    ("VPP306", "second"): _INTENT,
    ("VPP308", "candidates"): _inside(sv.GROUP_CANDIDATES),
    ("VPP324", "kinds"): _parts(", ", sv.KINDS),
    ("VPP405", "groups"): _whole(*sv.WAITING),
    ("VPP411", "reason"): _parts("; ", sv.REASONS),
    ("VPP501", "reason"): _parts("; ", sv.STALE),
    ("VPP502", "was"): _INTENT,
    ("VPP502", "now"): _INTENT,
    ("VPP502", "actor"): _ABSENT,
    ("VPP503", "intent"): _INTENT,
    ("VPP505", "what"): _whole(*sv.NAMED),
    ("VPP506", "what"): _whole(*sv.NOTES),
    ("VPP512", "holder"): _whole(*sv.HOLDERS),
    ("VPP517", "was"): _whole(*sv.LIMITS),
    ("VPP517", "now"): _whole(*sv.LIMITS),
    ("VPP606", "reason"): damage_text,
}
"""By rule and parameter: how its English text is worded again."""

VALUES: Mapping[tuple[str, str], Reword] = {("VPP502", "now"): _ABSENT}
"""Parameters whose value a remedy asks to write down: only what is no value of YAML is worded again."""


def related_text(text: str) -> str:
    """What a further place of a finding says."""
    return reworded(text, sv.RELATED)


def hold_text(text: str) -> str:
    """What holds a change back that no rule holds."""
    return reworded(text, sv.HOLDS)


def reason_text(text: str) -> str:
    """Why a forecast is a range, or unknown."""
    return reworded(text, sv.REASONS)


def note_text(text: str) -> str:
    """What is noted beside an outcome."""
    return reworded(text, sv.NOTES)
