"""Opens the service of one tenant: Intune over HTTP, or the sandbox in its place. Slow to import."""

import sys
from pathlib import Path

import click

from reconciler.cli.console import is_terminal
from reconciler.cli.git import user_email
from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.cli.settings import Settings
from reconciler.graph.provider import GraphIntune, open_intune
from reconciler.model.entities import Cloud, Tenant
from reconciler.model.errors import UsageError
from reconciler.sandbox import Sandbox, SandboxFileError
from reconciler.sandbox.location import state_path
from reconciler.transport import Pace


def open_service(settings: Settings, tenant: Tenant, folder: Path) -> GraphIntune:
    """The tenant with its files in `folder`, to be closed. Raises UsageError for an address that must not be used."""
    if is_in_process(settings, tenant):
        return _in_process(settings, tenant, folder)
    return _over_http(settings, tenant)


def is_in_process(settings: Settings, tenant: Tenant) -> bool:
    """Whether the tenant is a sandbox in this process."""
    return tenant.cloud is Cloud.SANDBOX and settings.graph_url is None


def in_process_sandbox(settings: Settings, tenant: Tenant) -> Sandbox:
    """The sandbox of a tenant. Raises UsageError where its file cannot be used."""
    named = str(settings.sandbox_state) if settings.sandbox_state else None
    try:
        return Sandbox(state_path(settings.cwd, {}, tenant.name, named))
    except SandboxFileError as error:
        raise UsageError(str(error), "Name another file in RECONCILER_SANDBOX_STATE.") from error


def _in_process(settings: Settings, tenant: Tenant, folder: Path) -> GraphIntune:
    email = user_email(folder)
    return open_intune(
        tenant.cloud,
        tenant.tenant_id,
        tenant.beta,
        url=ROOT,
        access_token=f"user:{email}" if email else "app:reconciler",
        pace=Pace(retry_seconds=settings.retry_seconds),
        wire=InProcess(in_process_sandbox(settings, tenant)),
        lanes=1,
        justification=_justification(settings),
    )


def _over_http(settings: Settings, tenant: Tenant) -> GraphIntune:
    return open_intune(
        tenant.cloud,
        tenant.tenant_id,
        tenant.beta,
        url=settings.graph_url,
        access_token=settings.graph_token,
        environ=settings.environ,
        ask=_ask if is_terminal(sys.stdin) and is_terminal(sys.stderr) else None,
        pace=Pace(retry_seconds=settings.retry_seconds),
        justification=_justification(settings),
    )


def _justification(settings: Settings) -> str | None:
    """What a second administrator is told: the pull request, and the page of this run where the pipeline knows one."""
    request, link = settings.pipeline.pull_request, settings.pipeline.link
    named = f"Pull request {request}" if request and request.isdecimal() else request
    return " ".join(part for part in (named, link) if part) or None


def _ask(text: str) -> None:
    """Shows somebody at a terminal how to sign in with a device code."""
    click.echo(text, err=True)
