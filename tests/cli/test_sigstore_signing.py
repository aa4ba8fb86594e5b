"""Signing in the name of a pipeline's identity on the command line: only when asked, and what is said of it."""

import json
import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from reconciler.ledger.records import build_record, record_name
from reconciler.model.record import RecordKind
from tests.cli.command import Ended, environment, run
from tests.cli.school import TENANT, School, make_school
from tests.evidence.instance import ISSUER, NAMED, WORKFLOW, Instance, InstanceAttestor
from tests.evidence.keys import pair
from tests.evidence.services import ENTRIES, IDENTITY, Services, proof, serving
from tests.ledger.chains import NOW

EXTRA = pytest.mark.skipif(find_spec("sigstore") is None, reason="the extra is not installed: reconciler[sigstore]")
NO_EXTRA = pytest.mark.skipif(find_spec("sigstore") is not None, reason="the extra is installed here")


@pytest.fixture
def school(tmp_path: Path) -> School:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    return make_school(folder)


@pytest.fixture
def services() -> Iterator[Services]:
    with serving() as running:
        yield running


def _ledger(school: School) -> str:
    return f"dir:{school.folder.parent / 'ledger'}"


def _apply(school: School, *more: str, **env: str) -> Ended:
    return school.run("apply", "desired-state", "--yes", *more, RECONCILER_LEDGER=_ledger(school), **env)


def _verify(school: School, *more: str, language: str = "en", **env: str) -> Ended:
    command = ("--language", language, "audit", "verify", "--path", "desired-state", *more)
    return school.run(*command, RECONCILER_LEDGER=_ledger(school), **env)


def _records(school: School) -> list[dict[str, Any]]:
    folder = school.folder.parent / "ledger" / "nordskolan"
    return [json.loads(file.read_bytes()) for file in sorted(folder.iterdir())] if folder.exists() else []


def _trust(of: Instance, school: School) -> dict[str, str]:
    file = school.folder.parent / "trust.json"
    file.write_text(json.dumps(of.trust()), "utf-8")
    return {"RECONCILER_SIGSTORE_TRUST": str(file)}


def _asked_for(of: Instance, school: School) -> dict[str, str]:
    return {"RECONCILER_SIGNING": "sigstore", "SIGSTORE_ID_TOKEN": proof(of), **_trust(of, school)}


def _trap(folder: Path) -> tuple[Path, Path]:
    """A package called like the library, which writes a file when anybody loads it; its path, and the file."""
    package, sprung = folder / "trap" / "sigstore", folder / "sprung"
    package.mkdir(parents=True)
    text = f"open({str(sprung)!r}, 'w').close()\nraise ImportError('a trap')\n"
    (package / "__init__.py").write_text(text, "utf-8")
    return package.parent, sprung


@pytest.mark.parametrize(("sprung", "asked"), [(False, {}), (True, {"RECONCILER_SIGNING": "sigstore"})])
def test_the_library_is_loaded_by_nothing_but_the_setting(
    sprung: bool, asked: dict[str, str], school: School, tmp_path: Path
) -> None:
    path, file = _trap(tmp_path)
    env = {
        "PYTHONPATH": os.pathsep.join([str(path), environment()["PYTHONPATH"]]),
        "RECONCILER_SANDBOX_STATE": str(school.file),
        "RECONCILER_LEDGER": _ledger(school),
        "SIGSTORE_ID_TOKEN": "x.y.z",
        "CI": "true",
    }
    done = run("apply", "desired-state", "--yes", cwd=school.folder, env={**env, **asked})
    assert sprung == file.exists()
    assert sprung == (done.code != 0)
    if not sprung:
        assert None is _records(school)[-1]["attestation"]
        told = run("audit", "log", "--path", "desired-state", cwd=school.folder, env=env)
        assert (0, False) == (told.code, file.exists())


def test_any_other_value_is_refused_before_anything_is_done(school: School) -> None:
    done = _apply(school, RECONCILER_SIGNING="cosign")
    assert (64, []) == (done.code, _records(school))
    assert 'RECONCILER_SIGNING is "cosign"' in done.err


@NO_EXTRA
def test_without_the_extra_apply_is_refused_before_any_write_and_says_what_to_install(school: School) -> None:
    done = _apply(school, RECONCILER_SIGNING="sigstore", SIGSTORE_ID_TOKEN="x.y.z")
    assert (64, [], {}) == (done.code, _records(school), school.shown(1))
    assert 'pip install "reconciler[sigstore]"' in done.err


@EXTRA
def test_a_receipt_is_signed_in_the_name_of_the_pipeline_and_apply_says_that_it_is_public(
    services: Services, school: School
) -> None:
    env = _asked_for(services.instance, school)
    done = _apply(school, **env)
    assert (0, NAMED) == (done.code, _records(school)[-1]["attestation"]["signatures"][0]["keyid"])
    assert "transparency log, which everybody can read" in done.err
    assert env["SIGSTORE_ID_TOKEN"] not in done.out + done.err


