"""Where the bearer comes from, and what a failed sign-in says."""

import base64
import json
import subprocess
import sys
from dataclasses import dataclass, field

import pytest
from azure.core.exceptions import ClientAuthenticationError

from reconciler.graph.auth import CredentialBearer, no_bearer, static_bearer, token_tenant
from reconciler.graph.credentials import Chain
from reconciler.graph.ways import Method, Place, Way
from reconciler.model.entities import Cloud
from reconciler.model.errors import ServiceError, UsageError

SECRET = "p4ssw0rd-of-the-app"


@dataclass(frozen=True, slots=True)
class Given:
    token: str
    expires_on: int = 0


@dataclass
class Counting:
    """A credential that gives another access token each time."""

    scopes: list[str] = field(default_factory=list)

    def get_token(self, *scopes: str) -> Given:
        self.scopes += scopes
        return Given(f"token-{len(self.scopes)}")


@dataclass
class Failing:
    """A credential that fails, and says more than it should."""

    error: Exception

    def get_token(self, *scopes: str) -> Given:
        raise self.error


def access_token(claims: object) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"e30.{body}.c2ln"


def test_a_given_access_token_is_sent_as_it_is() -> None:
    assert "user:kim@norr.example;deny=audit" == static_bearer(" user:kim@norr.example;deny=audit\n")()


@pytest.mark.parametrize("text", ["", "  \n", "abc\ndef", "abc\x00"])
def test_a_text_that_can_be_no_access_token_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        static_bearer(text)
    assert "abc" not in caught.value.message


def test_without_sign_in_there_is_no_bearer() -> None:
    assert no_bearer() is None


def test_a_credential_is_made_late_and_asked_every_four_minutes() -> None:
    now = [0.0]
    made: list[Counting] = []

    def make() -> Counting:
        made.append(Counting())
        return made[0]

    bearer = CredentialBearer(make, "https://graph.microsoft.com/.default", lambda: now[0])
    assert [] == made
    assert ["token-1", "token-1"] == [bearer(), bearer()]
    now[0] = 239.0
    assert "token-1" == bearer()
    now[0] = 240.0
    assert "token-2" == bearer()
    assert (1, {"https://graph.microsoft.com/.default"}) == (len(made), set(made[0].scopes))


@pytest.mark.parametrize(
    "error",
    [
        ClientAuthenticationError(f"AADSTS7000215: invalid secret {SECRET} for app"),
        ValueError(f"bad tenant {SECRET}"),
    ],
)
def test_a_failed_sign_in_says_what_to_do_and_shows_no_secret(error: Exception) -> None:
    place = Place(Cloud.GLOBAL, None, {})
    chain = Chain(place, [Way(Method.SECRET, {"secret": SECRET})], lambda way, at: Failing(error))
    bearer = CredentialBearer(lambda: chain, "scope")
    with pytest.raises(ServiceError) as caught:
        bearer()
    said = f"{caught.value} {caught.value.message} {caught.value.remedy}"
    assert (5, 401) == (caught.value.exit_code, caught.value.status)
    assert SECRET not in said
    assert "az login" in said
    assert ("AADSTS7000215" in str(error)) == ("AADSTS7000215" in said)


def test_with_nothing_to_sign_in_with_the_chain_says_so() -> None:
    script = (
        "from reconciler.graph.auth import signed_in\n"
        "from reconciler.graph.ways import Place\n"
        "from reconciler.model.entities import Cloud\n"
        "from reconciler.model.errors import ServiceError\n"
        "try:\n"
        "    signed_in(Place(Cloud.USGOV, '8f0c0000-0000-0000-0000-000000000000', {}))()\n"
        "except ServiceError as error:\n"
        "    print(error.message)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], env={"PATH": "/nowhere"}, capture_output=True, text=True)
    assert (0, "The sign-in failed: the environment offers no way to sign in.") == (
        run.returncode,
        run.stdout.strip(),
    ), run.stderr


def test_signing_in_is_loaded_only_when_somebody_signs_in() -> None:
    script = "import sys, reconciler.graph.provider; print('azure.identity' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False" == run.stdout.strip()


def test_an_access_token_tells_its_tenant() -> None:
    assert "8f0c-a" == token_tenant(access_token({"tid": "8F0C-A"}))
    assert "ÿ" == token_tenant(access_token({"tid": "ÿ"}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "user:kim@norr.example",
        "a.b.c",
        "a.!!!.c",
        access_token({"tid": 7}),
        access_token({"tid": ""}),
        access_token({}),
        access_token([1]),
        access_token(None),
        "a." + base64.urlsafe_b64encode(b"\xff\xfe").decode() + ".c",
        "a." + base64.urlsafe_b64encode(b"[" * 100_000).decode() + ".c",
    ],
)
def test_an_access_token_that_tells_no_tenant_proves_nothing(text: str) -> None:
    assert token_tenant(text) is None
