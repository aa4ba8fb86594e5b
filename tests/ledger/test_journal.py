from pathlib import Path

import pytest

from reconciler.ledger.journal import Journal
from reconciler.model.canonical import digest
from reconciler.model.errors import ServiceError
from reconciler.model.ids import ChangeId
from reconciler.model.record import Outcome, OutcomeKind, RecordKind
from tests.ledger.chains import KEY, NOW, TENANT, intent, ledger_at, receipt

INTENT = digest("an intent")


def outcome(number: int) -> Outcome:
    return Outcome(
        change=ChangeId(f"{KEY}{number}"),
        outcome=list(OutcomeKind)[number % 6],
        request_ids=("r-1", f"r-{number}"),
        before=None if number % 2 else {"intent": "available"},
        after={"intent": "required", "seatCap": number} if number % 2 else None,
        at="2026-11-22T12:00:00Z",
        note="Läsplatta\n\u2028",
    )


def only_file(path: Path) -> Path:
    (file,) = [each for each in path.rglob("*") if each.is_file()]
    return file


def test_outcomes_come_back_in_the_order_they_were_noted(tmp_path: Path) -> None:
    journal = Journal(tmp_path, TENANT)
    for number in range(6):
        journal.note(INTENT, outcome(number))
    assert tuple(outcome(number) for number in range(6)) == Journal(tmp_path, TENANT).notes(INTENT)


def test_an_intent_that_noted_nothing_has_no_outcomes(tmp_path: Path) -> None:
    journal = Journal(tmp_path, TENANT)
    journal.note(INTENT, outcome(1))
    assert () == journal.notes(digest("another intent"))
    assert () == Journal(tmp_path / "elsewhere", TENANT).notes(INTENT)


def test_a_line_cut_short_anywhere_hides_only_itself(tmp_path: Path) -> None:
    journal = Journal(tmp_path, TENANT)
    journal.note(INTENT, outcome(0))
    file = only_file(tmp_path)
    first = file.read_bytes()
    journal.note(INTENT, outcome(1))
    whole = file.read_bytes()
    for length in range(len(first), len(whole)):
        file.write_bytes(whole[:length])
        assert (outcome(0),) == journal.notes(INTENT)


def test_a_note_behind_a_line_cut_short_stands_on_its_own(tmp_path: Path) -> None:
    journal = Journal(tmp_path, TENANT)
    journal.note(INTENT, outcome(0))
    file = only_file(tmp_path)
    file.write_bytes(file.read_bytes() + b'{"after":nul')
    journal.note(INTENT, outcome(2))
    assert (outcome(0), outcome(2)) == journal.notes(INTENT)


def test_the_journal_of_an_intent_goes_when_its_receipt_is_there(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    opened = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    ledger.note(opened, outcome(1))
    assert (outcome(1),) == ledger.notes(opened)
    ledger.append(RecordKind.RECEIPT, receipt(opened), NOW, opened)
    assert () == ledger.notes(opened)


def test_the_journal_of_a_released_intent_stays_for_the_next_apply(tmp_path: Path) -> None:
    ledger = ledger_at(tmp_path)
    opened = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    ledger.note(opened, outcome(1))
    ledger.release("died", "kim", NOW)
    assert (outcome(1),) == ledger.notes(opened)


def test_a_journal_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ServiceError, match="was not noted") as caught:
        Journal(tmp_path / "file", TENANT).note(INTENT, outcome(1))
    assert caught.value.remedy


def test_a_journal_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    journal = Journal(tmp_path, TENANT)
    journal.note(INTENT, outcome(1))
    file = only_file(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(ServiceError, match="journal"):
        journal.notes(INTENT)
