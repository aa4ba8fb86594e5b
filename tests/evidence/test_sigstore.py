"""Signing and checking in the name of an identity, with the library itself, against a made-up instance on loopback."""

import base64
import json
import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from reconciler.evidence.sigstore_identity import IdentityAttestor, identity_attestor
from reconciler.evidence.sigstore_verify import sigstore_check
from reconciler.evidence.statement import statement_of
from reconciler.evidence.verify import Check, verify_record
from reconciler.model.attestation import Identity, Proof, Trust
from reconciler.model.canonical import canonical
from reconciler.model.errors import ServiceError, UsageError
from tests.evidence.instance import ISSUER, NAMED, WORKFLOW, Instance
from tests.evidence.keys import pair, record
from tests.evidence.services import CERTIFICATE, ENTRIES, Services, proof, serving

pytestmark = pytest.mark.skipif(
    find_spec("sigstore") is None, reason="the extra is not installed: reconciler[sigstore]"
)


@pytest.fixture
def services() -> Iterator[Services]:
    with serving() as running:
        yield running


def _trust(of: Instance, folder: Path) -> Path:
    file = folder / "trust.json"
    file.write_text(json.dumps(of.trust()), "utf-8")
    return file


def _check(of: Instance, folder: Path) -> Check:
    return sigstore_check(_trust(of, folder))


def _signer(services: Services, folder: Path, **more: Any) -> IdentityAttestor:
    return identity_attestor(proof(services.instance), _trust(services.instance, folder), **more)


def _signed(signer: IdentityAttestor) -> dict[str, Any]:
    return record(signer)


def test_a_record_is_signed_in_the_name_of_the_pipeline_and_proven_offline(services: Services, tmp_path: Path) -> None:
    signed = _signed(_signer(services, tmp_path))
    services.broken |= {CERTIFICATE, ENTRIES}
    asked = len(services.asked)
    verdict = verify_record(signed, [], _check(services.instance, tmp_path))
    assert (Identity(WORKFLOW, ISSUER, Proof.PROVEN),) == verdict.identities
    assert (Trust.UNTRUSTED, NAMED, asked) == (verdict.trust, verdict.keyid, len(services.asked))


def test_making_a_signer_asks_neither_the_authority_nor_the_log(services: Services, tmp_path: Path) -> None:
    signer = _signer(services, tmp_path)
    assert [] == services.asked
    _signed(signer)
    assert [CERTIFICATE, ENTRIES] == [path for path, _, _ in services.asked]


def test_only_the_authority_gets_the_proof_of_identity(services: Services, tmp_path: Path) -> None:
    _signed(_signer(services, tmp_path))
    (_, to_authority, _), (_, to_log, entry) = services.asked
    assert (f"Bearer {proof(services.instance)}", "") == (to_authority, to_log)
    assert proof(services.instance) not in json.dumps(entry)


def test_the_log_is_sent_the_statement_which_a_log_of_this_kind_does_not_keep(
    services: Services, tmp_path: Path
) -> None:
    signed = _signed(_signer(services, tmp_path))
    envelope = json.loads(services.asked[1][2]["spec"]["proposedContent"]["envelope"])
    assert canonical(statement_of(signed)) == base64.b64decode(envelope["payload"])
    kept = _material(signed)["tlogEntries"][0]["canonicalizedBody"]
    assert {"envelopeHash", "payloadHash", "signatures"} == json.loads(base64.b64decode(kept))["spec"].keys()


def test_the_envelope_is_one_of_dsse_with_the_material_in_its_extension(services: Services, tmp_path: Path) -> None:
    envelope = _signed(_signer(services, tmp_path))["attestation"]
    assert {"payloadType", "payload", "signatures"} == envelope.keys()
    (one,) = envelope["signatures"]
    assert ({"keyid", "sig", "extension"}, NAMED) == (one.keys(), one["keyid"])
    assert {"kind", "ext"} == one["extension"].keys()


def test_a_key_signs_too_and_is_what_the_policy_can_ask_for(services: Services, tmp_path: Path) -> None:
    signed = _signed(_signer(services, tmp_path, key=pair().signer()))
    verdict = verify_record(signed, [pair().public], _check(services.instance, tmp_path))
    assert (Trust.TRUSTED, pair().signer().keyid) == (verdict.trust, verdict.keyid)
    assert [Proof.PROVEN] == [one.proof for one in verdict.identities]


def test_an_identity_gives_no_last_applied_where_the_policy_names_keys(services: Services, tmp_path: Path) -> None:
    signed = _signed(_signer(services, tmp_path))
    assert Trust.UNTRUSTED is verify_record(signed, [pair().public], _check(services.instance, tmp_path)).trust


@pytest.mark.parametrize("path", [CERTIFICATE, ENTRIES])
def test_a_service_that_fails_is_told_and_nothing_is_signed(path: str, services: Services, tmp_path: Path) -> None:
    signer = _signer(services, tmp_path)
    services.broken.add(path)
    with pytest.raises(ServiceError, match=r"sigstore: the record was not signed: .*503"):
        _signed(signer)


def test_a_service_that_hangs_is_given_up(services: Services, tmp_path: Path) -> None:
    signer = replace(_signer(services, tmp_path), seconds=0.3)
    services.slow.add(ENTRIES)
    with pytest.raises(ServiceError, match=r"the record was not signed: no answer within 0\.3 seconds"):
        _signed(signer)


