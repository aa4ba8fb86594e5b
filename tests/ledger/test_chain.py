from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.ledger.ledger import TenantLedger
from reconciler.ledger.records import DamagedRecord, build_record, parse_record, record_name
from reconciler.model.canonical import digest
from reconciler.model.ids import Digest
from reconciler.model.instants import stamp
from reconciler.model.record import NO_LEDGER, RecordKind
from tests.ledger.chains import KEY, NOW, PLAN, TENANT, MemoryStore, apply_once, holder, intent, ledger_in, receipt


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def ledger(store: MemoryStore, tmp_path: Path) -> TenantLedger:
    return ledger_in(store, tmp_path)


def test_an_empty_store_says_that_nothing_was_ever_applied(ledger: TenantLedger) -> None:
    assert NO_LEDGER == ledger.state()


def test_a_receipt_closes_its_intent_and_gives_last_applied(ledger: TenantLedger) -> None:
    head = apply_once(ledger)
    state = ledger.state()
    assert (head, 2) == (state.head, state.seq)
    assert {KEY: "required"} == state.last_applied
    assert head == state.last_applied_record
    assert frozenset({PLAN}) == state.tried_plans
    assert () == state.open_intents


def test_last_applied_comes_from_the_newest_receipt_or_import(ledger: TenantLedger) -> None:
    first = apply_once(ledger, last_applied={})
    assert {} == ledger.state().last_applied
    imported = ledger.append(RecordKind.IMPORT, {"lastApplied": {KEY: "available"}}, NOW, first)
    head = ledger.append(RecordKind.OBSERVATION, {"seats": {}}, NOW, imported)
    assert ({KEY: "available"}, imported) == (ledger.state().last_applied, ledger.state().last_applied_record)
    newest = apply_once(ledger, after=head, last_applied={KEY: "required"})
    assert ({KEY: "required"}, newest) == (ledger.state().last_applied, ledger.state().last_applied_record)


@pytest.mark.parametrize(
    ("tried", "outcomes", "refused"),
    [
        (True, ("held", "applied"), False),
        (True, ("failed",), False),
        (True, ("conflict",), False),
        (False, ("unchanged", "held", "not-tried"), False),
        (False, (), False),
        (False, ("applied",), True),
    ],
)
def test_a_plan_is_used_up_when_a_write_was_tried(
    tried: bool, outcomes: tuple[str, ...], refused: bool, ledger: TenantLedger
) -> None:
    apply_once(ledger, outcomes=outcomes, refused=refused)
    assert tried == (PLAN in ledger.state().tried_plans)


def test_an_intent_without_receipt_is_open_with_all_that_it_planned(ledger: TenantLedger) -> None:
    head = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    (opened,) = ledger.state().open_intents
    assert (1, head, PLAN, holder()) == (opened.seq, opened.digest, opened.plan_digest, opened.holder)
    assert (NOW, NOW + timedelta(minutes=15)) == (opened.at, opened.lease_until)
    assert {KEY: {"intent": "required", "seatCap": 28}} == opened.keys


def test_a_further_intent_of_the_same_run_renews_the_lease_of_the_first(ledger: TenantLedger) -> None:
    first = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    later = NOW + timedelta(minutes=5)
    second = ledger.append(RecordKind.INTENT, intent(at=later, keys={}), later, first)
    (opened,) = ledger.state().open_intents
    assert (1, first, NOW) == (opened.seq, opened.digest, opened.at)
    assert later + timedelta(minutes=15) == opened.lease_until
    assert [KEY] == list(opened.keys)
    ledger.append(RecordKind.RECEIPT, receipt(first), later, second)
    assert () == ledger.state().open_intents


def test_a_receipt_that_names_the_renewed_lease_closes_the_run_too(ledger: TenantLedger) -> None:
    first = ledger.append(RecordKind.INTENT, intent(), NOW, None)
    second = ledger.append(RecordKind.INTENT, intent(), NOW, first)
    ledger.append(RecordKind.RECEIPT, receipt(second), NOW, second)
    assert () == ledger.state().open_intents


def test_an_intent_that_died_stays_open_behind_later_runs_until_it_is_closed(ledger: TenantLedger) -> None:
    dead = ledger.append(RecordKind.INTENT, intent("dead"), NOW, None)
    head = apply_once(ledger, "next", dead)
    assert ["dead"] == [opened.holder.run for opened in ledger.state().open_intents]
    ledger.append(RecordKind.RECEIPT, receipt(dead), NOW, head)
    assert () == ledger.state().open_intents


def test_a_second_intent_of_a_run_that_had_ended_is_open(ledger: TenantLedger) -> None:
    head = apply_once(ledger)
    again = ledger.append(RecordKind.INTENT, intent(), NOW, head)
    assert [again] == [opened.digest for opened in ledger.state().open_intents]


