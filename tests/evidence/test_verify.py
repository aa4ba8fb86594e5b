"""What a signature is worth: of every kind of key, and after every change that somebody could make."""

import base64
import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.evidence.envelope import Envelope, Signature, envelope_json, pae
from reconciler.evidence.statement import content_digest
from reconciler.evidence.verify import verify_envelope, verify_record
from reconciler.model.attestation import Trust
from reconciler.model.canonical import canonical, digest, sealed
from reconciler.model.record import RecordKind
from reconciler.model.ssh_key import parse_ssh_key
from tests.evidence.keys import KINDS, pair, record
from tests.ledger.chains import KEY, PLAN, receipt

OTHER = digest("another record")


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_trusted_by_the_public_half_of_the_key_that_signed_it(kind: str) -> None:
    verdict = verify_record(record(pair(kind).signer()), [pair(kind).public])
    assert (Trust.TRUSTED, pair(kind).signer().keyid, "") == (verdict.trust, verdict.keyid, verdict.reason)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_holds_by_cryptography_alone(kind: str) -> None:
    envelope = record(pair(kind).signer())["attestation"]
    payload, sig = base64.b64decode(envelope["payload"]), base64.b64decode(envelope["signatures"][0]["sig"])
    message = b" ".join(
        [b"DSSEv1", b"28", b"application/vnd.in-toto+json", str(len(payload)).encode(), payload],
    )
    key = serialization.load_ssh_public_key(pair(kind).public.encode())
    if isinstance(key, Ed25519PublicKey):
        key.verify(sig, message)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(sig, message, ec.ECDSA(hashes.SHA256()))
    else:
        assert isinstance(key, rsa.RSAPublicKey)
        key.verify(sig, message, padding.PKCS1v15(), hashes.SHA256())


def test_a_record_without_a_signature_says_so() -> None:
    assert Trust.UNSIGNED is verify_record(record(None), [pair().public]).trust


def test_a_key_that_nobody_asked_for_is_not_trusted() -> None:
    verdict = verify_record(record(pair(name="foreign").signer()), [pair().public, pair("rsa").public])
    assert (Trust.UNTRUSTED, pair(name="foreign").signer().keyid) == (verdict.trust, verdict.keyid)


def test_without_keys_no_signature_is_trusted() -> None:
    assert Trust.UNTRUSTED is verify_record(record(pair().signer()), []).trust


def test_any_of_several_keys_suffices_and_lines_that_are_no_keys_do_no_harm() -> None:
    keys = ["", "ssh-ed25519 AAAA", "no key at all", pair("ecdsa").public, pair().public]
    assert Trust.TRUSTED is verify_record(record(pair().signer()), keys).trust


def test_the_comment_of_a_key_means_nothing() -> None:
    bare = " ".join(pair().public.split()[:2])
    assert Trust.TRUSTED is verify_record(record(pair().signer()), [bare + " somebody else, in words"]).trust


def test_an_import_is_attested_too() -> None:
    signed = record(pair().signer(), kind=RecordKind.IMPORT, body={"lastApplied": {KEY: "available"}})
    assert Trust.TRUSTED is verify_record(signed, [pair().public]).trust
    assert Trust.BAD is verify_record({**signed, "lastApplied": {}}, [pair().public]).trust


@pytest.mark.parametrize(
    "elsewhere",
    [{"seq": 4}, {"previous": OTHER}, {"previous": None}, {"tenant": "sydskolan"}],
    ids=["number", "predecessor", "first", "tenant"],
)
def test_a_signed_receipt_counts_nowhere_but_at_its_place(elsewhere: dict[str, Any]) -> None:
    signed = record(pair().signer())
    moved = record(None, **elsewhere, body={**receipt(PLAN), "attestation": signed["attestation"]})
    assert signed["attestation"] == moved["attestation"]
    assert Trust.BAD is verify_record(moved, [pair().public]).trust


