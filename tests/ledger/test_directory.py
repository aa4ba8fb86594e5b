import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.ledger.directory import STEPS, DirectoryStore
from reconciler.ledger.records import DamagedRecord, parse_record
from reconciler.ledger.store import RecordExists
from reconciler.model.errors import ServiceError
from reconciler.model.record import RecordKind
from tests.ledger.chains import NOW, TENANT, apply_once, intent, ledger_at

ROOT = Path(__file__).parents[2]


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.worker", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_file_once_there_is_never_replaced(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.append(TENANT, "00000001-intent.json", b"first")
    with pytest.raises(RecordExists):
        store.append(TENANT, "00000001-intent.json", b"second")
    assert b"first" == store.read(TENANT, "00000001-intent.json")


def test_a_number_is_given_once_whatever_the_kind(tmp_path: Path) -> None:
    store = DirectoryStore(tmp_path)
    store.append(TENANT, "00000001-intent.json", b"first")
    with pytest.raises(RecordExists):
        store.append(TENANT, "00000001-receipt.json", b"second")
    assert ["00000001-intent.json"] == store.names(TENANT)


def test_a_folder_that_does_not_exist_has_no_names_and_is_not_made_by_reading(tmp_path: Path) -> None:
    assert [] == DirectoryStore(tmp_path / "ledger").names(TENANT)
    assert not (tmp_path / "ledger").exists()


def test_the_steps_of_an_append_are_those_that_are_listed(tmp_path: Path) -> None:
    done: list[str] = []
    DirectoryStore(tmp_path, done.append).append(TENANT, "00000001-intent.json", b"{}")
    assert STEPS == tuple(done)


def test_no_record_is_visible_under_its_name_before_it_is_whole_and_flushed(tmp_path: Path) -> None:
    seen: dict[str, list[str]] = {}
    store = DirectoryStore(tmp_path, lambda step: seen.update({step: DirectoryStore(tmp_path).names(TENANT)}))
    store.append(TENANT, "00000001-intent.json", b"{}")
    visible = [step for step, names in seen.items() if names]
    assert ["linked", "unlinked", "folder flushed"] == visible


@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_of_an_append_leaves_a_readable_chain(step: str, tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    before = apply_once(ledger)
    with start("kill", tmp_path, step) as child:
        child.communicate(timeout=60)
    assert -signal.SIGKILL == child.returncode

    state = ledger.state()
    written = step in ("linked", "unlinked", "folder flushed")
    assert (3 if written else 2) == state.seq
    assert ["killed"] * written == [opened.holder.run for opened in state.open_intents]

    head = apply_once(ledger, "next", state.head)
    after = ledger.state()
    assert (head, state.seq + 2) == (after.head, after.seq)
    records = [parse_record(TENANT, name, (tmp_path / TENANT / name).read_bytes()) for name in sorted_names(tmp_path)]
    assert [None, *(record.digest for record in records[:-1])] == [record.previous for record in records]
    assert before == records[1].digest


def sorted_names(path: Path) -> list[str]:
    return sorted(DirectoryStore(path).names(TENANT))


def test_a_run_killed_while_noting_loses_no_outcome_that_it_had_noted(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    opened = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    with start("note", tmp_path, opened) as child:
        assert child.stdout
        confirmed = [int(child.stdout.readline()) for _ in range(5)]
        child.kill()
        confirmed += [int(line) for line in child.stdout.read().splitlines()]
    noted = [outcome.change for outcome in ledger.notes(opened)]
    assert [f"a:{number}" for number in range(len(noted))] == noted
    assert len(noted) - len(confirmed) in (0, 1)


def test_of_runs_that_append_at_once_exactly_one_wins_each_number(tmp_path: Path) -> None:
    children = [start("race", tmp_path, run, 15) for run in ("one", "two", "three")]
    won = [child.communicate(timeout=60)[0].split() for child in children]
    assert [15, 15, 15] == [len(digests) for digests in won]
    state = ledger_at(tmp_path).state()
    assert 45 == state.seq
    records = [parse_record(TENANT, name, (tmp_path / TENANT / name).read_bytes()) for name in sorted_names(tmp_path)]
    assert list(range(1, 46)) == [record.seq for record in records]
    assert {digest for digests in won for digest in digests} == {record.digest for record in records}
    assert [None, *(record.digest for record in records[:-1])] == [record.previous for record in records]


def test_a_path_that_is_no_folder_is_told_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    store = DirectoryStore(tmp_path / "file")
    for act in (lambda: store.names(TENANT), lambda: store.append(TENANT, "00000001-intent.json", b"{}")):
        with pytest.raises(ServiceError, match="cannot be") as caught:
            act()
        assert (5, True) == (caught.value.exit_code, bool(caught.value.remedy))
    assert b"x" == (tmp_path / "file").read_bytes()


def test_a_record_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    apply_once(ledger)
    file = tmp_path / TENANT / "00000002-receipt.json"
    file.unlink()
    file.mkdir()
    with pytest.raises(DamagedRecord, match=r"00000002-receipt\.json: it is no plain file"):
        ledger.state()


def test_a_ledger_that_cannot_be_written_is_told_and_is_no_lock(tmp_path: Path) -> None:
    (tmp_path / ".new").write_bytes(b"a file where a folder must be")
    with pytest.raises(ServiceError, match="cannot be written"):
        ledger_at(tmp_path).append(RecordKind.INTENT, intent(), NOW, None)
    assert 0 == ledger_at(tmp_path).state().seq
