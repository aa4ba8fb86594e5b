"""Every rule of the catalogue: ids, severities, statements, wording. `ALL` has them by id, in order."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from reconciler.model.catalogue import (
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
from reconciler.model.rule import Rule

_MODULES = (
    repository,
    tokens,
    token_health,
    token_records,
    token_changes,
    books,
    book_plans,
    tenant_match,
    assignments,
    readers,
    licences,
    changes,
    monitor,
    evidence,
)


def _rules(*modules: ModuleType) -> Iterator[Rule]:
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Rule))


ALL: Mapping[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        _rules(*_MODULES),
        key=lambda rule: rule.id,
    )
}
