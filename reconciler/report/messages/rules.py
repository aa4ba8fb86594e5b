"""The rules of the catalogue in the language of the reader. Read `rules_in`."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from reconciler.model.catalogue import ALL
from reconciler.model.entities import Language
from reconciler.model.rule import Rule
from reconciler.report.messages.translation import Translation


@cache
def rules_in(language: Language) -> Mapping[str, Rule]:
    """Every rule by id, worded in this language. Ids, slugs and sources are the same in all of them."""
    if language is Language.EN:
        return ALL
    from reconciler.report.messages.sv import TEXTS  # here: runs in English do without

    return {rule.id: _translated(rule, TEXTS.get(rule.id)) for rule in ALL.values()}


def _translated(rule: Rule, said: Translation | None) -> Rule:
    """The rule in other words; as it is where it has no translation."""
    if said is None:
        return rule
    return replace(rule, statement=said.statement, why=said.why, texts={**rule.texts, **said.texts})
