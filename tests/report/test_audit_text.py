"""The audit as text."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.audit import Fault, Signatures, Verification
from reconciler.model.entities import Language
from reconciler.report.audit_text import knowledge_lines, log_lines, outside_lines, verification_lines
from reconciler.report.lines import plain
from reconciler.report.messages.audit_phrases import audit_phrases
from reconciler.report.messages.damage import damage_in_language
from reconciler.report.messages.en_audit import PHRASES as ENGLISH
from reconciler.report.messages.pieces import Piece
from reconciler.report.messages.sv.audit import PHRASES as SWEDISH
from reconciler.report.messages.sv.damage import DAMAGE
from tests.report.audits import DIGEST, HOSTILE, entries, entry, history, moment
from tests.report.test_messages import constants, english_left, holes, sources

Golden = Callable[[str, str], None]
SIGNED = Signatures(needed=6, signed=5, by_key={"SHA256:abc": 5}, foreign=(4,), named=True)
GOOD = Verification(12, DIGEST, moment(20), None, SIGNED)
BROKEN = replace(GOOD, records=3, fault=Fault(4, "00000004-receipt.json", "it was changed"))


def log(language: Language) -> str:
    return plain(log_lines(entries(), history(), audit_phrases(language)))


def verified(found: Verification) -> str:
    return plain(verification_lines("nordskolan", "dir:/ledger", found, audit_phrases(Language.EN)))


@pytest.mark.parametrize(("language", "name"), [(Language.EN, "audit-log.txt"), (Language.SV, "audit-log-sv.txt")])
def test_the_log_is_as_accepted(language: Language, name: str, golden: Golden) -> None:
    golden(name, log(language))


@pytest.mark.parametrize(("language", "name"), [(Language.EN, "audit-out.txt"), (Language.SV, "audit-out-sv.txt")])
def test_what_happened_outside_git_is_as_accepted(language: Language, name: str, golden: Golden) -> None:
    say, told = audit_phrases(language), history()
    lines = [*outside_lines(told.outside, frozenset(["e1"]), say, named=True), *knowledge_lines(told.knowledge, say)]
    golden(name, plain(lines))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("good", GOOD),
        ("broken", BROKEN),
        ("expected", replace(GOOD, expected=DIGEST, expected_seq=12)),
        ("older", replace(GOOD, expected=DIGEST, expected_seq=10)),
        ("gone", replace(GOOD, expected=DIGEST, expected_seq=0)),
        ("empty", Verification(0, None, None, None, Signatures())),
    ],
)
def test_what_checking_a_chain_found_is_as_accepted(name: str, found: Verification, golden: Golden) -> None:
    golden(f"audit-verify-{name}.txt", verified(found))


def test_every_change_has_one_line_whatever_it_is_called() -> None:
    odd = [entry(title=HOSTILE, author=HOSTILE, emergency=HOSTILE)]
    lines = plain(log_lines(odd, history(), audit_phrases(Language.EN))).splitlines()
    assert 2 == len(lines)
    assert "\\u202e" in lines[0]


def test_nobody_is_named_where_the_policy_wants_none() -> None:
    told = plain(outside_lines(history().outside, frozenset(), audit_phrases(Language.EN), named=False))
    assert "bo@norr.example" not in told
    assert "an administrator" in told


def test_nothing_found_is_said() -> None:
    assert "No recorded change matches.\n" == plain(log_lines((), history(), audit_phrases(Language.EN)))


def test_every_phrase_of_the_audit_is_there_in_swedish_with_the_same_parameters() -> None:
    assert ENGLISH.keys() == SWEDISH.keys()
    for key, template in ENGLISH.items():
        assert {name for name, _ in holes(template)} == {name for name, _ in holes(SWEDISH[key])}, key
        assert [] == english_left(SWEDISH[key]), key


@pytest.mark.parametrize("piece", DAMAGE, ids=lambda piece: piece.english)
def test_what_is_wrong_with_a_record_is_said_in_swedish(piece: Piece) -> None:
    assert holes(piece.english) == holes(piece.other)
    assert [] == english_left(piece.other)


@pytest.mark.parametrize("piece", DAMAGE, ids=lambda piece: piece.english)
def test_what_is_wrong_with_a_record_is_still_said_like_that_somewhere(piece: Piece) -> None:
    for part in re.split(r"\{\w+\}", piece.english):
        assert part.strip(" ,;:") in constants()


def test_a_reason_within_a_reason_is_swedish_too() -> None:
    told = damage_in_language("commit abc: it changed the file", Language.SV)
    assert "commit abc: den ändrade filen" == told


def test_every_phrase_of_the_audit_is_said_somewhere() -> None:
    words = re.compile("(kind|origin|title|column)-")
    texts = [text for text in sources("report", "cli") if "PHRASES: Mapping" not in text]
    unsaid = {key for key in ENGLISH if not words.match(key) and not any(f'"{key}"' in text for text in texts)}
    assert set() == {key for key in unsaid if not any(f"'{key}'" in text for text in texts)}
