"""Signatures on the command line: where the key comes from, what is said of it, and whose records count."""

import json
from pathlib import Path
from typing import Any

import pytest

from reconciler.evidence.verify import verify_record
from reconciler.model.attestation import Trust
from tests import worlds as w
from tests.cli.command import Ended
from tests.cli.school import BOOKS, TENANT, School, make_school
from tests.evidence.keys import pair

ONLY_BOOK_1 = BOOKS.partition("  - title: Book 2")[0]


@pytest.fixture
def school(tmp_path: Path) -> School:
    folder = tmp_path / "repository"
    (folder / ".git").mkdir(parents=True)
    return make_school(folder)


def _apply(school: School, *more: str, **env: str) -> Ended:
    ledger = f"dir:{school.folder.parent / 'ledger'}"
    return school.run("apply", "desired-state", "--yes", *more, RECONCILER_LEDGER=ledger, **env)


def _records(school: School) -> list[dict[str, Any]]:
    files = sorted((school.folder.parent / "ledger" / "nordskolan").iterdir())
    return [json.loads(file.read_bytes()) for file in files]


def _ask_for(school: School, key: str) -> None:
    policy = f"policy:\n  ledgerKeys:\n    - {key}\n"
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + policy)


def test_without_a_key_the_receipt_is_not_signed_and_apply_says_so(school: School) -> None:
    done = _apply(school)
    assert (0, None) == (done.code, _records(school)[-1]["attestation"])
    assert "the receipt is not signed" in done.err


@pytest.mark.parametrize("as_text", [True, False], ids=["text", "path"])
def test_a_key_signs_the_receipt_that_is_printed_and_recorded(as_text: bool, school: School) -> None:
    file = school.folder.parent / "key"
    file.write_text(pair().private, "utf-8")
    key = pair().private if as_text else "../key"
    done = _apply(school, "--format", "json", RECONCILER_SIGNING_KEY=key)
    printed = json.loads(done.out)
    assert (0, printed) == (done.code, _records(school)[-1])
    assert Trust.TRUSTED is verify_record(printed, [pair().public]).trust
    assert f"signed by the key {pair().signer().keyid}" in done.err
    assert pair().private.split()[6] not in done.out + done.err


def test_a_key_within_the_repository_is_refused_before_any_write(school: School) -> None:
    (school.folder / "key").write_text(pair().private, "utf-8")
    done = _apply(school, RECONCILER_SIGNING_KEY="key")
    assert 64 == done.code
    assert "lies in the repository" in done.err
    assert {} == school.shown(1)


@pytest.mark.parametrize("value", ["../nothing-there", "-----BEGIN OPENSSH PRIVATE KEY-----"])
def test_a_key_of_no_use_is_refused_before_any_write(value: str, school: School) -> None:
    done = _apply(school, RECONCILER_SIGNING_KEY=value)
    assert (64, {}) == (done.code, school.shown(1))
    assert "RECONCILER_SIGNING_KEY" in done.err


def test_a_receipt_that_no_ledger_key_signed_is_told(school: School) -> None:
    _ask_for(school, pair().public)
    assert "will not count it" in _apply(school).err
    signed = _apply(school, RECONCILER_SIGNING_KEY=pair().private)
    assert "will not count it" not in signed.err
    assert "receipt" == _records(school)[-1]["kind"]


def test_what_an_unsigned_receipt_remembers_deletes_nothing_once_signatures_are_asked_for(school: School) -> None:
    _apply(school)
    _ask_for(school, pair().public)
    school.write("books.yaml", ONLY_BOOK_1.replace("      - {group: 9a, intent: required, seatCap: 5}\n", "      []\n"))
    _apply(school, RECONCILER_SIGNING_KEY=pair().private)
    assert {w.group_id(1): "required"} == school.shown(1)


def test_what_a_signed_receipt_remembers_is_deleted_when_git_drops_it(school: School) -> None:
    _ask_for(school, pair().public)
    _apply(school, RECONCILER_SIGNING_KEY=pair().private)
    school.write("books.yaml", ONLY_BOOK_1.replace("      - {group: 9a, intent: required, seatCap: 5}\n", "      []\n"))
    assert 0 == _apply(school, RECONCILER_SIGNING_KEY=pair().private).code
    assert {} == school.shown(1)
