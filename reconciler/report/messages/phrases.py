"""The words that reports put around findings and numbers, in the language of the reader. Read `phrases`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reconciler.model.entities import Language
from reconciler.model.wording import Param, fill
from reconciler.report.messages.en_phrases import PHRASES as IN_ENGLISH


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, by key."""

    language: Language
    templates: Mapping[str, str]

    def __call__(self, key: str, /, **params: Param) -> str:
        """The phrase of this key with its parameters. Raises KeyError for a key or a parameter that is not there."""
        return fill(self.templates[key], params)

    def word(self, kind: str, value: str) -> str:
        """The word for a value of a kind, such as an intent; the value itself where it has none."""
        return self.templates.get(f"{kind}-{value}", value)


ENGLISH = Phrases(Language.EN, IN_ENGLISH)


@cache
def phrases(language: Language) -> Phrases:
    """The phrases of this language."""
    if language is Language.EN:
        return ENGLISH
    from reconciler.report.messages.sv.phrases import PHRASES as IN_SWEDISH  # here: runs in English do without

    return Phrases(language, IN_SWEDISH)
