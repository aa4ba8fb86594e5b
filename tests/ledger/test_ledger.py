from datetime import timedelta
from pathlib import Path

import pytest

from reconciler.model.canonical import digest
from reconciler.model.errors import Locked
from reconciler.model.providers import Ledger
from reconciler.model.record import RecordKind
from tests.ledger.chains import NOW, TENANT, apply_once, intent, ledger_at, receipt


def test_the_ledger_of_a_tenant_is_what_the_rooms_ask_for(tmp_path: Path) -> None:
    ledger: Ledger = ledger_at(tmp_path)
    assert f"dir:{tmp_path}" == ledger.where()
    head = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    assert head == ledger.state().head


def test_each_record_is_one_file_below_the_tenants_folder(tmp_path: Path) -> None:
    apply_once(ledger_at(tmp_path))
    assert ["00000001-intent.json", "00000002-receipt.json"] == sorted(
        path.name for path in (tmp_path / TENANT).iterdir()
    )


def test_two_tenants_in_one_store_know_nothing_of_each_other(tmp_path: Path) -> None:
    apply_once(ledger_at(tmp_path, "norr"))
    apply_once(ledger_at(tmp_path, "söder/2"))
    assert [2, 2] == [ledger_at(tmp_path, tenant).state().seq for tenant in ("norr", "söder/2")]


@pytest.mark.parametrize("after", [None, digest("another head")])
def test_an_append_behind_a_head_that_has_moved_is_refused(after: None, tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    head = apply_once(ledger)
    with pytest.raises(Locked, match="another run wrote record 2 meanwhile") as caught:
        ledger.append(RecordKind.INTENT, intent("two"), NOW, after)
    assert (6, True) == (caught.value.exit_code, bool(caught.value.remedy))
    assert (2, head) == (ledger.state().seq, ledger.state().head)


def test_release_without_an_open_intent_writes_nothing(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    assert () == ledger.release("nothing to do", "kim", NOW)
    apply_once(ledger)
    assert () == ledger.release("nothing to do", "kim", NOW)
    assert 2 == ledger.state().seq


def test_release_closes_every_open_intent_and_says_which(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    first = ledger.append(RecordKind.INTENT, intent("one"), NOW, None)
    second = ledger.append(RecordKind.INTENT, intent("two"), NOW, first)
    later = NOW + timedelta(hours=1)
    closed = ledger.release("both runners died", "kim@norr.example", later)
    assert [first, second] == [each.digest for each in closed]
    assert (4, ()) == (ledger.state().seq, ledger.state().open_intents)
    assert () == ledger.release("again", "kim@norr.example", later)


def test_a_run_whose_intent_was_released_cannot_append_any_more(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    opened = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    ledger.release("it hangs", "kim", NOW)
    with pytest.raises(Locked):
        ledger.append(RecordKind.RECEIPT, receipt(opened), NOW, opened)