def test_the_moment_is_signed() -> None:
    assert Trust.BAD is verify_record({**record(pair().signer()), "at": "2026-11-22T12:00:01Z"}, [pair().public]).trust


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in a record that is no container with something in it."""
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, item in items for leaf in _leaves(item, (*path, key))]
    return [path]


def _changed(value: Mapping[str, Any], path: tuple[Any, ...], new: Any) -> dict[str, Any]:
    copy: Any = deepcopy(dict(value))
    at = copy
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = new
    return sealed(copy)


SIGNED = record(pair().signer())
CONTENT = [path for path in _leaves(SIGNED) if path[0] not in ("attestation", "digest")]


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: ".".join(map(str, path)))
def test_whatever_is_changed_in_a_signed_record_is_found_also_with_a_new_digest(path: tuple[Any, ...]) -> None:
    assert Trust.TRUSTED is verify_record(SIGNED, [pair().public]).trust
    assert Trust.BAD is verify_record(_changed(SIGNED, path, "something else"), [pair().public]).trust


def test_a_key_added_to_a_signed_record_is_found() -> None:
    assert Trust.BAD is verify_record({**SIGNED, "note": "harmless"}, [pair().public]).trust
    for place in ((), ("signatures", 0)):
        envelope = deepcopy(SIGNED["attestation"])
        at = envelope["signatures"][0] if place else envelope
        at["intent"] = PLAN
        assert Trust.BAD is verify_record({**SIGNED, "attestation": envelope}, [pair().public]).trust


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0), flip=st.integers(1, 255))
def test_any_flipped_byte_of_a_signed_record_is_found(at: int, flip: int) -> None:
    written = bytearray(canonical({key: item for key, item in SIGNED.items() if key not in ("attestation", "digest")}))
    written[at % len(written)] ^= flip
    try:
        flipped = json.loads(written.decode())
    except ValueError:
        return  # no JSON any more: the chain says so
    assert isinstance(flipped, dict)
    assert Trust.BAD is verify_envelope(SIGNED["attestation"], flipped, [pair().public]).trust


@settings(max_examples=200, deadline=None)
@given(kind=st.sampled_from(KINDS), at=st.integers(0), flip=st.integers(1, 255), payload=st.booleans())
def test_any_flipped_byte_of_payload_or_signature_is_found(kind: str, at: int, flip: int, payload: bool) -> None:
    signed = record(pair(kind).signer())
    one = signed["attestation"]["signatures"][0]
    old = base64.b64decode(signed["attestation"]["payload"] if payload else one["sig"])
    new = bytearray(old)
    new[at % len(new)] ^= flip
    text = base64.b64encode(bytes(new)).decode()
    envelope = {**signed["attestation"], **({"payload": text} if payload else {"signatures": [{**one, "sig": text}]})}
    assert Trust.BAD is verify_envelope(envelope, signed, [pair(kind).public]).trust


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_that_is_cut_or_empty_is_no_signature(kind: str) -> None:
    signed = record(pair(kind).signer())
    one = signed["attestation"]["signatures"][0]
    for size in range(0, len(one["sig"]), 4):
        envelope = {**signed["attestation"], "signatures": [{**one, "sig": one["sig"][:size]}]}
        assert Trust.BAD is verify_envelope(envelope, signed, [pair(kind).public]).trust


@pytest.mark.parametrize(
    "envelope",
    [
        True,
        "",
        [],
        {},
        {"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": []},
        {"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": None},
        {"payloadType": "application/vnd.in-toto+json", "payload": "e30", "signatures": [{"keyid": "", "sig": "AA=="}]},
        {
            "payloadType": "application/vnd.in-toto+json",
            "payload": "W10=",
            "signatures": [{"keyid": "", "sig": "AA=="}],
        },
        {"payloadType": "text/plain", "payload": "e30=", "signatures": [{"keyid": "", "sig": "AA=="}]},
        {"payloadType": None, "payload": "e30=", "signatures": [{"keyid": "", "sig": "AA=="}]},
        {"payloadType": "application/vnd.in-toto+json", "payload": 7, "signatures": ["x"]},
        {"payloadType": "application/vnd.in-toto+json", "payload": "e30=", "signatures": [{"keyid": 1, "sig": "AA=="}]},
    ],
)
def test_what_is_no_envelope_is_bad_and_stops_nobody(envelope: Any) -> None:
    verdict = verify_envelope(envelope, SIGNED, [pair().public])
    assert (Trust.BAD, True) == (verdict.trust, bool(verdict.reason))


def test_a_statement_of_another_kind_is_not_taken_for_one_about_the_record() -> None:
    statement = json.loads(base64.b64decode(SIGNED["attestation"]["payload"]))
    for key in ("_type", "predicateType", "subject"):
        forged = canonical({**statement, key: "https://slsa.dev/provenance/v1"})
        assert Trust.BAD is verify_envelope(_signed_again(forged), SIGNED, [pair().public]).trust
    assert Trust.TRUSTED is verify_envelope(_signed_again(canonical(statement)), SIGNED, [pair().public]).trust


def _signed_again(payload: bytes, keyid: str | None = None, payload_type: str | None = None) -> dict[str, Any]:
    """An envelope around any payload, signed by the key that is trusted."""
    kind = payload_type or "application/vnd.in-toto+json"
    key = serialization.load_ssh_private_key(pair().private.encode(), None)
    sig = key.sign(pae(kind, payload))  # type: ignore[call-arg]
    return envelope_json(Envelope(kind, payload, (Signature(pair().signer().keyid if keyid is None else keyid, sig),)))


def test_a_payload_of_another_type_is_refused_though_it_is_signed() -> None:
    payload = base64.b64decode(SIGNED["attestation"]["payload"])
    envelope = _signed_again(payload, payload_type="application/json")
    assert Trust.BAD is verify_envelope(envelope, SIGNED, [pair().public]).trust


def test_the_hint_which_key_signed_decides_nothing() -> None:
    payload = base64.b64decode(SIGNED["attestation"]["payload"])
    for keyid in ("", "SHA256:somebody", pair("ecdsa").signer().keyid):
        verdict = verify_envelope(_signed_again(payload, keyid), SIGNED, [pair("ecdsa").public, pair().public])
        assert (Trust.TRUSTED, pair().signer().keyid) == (verdict.trust, verdict.keyid)


def test_one_good_signature_among_several_suffices() -> None:
    envelope = deepcopy(SIGNED["attestation"])
    foreign = record(pair(name="foreign").signer())["attestation"]["signatures"][0]
    broken = {**envelope["signatures"][0], "sig": foreign["sig"]}
    both = {**envelope, "signatures": [foreign, broken, envelope["signatures"][0]]}
    assert Trust.TRUSTED is verify_envelope(both, SIGNED, [pair().public]).trust
    assert Trust.BAD is verify_envelope({**both, "signatures": [foreign, broken]}, SIGNED, [pair().public]).trust


def test_either_alphabet_of_base64_is_read() -> None:
    envelope = deepcopy(SIGNED["attestation"])
    envelope["payload"] = base64.urlsafe_b64encode(base64.b64decode(envelope["payload"])).decode()
    envelope["signatures"][0]["sig"] = base64.urlsafe_b64encode(
        base64.b64decode(envelope["signatures"][0]["sig"])
    ).decode()
    assert Trust.TRUSTED is verify_envelope(envelope, SIGNED, [pair().public]).trust


def test_the_statement_names_record_plan_and_desired_tree() -> None:
    statement = json.loads(base64.b64decode(SIGNED["attestation"]["payload"]))
    subjects = {one["name"]: "sha256:" + one["digest"]["sha256"] for one in statement["subject"]}
    assert {
        "record": content_digest(SIGNED),
        "plan": SIGNED["planDigest"],
        "desired-state": SIGNED["source"]["desiredDigest"],
    } == subjects
    assert "https://in-toto.io/Statement/v1" == statement["_type"]


def test_the_fingerprint_is_the_one_that_ssh_prints() -> None:
    # A key that is published together with its fingerprint: GitHub Docs, "GitHub's SSH key fingerprints".
    line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl git@github.com"
    assert "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU" == parse_ssh_key(line).fingerprint
