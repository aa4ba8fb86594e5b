"""The words of `sync` and `doctor`: the same in both languages, and each that the code asks for is there."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import reconciler
from reconciler.model.apple import Owner
from reconciler.model.catalogue.unchecked import not_checked
from reconciler.model.doctor import Verdict
from reconciler.model.token_sync import SyncKind
from reconciler.report.messages.en_doctor import PHRASES as DOCTOR
from reconciler.report.messages.en_sync import PHRASES as SYNC
from reconciler.report.messages.sv.doctor import PHRASES as SV_DOCTOR
from reconciler.report.messages.sv.sync import PHRASES as SV_SYNC
from tests.report.test_messages import english_left, holes

PACKAGE = Path(reconciler.__file__).parent
KEY = re.compile(r'"((?:apple|approval|beta|clock|ledger|may|tenant|yaml|signed-in|no)-[a-z-]+)"')
TABLES = [pytest.param(DOCTOR, SV_DOCTOR, id="doctor"), pytest.param(SYNC, SV_SYNC, id="sync")]


@pytest.mark.parametrize(("english", "swedish"), TABLES)
def test_both_languages_have_the_same_phrases_with_the_same_parameters(
    english: Mapping[str, str], swedish: Mapping[str, str]
) -> None:
    extra = {f"unchecked-{rule}{end}" for rule in not_checked(pseudonyms=False) for end in ("", "-next")}
    assert set(english) == set(swedish) - extra
    for key, text in english.items():
        assert {name for name, _ in holes(text)} == {name for name, _ in holes(swedish[key])}, key


@pytest.mark.parametrize("swedish", [SV_DOCTOR, SV_SYNC])
def test_swedish_has_no_english_word(swedish: Mapping[str, str]) -> None:
    assert {} == {key: found for key, text in swedish.items() if (found := english_left(text))}


def test_every_unchecked_rule_has_its_swedish_words() -> None:
    assert not {f"unchecked-{rule}{end}" for rule in not_checked(pseudonyms=False) for end in ("", "-next")} - set(
        SV_DOCTOR
    )


def test_every_phrase_that_the_doctor_asks_for_is_there() -> None:
    asked = {
        key
        for path in [*(PACKAGE / "doctor").glob("*.py"), PACKAGE / "cli" / "doctoring.py"]
        for key in KEY.findall(path.read_text("utf-8"))
    }
    assert len(asked) > 30
    assert set() == asked - set(DOCTOR)


def test_every_outcome_verdict_and_owner_has_a_word() -> None:
    assert not {f"sync-{kind}" for kind in SyncKind} - set(SYNC)
    assert not {f"verdict-{verdict}" for verdict in Verdict} - set(DOCTOR)
    assert not {f"apple-{owner}" for owner in Owner} - set(DOCTOR)
