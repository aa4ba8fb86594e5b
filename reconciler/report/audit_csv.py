"""A table for spreadsheets in Swedish and in English settings. No cell can start a formula. Read `csv_bytes`."""

import csv
import io

from reconciler.model.entities import Language
from reconciler.report.audit_tables import Cell, Table

_SEPARATORS = {Language.EN: ",", Language.SV: ";"}
"""A Swedish spreadsheet has the comma in its numbers, and the semicolon between its cells."""

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table, settings: Language) -> bytes:
    """The table with its columns' names, UTF-8 with a byte-order mark, lines ended by CRLF.

    Source: RFC 4180; OWASP, "CSV Injection".
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=_SEPARATORS[settings], lineterminator="\r\n")
    writer.writerow([harmless(column) for column in table.columns])
    writer.writerows([[harmless(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def harmless(cell: Cell) -> str:
    """The cell as text that a spreadsheet shows and does not reckon; numbers stay numbers, None is empty."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