def _as_a_job_of_github(services: Services, school: School) -> dict[str, str]:
    """As `_asked_for`, in a job that may ask GitHub for its identity."""
    given = {key: text for key, text in _asked_for(services.instance, school).items() if key != "SIGSTORE_ID_TOKEN"}
    job = {"GITHUB_ACTIONS": "true", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-job"}
    return {**given, **job, "ACTIONS_ID_TOKEN_REQUEST_URL": f"{services.instance.uri}{IDENTITY}?api-version=2"}


@EXTRA
def test_a_job_of_github_asks_for_its_identity_itself(services: Services, school: School) -> None:
    done = _apply(school, **_as_a_job_of_github(services, school))
    assert (0, NAMED) == (done.code, _records(school)[-1]["attestation"]["signatures"][0]["keyid"])
    asked = [(bearer, query["audience"]) for path, bearer, query in services.asked if path == IDENTITY]
    assert [("bearer of-the-job", ["sigstore"])] * 2 == asked


@EXTRA
def test_a_job_of_github_without_the_permission_is_told_so_before_any_write(services: Services, school: School) -> None:
    env = _as_a_job_of_github(services, school)
    del env["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
    done = _apply(school, **env)
    assert (64, [], {}) == (done.code, _records(school), school.shown(1))
    assert "id-token: write" in done.err


@EXTRA
def test_what_a_pipeline_answers_in_place_of_an_identity_is_not_repeated(services: Services, school: School) -> None:
    services.broken.add(IDENTITY)
    done = _apply(school, **_as_a_job_of_github(services, school))
    assert (64, False) == (done.code, "secret words" in done.out + done.err)
    assert "code=403" in done.err


@EXTRA
def test_audit_verify_says_who_signed_and_that_it_is_proven(services: Services, school: School) -> None:
    _apply(school, **_asked_for(services.instance, school))
    asked, trust = len(services.asked), _trust(services.instance, school)
    told = _verify(school, **trust)
    assert (0, asked) == (told.code, len(services.asked))
    assert f"1 is signed by {WORKFLOW} (issuer {ISSUER}): verified offline" in told.out
    assert "VPP607" not in told.out
    (named,) = json.loads(_verify(school, "--format", "json", **trust).out)["signatures"]["identities"]
    assert {"name": WORKFLOW, "issuer": ISSUER, "proof": "proven", "problem": None, "records": 1} == named


@EXTRA
def test_audit_verify_does_not_believe_another_instance(services: Services, school: School) -> None:
    _apply(school, **_asked_for(services.instance, school))
    told = _verify(school, **_trust(Instance(), school))
    assert "does not confirm it" in told.out
    assert "VPP607" in told.out
    assert "bekräftar det inte" in _verify(school, language="sv", **_trust(Instance(), school)).out


@EXTRA
def test_a_receipt_with_both_signatures_counts_where_the_policy_names_the_key(
    services: Services, school: School
) -> None:
    policy = f"policy:\n  ledgerKeys:\n    - {pair().public}\n"
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + policy)
    alone = _apply(school, **_asked_for(services.instance, school))
    assert "will not count it" in alone.err
    both = _apply(school, RECONCILER_SIGNING_KEY=pair().private, **_asked_for(services.instance, school))
    assert (0, False) == (both.code, "will not count it" in both.err)
    assert f"{NAMED.split(' ')[1][1:-1]}" in both.err and pair().signer().keyid in both.err
    verified = _verify(school, **_trust(services.instance, school))
    assert (0, True) == (verified.code, "verified offline" in verified.out)


@EXTRA
def test_a_log_that_is_away_loses_no_change_and_the_next_run_records_it(services: Services, school: School) -> None:
    env = _asked_for(services.instance, school)
    services.broken.add(ENTRIES)
    done = _apply(school, **env)
    assert (4, "intent") == (done.code, _records(school)[-1]["kind"])
    assert "sigstore: the record was not signed" in done.err
    services.broken.clear()
    again = _apply(school, **env, RECONCILER_NOW="2026-11-22T14:00:00Z")
    assert (0, "receipt") == (again.code, _records(school)[-1]["kind"])


def _signed_ledger(school: School) -> None:
    """A ledger of one import, signed in the name of the workflow by a made-up instance."""
    folder = school.folder.parent / "ledger" / "nordskolan"
    folder.mkdir(parents=True)
    by, name = InstanceAttestor(Instance()), record_name(1, RecordKind.IMPORT)
    _, data = build_record(1, RecordKind.IMPORT, "nordskolan", NOW, None, {"lastApplied": {}}, by)
    (folder / name).write_bytes(data)


@NO_EXTRA
def test_without_the_extra_a_signature_is_told_as_not_verified(school: School) -> None:
    _signed_ledger(school)
    told = _verify(school)
    assert (0, True) == (told.code, "signed, not verified, by what says it is " + WORKFLOW in told.out)
    assert 'install the extra, pip install "reconciler[sigstore]"' in told.out
    assert "VPP607" in told.out
    assert "inte kontrollerat" in _verify(school, language="sv").out


@EXTRA
def test_the_public_trust_root_that_came_with_the_extra_does_not_confirm_a_made_up_instance(school: School) -> None:
    _signed_ledger(school)
    kept = str(school.folder.parent / "kept")
    told = _verify(school, XDG_CACHE_HOME=kept, XDG_DATA_HOME=kept)
    assert (0, True) == (told.code, "does not confirm it" in told.out)


@EXTRA
def test_a_trust_root_that_cannot_be_read_is_told(school: School) -> None:
    _signed_ledger(school)
    no_folder = school.folder.parent / "a-file"
    no_folder.write_text("", "utf-8")
    told = _verify(school, XDG_CACHE_HOME=str(no_folder), XDG_DATA_HOME=str(no_folder))
    assert (0, True) == (told.code, "the trust root of the extra cannot be read" in told.out)


@EXTRA
def test_a_ledger_without_identities_reads_no_trust_root(school: School) -> None:
    _apply(school, RECONCILER_SIGNING_KEY=pair().private)
    kept = school.folder.parent / "kept"
    told = _verify(school, XDG_CACHE_HOME=str(kept), XDG_DATA_HOME=str(kept))
    assert (0, False) == (told.code, kept.exists())
