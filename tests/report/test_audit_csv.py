"""The audit for spreadsheets: in Swedish and English settings, and never a formula."""

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.entities import Language
from reconciler.report.audit_csv import csv_bytes, harmless
from reconciler.report.audit_tables import TABLES, Table, tables
from reconciler.report.messages.audit_phrases import audit_phrases
from tests.report.audits import HOSTILE, entries, entry, history

Golden = Callable[[str, str], None]
BOM = "\ufeff"


def table(name: str, language: Language, *, named: bool = True) -> Table:
    return tables(history(), entries(), audit_phrases(language), named=named)[name]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("language", Language)
def test_a_table_is_as_accepted(name: str, language: Language, golden: Golden) -> None:
    content = csv_bytes(table(name, language), language).decode("utf-8")
    assert content.count("\n") == content.count("\r\n")
    golden(f"audit-{name}-{language}.csv", content.replace("\r\n", "\n"))


def test_swedish_spreadsheets_part_cells_by_semicolons_and_english_ones_by_commas() -> None:
    columns = table("seats", Language.EN)
    assert csv_bytes(columns, Language.SV).decode("utf-8").startswith(f"{BOM}When (UTC);Book;")
    assert csv_bytes(columns, Language.EN).decode("utf-8").startswith(f"{BOM}When (UTC),Book,")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_would_be_a_formula_is_made_a_text(start: str) -> None:
    assert f"'{start}1+1" == harmless(f"{start}1+1")


@pytest.mark.parametrize(("expected", "cell"), [("-5", -5), ("7", 7), ("", None), ("a=b", "a=b"), ("", "")])
def test_numbers_and_plain_texts_stay_as_they_are(expected: str, cell: str | int | None) -> None:
    assert expected == harmless(cell)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), min_size=2, max_size=5))
def test_whatever_a_cell_holds_comes_back_as_one_harmless_cell(cells: list[str]) -> None:
    for language, separator in ((Language.EN, ","), (Language.SV, ";")):
        content = csv_bytes(Table("", ("a",) * len(cells), (tuple(cells),)), language).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
        assert 2 == len(rows)
        assert cells == [read[1:] if read != cell else read for read, cell in zip(rows[1], cells, strict=True)]
        assert not any(read.startswith(("=", "+", "-", "@", "\t", "\r")) for read in rows[1])


def test_names_from_a_tenant_start_no_formula() -> None:
    odd = tables(history(HOSTILE), [entry(title=HOSTILE)], audit_phrases(Language.EN), named=True)
    for one in odd.values():
        rows = csv.reader(io.StringIO(csv_bytes(one, Language.EN).decode("utf-8-sig"), newline=""))
        assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_nobody_is_named_where_the_policy_wants_none() -> None:
    assert "bo@norr.example" in str(table("outside", Language.EN))
    assert "bo@norr.example" not in str(table("outside", Language.EN, named=False))
