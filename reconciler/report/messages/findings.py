"""Findings in the language of the reader. Read `in_language`."""

import string
from dataclasses import replace

from reconciler.model.catalogue import ALL
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.wording import fill
from reconciler.report.messages.rules import rules_in


def in_language(finding: Finding, language: Language) -> Finding:
    """The same finding, worded in this language by its rule, variant and parameters; all else stays.

    Findings are made in English. One that says something else than its rule says in English stays as it is: it was
    worded already, or read from a file, which keeps no parameters.
    """
    if language is Language.EN or not _is_english(finding):
        return finding
    from reconciler.report.messages.sv.params import message_params, related_text, remedy_params  # English does without

    said = rules_in(language)[finding.rule].texts[finding.variant]
    params = dict(finding.params)
    return replace(
        finding,
        message=fill(said.message, message_params(finding.rule, params)),
        remedy=fill(said.remedy, remedy_params(finding.rule, params)),
        related=tuple(replace(item, message=related_text(item.message)) for item in finding.related),
    )


def note_in_language(note: str, language: Language) -> str:
    """What is noted beside an outcome, in this language; what a service itself said stays as it said it."""
    if language is Language.EN:
        return note
    from reconciler.report.messages.sv.params import note_text  # English does without

    return note_text(note)


def _is_english(finding: Finding) -> bool:
    rule = ALL.get(finding.rule)
    said = rule.texts.get(finding.variant) if rule else None
    params = dict(finding.params)
    if said is None or not _holes(said.message) <= params.keys():
        return False
    return fill(said.message, params) == finding.message


def _holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
