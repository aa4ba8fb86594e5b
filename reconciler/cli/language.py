"""In which language a run speaks: that of --language, else the tenant's own, else English."""

from collections.abc import Iterable

from reconciler.cli.run import Run
from reconciler.model.entities import Declarations, Language, Tenant
from reconciler.model.finding import Finding
from reconciler.report.messages.findings import in_language


def language_of(run: Run, tenant: Tenant | None = None) -> Language:
    """The language for what is said about one tenant, or about none."""
    return run.settings.language or (tenant.language if tenant else Language.EN)


def shared_language(run: Run, tenants: Iterable[Declarations]) -> Language:
    """The language for what is said about several tenants: theirs where all have one, else English."""
    own = {one.tenant.language for one in tenants if one.tenant is not None}
    return run.settings.language or (own.pop() if len(own) == 1 else Language.EN)


def worded(findings: Iterable[Finding], language: Language) -> tuple[Finding, ...]:
    """The findings in this language, in their order."""
    return tuple(in_language(finding, language) for finding in findings)
