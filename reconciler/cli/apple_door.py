"""The door to Apple, or to the sandbox in its place. Slow to import."""

from collections.abc import Callable

from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import open_apple
from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.cli.service import in_process_sandbox, is_in_process
from reconciler.cli.settings import Settings
from reconciler.model.apple import AppleAnswers
from reconciler.model.content_token import ContentToken
from reconciler.model.entities import Tenant
from reconciler.transport import Pace


def ask_apple(settings: Settings, tenant: Tenant) -> Callable[[ContentToken], AppleAnswers] | None:
    """Asks Apple all that is compared, with one content token; None where there is no Apple to ask.

    RECONCILER_APPLE_URL says where. A sandbox in this process has its own Apple. Where RECONCILER_GRAPH_URL puts
    another service in Microsoft's place, the real Apple is not asked about a tenant that is not real.
    """
    pace = Pace(retry_seconds=settings.retry_seconds)
    if settings.apple_url is None and is_in_process(settings, tenant):

        def ask_sandbox(content: ContentToken) -> AppleAnswers:
            wire = InProcess(in_process_sandbox(settings, tenant))
            with open_apple(content, url=ROOT, pace=pace, wire=wire) as reader:
                return observe_apple(reader)

        return ask_sandbox
    if settings.apple_url is None and settings.graph_url is not None:
        return None

    def ask(content: ContentToken) -> AppleAnswers:
        with open_apple(content, url=settings.apple_url, pace=pace) as reader:
            return observe_apple(reader)

    return ask
