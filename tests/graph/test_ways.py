"""Which ways to sign in an environment offers: only what is there, in one order, pinned to the declared tenant."""

from pathlib import Path

import pytest

from reconciler.graph.ways import GRAPH_COMMAND_LINE_TOOLS, Method, Place, Way, ways_to_sign_in
from reconciler.model.entities import Cloud
from reconciler.model.errors import UsageError

TENANT = "8f0c0000-0000-0000-0000-000000000000"
CLIENT = {"AZURE_CLIENT_ID": "c1"}
SECRET = {"AZURE_CLIENT_SECRET": "s3cret-of-the-app"}
CERTIFICATE = {"AZURE_CLIENT_CERTIFICATE_PATH": "/keys/app.pem"}
GITHUB = {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://gh.example/x", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "b1"}
GITLAB = {"GITLAB_OIDC_TOKEN": "a1"}
AZURE_DEVOPS = {
    "SYSTEM_OIDCREQUESTURI": "https://dev.example/x",
    "SYSTEM_ACCESSTOKEN": "b2",
    "AZURESUBSCRIPTION_CLIENT_ID": "c2",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID": "s2",
}
TOKEN_FILE = {"AZURE_FEDERATED_TOKEN_FILE": "/var/run/statement"}
MANAGED = {"IDENTITY_ENDPOINT": "http://169.254.0.1"}


def ways(environ: dict[str, str], tenant: str | None = TENANT) -> tuple[Way, ...]:
    return ways_to_sign_in(Place(Cloud.GLOBAL, tenant, environ))


@pytest.mark.parametrize(
    ("environ", "method", "values"),
    [
        (CLIENT | SECRET, Method.SECRET, {"client": "c1", "secret": "s3cret-of-the-app"}),
        (CLIENT | CERTIFICATE, Method.CERTIFICATE, {"client": "c1", "path": "/keys/app.pem", "password": ""}),
        (CLIENT | GITHUB, Method.GITHUB, {"client": "c1", "url": "https://gh.example/x", "bearer": "b1"}),
        (CLIENT | GITLAB, Method.GITLAB, {"client": "c1", "assertion": "a1"}),
        (CLIENT | AZURE_DEVOPS, Method.AZURE_DEVOPS, {"client": "c2", "connection": "s2", "bearer": "b2"}),
        (CLIENT | TOKEN_FILE, Method.TOKEN_FILE, {"client": "c1", "file": "/var/run/statement"}),
        (CLIENT | MANAGED, Method.MANAGED_IDENTITY, {"client": "c1"}),
        ({"MSI_ENDPOINT": "http://127.0.0.1"}, Method.MANAGED_IDENTITY, {"client": ""}),
        ({"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}, Method.MANAGED_IDENTITY, {"client": ""}),
    ],
)
def test_each_place_offers_its_way(environ: dict[str, str], method: Method, values: dict[str, str]) -> None:
    assert (Way(method, {"tenant": TENANT, **values}),) == ways(environ)


def test_the_password_of_a_certificate_is_taken_along() -> None:
    [way] = ways(CLIENT | CERTIFICATE | {"AZURE_CLIENT_CERTIFICATE_PASSWORD": "pw"})
    assert "pw" == way.values["password"]


def test_the_command_line_of_azure_is_offered_where_it_is_installed(tmp_path: Path) -> None:
    assert () == ways({"PATH": str(tmp_path)})
    program = tmp_path / "az"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert (Way(Method.AZURE_CLI, {"tenant": TENANT}),) == ways({"PATH": str(tmp_path)})


def test_a_code_to_enter_is_offered_only_to_somebody_at_a_terminal() -> None:
    assert () == ways(CLIENT)
    there = Place(Cloud.GLOBAL, TENANT, {}, ask=lambda text: None)
    assert (Way(Method.DEVICE_CODE, {"tenant": TENANT, "client": GRAPH_COMMAND_LINE_TOOLS}),) == ways_to_sign_in(there)


def test_what_was_put_there_on_purpose_goes_first() -> None:
    everything = CLIENT | SECRET | CERTIFICATE | GITHUB | GITLAB | AZURE_DEVOPS | TOKEN_FILE | MANAGED
    offered = ways_to_sign_in(Place(Cloud.GLOBAL, TENANT, everything, ask=lambda text: None))
    assert [method for method in Method if method is not Method.AZURE_CLI] == [way.method for way in offered]


def test_the_declared_tenant_wins_over_the_environments() -> None:
    environ = CLIENT | SECRET | {"AZURE_TENANT_ID": "another"}
    assert [TENANT, "another"] == [ways(environ, tenant)[0].values["tenant"] for tenant in (TENANT, None)]


@pytest.mark.parametrize(
    ("environ", "lacking"),
    [
        (SECRET, ("AZURE_CLIENT_ID",)),
        (GITHUB, ("AZURE_CLIENT_ID",)),
        (CLIENT | {"ACTIONS_ID_TOKEN_REQUEST_URL": "https://gh.example"}, ("ACTIONS_ID_TOKEN_REQUEST_TOKEN",)),
        (
            {"SYSTEM_OIDCREQUESTURI": "https://dev.example"},
            (
                "AZURESUBSCRIPTION_CLIENT_ID or AZURE_CLIENT_ID",
                "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID or AZURE_SERVICE_CONNECTION_ID",
                "SYSTEM_ACCESSTOKEN",
            ),
        ),
    ],
)
def test_half_of_what_a_way_needs_is_told_with_the_other_half(
    environ: dict[str, str], lacking: tuple[str, ...]
) -> None:
    assert [lacking] == [way.lacking for way in ways(environ)]


def test_without_a_tenant_a_way_that_needs_one_says_so() -> None:
    assert ("tenantId in the YAML, or AZURE_TENANT_ID",) == ways(CLIENT | SECRET, None)[0].lacking


@pytest.mark.parametrize(
    ("choice", "methods"),
    [
        ("EnvironmentCredential", [Method.SECRET]),
        ("workloadidentitycredential", [Method.TOKEN_FILE]),
        ("prod", [Method.SECRET, Method.TOKEN_FILE]),
        ("dev", []),
    ],
)
def test_the_choice_can_be_narrowed_as_in_other_tools_of_azure(choice: str, methods: list[Method]) -> None:
    environ = CLIENT | SECRET | TOKEN_FILE | {"AZURE_TOKEN_CREDENTIALS": choice}
    assert methods == [way.method for way in ways(environ)]


def test_a_choice_that_is_not_known_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="VisualStudioCodeCredential"):
        ways({"AZURE_TOKEN_CREDENTIALS": "VisualStudioCodeCredential"})


def test_no_secret_is_shown_by_what_holds_it() -> None:
    place = Place(Cloud.GLOBAL, TENANT, CLIENT | SECRET)
    assert "s3cret" not in repr(place) + repr(ways_to_sign_in(place))
