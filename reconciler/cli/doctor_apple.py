"""The doctor's questions to Apple: its service, and the location of each declared VPP token. Read `apple_probes`."""

from collections.abc import Iterator
from functools import partial

from reconciler.apple.compare import owner_of
from reconciler.apple.observe import observe_apple
from reconciler.apple.provider import open_apple, read_service
from reconciler.cli.apple_door import apple_pace, apple_place, is_asked
from reconciler.cli.run import Run
from reconciler.cli.secret_door import secret_sources
from reconciler.cli.settings import Settings
from reconciler.doctor.apple import count_checks, location_checks, not_asked, service_check, unread, without_content
from reconciler.model.desired import DesiredState
from reconciler.model.doctor import Check, Probe
from reconciler.model.entities import Tenant, Token
from reconciler.model.errors import ServiceError
from reconciler.model.secret import Found, Sought
from reconciler.secrets.find import find_all


def apple_probes(run: Run, tenant: Tenant, desired: DesiredState | None) -> Iterator[Probe]:
    """One question to the service, and one for each declared token; of YAML that is wrong only the first."""
    settings = run.settings
    if not is_asked(settings, tenant):
        yield Probe("apple", lambda: [not_asked()])
        return
    yield Probe("apple", partial(_service, settings, tenant))
    if desired is not None:
        yield Probe("apple", partial(_locations, settings, desired))


def _service(settings: Settings, tenant: Tenant) -> list[Check]:
    url, wire = apple_place(settings, tenant)
    return [service_check(read_service(url=url, pace=apple_pace(settings), wire=wire))]


def _locations(settings: Settings, desired: DesiredState) -> list[Check]:
    """The location of each token; one that cannot be read does not stop the others."""
    sought = find_all(desired.tokens, secret_sources(settings, desired))
    return [
        check
        for token in desired.tokens
        for check in _location(settings, desired.tenant, token, sought.get(token.name))
    ]


def _location(settings: Settings, tenant: Tenant, token: Token, sought: Sought | None) -> list[Check]:
    if not isinstance(sought, Found):
        return [without_content(token, sought)]
    url, wire = apple_place(settings, tenant)
    try:
        with open_apple(sought.content, url=url, pace=apple_pace(settings), wire=wire) as reader:
            location, answers = reader.location(), observe_apple(reader)
    except ServiceError as error:
        return [unread(token, error)]
    checks = [*location_checks(token, location, owner_of(location, token.expected_mdm)), *count_checks(token, answers)]
    return [*checks, unread(token, answers.failure)] if answers.failure else checks
