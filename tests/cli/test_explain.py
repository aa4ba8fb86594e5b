"""`explain`: a rule by id or name, one that nobody checks, and what it does not know."""

from pathlib import Path

import pytest

from reconciler.model.catalogue import ALL
from reconciler.model.catalogue.unchecked import UNCHECKED
from tests.cli.command import call


@pytest.mark.parametrize("asked", ["VPP401", "vpp401", "BOOK-LICENSE-IRREVOCABLE", " book-license-irrevocable "])
def test_a_rule_is_found_by_id_and_name_in_any_case(asked: str, tmp_path: Path) -> None:
    ended = call("explain", asked, cwd=tmp_path)
    assert (0, True) == (ended.code, ended.out.startswith("VPP401 BOOK-LICENSE-IRREVOCABLE"))


def test_a_rule_is_shown_with_an_example_that_fails_and_one_that_passes(tmp_path: Path) -> None:
    out = call("explain", "VPP401", cwd=tmp_path).out
    said, fails = out.split("An example that fails\n")
    fails, passes = fails.split("An example that passes\n")
    rule = ALL["VPP401"]
    assert all(text in said for text in (rule.statement, rule.why, rule.source, "Write seatCap"))
    assert "{group: Klass 9A, intent: required}" in fails and "Held back (VPP401)" in fails
    assert "{group: Klass 9A, intent: required, seatCap: 4}" in passes and "Goes on" in passes


@pytest.mark.parametrize("rule", sorted(ALL))
def test_every_rule_can_be_explained(rule: str, tmp_path: Path) -> None:
    ended = call("explain", rule, cwd=tmp_path)
    assert (0, True) == (ended.code, ALL[rule].statement in ended.out)


@pytest.mark.parametrize("rule", sorted(UNCHECKED))
def test_a_rule_that_nobody_can_check_says_why_and_what_to_do_instead(rule: str, tmp_path: Path) -> None:
    out = call("explain", rule, cwd=tmp_path).out
    assert f"Not checked: {UNCHECKED[rule].because}\nWhat to do: {UNCHECKED[rule].instead}" in out


def test_the_frame_of_an_example_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    out = call("--language", "sv", "explain", "VPP401", cwd=tmp_path).out
    assert "Ett exempel som följer regeln" in out and "An example" not in out


@pytest.mark.parametrize("asked", [["VPP999"], ["groups", "9a"], ["VPP401", "VPP402", "VPP403"], []])
def test_what_is_neither_a_rule_nor_a_book_is_wrong_usage(asked: list[str], tmp_path: Path) -> None:
    ended = call("explain", *asked, cwd=tmp_path)
    assert (64, "") == (ended.code, ended.out)
    assert ended.err
