"""What was planned, in the language of the run."""

from dataclasses import replace

from reconciler.model.entities import Language
from reconciler.model.planned import Planned
from reconciler.report.messages.plans import plan_in_language


def planned_in_language(planned: Planned, language: Language) -> Planned:
    """What was planned, with the plan's texts in this language."""
    return replace(planned, plan=plan_in_language(planned.plan, language))
