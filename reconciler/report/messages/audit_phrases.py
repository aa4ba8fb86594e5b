"""The words of the audit in the language of the reader: those of all reports, and its own. Read `audit_phrases`."""

from functools import cache

from reconciler.model.entities import Language
from reconciler.report.messages.en_audit import PHRASES as IN_ENGLISH
from reconciler.report.messages.phrases import Phrases, phrases


@cache
def audit_phrases(language: Language) -> Phrases:
    """The phrases of this language."""
    common = phrases(language).templates
    if language is Language.EN:
        return Phrases(language, {**common, **IN_ENGLISH})
    from reconciler.report.messages.sv.audit import PHRASES as IN_SWEDISH  # here: runs in English do without

    return Phrases(language, {**common, **IN_SWEDISH})
