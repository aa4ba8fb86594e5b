"""The words of `sync` and `doctor` in the language of the reader. Read `doctor_phrases`."""

from functools import cache

from reconciler.model.entities import Language
from reconciler.report.messages.en_doctor import PHRASES as DOCTOR
from reconciler.report.messages.en_sync import PHRASES as SYNC
from reconciler.report.messages.phrases import Phrases


@cache
def sync_phrases(language: Language) -> Phrases:
    """The phrases of `sync` in this language."""
    if language is Language.EN:
        return Phrases(language, SYNC)
    from reconciler.report.messages.sv.sync import PHRASES as SWEDISH  # here: runs in English do without

    return Phrases(language, SWEDISH)


@cache
def doctor_phrases(language: Language) -> Phrases:
    """The phrases of `doctor` in this language."""
    if language is Language.EN:
        return Phrases(language, DOCTOR)
    from reconciler.report.messages.sv.doctor import PHRASES as SWEDISH  # here: as above

    return Phrases(language, SWEDISH)
