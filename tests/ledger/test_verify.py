"""Checking a whole chain: whatever was done to it, the first bad record is named."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reconciler.ledger.store import HistoryFault
from reconciler.ledger.verify import verify
from reconciler.model.attestation import Trust, Verdict
from reconciler.model.audit import Fault, Verification
from reconciler.model.canonical import canonical, sealed
from reconciler.model.ids import Digest
from tests.ledger.chains import TENANT, MemoryStore, apply_once, ledger_in

RUNS = 4


def unsigned(record: Mapping[str, Any], keys: Sequence[str]) -> Verdict:
    """Judges as if nothing was ever signed."""
    return Verdict(Trust.UNSIGNED)


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    """A chain of four intents with their receipts."""
    filled = MemoryStore()
    ledger, head = ledger_in(filled, tmp_path), None
    for number in range(RUNS):
        head = apply_once(ledger, f"run {number}", head)
    return filled


def checked(store: MemoryStore, expected: str | None = None) -> Verification:
    return verify(store, TENANT, unsigned, (), expected)


def fault(store: MemoryStore) -> Fault:
    """The first bad record of a chain that has one."""
    found = checked(store)
    assert not found.good
    assert found.fault is not None
    return found.fault


def names(store: MemoryStore) -> list[str]:
    return sorted(store.files)


def change(store: MemoryStore, name: str, **keys: Any) -> None:
    """Writes other values into a record, and its digest anew, as a careful forger would."""
    value = json.loads(store.files[name])
    store.files[name] = canonical(sealed({**value, **keys})) + b"\n"


def test_a_chain_that_nobody_touched_holds(store: MemoryStore) -> None:
    found = checked(store)
    assert (True, 2 * RUNS, None) == (found.good, found.records, found.fault)
    assert json.loads(store.files[names(store)[-1]])["digest"] == found.head


def test_an_empty_ledger_has_no_head_and_nothing_wrong() -> None:
    found = checked(MemoryStore())
    assert (True, 0, None) == (found.good, found.records, found.head)


def test_any_byte_that_is_flipped_is_found_in_its_record(store: MemoryStore) -> None:
    whole = dict(store.files)
    for name in names(store):
        for place in range(0, len(whole[name]), 7):
            data = bytearray(whole[name])
            data[place] ^= 1
            store.files[name] = bytes(data)
            assert (int(name[:8]), name) == (fault(store).seq, fault(store).file), place
        store.files[name] = whole[name]


@pytest.mark.parametrize("seq", range(1, 2 * RUNS))
def test_a_record_that_was_removed_is_named(seq: int, store: MemoryStore) -> None:
    del store.files[names(store)[seq - 1]]
    assert (seq, f"{seq:08d}-….json") == (fault(store).seq, fault(store).file)


def test_two_records_that_were_swapped_are_found(store: MemoryStore) -> None:
    first, second = names(store)[1], names(store)[3]
    store.files[first], store.files[second] = store.files[second], store.files[first]
    assert (2, first) == (fault(store).seq, fault(store).file)


def test_a_record_that_was_sealed_anew_is_named_and_not_its_successor(store: MemoryStore) -> None:
    name = names(store)[3]
    change(store, name, author="somebody@else.example")
    assert (4, name) == (fault(store).seq, fault(store).file)
    assert "00000005-intent.json" in fault(store).reason


def test_a_record_that_follows_another_one_is_named(store: MemoryStore) -> None:
    name = names(store)[3]
    change(store, name, previous="sha256:" + "0" * 64)
    assert (4, name) == (fault(store).seq, fault(store).file)


def test_a_record_in_the_middle_that_follows_none_is_named(store: MemoryStore) -> None:
    name = names(store)[2]
    change(store, name, previous=None)
    assert (3, name) == (fault(store).seq, fault(store).file)


def test_the_beginning_cannot_be_cut_off(store: MemoryStore) -> None:
    for name in names(store)[:2]:
        del store.files[name]
    renamed = {f"{int(name[:8]) - 2:08d}{name[8:]}": data for name, data in store.files.items()}
    store.files = renamed
    assert 1 == fault(store).seq


def test_a_number_that_two_records_bear_is_found(store: MemoryStore) -> None:
    store.files["00000003-release.json"] = store.files["00000003-intent.json"]
    assert 3 == fault(store).seq
    assert "two records 3" in fault(store).reason


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: b" " + data,
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'":', b'": ', 1),
        lambda data: b"[]\n",
        lambda data: b"\xff\xfe\n",
    ],
)
def test_other_bytes_for_the_same_content_are_found_too(spoil: Callable[[bytes], bytes], store: MemoryStore) -> None:
    name = names(store)[4]
    store.files[name] = spoil(store.files[name])
    assert (5, name) == (fault(store).seq, fault(store).file)


def test_the_first_of_several_bad_records_is_named(store: MemoryStore) -> None:
    store.files[names(store)[5]] = b"{}\n"
    change(store, names(store)[1], author="x")
    assert 2 == fault(store).seq


def test_a_record_of_another_tenant_is_found(store: MemoryStore) -> None:
    change(store, names(store)[0], tenant="other")
    assert 1 == fault(store).seq


@pytest.mark.parametrize("name", ["8-receipt.json", "0000008-receipt.json", "00000008-receipt.JSON", "copy.json"])
def test_a_record_that_was_renamed_is_no_harmless_file(name: str, store: MemoryStore) -> None:
    store.files[name] = store.files.pop(names(store)[-1])
    assert (0, name) == (fault(store).seq, fault(store).file)


def test_a_file_that_looks_like_no_record_is_left_alone_and_told(store: MemoryStore) -> None:
    store.files[".DS_Store"] = b""
    assert (True, (".DS_Store",)) == (checked(store).good, checked(store).strangers)


def test_a_removed_end_shows_only_against_the_head_that_was_expected(store: MemoryStore) -> None:
    head = checked(store).head
    assert 2 * RUNS == checked(store, head).expected_seq
    del store.files[names(store)[-1]]
    assert checked(store).good
    assert (False, 0) == (checked(store, head).good, checked(store, head).expected_seq)


def test_a_head_of_earlier_is_still_in_the_chain(store: MemoryStore) -> None:
    earlier = json.loads(store.files[names(store)[3]])["digest"]
    assert (True, 4) == (checked(store, earlier).good, checked(store, earlier).expected_seq)


class Remembering(MemoryStore):
    """A store whose history has a commit that did more than append."""

    def history_faults(self) -> Any:
        yield HistoryFault("abc123", f"{TENANT}/00000002-receipt.json", "it changed the file")


def test_a_commit_that_changed_a_record_is_named(store: MemoryStore) -> None:
    told = Remembering()
    told.files = store.files
    assert (2, "commit abc123: it changed the file") == (fault(told).seq, fault(told).reason)


def test_signatures_are_counted_and_a_broken_one_is_a_bad_record(store: MemoryStore) -> None:
    def judge(record: Mapping[str, Any], keys: Sequence[str]) -> Verdict:
        worth = {2: Trust.TRUSTED, 4: Trust.UNTRUSTED, 6: Trust.UNSIGNED, 8: Trust.BAD}[record["seq"]]
        return Verdict(worth, "SHA256:a" if worth is not Trust.UNSIGNED else None, "it is broken")

    found = verify(store, TENANT, judge, ("ssh-ed25519 AAAA",))
    assert (4, 2, {"SHA256:a": 2}, (4,)) == (
        found.signatures.needed,
        found.signatures.signed,
        found.signatures.by_key,
        found.signatures.foreign,
    )
    assert found.fault is not None
    assert (8, "its signature does not hold: it is broken") == (found.fault.seq, found.fault.reason)


def test_ten_thousand_records_take_no_more_reads_than_there_are(tmp_path: Path) -> None:
    long = MemoryStore()
    head = apply_once(ledger_in(long, tmp_path))
    template = [json.loads(long.files[name]) for name in names(long)]
    for seq in range(3, 10_001):
        closes = {} if seq % 2 else {"intent": head}
        value = sealed({**template[(seq - 1) % 2], "seq": seq, "previous": head, **closes})
        head = Digest(value["digest"])
        long.files[f"{seq:08d}-{value['kind']}.json"] = canonical(value) + b"\n"
    long.read_names.clear()
    found = checked(long)
    assert (True, 10_000, head) == (found.good, found.records, found.head)
    assert 10_000 == len(long.read_names)
