"""Plans in the language of the reader. Read `plan_in_language`."""

from collections.abc import Mapping
from dataclasses import replace

from reconciler.model.change import Change, Hold
from reconciler.model.entities import Language
from reconciler.model.finding import Finding
from reconciler.model.forecast import Forecast
from reconciler.model.plan import Plan
from reconciler.report.messages.findings import in_language

_Words = Mapping[tuple[str, str], Finding]
"""The findings of a plan in the reader's language, by rule and English message."""


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


def _hold(hold: Hold, words: _Words, otherwise: str) -> Hold:
    """The hold in the words of the finding that it copies; `otherwise` is its reason where it copies none."""
    copied = words.get((hold.rule or "", hold.reason))
    return Hold(hold.rule, copied.message, copied.remedy) if copied else replace(hold, reason=otherwise)
