"""The words of import and export in the language of the reader, beside those of all reports. Read `import_phrases`."""

from functools import cache

from reconciler.model.entities import Language
from reconciler.report.messages.en_import import PHRASES as IN_ENGLISH
from reconciler.report.messages.phrases import Phrases, phrases


@cache
def import_phrases(language: Language) -> Phrases:
    """The phrases of this language."""
    common = phrases(language).templates
    if language is Language.EN:
        return Phrases(language, {**common, **IN_ENGLISH})
    from reconciler.report.messages.sv.imports import PHRASES as IN_SWEDISH  # here: runs in English do without

    return Phrases(language, {**common, **IN_SWEDISH})
