"""Keys that sign, keys that do not, and what is said of those."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa

from reconciler.evidence.signing import read_signing_key
from reconciler.model.errors import UsageError
from reconciler.model.ssh_key import parse_ssh_key
from tests.evidence.keys import KINDS, pair, written


@pytest.mark.parametrize("kind", KINDS)
def test_the_public_half_is_told_and_the_private_half_never(kind: str) -> None:
    signer = pair(kind).signer()
    assert parse_ssh_key(pair(kind).public).fingerprint == signer.keyid
    assert f"KeyAttestor({signer.keyid})" == repr(signer)


def test_a_key_may_lack_its_last_newline_or_have_the_line_ends_of_windows() -> None:
    for text in (pair().private.strip(), "\n" + pair().private + "\n\n", pair().private.replace("\n", "\r\n")):
        assert pair().signer().keyid == read_signing_key(text, "the test").keyid


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here")
@pytest.mark.parametrize("form", [[], ["-m", "PEM"]], ids=["openssh", "pem"])
def test_a_locked_key_is_refused_with_what_to_do(form: list[str], tmp_path: Path) -> None:
    make = ["ssh-keygen", "-q", "-t", "rsa", *form, "-N", "a passphrase", "-f", str(tmp_path / "key")]
    subprocess.run(make, check=True, capture_output=True)
    with pytest.raises(UsageError, match="no OpenSSH private key" if form else "passphrase") as caught:
        read_signing_key((tmp_path / "key").read_text("utf-8"), "RECONCILER_SIGNING_KEY")
    assert "ssh-keygen" in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ssh-ed25519 AAAA",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nc2VjcmV0LXRleHQ=\n-----END OPENSSH PRIVATE KEY-----",
    ],
)
def test_what_is_no_key_is_refused_without_a_word_of_it(text: str) -> None:
    with pytest.raises(UsageError, match="no OpenSSH private key") as caught:
        read_signing_key(text, "RECONCILER_SIGNING_KEY")
    assert None is caught.value.__cause__
    assert "c2VjcmV0" not in str(caught.value) + caught.value.remedy


def test_keys_that_are_too_weak_or_of_another_kind_are_refused() -> None:
    weak = [
        rsa.generate_private_key(65537, 1024),
        ec.generate_private_key(ec.SECP384R1()),
    ]
    for key in weak:
        with pytest.raises(UsageError, match="cannot sign records"):
            read_signing_key(written(key, "x").private, "the test")


@pytest.mark.parametrize(
    ("why", "line"),
    [
        ("must begin", "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"),
        ("must begin", "ssh-dss AAAAB3NzaC1kc3MAAACB x"),
        ("must begin", "restrict ssh-ed25519 AAAA it@norr.example"),
        ("must begin", "sk-ssh-ed25519@openssh.com AAAA"),
        ("must begin", ""),
        ("no base64", "ssh-ed25519"),
        ("no base64", "ssh-ed25519 å"),
        ("no base64", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl= x"),
        ("cut off", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9 x"),
        ("cut off", "ssh-ed25519 AAAA"),
        ("another type", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl x"),
    ],
)
def test_a_line_that_is_no_public_key_is_refused_in_words(why: str, line: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_ssh_key(line)


def test_a_short_rsa_key_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="1024 bits"):
        parse_ssh_key(written(rsa.generate_private_key(65537, 1024), "x").public)


def test_dsa_is_no_kind_of_key_here() -> None:
    key = dsa.generate_private_key(1024)
    with pytest.raises(UsageError):
        read_signing_key(_pem(key), "the test")


def _pem(key: dsa.DSAPrivateKey) -> str:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption()).decode()
