"""Findings as workflow commands: one line each, escaped as GitHub reads them back."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.finding import Finding
from reconciler.report.annotations import annotation_lines
from tests.report.found import NASTY, at, every_kind

COMMAND = re.compile(r"::(error|warning|notice) (?:file=([^,:]*),line=(\d+),col=(\d+),)?title=([^,:]*)::(.*)")


def lines(*findings: Finding) -> list[str]:
    return list(annotation_lines(findings, lambda path: f"school/{path}"))


def test_annotations_are_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("findings.github", "".join(f"{line}\n" for line in lines(*every_kind())))


def test_the_line_of_a_finding_is_to_the_letter() -> None:
    expected = "::error file=school/books.yaml,line=3,col=5,title=VPP001 SCHEMA-INVALID::wrong"
    assert [expected] == lines(at("books.yaml"))


def test_each_finding_has_exactly_one_line_that_is_a_command() -> None:
    told = "\n".join(lines(*every_kind()))
    assert len(every_kind()) == len(told.splitlines())
    assert all(COMMAND.fullmatch(line) for line in told.splitlines())


def test_levels_follow_severities() -> None:
    kinds = [line.split(" ")[0].strip(":") for line in lines(*every_kind())]
    assert ["error", "error", "error", "warning", "notice", "error", "error", "warning", "notice"] == kinds


def test_what_has_no_place_is_named_before_the_message() -> None:
    [line] = lines(every_kind()[4])
    assert line.startswith('::notice title=VPP321 BOOKS-APP-REQUIRED::intune: book "Atlas": the Books app')


@pytest.mark.parametrize("text", ["100%", "a\r\nb", "%0A", "%25", "a:b,c", "::error::x"])
def test_a_message_reads_back_as_it_was(text: str) -> None:
    [line] = lines(replace(at("a.yaml"), message=text))
    found = COMMAND.fullmatch(line)
    assert found is not None
    assert found[6].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") == text


def test_a_path_with_commas_and_colons_stays_one_property() -> None:
    [line] = lines(at("a,b: c%.yaml"))
    assert "file=school/a%2Cb%3A c%25.yaml,line=3," in line


def test_nothing_steers_the_terminal_that_shows_the_log() -> None:
    [line] = lines(at("a.yaml", message=NASTY))
    assert line.isprintable() or "\ufffe" in line
    assert "\\x1b[31m" in line
