"""Every rule of the catalogue: ids, severities, statements, wording. `ALL` has them by id, in order."""

from collections.abc import Iterator, Mapping
from types import ModuleType

from reconciler.model.catalogue import (
    assignments,
    books,
    changes,
    licences,
    repository,
    tenant_match,
    token_health,
    tokens,
)
from reconciler.model.rule import Rule


def _rules(*modules: ModuleType) -> Iterator[Rule]:
    for module in modules:
        yield from (value for value in vars(module).values() if isinstance(value, Rule))


ALL: Mapping[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        _rules(repository, tokens, token_health, books, tenant_match, assignments, licences, changes),
        key=lambda rule: rule.id,
    )
}
