"""The words of `init` and `tenants`: the same in both languages, with the same places."""

import string

from reconciler.model.entities import Language
from reconciler.report.messages.fleet_phrases import fleet_phrases


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    english, swedish = (fleet_phrases(language).templates for language in (Language.EN, Language.SV))
    assert english.keys() == swedish.keys()
    for key, text in english.items():
        assert places(text) == places(swedish[key]), key
        assert text != swedish[key] or text.strip().startswith("cd "), key
