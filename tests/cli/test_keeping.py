"""What becomes of an apply that is done where who is in its groups cannot be kept."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reconciler.apply.job import Applied
from reconciler.cli.console import Console
from reconciler.cli.doors import LedgerDoor
from reconciler.cli.keeping import keep_members
from reconciler.cli.run import Run
from reconciler.cli.settings import read_settings
from reconciler.ledger.directory import DirectoryStore
from reconciler.model.record import RecordKind
from tests import worlds as w
from tests.apply.test_apply import Bench
from tests.fakes import tenant_of

KEY = {"RECONCILER_PSEUDONYM_KEY": "a key of more than 16 characters"}


def applied_at(folder: Path) -> tuple[Bench, Applied]:
    """A ledger with one apply, which read the members of one group."""
    tenant = tenant_of(w.observed_book(1), people={1: ("ada", "bo")})
    desired = w.desired(w.desired_book(1, w.assignment(w.group_id(1), "required", 20)))
    bench = Bench(folder, desired, tenant)
    applied = bench.apply()
    assert applied.wrote
    return bench, replace(applied, planned=replace(applied.planned, pseudonyms={w.group_id(1): ("aa", "bb")}))


def kept(bench: Bench, applied: Applied, folder: Path, **env: str) -> str | None:
    run = Run(read_settings(env, folder), Console())
    return keep_members(run, bench.desired, LedgerDoor(bench.ledger, DirectoryStore(bench.folder), False), applied)


def test_the_head_is_that_of_the_observation(tmp_path: Path) -> None:
    bench, applied = applied_at(tmp_path)
    head = kept(bench, applied, tmp_path, **KEY)
    assert (head, applied.receipt) == (bench.records()[-1]["digest"], bench.records()[-1]["previous"])


def test_where_another_run_wrote_first_the_apply_stands_and_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench, applied = applied_at(tmp_path)
    bench.ledger.append(RecordKind.OBSERVATION, {}, w.NOW, applied.receipt)
    assert applied.receipt == kept(bench, applied, tmp_path, **KEY)
    assert "not kept in the ledger" in capsys.readouterr().err
    assert {} == bench.ledger.state().members_then


@pytest.mark.parametrize(
    "but", [{"wrote": False}, {"receipt": None}], ids=["where nothing was written", "where there is no receipt"]
)
def test_nothing_is_kept(but: dict[str, Any], tmp_path: Path) -> None:
    bench, applied = applied_at(tmp_path)
    before = len(bench.records())
    changed = replace(applied, **but)
    assert changed.receipt == kept(bench, changed, tmp_path, **KEY)
    assert before == len(bench.records())


def test_nothing_is_kept_without_a_key_or_without_users(tmp_path: Path) -> None:
    bench, applied = applied_at(tmp_path)
    before = len(bench.records())
    assert applied.receipt == kept(bench, applied, tmp_path)
    empty = replace(applied, planned=replace(applied.planned, pseudonyms={}))
    assert applied.receipt == kept(bench, empty, tmp_path, **KEY)
    assert before == len(bench.records())
