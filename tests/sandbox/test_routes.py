"""Every route of the interface descriptions: served with all that these say it offers, or refused in the right way."""

import re
from typing import Any

import pytest

from tests.sandbox.client import EVENTUAL, Client
from tests.sandbox.descriptions import CONTRACTS, VERSIONS, described_paths

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the interface descriptions are not beside the clone")

BOOK = "20000000-0000-4000-8000-000000000002"
USER = "40000000-0000-4000-8000-000000000001"
IDS = {
    "managedEBook-id": BOOK,
    "managedEBookAssignment-id": f"{BOOK}_30000000-0000-4000-8000-000000000001",
    "managedEBookCategory-id": "c1",
    "deviceInstallState-id": f"{BOOK}_{USER}_1",
    "userInstallStateSummary-id": f"{BOOK}_{USER}",
    "vppToken-id": "10000000-0000-4000-8000-000000000001",
    "auditEvent-id": "e1",
    "group-id": "30000000-0000-4000-8000-000000000003",
    "user-id": USER,
    "organization-id": "8f0c0000-0000-4000-8000-000000000000",
    "category": "Application",
    "bundleId": "x",
}
VALUES = {
    "$top": "2",
    "$skip": "1",
    "$count": "true",
    "$filter": "id eq 'x'",
    "$orderby": "id",
    "$select": "id",
    "$expand": None,  # of each type another one: tried where the types are tested
    "$search": None,  # not served: refused, below
}
WRITES = {
    "POST": {
        "/$batch",
        "/deviceAppManagement/managedEBooks/{managedEBook-id}/assign",
        "/deviceAppManagement/managedEBooks/{managedEBook-id}/microsoft.graph.assign",
        "/deviceAppManagement/managedEBooks/{managedEBook-id}/assignments",
        "/deviceAppManagement/vppTokens",
        "/deviceAppManagement/vppTokens/{vppToken-id}/syncLicenses",
        "/deviceAppManagement/vppTokens/{vppToken-id}/microsoft.graph.syncLicenses",
        "/directoryObjects/getByIds",
        "/directoryObjects/microsoft.graph.getByIds",
    },
    "PATCH": {"/deviceAppManagement/vppTokens/{vppToken-id}"},
    "DELETE": {
        "/deviceAppManagement/managedEBooks/{managedEBook-id}/assignments/{managedEBookAssignment-id}",
        "/deviceAppManagement/vppTokens/{vppToken-id}",
    },
}


@pytest.fixture
def whole(client: Client) -> Client:
    """The example school, with one thing of each kind that it lacks."""
    state = client.get("/_sandbox/state")
    state["auditEvents"] = [{"id": "e1", "category": "Application", "activityType": "x"}]
    book = next(book for book in state["managedEBooks"] if book["id"] == BOOK)
    book["categories"] = [{"id": "c1", "displayName": "Matematik"}]
    client.put_state(**state)
    return client


def filled(template: str) -> str:
    return re.sub(r"\{([^}]+)\}", lambda found: IDS[found.group(1)], template)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_read_is_served(whole: Client, version: str) -> None:
    answers = {
        template: whole.call("GET", f"/{version}{filled(template)}", **EVENTUAL).status
        for template, _ in described_paths(version, "get")
    }
    assert 40 < len(answers)
    assert {} == {template: status for template, status in answers.items() if status != 200}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_read_takes_the_options_it_has_and_no_other(whole: Client, version: str) -> None:
    wrong: list[tuple[str, str, int]] = []
    for template, offered in described_paths(version, "get"):
        for option, value in VALUES.items():
            if value is None or (option == "$filter" and template.endswith(")")):
                continue
            status = whole.call("GET", f"/{version}{filled(template)}?{option}={value}", **EVENTUAL).status
            if status != (200 if option in offered else 400):
                wrong.append((template, option, status))
    assert [] == wrong


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_not_served_is_refused_and_never_ignored(whole: Client, version: str) -> None:
    for template, _ in described_paths(version, "get"):
        for option in ("$search=x", "$apply=x", "nonsense=x"):
            assert 400 == whole.call("GET", f"/{version}{filled(template)}?{option}", **EVENTUAL).status


@pytest.mark.parametrize("method", sorted(WRITES))
@pytest.mark.parametrize("version", VERSIONS)
def test_writes_are_served_as_far_as_promised_and_otherwise_refused_with_405(
    whole: Client, version: str, method: str
) -> None:
    found: dict[str, Any] = {"served": set(), "refused": set()}
    for template, _ in described_paths(version, method.lower()):
        status = whole.call(method, f"/{version}{filled(template)}", {"requests": 5}).status
        found["refused" if status == 405 else "served"].add(template)
    assert WRITES[method] == found["served"]
