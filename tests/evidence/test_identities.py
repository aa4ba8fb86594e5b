"""Signatures in the name of an identity, as far as they are judged without the library that knows their issuers."""

from copy import deepcopy
from importlib.util import find_spec
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from reconciler.evidence.envelope import envelope_from_json, envelope_json
from reconciler.evidence.sigstore_identity import identity_attestor
from reconciler.evidence.sigstore_verify import sigstore_check
from reconciler.evidence.verify import verify_record
from reconciler.model.attestation import Identity, Proof, Trust
from reconciler.model.errors import UsageError
from reconciler.model.record import RecordKind
from reconciler.schema.ledger import record as record_schema
from tests.evidence.instance import ISSUER, NAMED, WORKFLOW, Instance
from tests.evidence.keys import pair, record
from tests.ledger.chains import KEY

MADE = Instance()
SIGNED = MADE.signed()
NOT_INSTALLED = pytest.mark.skipif(find_spec("sigstore") is not None, reason="the extra is installed here")


def _one(signed: dict[str, Any]) -> Any:
    return signed["attestation"]["signatures"][0]


def _with(**of_the_signature: Any) -> dict[str, Any]:
    changed = deepcopy(SIGNED)
    _one(changed).update(of_the_signature)
    return changed


def test_the_certificate_says_in_whose_name_a_record_is_signed_and_nobody_checked_it() -> None:
    verdict = verify_record(SIGNED, [])
    assert (Identity(WORKFLOW, ISSUER, Proof.UNCHECKED),) == verdict.identities
    assert (Trust.UNTRUSTED, NAMED) == (verdict.trust, verdict.keyid)


def test_no_key_of_the_policy_is_ever_an_identity() -> None:
    assert Trust.UNTRUSTED is verify_record(SIGNED, [pair().public, NAMED, WORKFLOW]).trust


def test_a_name_that_the_certificate_does_not_have_is_a_broken_signature() -> None:
    for keyid in ("", WORKFLOW, NAMED.replace("main", "other"), pair().signer().keyid):
        assert Trust.BAD is verify_record(_with(keyid=keyid), []).trust


def test_a_signature_that_the_certificate_did_not_make_is_broken() -> None:
    foreign = _one(MADE.signed())
    assert Trust.BAD is verify_record(_with(sig=foreign["sig"]), []).trust
    assert Trust.BAD is verify_record(_with(extension=foreign["extension"]), []).trust
    assert Trust.UNTRUSTED is verify_record({**SIGNED, "attestation": MADE.attested(SIGNED)}, []).trust


def test_material_put_beside_the_signature_of_a_key_breaks_it() -> None:
    signed = record(pair().signer())
    _one(signed)["extension"] = _one(SIGNED)["extension"]
    assert Trust.BAD is verify_record(signed, [pair().public]).trust
    _one(signed)["keyid"] = NAMED
    assert Trust.BAD is verify_record(signed, [pair().public]).trust


@pytest.mark.parametrize(
    "elsewhere", [{"seq": 4}, {"previous": None}, {"tenant": "sydskolan"}, {"at": "2026-11-22T12:00:01Z"}]
)
def test_a_record_signed_in_a_name_counts_nowhere_but_at_its_place(elsewhere: dict[str, Any]) -> None:
    assert Trust.BAD is verify_record({**SIGNED, **elsewhere}, []).trust


def test_a_broken_identity_beside_a_good_key_says_nothing_of_an_identity() -> None:
    both = record(pair().signer())
    broken = {**_one(SIGNED), "sig": _one(MADE.signed())["sig"]}
    both["attestation"]["signatures"].append(broken)
    verdict = verify_record(both, [pair().public])
    assert (Trust.TRUSTED, ()) == (verdict.trust, verdict.identities)


@pytest.mark.parametrize(
    "extension",
    [
        None,
        {},
        "x",
        {"kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1"},
        {"kind": "another", "ext": {}},
        {"kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1", "ext": []},
        {"kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1", "ext": {}},
        {
            "kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1",
            "ext": {"certificate": {"rawBytes": "AAAA"}},
        },
        {
            "kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1",
            "ext": {"certificate": {"rawBytes": 7}},
        },
        {"kind": "application/vnd.dev.sigstore.verificationmaterial;version=0.1", "ext": {"certificate": None}},
    ],
)
def test_an_extension_that_is_none_of_sigstore_is_bad_and_stops_nobody(extension: Any) -> None:
    verdict = verify_record(_with(extension=extension), [])
    assert (Trust.BAD, True) == (verdict.trust, bool(verdict.reason))


def test_good_material_under_another_kind_or_with_more_beside_it_is_bad() -> None:
    good = _one(SIGNED)["extension"]
    for extension in ({**good, "kind": "another"}, {**good, "note": "harmless"}):
        assert Trust.BAD is verify_record(_with(extension=extension), []).trust


def test_the_material_survives_reading_and_writing() -> None:
    assert SIGNED["attestation"] == envelope_json(envelope_from_json(SIGNED["attestation"]))


def test_the_schema_of_records_knows_the_material_and_nothing_else_beside_a_signature() -> None:
    known = Draft202012Validator(record_schema())
    signed = MADE.signed(kind=RecordKind.IMPORT, body={"lastApplied": {KEY: "available"}})
    assert [] == list(known.iter_errors(signed))
    for foreign in ({"note": "harmless"}, {"extension": {"kind": "another", "ext": {}}}):
        changed = deepcopy(signed)
        _one(changed).update(foreign)
        assert [] != list(known.iter_errors(changed))


@NOT_INSTALLED
def test_without_the_extra_nobody_is_checked_and_nobody_can_sign() -> None:
    verdict = verify_record(SIGNED, [], sigstore_check(None))
    assert [Proof.UNCHECKED] == [one.proof for one in verdict.identities]
    with pytest.raises(UsageError, match="needs an extra") as stopped:
        identity_attestor("anything", None)
    assert 'pip install "reconciler[sigstore]"' in stopped.value.remedy
