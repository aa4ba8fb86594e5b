"""Findings and plans in the language of the reader. Read `in_language`, then `plan_in_language`."""

import string
from collections.abc import Mapping
from dataclasses import replace

from reconciler.model.catalogue import ALL
from reconciler.model.change import Change, Hold
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.forecast import Forecast
from reconciler.model.plan import Plan
from reconciler.model.wording import fill
from reconciler.report.messages.rules import rules_in

_Words = Mapping[tuple[str, str], Finding]
"""The findings of a plan in the reader's language, by rule and English message."""


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


def plan_in_language(plan: Plan, language: Language) -> Plan:
    """The same plan with its findings, holds and reasons in this language; numbers, ids and order stay."""
    if language is Language.EN:
        return plan
    from reconciler.report.messages.sv.params import hold_text, reason_text  # English does without

    findings = tuple(in_language(finding, language) for finding in plan.findings)
    words = {(old.rule, old.message): new for old, new in zip(plan.findings, findings, strict=True)}

    def held(change: Change) -> Change:
        return replace(change, held=_hold(change.held, words, hold_text(change.held.reason))) if change.held else change

    def forecast(one: Forecast) -> Forecast:
        return replace(one, reasons=tuple(reason_text(reason) for reason in one.reasons))

    return replace(
        plan,
        findings=findings,
        changes=tuple(held(change) for change in plan.changes),
        forecast=tuple(forecast(one) for one in plan.forecast),
    )


def note_in_language(note: str, language: Language) -> str:
    """What is noted beside an outcome, in this language; what a service itself said stays as it said it."""
    if language is Language.EN:
        return note
    from reconciler.report.messages.sv.params import note_text  # English does without

    return note_text(note)


def _hold(hold: Hold, words: _Words, otherwise: str) -> Hold:
    """The hold in the words of the finding that it copies; `otherwise` is its reason where it copies none."""
    copied = words.get((hold.rule or "", hold.reason))
    return Hold(hold.rule, copied.message, copied.remedy) if copied else replace(hold, reason=otherwise)


def _is_english(finding: Finding) -> bool:
    rule = ALL.get(finding.rule)
    said = rule.texts.get(finding.variant) if rule else None
    params = dict(finding.params)
    if said is None or not _holes(said.message) <= params.keys():
        return False
    return fill(said.message, params) == finding.message


def _holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
