"""Ledgers that somebody wrote by hand: right digests, wrong content. Every command says which record, none crashes."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reconciler.model.canonical import canonical, sealed
from tests.cli.command import Ended
from tests.cli.school import TENANT, School, make_school
from tests.evidence.keys import pair

LATER = "2026-11-22T15:00:00Z"
READING = (("plan", "desired-state"), ("audit", "log"), ("audit", "export"), ("audit", "events", "--no-collect"))


@pytest.fixture
def applied(school: School) -> School:
    """A school with an intent, a receipt and an observation."""
    assert 0 == school.run("apply", "--yes", "desired-state").code
    assert 0 == school.run("audit", "events", RECONCILER_NOW=LATER).code
    return school


def records(school: School) -> list[Path]:
    return sorted((school.folder / ".reconciler/ledger/nordskolan").glob("*.json"))


def reseal(file: Path, **changed: Any) -> None:
    """Writes other values into a record, and its digest anew."""
    file.write_bytes(canonical(sealed({**json.loads(file.read_bytes()), **changed})) + b"\n")


def first_bad(school: School) -> tuple[int, str, str]:
    """What `audit verify` names; it ends with 1."""
    ended = school.run("audit", "verify", "--format", "json")
    assert 1 == ended.code, ended.err
    told = json.loads(ended.out)["firstBad"]
    return told["seq"], told["file"], told["reason"]


@pytest.mark.parametrize(
    "changed",
    [
        {"lastApplied": {"x": "y"}},
        {"outcomes": [{"change": 1}]},
        {"intent": "sha256:" + "0" * 64},
        {"seats": 1},
        {"source": {"policy": {}}},
    ],
)
def test_a_receipt_that_was_sealed_anew_with_another_shape_is_named(changed: dict[str, Any], applied: School) -> None:
    records(applied)[2].unlink()
    reseal(records(applied)[1], **changed)
    assert (2, "00000002-receipt.json") == first_bad(applied)[:2]
    for command in READING:
        ended = applied.run(*command)
        assert (5, True) == (ended.code, "00000002-receipt.json" in ended.err), command


def test_an_observation_of_another_shape_is_named(applied: School) -> None:
    reseal(records(applied)[2], auditEvents={"from": 1})
    assert (3, "00000003-observation.json") == first_bad(applied)[:2]


def test_a_swedish_reader_is_told_in_swedish(applied: School) -> None:
    reseal(records(applied)[2], auditEvents={"from": 1})
    told = applied.run("--language", "sv", "audit", "verify").out
    assert 'dess "auditEvents.from" är inte en tidpunkt' in told


def test_a_second_receipt_for_a_run_is_named(applied: School) -> None:
    second = json.loads(records(applied)[1].read_bytes())
    second |= {"seq": 4, "previous": json.loads(records(applied)[2].read_bytes())["digest"]}
    (records(applied)[0].parent / "00000004-receipt.json").write_bytes(canonical(sealed(second)) + b"\n")
    assert (4, "00000004-receipt.json") == first_bad(applied)[:2]
    assert "closed before, by 00000002-receipt.json" in first_bad(applied)[2]
    assert 5 == applied.run("plan", "desired-state").code


def test_a_key_that_a_newer_version_adds_is_no_fault(applied: School) -> None:
    reseal(records(applied)[2], weather="fine")
    assert 0 == applied.run("audit", "verify").code


def _folder(file: Path) -> None:
    file.mkdir()


def _dangling(file: Path) -> None:
    file.symlink_to("nowhere")


def _link(file: Path) -> None:
    shutil.copy(file.with_name("00000002-receipt.json.kept"), file.parent.parent / "elsewhere")
    file.symlink_to(file.parent.parent / "elsewhere")


@pytest.mark.parametrize("make", [_folder, _dangling, _link, os.mkfifo])
def test_a_record_that_is_no_plain_file_is_named_and_not_waited_for(
    make: Callable[[Path], None], applied: School
) -> None:
    file = records(applied)[1]
    file.rename(file.with_name(f"{file.name}.kept"))
    make(file)
    assert (2, file.name, "it is no plain file: a record was replaced") == first_bad(applied)
    for command in READING:
        assert 5 == applied.run(*command).code, command


# What ledger keys do not sign


def _ask_for(school: School, key: str) -> None:
    policy = f"policy: {{ledgerKeys: ['{key}']}}\n"
    school.write("tenant.yaml", TENANT.format(name="nordskolan") + policy)


def test_records_behind_the_newest_that_counts_are_named_by_verify_and_told_by_plan(school: School) -> None:
    one = pair("ed25519", "one")
    _ask_for(school, one.public)
    assert 0 == school.run("apply", "--yes", "desired-state", RECONCILER_SIGNING_KEY=one.private).code
    assert "VPP607" not in school.run("plan", "desired-state").out
    school.assign(1, {})
    assert 0 == school.run("apply", "--yes", "desired-state", RECONCILER_NOW=LATER).code
    told = school.run("audit", "verify")
    assert (0, True) == (told.code, "record 4 (receipt) is not signed by a key of policy.ledgerKeys" in told.out)
    document = json.loads(school.run("audit", "verify", "--format", "json").out)
    assert [{"seq": 4, "kind": "receipt"}] == document["signatures"]["passedOver"]
    planned = school.run("plan", "desired-state")
    assert "1 newer record of the ledger was passed over" in planned.out
    assert "post i liggaren räknades inte" in school.run("--language", "sv", "plan", "desired-state").out
    assert 0 == planned.code


# Whatever stands in a ledger

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "a:b:c", "required", "sha256:", LATER]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["a:b:c", "x", "count"]), inner),
    max_leaves=4,
)


def _places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every value within a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in _places(one, (*path, key)))]


def _put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    items: Any = dict(value) if isinstance(value, dict) else list(value)
    items[path[0]] = _put(items[path[0]], path[1:], new)
    return items


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> School:
    """As `applied`, once for many tries."""
    school = make_school(tmp_path_factory.mktemp("school"))
    assert 0 == school.run("apply", "--yes", "desired-state").code
    assert 0 == school.run("audit", "events", RECONCILER_NOW=LATER).code
    return school


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(0, 2), choice=st.integers(0, 500), new=_VALUES)
@example(number=1, choice=0, new=None)
def test_no_content_of_a_record_makes_a_plan_crash(number: int, choice: int, new: Any, whole: School) -> None:
    file = records(whole)[number]
    kept = {one: one.read_bytes() for one in records(whole)}
    value = json.loads(kept[file])
    places = [path for path in _places(value) if path and path[0] != "digest"]
    try:
        head = sealed(_put(value, places[choice % len(places)], new))
        file.write_bytes(canonical(head) + b"\n")
        for one in list(kept)[number + 1 :]:  # what follows is sealed anew too
            told = json.loads(kept[one])
            closes = {"intent": head["digest"]} if told["kind"] == "receipt" else {}
            head = sealed({**told, **closes, "previous": head["digest"]})
            one.write_bytes(canonical(head) + b"\n")
        planned, verified, log = _all(whole)
    finally:
        for one, data in kept.items():
            one.write_bytes(data)
    assert planned.code in (0, 1, 5), planned.err
    assert log.code in (0, 5), log.err
    assert verified.code in (0, 1), verified.err
    if verified.code == 0:
        assert 5 not in (planned.code, log.code), planned.err


def _all(school: School) -> tuple[Ended, Ended, Ended]:
    return school.run("plan", "desired-state"), school.run("audit", "verify"), school.run("audit", "log")
