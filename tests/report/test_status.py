"""The status for a terminal, for programs and for Prometheus."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.entities import Language
from reconciler.model.observed import UNLIMITED
from reconciler.model.status import Status
from reconciler.report.findings_json import as_json
from reconciler.report.lines import Tone, plain
from reconciler.report.messages.findings import in_language
from reconciler.report.messages.rules import rules_in
from reconciler.report.messages.site_phrases import site_phrases
from reconciler.report.status_json import status_document
from reconciler.report.status_prometheus import status_prometheus
from reconciler.report.status_text import status_lines
from tests.report.audits import HOSTILE
from tests.report.statuses import empty, status

Golden = Callable[[str, str], None]
Sample = tuple[str, dict[str, str], float]
SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\} (\S+)')
LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')
ESCAPED = {"\\\\": "\\", '\\"': '"', "\\n": "\n"}


def text(of: Status, language: Language = Language.EN) -> str:
    spoken = replace(of, findings=tuple(in_language(one, language) for one in of.findings))
    return plain(status_lines(spoken, rules_in(language), site_phrases(language)))


def parsed(exposed: str) -> tuple[list[Sample], dict[str, str]]:
    """What a collector reads: samples, and the type of each metric. Fails where a line is none of the format's."""
    samples: list[Sample] = []
    types: dict[str, str] = {}
    helped: set[str] = set()
    assert exposed.endswith("\n")
    for line in exposed[:-1].split("\n"):
        if line.startswith("# HELP "):
            helped.add(line.split(" ")[2])
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name in helped
            assert name not in types, "a metric stands in one group"
            types[name] = kind
        else:
            found = SAMPLE.fullmatch(line)
            assert found, line
            labels = {name: re.sub(r"\\.", lambda one: ESCAPED[one[0]], told) for name, told in LABEL.findall(found[2])}
            assert list(types)[-1] == found[1], "samples stand below their type"
            samples.append((found[1], labels, float(found[3])))
    return samples, types


def value(samples: list[Sample], metric: str, **labels: str) -> list[float]:
    return [number for name, told, number in samples if name == metric and labels.items() <= told.items()]


@pytest.mark.parametrize("language", Language)
def test_the_text_is_as_accepted(language: Language, golden: Golden) -> None:
    golden(f"status-{language}.txt", text(status(), language))


@pytest.mark.parametrize("name", ["Svenska 2", "En mycket lång titel " * 9, "数学九年级" * 20, HOSTILE])
@pytest.mark.parametrize("language", Language)
def test_tables_fit_into_80_columns(language: Language, name: str) -> None:
    tables = text(status(name), language).split(site_phrases(language)("site-asks"))[0].splitlines()[2:]
    wide = str.maketrans(dict.fromkeys("数学九年级", "xx"))
    assert [] == [line for line in tables if len(line.translate(wide)) > 80]


def test_names_steer_no_terminal() -> None:
    told = text(status(HOSTILE))
    assert "\u202e" not in told
    assert "\\u202e" in told


def test_of_many_books_those_that_run_low_come_first_and_the_rest_is_counted() -> None:
    low, plenty = status().figures.books[:2]
    books = (*(replace(plenty, title=f"Book {n}") for n in range(80)), low)
    lines = text(replace(status(), figures=replace(status().figures, books=books))).splitlines()
    start = lines.index("Seats by book")
    assert lines[start + 2].startswith("  Svenska 2 ")
    assert "  … and 31 more: see --format json" == lines[start + 52]


def test_colour_only_repeats_what_the_words_say() -> None:
    lines = list(status_lines(status(), rules_in(Language.EN), site_phrases(Language.EN)))
    assert Tone.ERROR is next(line.tone for line in lines if line.text.startswith("  syd"))
    assert "expired" in next(line.text for line in lines if line.text.startswith("  syd"))


def test_an_empty_tenant_says_so_in_two_lines() -> None:
    assert "nordskolan (sandbox): Nothing asks for a look\nRead 2026-11-22 12:00 UTC.\n" == text(empty())


def test_json_is_as_accepted(golden: Golden) -> None:
    golden("status.json", as_json(status_document(status())))


def test_json_tells_what_is_not_known_from_nothing() -> None:
    books = {one["title"]: one for one in status_document(status())["books"]}
    assert (None, None, False) == tuple(books["Atlas"][key] for key in ("total", "used", "unlimited"))
    assert (None, 14, True) == tuple(books["Ordbok"][key] for key in ("total", "used", "unlimited"))
    assert (30, 0, False) == tuple(books["Biologi 1"][key] for key in ("total", "used", "unlimited"))


def test_metrics_are_as_accepted(golden: Golden) -> None:
    golden("status.prom", status_prometheus(status()))


def test_metrics_are_read_back_as_they_are() -> None:
    samples, types = parsed(status_prometheus(status()))
    assert {"gauge"} == set(types.values())
    assert [21 * 86_400.0] == value(samples, "reconciler_token_expiry_seconds", token="norr")
    assert [-3 * 86_400.0] == value(samples, "reconciler_token_expiry_seconds", token="syd")
    assert [1.0] == value(samples, "reconciler_token_state", token="väst", state="missing")
    assert [60.0] == value(samples, "reconciler_book_seats_total", book="Svenska 2")
    assert [58.0] == value(samples, "reconciler_book_seats_used", book="Svenska 2")
    assert [4.0] == value(samples, "reconciler_installs", book="Svenska 2", state="failed")
    assert [6.0] == value(samples, "reconciler_users_without_install", book="Svenska 2")
    assert [1.0] == value(samples, "reconciler_findings", rule="VPP405", severity="warning")
    assert [2.0] == value(samples, "reconciler_findings_by_severity", severity="warning")
    assert [0.0] == value(samples, "reconciler_findings_by_severity", severity="guard")
    totals = (sum(value(samples, name)) for name in ("reconciler_findings", "reconciler_findings_by_severity"))
    assert [4.0, 4.0] == list(totals)


def test_what_is_not_known_has_no_sample_and_no_limit_is_infinite() -> None:
    samples, _ = parsed(status_prometheus(status()))
    assert [] == value(samples, "reconciler_book_seats_total", book="Atlas")
    assert [] == value(samples, "reconciler_token_expiry_seconds", token="väst")
    assert [] == value(samples, "reconciler_users_without_install", book="Ordbok")
    assert [float("inf")] == value(samples, "reconciler_book_seats_total", book="Ordbok")
    assert UNLIMITED not in [number for _, _, number in samples]


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", 'a\\"\n{},= 1', HOSTILE])
def test_names_in_labels_are_read_back_to_the_letter(name: str) -> None:
    samples, _ = parsed(status_prometheus(status(name)))
    assert name in {labels["book"] for metric, labels, _ in samples if metric == "reconciler_book_seats_used"}
    assert {name} == {labels["tenant"] for _, labels, _ in samples}


def test_no_sample_stands_twice() -> None:
    samples, _ = parsed(status_prometheus(status()))
    keys = [(name, tuple(sorted(labels.items()))) for name, labels, _ in samples]
    assert len(keys) == len(set(keys))


def test_an_empty_tenant_still_tells_that_nothing_was_found() -> None:
    samples, types = parsed(status_prometheus(empty()))
    told = {"reconciler_read_time_seconds", "reconciler_findings_by_severity", "reconciler_ledger_records"}
    assert told == set(types)
    assert [0.0] * 4 == value(samples, "reconciler_findings_by_severity")


def test_json_is_json_that_any_program_reads() -> None:
    assert status_document(status(HOSTILE)) == json.loads(as_json(status_document(status(HOSTILE))))
