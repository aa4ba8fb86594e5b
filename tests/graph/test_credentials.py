"""The credential behind each way, the order of trying, and the statement that GitHub makes about a job."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import AzureError, ClientAuthenticationError, ServiceRequestError
from azure.identity import CredentialUnavailableError

from reconciler.graph.client import ROOTS
from reconciler.graph.credentials import AUDIENCES, AUTHORITIES, Chain, Credential, build_credential
from reconciler.graph.federation import github_assertion
from reconciler.graph.ways import Method, Place, Way, ways_to_sign_in
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError, UsageError
from tests.graph.service import FakeTime, Reply, serving
from tests.graph.test_ways import AZURE_DEVOPS, CLIENT, GITHUB, GITLAB, MANAGED, SECRET, TENANT, TOKEN_FILE

BEARER_OF_THE_JOB = "bearer-of-the-job-0123456789"
CLOUDS = (Cloud.GLOBAL, Cloud.USGOV, Cloud.USGOVDOD, Cloud.CHINA)


@dataclass(frozen=True, slots=True)
class Given:
    token: str


@dataclass
class Saying:
    """A credential that gives a token, or raises; remembers what it was asked."""

    said: str | Exception
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def get_token(self, *scopes: str) -> Given:
        self.asked.append(scopes)
        if isinstance(self.said, Exception):
            raise self.said
        return Given(self.said)


def chain(ways: dict[Method, Saying], place: Place | None = None, lacking: tuple[Way, ...] = ()) -> Chain:
    def build(way: Way, at: Place) -> Credential:
        return ways[way.method]

    offered = [*lacking, *(Way(method, {}) for method in ways)]
    return Chain(place or Place(Cloud.GLOBAL, TENANT, {}), offered, build)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (CLIENT | SECRET, "ClientSecretCredential"),
        (CLIENT | GITHUB, "ClientAssertionCredential"),
        (CLIENT | GITLAB, "ClientAssertionCredential"),
        (CLIENT | AZURE_DEVOPS, "AzurePipelinesCredential"),
        (CLIENT | TOKEN_FILE, "WorkloadIdentityCredential"),
        (CLIENT | MANAGED, "ManagedIdentityCredential"),
    ],
)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_each_way_has_its_credential_in_every_cloud(environ: dict[str, str], expected: str, cloud: Cloud) -> None:
    place = Place(cloud, TENANT, environ)
    [way] = ways_to_sign_in(place)
    assert expected == type(build_credential(way, place)).__name__


def test_people_have_credentials_too() -> None:
    place = Place(Cloud.GLOBAL, TENANT, {}, ask=lambda text: None)
    methods = [Way(method, {"tenant": TENANT, "client": "c1"}) for method in (Method.AZURE_CLI, Method.DEVICE_CODE)]
    assert ["AzureCliCredential", "DeviceCodeCredential"] == [
        type(build_credential(way, place)).__name__ for way in methods
    ]


def test_every_cloud_has_an_authority_an_audience_and_a_root_of_its_own() -> None:
    for table in (AUTHORITIES, AUDIENCES, ROOTS):
        assert set(CLOUDS) == set(table)
    assert 3 == len(set(AUTHORITIES.values())) == len(set(AUDIENCES.values()))


def test_a_certificate_that_is_not_there_is_an_error_that_names_the_way(tmp_path: Path) -> None:
    place = Place(Cloud.GLOBAL, TENANT, CLIENT | {"AZURE_CLIENT_CERTIFICATE_PATH": str(tmp_path / "none.pem")})
    with pytest.raises(ServiceError, match="client certificate") as caught:
        Chain(place, ways_to_sign_in(place), build_credential).get_token("scope")
    assert 5 == caught.value.exit_code


def test_the_first_way_with_an_identity_is_taken_and_kept() -> None:
    none, some, more = Saying(CredentialUnavailableError("none")), Saying("t1"), Saying("t2")
    several = chain({Method.MANAGED_IDENTITY: none, Method.AZURE_CLI: some, Method.DEVICE_CODE: more})
    assert ["t1", "t1"] == [several.get_token("scope").token for _ in range(2)]
    assert ([("scope",)], [("scope",)] * 2, []) == (none.asked, some.asked, more.asked)


def test_a_way_that_is_there_and_refused_ends_the_search() -> None:
    refused, other = Saying(ClientAuthenticationError("AADSTS7000215: wrong")), Saying("t1")
    with pytest.raises(ServiceError, match="client secret failed with AADSTS7000215"):
        chain({Method.SECRET: refused, Method.AZURE_CLI: other}).get_token("scope")
    assert [] == other.asked


def test_when_nobody_is_there_the_error_names_what_was_tried_and_what_to_set() -> None:
    lacking = (Way(Method.GITHUB, {}, ("AZURE_CLIENT_ID",)),)
    with pytest.raises(ServiceError) as caught:
        chain({Method.AZURE_CLI: Saying(CredentialUnavailableError("no"))}, lacking=lacking).get_token("scope")
    expected = "The sign-in failed: tried GitHub Actions (AZURE_CLIENT_ID not set), Azure CLI (no identity there)."
    assert expected == caught.value.message
    assert "az login" in caught.value.remedy


def test_a_person_is_asked_for_the_permissions_of_the_cloud_by_name() -> None:
    person = Saying("t1")
    chain({Method.DEVICE_CODE: person}, Place(Cloud.CHINA, TENANT, {})).get_token("scope")
    root = "https://microsoftgraph.chinacloudapi.cn"
    assert [(f"{root}/DeviceManagementApps.ReadWrite.All", f"{root}/GroupMember.Read.All")] == person.asked


@pytest.mark.parametrize(("query", "separator"), [("?api-version=2.0", "&"), ("", "?")])
def test_github_is_asked_for_a_statement_to_the_clouds_audience(query: str, separator: str) -> None:
    with serving(Reply(body={"value": "signed.by.github", "count": 1})) as service:
        assertion = github_assertion(f"{service.root}/idtoken{query}", BEARER_OF_THE_JOB, AUDIENCES[Cloud.CHINA])
        assert ["signed.by.github"] * 2 == [assertion(), assertion()]
        audience = f"{separator}audience=api%3A%2F%2FAzureADTokenExchangeChina"
        assert [f"GET /idtoken{query}{audience}"] * 2 == service.targets
        assert f"Bearer {BEARER_OF_THE_JOB}" == service.seen[0].headers["Authorization"]


@pytest.mark.parametrize("reply", [Reply(403), Reply(body={}), Reply(body={"value": 7}), Reply(body=b"<html>")])
def test_without_a_statement_of_github_the_sign_in_fails_and_shows_no_bearer(reply: Reply) -> None:
    with serving(reply) as service:
        assertion = github_assertion(f"{service.root}/idtoken", BEARER_OF_THE_JOB, "x", FakeTime().pace())
        with pytest.raises(ServiceError, match="GitHub Actions") as caught:
            assertion()
    assert BEARER_OF_THE_JOB not in f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.parametrize("url", ["http://actions.example/x", "https://", "http://[::1", "not a url"])
def test_an_address_of_github_that_must_not_be_used_is_wrong_usage(url: str) -> None:
    def attempt() -> Any:
        return github_assertion(url, BEARER_OF_THE_JOB, "x")()

    with pytest.raises(UsageError):
        attempt()


@dataclass
class Offline:
    """The HTTP client of a credential, which notes where it was to send what, and never arrives."""

    sent: list[tuple[str, str]] = field(default_factory=list)

    def send(self, request: Any, **options: Any) -> Any:
        self.sent.append((request.url, str(request.data or "")))
        raise ServiceRequestError("offline")

    def __enter__(self) -> "Offline":
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing is open."""

    def open(self) -> None:
        """Nothing to open."""

    def close(self) -> None:
        """Nothing is open."""

    def sleep(self, seconds: float) -> None:
        """Time does not matter here."""


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("environ", [CLIENT | SECRET, CLIENT | GITLAB, CLIENT | TOKEN_FILE])
def test_the_sign_in_goes_to_the_clouds_authority_and_the_declared_tenant_only(
    environ: dict[str, str], cloud: Cloud, tmp_path: Path
) -> None:
    statement = tmp_path / "statement"
    statement.write_text("signed.by.cluster")
    environ = {
        name: str(statement) if name == "AZURE_FEDERATED_TOKEN_FILE" else value for name, value in environ.items()
    }
    place = Place(cloud, TENANT, environ | {"AZURE_AUTHORITY_HOST": "elsewhere.example", "AZURE_TENANT_ID": "other"})
    [way] = ways_to_sign_in(place)
    wire = Offline()
    with pytest.raises(AzureError, match="offline"):
        build_credential(way, place, transport=wire).get_token(f"{ROOTS[cloud]}/.default")
    assert {f"https://{AUTHORITIES[cloud]}/{TENANT}/"} == {
        url[: url.index(TENANT)] + f"{TENANT}/" for url, _ in wire.sent
    }


def test_the_statement_of_github_is_what_is_exchanged() -> None:
    with serving(Reply(body={"value": "signed.by.github"})) as service:
        environ = {
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{service.root}/idtoken?v=1",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": BEARER_OF_THE_JOB,
        }
        place = Place(Cloud.USGOV, TENANT, CLIENT | environ)
        wire = Offline()
        with pytest.raises(AzureError, match="offline"):
            build_credential(ways_to_sign_in(place)[0], place, transport=wire).get_token(
                "https://graph.microsoft.us/.default"
            )
        assert ["GET /idtoken?v=1&audience=api%3A%2F%2FAzureADTokenExchangeUSGov"] == service.targets
    assert "signed.by.github" in wire.sent[-1][1]
    assert BEARER_OF_THE_JOB not in str(wire.sent)
