"""Azure Key Vault by its own SDK, over a loopback server in its place: what it is asked, and what it says."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

pytest.importorskip("azure.keyvault.secrets", reason='needs the extra: pip install "reconciler[azure]"')

from azure.core.credentials import AccessToken
from azure.core.pipeline.transport import RequestsTransport

from reconciler.model.content_token import Absence
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError
from reconciler.model.secret import VAULT_SUFFIXES, is_secret_name, is_vault
from reconciler.secrets.vault import AzureVault
from tests.content_tokens import content_token, parts_in
from tests.graph.service import DROP, Reply, Seen, Service, serving

RAW = content_token()
BEARER = "bearer-for-vaults"
CHALLENGE = Reply(
    401,
    {"error": {"code": "Unauthorized"}},
    {"WWW-Authenticate": 'Bearer authorization="https://login.example/other", resource="https://vault.azure.net"'},
)
SECRET = Reply(200, {"value": RAW.decode(), "id": "https://norr.vault.azure.net/secrets/vpp-norr/1", "attributes": {}})
_numbers = itertools.count(1)


@dataclass
class Identity:
    """Somebody who is signed in; remembers for what."""

    refused: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def get_token(self, *scopes: str) -> AccessToken:
        self.asked.append(scopes)
        if self.refused:
            raise ServiceError("The sign-in failed.")
        return AccessToken(BEARER, 4_000_000_000)


class ToLoopback(RequestsTransport):  # type: ignore[misc]  # azure-core gives it without types
    """Sends to a server on this machine what is meant for a vault; remembers where it was meant to go."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self._service = service
        self.meant: list[str] = []

    def send(self, request: Any, **options: Any) -> Any:
        self.meant.append(request.url)
        host = request.url.split("/")[2]
        request.url = request.url.replace(f"https://{host}", self._service.root)
        answer = super().send(request, **options)
        request.url = self.meant[-1]
        return answer


@dataclass
class Open:
    """A vault whose server gives prepared answers. Each has a name of its own: the SDK remembers challenges."""

    vault: AzureVault
    service: Service
    transport: ToLoopback
    identity: Identity
    address: str

    def read(self, name: str = "vpp-norr") -> str | Absence:
        return self.vault.read(self.address, name)


@contextmanager
def opened(*answers: Reply | Callable[[Seen], Reply], refused: bool = False) -> Iterator[Open]:
    with serving(*answers) as service:
        transport, identity = ToLoopback(service), Identity(refused)
        vault = AzureVault(Cloud.GLOBAL, identity, transport=transport, retry_total=0)
        yield Open(vault, service, transport, identity, f"https://norr{next(_numbers)}.vault.azure.net")


def test_a_secret_is_read_after_the_vault_asked_who_is_there() -> None:
    with opened(CHALLENGE, SECRET) as there:
        assert RAW.decode() == there.read()
        assert [None, f"Bearer {BEARER}"] == [seen.headers.get("Authorization") for seen in there.service.seen]
        assert {"GET"} == {seen.method for seen in there.service.seen}
        assert all(url.startswith(f"{there.address}/secrets/vpp-norr/?") for url in there.transport.meant)


def test_the_access_token_is_for_key_vaults_whatever_scope_or_tenant_the_vault_names() -> None:
    with opened(CHALLENGE, SECRET) as there:
        there.read()
        assert [("https://vault.azure.net/.default",)] == there.identity.asked


@pytest.mark.parametrize(
    ("expected", "answers"),
    [
        (Absence.NOT_IN_VAULT, [CHALLENGE, Reply(404, {"error": {"code": "SecretNotFound", "message": "no"}})]),
        (Absence.REFUSED, [CHALLENGE, Reply(403, {"error": {"code": "Forbidden", "message": "no"}})]),
        (Absence.REFUSED, [CHALLENGE]),
        (Absence.UNREACHABLE, [CHALLENGE, Reply(500, {})]),
        (Absence.UNREACHABLE, [CHALLENGE, Reply(429, {})]),
        (Absence.UNREACHABLE, [DROP]),
        (Absence.UNREACHABLE, [CHALLENGE, Reply(200, b'{"value": "' + RAW)]),
        (Absence.NOT_IN_VAULT, [CHALLENGE, Reply(200, {"id": "https://norr.vault.azure.net/secrets/vpp-norr/1"})]),
        (
            Absence.UNREACHABLE,
            [
                Reply(
                    401, {}, {"WWW-Authenticate": 'Bearer authorization="https://x/y", resource="https://evil.example"'}
                )
            ],
        ),
    ],
)
def test_what_a_vault_does_not_give_has_a_reason(expected: Absence, answers: list[Reply]) -> None:
    with opened(*answers) as there:
        assert expected is there.read()


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"value": null, "id": 5}', RAW],
    ids=lambda payload: str(payload[:12]),
)
def test_an_answer_of_another_shape_is_none(payload: bytes) -> None:
    with opened(CHALLENGE, Reply(200, payload)) as there:
        assert Absence.UNREACHABLE is there.read()


def test_a_redirect_is_not_followed() -> None:
    with serving(SECRET) as elsewhere:
        with opened(CHALLENGE, Reply(302, {}, {"Location": f"{elsewhere.root}/secrets/vpp-norr"})) as there:
            assert Absence.UNREACHABLE is there.read()
        assert [] == elsewhere.seen


def test_without_a_sign_in_nothing_is_sent_but_the_question() -> None:
    with opened(CHALLENGE, SECRET, refused=True) as there:
        assert Absence.NO_SIGN_IN is there.read()
        assert [None] == [seen.headers.get("Authorization") for seen in there.service.seen]


@pytest.mark.parametrize(
    "address",
    [
        "http://norr.vault.azure.net",
        "https://norr.vault.azure.net.evil.example",
        "https://evil.example/norr.vault.azure.net",
        "https://norr@evil.example/.vault.azure.net",
        "https://norr.vault.azure.net:8443",
        "https://norr.vault.azure.net/secrets/other",
        "https://norr.vault.azure.cn",
        "https://a.b.vault.azure.net",
        "https://norr.vault.azure.net\n",
        "",
    ],
)
def test_no_other_address_is_asked(address: str) -> None:
    with opened(CHALLENGE, SECRET) as there:
        assert Absence.BAD_VAULT is there.vault.read(address, "vpp-norr")
        assert [] == there.service.seen


@pytest.mark.parametrize("name", ["", "../keys/other", "vpp-norr/1", "vpp?x=1", "å", "a" * 128, "vpp\n"])
def test_no_other_name_is_asked_for(name: str) -> None:
    with opened(CHALLENGE, SECRET) as there:
        assert Absence.BAD_VAULT is there.read(name)
        assert [] == there.service.seen


@pytest.mark.parametrize("cloud", list(Cloud))
def test_every_cloud_has_vaults_of_its_own(cloud: Cloud) -> None:
    own = VAULT_SUFFIXES[cloud]
    assert {suffix == own for suffix in VAULT_SUFFIXES.values()} == {True, False}
    assert [suffix == own for suffix in VAULT_SUFFIXES.values()] == [
        is_vault(cloud, f"https://norr{suffix}/") for suffix in VAULT_SUFFIXES.values()
    ]
    assert is_secret_name("vpp-norr")


def test_nothing_of_the_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"), opened(CHALLENGE, SECRET) as there:
        there.read()
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert "vault.azure.net" in told
    assert [] == parts_in(told, RAW)
    assert BEARER not in told
