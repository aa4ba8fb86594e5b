"""The envelope: the specification's own example, and what other tools say of what we sign."""

import base64
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from reconciler.evidence.envelope import Envelope, Signature, envelope_from_json, envelope_json, pae
from reconciler.evidence.signing import read_signing_key
from reconciler.evidence.verify import verify_record
from reconciler.model.attestation import Trust
from reconciler.model.ssh_key import parse_ssh_key
from tests.evidence.keys import KINDS, openssl_is_here, pair, record


def test_the_bytes_that_are_signed_are_those_of_the_specification() -> None:
    # DSSE, "DSSE Protocol", section "Test Vectors".
    expected = b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    assert expected == pae("http://example.com/HelloWorld", b"hello world")


def test_the_signature_of_the_specification_fits_those_bytes() -> None:
    x = 46950820868899156662930047687818585632848591499744589407958293238635476079160
    y = 5640078356564379163099075877009565129882514886557779369047442380624545832820
    raw = base64.b64decode("A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==")
    sig = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    key.verify(sig, pae("http://example.com/HelloWorld", b"hello world"), ec.ECDSA(hashes.SHA256()))


def test_lengths_are_counted_in_bytes() -> None:
    assert b"DSSEv1 2 \xc3\xa5 4 \xf0\x9f\x93\x9a" == pae("å", "📚".encode())


@given(kind=st.text(max_size=8), payload=st.binary(max_size=16), other=st.tuples(st.text(max_size=8), st.binary()))
def test_two_payloads_are_never_signed_as_the_same_bytes(kind: str, payload: bytes, other: tuple[str, bytes]) -> None:
    assert ((kind, payload) == other) == (pae(kind, payload) == pae(*other))


@given(payload=st.binary(min_size=1), sig=st.binary(min_size=1), keyid=st.text())
def test_an_envelope_is_read_as_it_was_written(payload: bytes, sig: bytes, keyid: str) -> None:
    envelope = Envelope("application/vnd.in-toto+json", payload, (Signature(keyid, sig),))
    assert envelope == envelope_from_json(envelope_json(envelope))


@pytest.mark.skipif(not openssl_is_here(), reason="there is no openssl 3 here")
@pytest.mark.parametrize("kind", KINDS)
def test_openssl_confirms_a_signature(kind: str, tmp_path: Path) -> None:
    envelope = record(pair(kind).signer())["attestation"]
    _prepare(tmp_path, envelope, pair(kind).public)
    how = ["-rawin"] if kind == "ed25519" else ["-rawin", "-digest", "sha256"]
    command = [
        "openssl",
        "pkeyutl",
        "-verify",
        "-pubin",
        "-inkey",
        "key.pem",
        *how,
        "-in",
        "message",
        "-sigfile",
        "sig",
    ]
    assert 0 == subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode
    (tmp_path / "message").write_bytes((tmp_path / "message").read_bytes() + b" ")
    assert 0 != subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode


def _prepare(folder: Path, envelope: dict[str, Any], public: str) -> None:
    """Message, signature and key as files, made without a line of ours but the payload type."""
    payload = base64.b64decode(envelope["payload"])
    head = f"DSSEv1 {len(envelope['payloadType'])} {envelope['payloadType']} {len(payload)} ".encode()
    (folder / "message").write_bytes(head + payload)
    (folder / "sig").write_bytes(base64.b64decode(envelope["signatures"][0]["sig"]))
    key = serialization.load_ssh_public_key(public.encode())
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    (folder / "key.pem").write_bytes(pem)


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here")
@pytest.mark.parametrize("arguments", [["ed25519"], ["ecdsa", "-b", "256"], ["rsa", "-b", "2048"]])
def test_a_key_of_ssh_keygen_signs_and_is_named_as_ssh_names_it(arguments: list[str], tmp_path: Path) -> None:
    make = ["ssh-keygen", "-q", "-t", *arguments, "-N", "", "-C", "ledger of nordskolan", "-f", str(tmp_path / "key")]
    subprocess.run(make, check=True, capture_output=True)
    public = (tmp_path / "key.pub").read_text("utf-8")
    signer = read_signing_key((tmp_path / "key").read_text("utf-8"), "the test")
    assert Trust.TRUSTED is verify_record(record(signer), [public]).trust
    told = subprocess.run(["ssh-keygen", "-lf", str(tmp_path / "key.pub")], check=True, capture_output=True).stdout
    assert signer.keyid == told.decode().split()[1] == parse_ssh_key(public).fingerprint
