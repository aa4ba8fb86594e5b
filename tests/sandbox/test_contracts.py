"""Answers are valid by the vendors' interface descriptions."""

import pytest

from tests.sandbox.client import Client
from tests.sandbox.contracts import CONTRACTS, problems

pytestmark = pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the interface descriptions are not beside the clone")

BOOK = "20000000-0000-4000-8000-000000000002"
GROUP = "30000000-0000-4000-8000-000000000003"
TOKEN = "10000000-0000-4000-8000-000000000001"
USER = "40000000-0000-4000-8000-000000000001"
ORGANIZATION = "8f0c0000-0000-4000-8000-000000000000"
MANAGED = "/deviceAppManagement/managedEBooks"
MEMBERS = "/groups/{group-id}/transitiveMembers"
READS = [
    (MANAGED, f"{MANAGED}?$expand=assignments,userStateSummary,deviceStates,installSummary"),
    (f"{MANAGED}/{{managedEBook-id}}", f"{MANAGED}/{BOOK}?$expand=assignments"),
    (f"{MANAGED}/{{managedEBook-id}}/assignments", f"{MANAGED}/{BOOK}/assignments"),
    (f"{MANAGED}/{{managedEBook-id}}/deviceStates", f"{MANAGED}/{BOOK}/deviceStates"),
    (f"{MANAGED}/{{managedEBook-id}}/installSummary", f"{MANAGED}/{BOOK}/installSummary"),
    (f"{MANAGED}/{{managedEBook-id}}/userStateSummary", f"{MANAGED}/{BOOK}/userStateSummary"),
    ("/deviceAppManagement/vppTokens", "/deviceAppManagement/vppTokens"),
    ("/deviceAppManagement/vppTokens/{vppToken-id}", f"/deviceAppManagement/vppTokens/{TOKEN}"),
    ("/deviceManagement/auditEvents", "/deviceManagement/auditEvents"),
    ("/deviceManagement/auditEvents/getAuditCategories()", "/deviceManagement/auditEvents/getAuditCategories()"),
    ("/groups", "/groups?$top=3"),
    ("/groups/{group-id}", f"/groups/{GROUP}"),
    (MEMBERS, f"/groups/{GROUP}/transitiveMembers"),
    (f"{MEMBERS}/graph.user", f"/groups/{GROUP}/transitiveMembers/graph.user"),
    ("/users", "/users?$top=5"),
    ("/users/{user-id}", f"/users/{USER}"),
    ("/organization", "/organization"),
    ("/organization/{organization-id}", f"/organization/{ORGANIZATION}"),
]


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_reads_are_valid(client: Client, version: str) -> None:
    client.assign(BOOK, ("30000000-0000-4000-8000-000000000002", "required"))
    found = {path: problems(version, template, "get", 200, client.get(f"/{version}{path}")) for template, path in READS}
    assert {} == {path: wrong for path, wrong in found.items() if wrong}


@pytest.mark.parametrize("version", ["v1.0", "beta"])
def test_writes_and_refusals_are_valid(client: Client, version: str) -> None:
    template = "/deviceAppManagement/vppTokens/{vppToken-id}/syncLicenses"
    synced = client.call("POST", f"/{version}/deviceAppManagement/vppTokens/{TOKEN}/syncLicenses")
    assert [] == problems(version, template, "post", synced.status, synced.json)
    refused = client.call("GET", f"/{version}/groups?$filter=nonsense")
    assert [] == problems(version, "/groups", "get", refused.status, refused.json)
    batch = {"requests": [{"id": "1", "method": "GET", "url": "/groups/nobody"}]}
    answered = client.call("POST", f"/{version}/$batch", batch)
    assert [] == problems(version, "/$batch", "post", answered.status, answered.json)


def test_the_check_sees_what_is_wrong(client: Client) -> None:
    tokens = client.get("/beta/deviceAppManagement/vppTokens")
    tokens["value"][0]["state"] = "tired"
    tokens["value"][1]["expirationDateTime"] = 5
    assert 2 <= len(problems("beta", "/deviceAppManagement/vppTokens", "get", 200, tokens))
    books = client.get(f"/beta{MANAGED}")
    books["value"][0]["@odata.type"] = "#microsoft.graph.windowsBook"
    books["value"][1]["totalLicenseCount"] = "many"
    assert 2 <= len(problems("beta", MANAGED, "get", 200, books))
