"""In which language a stored plan is shown: the one it was made in, if anything tells it. Read `language_of_plan`."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from reconciler.cli.run import Run
from reconciler.model.entities import Language
from reconciler.model.plan_file import plan_from_json
from reconciler.report.messages.spoken import spoken


def language_of_plan(run: Run, body: Mapping[str, Any]) -> Language:
    """That of --language, else of the plan's own findings, else of its tenant where its YAML is here, else English.

    The file does not name its language, and one made in Swedish is shown in Swedish. Raises KeyError, TypeError,
    ValueError or AttributeError when the JSON is no plan of format 1.0.
    """
    if run.settings.language is not None:
        return run.settings.language
    plan = plan_from_json(body)
    return spoken(plan.findings) or _declared(run, plan.tenant.path, plan.tenant.name) or Language.EN


def _declared(run: Run, folder: str, name: str) -> Language | None:
    """The language of the tenant in this folder below the working directory; None where it is not this tenant."""
    path = PurePosixPath(folder)
    if path.is_absolute() or ".." in path.parts or not (run.settings.cwd / folder).is_dir():
        return None
    from reconciler.desired.load import load  # here: it loads pydantic, and most plans tell their language themselves

    tenants = (one.tenant for one in load([folder], run.settings.cwd).repository.tenants)
    return next((tenant.language for tenant in tenants if tenant is not None and tenant.name == name), None)
