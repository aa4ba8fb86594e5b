import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.ledger.records import HEADER, DamagedRecord, build_record, parse_record, record_name, seal_of
from reconciler.model.canonical import canonical, digest, sealed
from reconciler.model.ids import Digest
from reconciler.model.record import RecordKind
from tests.ledger.chains import NOW, TENANT, intent, receipt

PREVIOUS = digest("the record before")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
BODIES = st.dictionaries(TEXTS.filter(lambda key: key not in HEADER), JSON, max_size=5)


def built(seq: int, kind: RecordKind, body: Mapping[str, Any], tenant: str = TENANT) -> tuple[str, Digest, bytes]:
    own, data = build_record(seq, kind, tenant, NOW, PREVIOUS, body)
    return record_name(seq, kind), own, data


def test_a_record_is_canonical_json_with_its_digest_and_a_newline() -> None:
    name, own, data = built(7, RecordKind.RELEASE, {"intent": PREVIOUS, "reason": "runner died", "by": "kim"})
    value = json.loads(data)
    assert name == "00000007-release.json"
    assert data == canonical(value) + b"\n"
    assert own == value.pop("digest") == digest(value)
    assert value == {
        "formatVersion": "1.0",
        "seq": 7,
        "kind": "release",
        "tenant": TENANT,
        "at": "2026-11-22T12:00:00Z",
        "previous": PREVIOUS,
        "intent": PREVIOUS,
        "reason": "runner died",
        "by": "kim",
    }


@given(BODIES, st.integers(1, 99_999_999), TEXTS)
def test_what_is_written_is_what_is_read(body: dict[str, Any], seq: int, tenant: str) -> None:
    name, own, data = built(seq, RecordKind.OBSERVATION, body, tenant)
    record = parse_record(tenant, name, data)
    assert (seq, RecordKind.OBSERVATION, tenant, NOW, PREVIOUS, own) == (
        record.seq,
        record.kind,
        record.tenant,
        record.at,
        record.previous,
        record.digest,
    )
    assert body == record.body
    assert own == seal_of(tenant, name, data)


@given(BODIES, st.data())
def test_a_changed_byte_is_found_by_parsing_and_by_the_seal(body: dict[str, Any], data: st.DataObject) -> None:
    name, _, whole = built(3, RecordKind.OBSERVATION, body)
    at = data.draw(st.integers(0, len(whole) - 1), label="position")
    bit = data.draw(st.integers(0, 7), label="bit")
    changed = whole[:at] + bytes([whole[at] ^ (1 << bit)]) + whole[at + 1 :]
    for read in (parse_record, seal_of):
        with pytest.raises(DamagedRecord) as caught:
            read(TENANT, name, changed)
        assert caught.value.name == name


@given(st.data())
def test_a_record_cut_short_is_found(data: st.DataObject) -> None:
    name, _, whole = built(3, RecordKind.RECEIPT, receipt(PREVIOUS))
    cut = whole[: data.draw(st.integers(0, len(whole) - 1), label="length")]
    for read in (parse_record, seal_of):
        with pytest.raises(DamagedRecord):
            read(TENANT, name, cut)


@given(st.binary(max_size=200))
def test_bytes_that_are_no_record_are_called_damaged(data: bytes) -> None:
    with pytest.raises(DamagedRecord):
        parse_record(TENANT, record_name(1, RecordKind.INTENT), data)


def test_a_digest_inside_the_body_is_not_taken_for_the_seal() -> None:
    inner = {"digest": digest("other"), "zeta": 1}
    name, own, data = built(3, RecordKind.OBSERVATION, {"aaa": inner, "zzz": inner})
    assert own == seal_of(TENANT, name, data)


def resealed(**changed: Any) -> bytes:
    _, _, data = built(7, RecordKind.INTENT, intent())
    value = {**json.loads(data), **changed}
    return canonical(sealed({key: item for key, item in value.items() if item is not ...})) + b"\n"


@pytest.mark.parametrize(
    ("reason", "changed"),
    [
        ("its format '2.0' is not 1.0", {"formatVersion": "2.0"}),
        ("it belongs to tenant 'other'", {"tenant": "other"}),
        ("it says it is record 8 of kind 'intent'", {"seq": 8}),
        ("it says it is record '7' of kind 'intent'", {"seq": "7"}),
        ("it says it is record True of kind 'intent'", {"seq": True}),
        ("it says it is record 7 of kind 'receipt'", {"kind": "receipt"}),
        ("it says it is record 7 of kind 'rumour'", {"kind": "rumour"}),
        ("it says it is record 7 of kind ['intent']", {"kind": ["intent"]}),
        ('its "previous" is no digest', {"previous": "sha256:abc"}),
        ('its "previous" is no digest', {"previous": ...}),
        ("its \"at\" is no instant: '2026-11-22'", {"at": "2026-11-22"}),
        ('its "at" is no instant: 5', {"at": 5}),
        ('its "at" is no instant: None', {"at": ...}),
        ("it lacks holder, keys", {"holder": ..., "keys": ...}),
    ],
)
def test_a_sealed_record_that_does_not_fit_its_place_is_refused(reason: str, changed: dict[str, Any]) -> None:
    with pytest.raises(DamagedRecord) as caught:
        parse_record(TENANT, "00000007-intent.json", resealed(**changed))
    assert reason == caught.value.reason
    assert f'ledger of "nordskolan": 00000007-intent.json: {reason}' == caught.value.message
    assert caught.value.remedy
    assert caught.value.exit_code == 5


@pytest.mark.parametrize("text", ['{"a":1.5}', '{"a":NaN}', '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a": 1}', "[]", "1"])
def test_json_that_the_ledger_would_write_otherwise_is_refused(text: str) -> None:
    with pytest.raises(DamagedRecord):
        parse_record(TENANT, "00000001-intent.json", text.encode() + b"\n")


def test_deeply_nested_bytes_do_not_break_the_reader() -> None:
    with pytest.raises(DamagedRecord):
        parse_record(TENANT, "00000001-intent.json", b"[" * 200_000 + b"]" * 200_000 + b"\n")


@pytest.mark.parametrize(
    "body",
    [
        {"intent": PREVIOUS, "reason": "no name"},
        {"intent": PREVIOUS, "reason": "x", "by": "kim", "digest": PREVIOUS},
        {"intent": PREVIOUS, "reason": "x", "by": "kim", "share": 0.5},
    ],
)
def test_a_body_that_is_not_of_its_kind_is_never_written(body: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"lacks|whole number"):
        built(1, RecordKind.RELEASE, body)
