"""The words of `init` and `tenants` in the language of the reader. Read `fleet_phrases`."""

from functools import cache

from reconciler.model.entities import Language
from reconciler.report.messages.en_fleet import PHRASES
from reconciler.report.messages.phrases import Phrases


@cache
def fleet_phrases(language: Language) -> Phrases:
    """The phrases of `init` and `tenants` in this language."""
    if language is Language.EN:
        return Phrases(language, PHRASES)
    from reconciler.report.messages.sv.fleet import PHRASES as SWEDISH  # here: runs in English do without

    return Phrases(language, SWEDISH)
