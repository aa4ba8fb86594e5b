"""The door to Apple, or to the sandbox in its place. Slow to import."""

from typing import NamedTuple

import httpx

from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import open_apple
from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.cli.service import in_process_sandbox, is_in_process
from reconciler.cli.settings import Settings
from reconciler.model.apple import AppleAnswers
from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Cloud, Tenant
from reconciler.transport import Pace


class ApplePlace(NamedTuple):
    """Where Apple is, and what stands in place of the network. `url` None: Apple's own address."""

    url: str | None
    wire: httpx.BaseTransport | None


def is_asked(settings: Settings, tenant: Tenant) -> bool:
    """Whether there is an Apple to ask.

    Where RECONCILER_GRAPH_URL puts another service in Microsoft's place, the real Apple is not asked about a tenant
    that is not real, unless RECONCILER_APPLE_URL names one.
    """
    return settings.apple_url is not None or settings.graph_url is None or tenant.cloud is Cloud.SANDBOX


def apple_place(settings: Settings, tenant: Tenant) -> ApplePlace:
    """The place for one client, which closes it: RECONCILER_APPLE_URL, a sandbox's own Apple, else the real one."""
    if settings.apple_url is not None or tenant.cloud is not Cloud.SANDBOX:
        return ApplePlace(settings.apple_url, None)
    if is_in_process(settings, tenant):
        return ApplePlace(ROOT, InProcess(in_process_sandbox(settings, tenant)))
    return ApplePlace(settings.graph_url, None)


def apple_pace(settings: Settings) -> Pace:
    """How long a dead Apple is waited for."""
    return Pace(retry_seconds=settings.retry_seconds)


def ask_apple(settings: Settings, tenant: Tenant, content: ContentToken) -> AppleAnswers:
    """All that is compared, asked with one content token. Never raises for what Apple does."""
    url, wire = apple_place(settings, tenant)
    with open_apple(content, url=url, pace=apple_pace(settings), wire=wire) as reader:
        return observe_apple(reader)
