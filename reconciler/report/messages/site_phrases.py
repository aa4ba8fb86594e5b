"""The words of the status and of the site: those of plans and of the audit, and their own. Read `site_phrases`."""

from functools import cache

from reconciler.model.entities import Language
from reconciler.report.messages.audit_phrases import audit_phrases
from reconciler.report.messages.en_site import PHRASES as IN_ENGLISH
from reconciler.report.messages.phrases import Phrases
from reconciler.report.messages.plan_phrases import plan_phrases


@cache
def site_phrases(language: Language) -> Phrases:
    """The phrases of this language."""
    common = {**plan_phrases(language).templates, **audit_phrases(language).templates}
    if language is Language.EN:
        return Phrases(language, {**common, **IN_ENGLISH})
    from reconciler.report.messages.sv.site import PHRASES as IN_SWEDISH  # here: runs in English do without

    return Phrases(language, {**common, **IN_SWEDISH})
