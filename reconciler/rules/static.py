"""The rules that need the YAML only. `check_static` runs them all."""

from collections.abc import Callable, Iterator

from reconciler.model.finding import Finding, in_order
from reconciler.model.repository import Repository
from reconciler.rules.assignments import (
    assign_broad_target,
    assign_duplicate,
    assign_intent_conflict,
    group_from_other_tenant,
)
from reconciler.rules.books import book_bad_number, book_duplicate, book_identity
from reconciler.rules.repository import name_collision, ref_unresolved
from reconciler.rules.tokens import (
    token_account_type,
    token_apple_id,
    token_consent,
    token_country_code,
    token_duplicate_declared,
    token_reused,
    token_shared_account_advice,
    token_shared_across_tenants,
)

StaticRule = Callable[[Repository], Iterator[Finding]]

STATIC: tuple[StaticRule, ...] = (
    ref_unresolved,
    name_collision,
    token_apple_id,
    token_account_type,
    token_country_code,
    token_consent,
    token_duplicate_declared,
    token_shared_across_tenants,
    token_reused,
    token_shared_account_advice,
    book_identity,
    book_duplicate,
    book_bad_number,
    assign_broad_target,
    assign_duplicate,
    assign_intent_conflict,
    group_from_other_tenant,
)


def check_static(repository: Repository) -> tuple[Finding, ...]:
    """What is wrong with the declarations of all tenants together, in order."""
    return in_order(finding for rule in STATIC for finding in rule(repository))
