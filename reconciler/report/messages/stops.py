"""What stops a run, in the language of the reader. Read `stop_in_language`.

Such texts are made in English, deep in the rooms, where nobody knows who reads them. Each has a piece in the other
language; what a service, git or the system said itself stays as they said it.
"""

import re
from collections.abc import Iterable

from reconciler.model.entities import Language
from reconciler.model.errors import ReconcilerError
from reconciler.report.messages.findings import in_language
from reconciler.report.messages.pieces import Piece, reworded

_PARTS = re.compile(r"(VPP\d{3} )?(.*)", re.ASCII | re.DOTALL)
_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")


def stop_in_language(error: ReconcilerError, language: Language) -> tuple[str, str]:
    """Message and remedy in this language; what has no translation stays English."""
    if language is Language.EN:
        return error.message, error.remedy
    if error.finding is not None:
        finding = in_language(error.finding, language)
        return f"{finding.rule} {finding.message}", finding.remedy
    return stop_text(error.message, language), stop_text(error.remedy, language)


def stop_text(text: str, language: Language) -> str:
    """One such text in this language; as it is where it has no translation."""
    if language is Language.EN:
        return text
    from reconciler.report.messages.sv.stops import STOPS  # here: English does without

    return text_by(text, STOPS)


def text_by(text: str, pieces: Iterable[Piece]) -> str:
    """The text in other words: as a whole, else sentence by sentence. The id of a rule before it stays."""
    known = tuple(pieces)
    parted = _PARTS.fullmatch(text)
    assert parted is not None  # the pattern fits every text
    rule, said = parted.group(1) or "", parted.group(2)
    whole = reworded(said, known)
    if whole != said:
        return rule + whole
    return rule + " ".join(reworded(sentence, known) for sentence in _SENTENCES.split(said))
