"""The rules in Swedish, divided as the catalogue is. `TEXTS` has them by rule id."""

from collections.abc import Mapping

from reconciler.report.messages.sv import (
    assignments,
    book_plans,
    books,
    changes,
    evidence,
    licences,
    monitor,
    readers,
    repository,
    tenant_match,
    token_changes,
    token_health,
    token_records,
    tokens,
)
from reconciler.report.messages.translation import Translation

TEXTS: Mapping[str, Translation] = {
    **repository.TEXTS,
    **tokens.TEXTS,
    **token_health.TEXTS,
    **token_records.TEXTS,
    **token_changes.TEXTS,
    **books.TEXTS,
    **book_plans.TEXTS,
    **tenant_match.TEXTS,
    **assignments.TEXTS,
    **readers.TEXTS,
    **licences.TEXTS,
    **changes.TEXTS,
    **monitor.TEXTS,
    **evidence.TEXTS,
}