def test_a_released_intent_is_remembered_until_a_receipt_accounts_for_it(ledger: TenantLedger) -> None:
    dead = ledger.append(RecordKind.INTENT, intent("dead"), NOW, None)
    ledger.release("the runner died", "kim", NOW)
    assert () == ledger.state().open_intents
    assert [dead] == [released.digest for released in ledger.state().released]
    ledger.append(RecordKind.RECEIPT, receipt(dead), NOW, ledger.state().head)
    assert () == ledger.state().released


def test_texts_in_findings_are_never_taken_for_fields(ledger: TenantLedger) -> None:
    # the finding of these receipts quotes `"intent":"sha256:…"` and `"outcomes":[]`
    apply_once(ledger, outcomes=("applied",))
    assert frozenset({PLAN}) == ledger.state().tried_plans


# Damage


def year(ledger: TenantLedger) -> None:
    head = apply_once(ledger)
    head = ledger.append(RecordKind.OBSERVATION, {"seats": {}}, NOW, head)
    head = apply_once(ledger, "two", head)
    ledger.append(RecordKind.INTENT, intent("three"), NOW, head)


def test_a_changed_byte_in_whatever_is_read_stops_the_run_and_names_the_record(
    store: MemoryStore, ledger: TenantLedger
) -> None:
    year(ledger)
    store.read_names.clear()
    ledger.state()
    read = sorted(set(store.read_names))
    assert [1, 2, 3, 4] == [int(name[:8]) for name in read[:4]]
    for name in read:
        whole = store.files[name]
        for at in range(len(whole)):
            store.files[name] = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            with pytest.raises(DamagedRecord) as caught:
                ledger.state()
            assert name == caught.value.name
        store.files[name] = whole


def test_head_and_its_neighbour_are_always_read(store: MemoryStore, ledger: TenantLedger) -> None:
    head = ledger.append(RecordKind.IMPORT, {"lastApplied": {}}, NOW, None)
    for _ in range(9):
        head = ledger.append(RecordKind.IMPORT, {"lastApplied": {}}, NOW, head)
    store.read_names.clear()
    ledger.state()
    assert {"00000010-import.json", "00000009-import.json"} == set(store.read_names)


def test_a_missing_record_is_named(store: MemoryStore, ledger: TenantLedger) -> None:
    year(ledger)
    del store.files["00000003-observation.json"]
    with pytest.raises(DamagedRecord, match=r"00000003-….json: the record is missing"):
        ledger.state()


def test_a_number_given_twice_is_named(store: MemoryStore, ledger: TenantLedger) -> None:
    year(ledger)
    store.files["00000003-release.json"] = store.files["00000003-observation.json"]
    with pytest.raises(DamagedRecord, match="there are two records 3"):
        ledger.state()


def test_a_record_of_an_unknown_kind_is_named(store: MemoryStore, ledger: TenantLedger) -> None:
    year(ledger)
    store.files["00000007-rumour.json"] = b"{}\n"
    with pytest.raises(DamagedRecord, match=r"00000007-rumour.json: no record is of this kind"):
        ledger.state()


def test_files_that_are_no_records_are_left_alone(store: MemoryStore, ledger: TenantLedger) -> None:
    year(ledger)
    expected = ledger.state()
    store.files.update({"README.md": b"", ".DS_Store": b"", "00000007-intent.json~": b"", "7-intent.json": b""})
    assert expected == ledger.state()


@pytest.mark.parametrize(("seq", "previous"), [(7, digest("elsewhere")), (7, None), (1, digest("elsewhere"))])
def test_a_record_that_does_not_follow_the_one_before_is_named(
    seq: int, previous: Digest | None, store: MemoryStore, ledger: TenantLedger
) -> None:
    if seq > 1:
        year(ledger)
    _, data = build_record(seq, RecordKind.INTENT, TENANT, NOW, previous, intent("forged"))
    store.files[record_name(seq, RecordKind.INTENT)] = data
    with pytest.raises(DamagedRecord, match="it does not follow the record before it") as caught:
        ledger.state()
    assert record_name(seq, RecordKind.INTENT) == caught.value.name


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (RecordKind.INTENT, {**intent(), "holder": {"host": "h"}}),
        (RecordKind.INTENT, {**intent(), "holder": {"host": "h", "run": ["r"], "pid": 1}}),
        (RecordKind.INTENT, {**intent(), "holder": None}),
        (RecordKind.INTENT, {**intent(), "keys": {KEY: "required"}}),
        (RecordKind.INTENT, {**intent(), "leaseUntil": "soon"}),
        (RecordKind.INTENT, {**intent(), "leaseUntil": None}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "intent": None}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "planDigest": [PLAN]}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "outcomes": {}}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "outcomes": ["applied"]}),
        (RecordKind.RECEIPT, {**receipt(PLAN), "lastApplied": [KEY]}),
        (RecordKind.RELEASE, {"intent": ["x"], "reason": "", "by": ""}),
        (RecordKind.IMPORT, {"lastApplied": {KEY: {"intent": "required"}}}),
    ],
)
def test_a_sealed_record_of_a_wrong_shape_is_named(
    kind: RecordKind, body: dict[str, Any], store: MemoryStore, ledger: TenantLedger
) -> None:
    _, data = build_record(1, kind, TENANT, NOW, None, body)
    store.files[record_name(1, kind)] = data
    with pytest.raises(DamagedRecord) as caught:
        ledger.state()
    assert record_name(1, kind) == caught.value.name