def test_a_signature_that_nobody_could_check_later_is_not_taken(tmp_path: Path) -> None:
    with serving(log_of=Instance()) as services, pytest.raises(ServiceError, match="the record was not signed"):
        _signed(_signer(services, tmp_path))


def test_a_proof_that_ran_out_stops_before_anybody_is_asked(services: Services, tmp_path: Path) -> None:
    given = proof(services.instance, lasts=-30)
    with pytest.raises(UsageError, match="is of no use") as stopped:
        identity_attestor(given, _trust(services.instance, tmp_path))
    assert (False, []) == (given in stopped.value.message + stopped.value.remedy, services.asked)


def test_a_proof_for_another_audience_is_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is of no use"):
        identity_attestor(proof(services.instance, audience="api://AzureADTokenExchange"), _trust(Instance(), tmp_path))


def test_a_proof_that_runs_out_during_the_run_fails_the_record_and_not_the_usage(
    services: Services, tmp_path: Path
) -> None:
    signer = replace(_signer(services, tmp_path), credential=lambda: proof(services.instance, lasts=-30))
    with pytest.raises(ServiceError, match="is of no use"):
        _signed(signer)


@pytest.mark.skipif("GITHUB_ACTIONS" in os.environ or "GITLAB_CI" in os.environ, reason="here a pipeline answers")
def test_without_a_pipeline_there_is_no_identity(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing here gives an identity") as stopped:
        identity_attestor(None, _trust(Instance(), tmp_path))
    assert "id-token: write" in stopped.value.remedy


@pytest.mark.parametrize(
    "url", ["http://fulcio.example", "ftp://fulcio.example", "fulcio.example", "http://127.0.0.1.example", "https://"]
)
def test_the_proof_of_identity_goes_nowhere_in_the_clear(url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no address that may be spoken to"):
        identity_attestor(proof(Instance()), _trust(Instance(url), tmp_path))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"mediaType": "x"}', "\x00"])
def test_a_file_that_is_no_trust_configuration_is_told(text: str, tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(text, "utf-8")
    for use in (lambda: sigstore_check(file), lambda: identity_attestor(proof(Instance()), file)):
        with pytest.raises(UsageError, match="is no trust configuration of sigstore"):
            use()
    with pytest.raises(UsageError, match="nothing-there"):
        sigstore_check(tmp_path / "nothing-there")


# Checking


MADE = Instance()
SIGNED = MADE.signed()


def _material(signed: dict[str, Any]) -> Any:
    return signed["attestation"]["signatures"][0]["extension"]["ext"]


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict | list) and value:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, item in items for leaf in _leaves(item, (*path, key))]
    return [path]


def test_what_the_made_up_instance_leaves_is_proven_by_its_own_trust_root_alone(tmp_path: Path) -> None:
    assert [Proof.PROVEN] == [one.proof for one in verify_record(SIGNED, [], _check(MADE, tmp_path)).identities]
    refused = verify_record(SIGNED, [], _check(Instance(), tmp_path))
    assert (Trust.UNTRUSTED, [Proof.REFUSED]) == (refused.trust, [one.proof for one in refused.identities])
    assert all(one.problem for one in refused.identities)


@pytest.mark.parametrize("other", ["authority", "ct_key", "log_key"])
def test_each_of_authority_certificate_log_and_log_has_to_be_that_of_the_trust_root(other: str, tmp_path: Path) -> None:
    partly = replace(MADE, **{other: getattr(Instance(), other)})
    assert [Proof.REFUSED] == [one.proof for one in verify_record(SIGNED, [], _check(partly, tmp_path)).identities]


BARE = ("timestampVerificationData",)
"""Empty where no timestamp was asked for: nothing stands in it that could be changed."""


@pytest.mark.parametrize(
    "path", [path for path in _leaves(_material(SIGNED)) if path != BARE], ids=lambda path: ".".join(map(str, path))
)
def test_whatever_is_changed_in_the_material_proves_nothing(path: tuple[Any, ...], tmp_path: Path) -> None:
    changed = deepcopy(SIGNED)
    at = _material(changed)
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = _another(at[path[-1]])
    verdict = verify_record(changed, [], _check(MADE, tmp_path))
    assert Proof.PROVEN not in [one.proof for one in verdict.identities]


def _another(text: str) -> str:
    """Another value of the same shape."""
    if text.isdecimal():
        return str(int(text) + 1)
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def test_the_log_entry_of_another_record_proves_nothing(tmp_path: Path) -> None:
    changed = deepcopy(SIGNED)
    _material(changed)["tlogEntries"] = _material(MADE.signed(seq=3))["tlogEntries"]
    refused = verify_record(changed, [], _check(MADE, tmp_path))
    assert [Proof.REFUSED] == [one.proof for one in refused.identities]


@pytest.mark.parametrize("entries", [[], None, "x", [1], [{}], {}, 7])
def test_material_that_is_none_stops_nobody(entries: Any, tmp_path: Path) -> None:
    changed = deepcopy(SIGNED)
    _material(changed)["tlogEntries"] = entries
    refused = verify_record(changed, [], _check(MADE, tmp_path))
    assert [Proof.REFUSED] == [one.proof for one in refused.identities]