# Long chains


def test_of_a_long_chain_the_intents_of_ended_runs_are_not_read(store: MemoryStore, ledger: TenantLedger) -> None:
    head = None
    for number in range(100):
        head = ledger.append(RecordKind.IMPORT, {"lastApplied": {}}, NOW, head)
        head = apply_once(ledger, str(number), head, plan=digest(number))
    store.read_names.clear()
    state = ledger.state()
    assert {digest(number) for number in range(100)} == state.tried_plans
    others = {name for name in store.read_names if not name.endswith("-receipt.json")}
    assert {"00000299-intent.json"} == others  # the head's neighbour


# Laws on random chains

RUNS = ("one", "two", "three")
INTENTS = ("available", "required")
EVENTS = st.lists(
    st.tuples(st.sampled_from(["intent", "receipt", "refused", "release", "observation", "import"]), st.integers(0, 9)),
    max_size=25,
)


def write(ledger: TenantLedger, events: list[tuple[str, int]]) -> None:
    """A chain of these events; a receipt or release closes one of the intents that it may close."""
    head: Digest | None = None
    intents: list[Digest] = []
    released: list[Digest] = []
    for number, (event, choice) in enumerate(events):
        at = NOW + timedelta(minutes=number)
        plan = digest(choice)
        match event:
            case "intent":
                head = ledger.append(RecordKind.INTENT, intent(RUNS[choice % 3], plan, at), at, head)
                intents.append(head)
            case "receipt" | "refused" if intents or released:
                either = intents + released
                closed = either[-1 - choice % len(either)]
                (intents if closed in intents else released).remove(closed)
                body = receipt(closed, plan=plan, refused=event == "refused")
                head = ledger.append(RecordKind.RECEIPT, body, at, head)
            case "release" if intents:
                released.append(intents.pop(-1 - choice % len(intents)))
                body = {"intent": released[-1], "reason": "r", "by": "kim"}
                head = ledger.append(RecordKind.RELEASE, body, at, head)
            case "observation":
                head = ledger.append(RecordKind.OBSERVATION, {"choice": choice}, at, head)
            case "import":
                head = ledger.append(RecordKind.IMPORT, {"lastApplied": {KEY: INTENTS[choice % 2]}}, at, head)


def told(store: MemoryStore) -> dict[str, Any]:
    """What the chain says, by reading every record from the first to the last."""
    runs: dict[str, list[Digest]] = {}
    leases: dict[str, str] = {}
    released: list[list[Digest]] = []
    tried, last, head = set(), None, None
    for name in sorted(store.files):
        record = parse_record(TENANT, name, store.files[name])
        assert record.previous == head
        head, body = record.digest, record.body
        if record.kind is RecordKind.INTENT:
            runs.setdefault(body["holder"]["run"], []).append(record.digest)
            leases[body["holder"]["run"]] = body["leaseUntil"]
        if "intent" in body:
            released = [digests for digests in released if body["intent"] not in digests]
            closed = [run for run, digests in runs.items() if body["intent"] in digests]
            ended = [runs.pop(run) for run in closed]
            released += ended if record.kind is RecordKind.RELEASE else []
        if record.kind is RecordKind.RECEIPT and not body["refused"]:
            tried.add(body["planDigest"])
        last = body.get("lastApplied", last)
    opened = {run: (digests[0], leases[run]) for run, digests in runs.items()}
    return {
        "head": head,
        "seq": len(store.files),
        "tried": tried,
        "last": last,
        "open": opened,
        "released": [digests[0] for digests in released],
    }


@settings(max_examples=150, deadline=None)
@given(EVENTS)
def test_the_short_reading_says_what_reading_every_record_says(
    tmp_path_factory: pytest.TempPathFactory, events: list[tuple[str, int]]
) -> None:
    store = MemoryStore()
    ledger = ledger_in(store, tmp_path_factory.getbasetemp() / "journal")
    write(ledger, events)
    state = ledger.state()
    opened = {each.holder.run: (each.digest, stamp(each.lease_until)) for each in state.open_intents}
    assert told(store) == {
        "head": state.head,
        "seq": state.seq,
        "tried": set(state.tried_plans),
        "last": state.last_applied,
        "open": opened,
        "released": [each.digest for each in state.released],
    }
    assert sorted(each.seq for each in state.open_intents) == [each.seq for each in state.open_intents]
