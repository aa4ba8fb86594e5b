"""`export`: the table of books and groups, as spreadsheets read it, and back again."""

import csv
import io

from tests import worlds as w
from tests.cli.import_worlds import assignment, book
from tests.cli.school import BOOKS, School


def exported(school: School, *options: str, separator: str = ",") -> list[list[str]]:
    """Runs an export that works, and gives its rows as a spreadsheet reads them."""
    done = school.run("export", "desired-state", "--csv", "out.csv", *options)
    assert done.code == 0, done
    content = (school.folder / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_cell_says_how_tenant_and_yaml_differ(school: School) -> None:
    school.assign(1, {1: "available"})
    school.assign(3, {1: "required"})
    rows = exported(school)
    assert ["title", "publisher", "adamId", "id", "token", "Group 1", "Group 2", "Group 3"] == rows[0]
    assert {
        "Book 1": ["required (now available)", "", ""],
        "Book 2": ["", "available (not applied)", ""],
        "Book 3": ["required (not declared)", "", ""],
        "Book 4": ["", "", "available (not declared)"],
    } == {row[0]: row[5:] for row in rows[1:]}
    assert ["Publisher", "", w.book_id(1), "norr"] == rows[1][1:5]


def test_swedish_spreadsheets_get_semicolons_and_swedish_words(school: School) -> None:
    done = school.run("--language", "sv", "export", "desired-state", "--csv", "-")
    assert done.out.startswith("\ufefftitel;förlag;adamId;id;token;Group 1;")
    assert "required (inte tillämpat)" in done.out
    assert "title;publisher;" in school.run("export", "desired-state", "--csv", "-", "--separator", ";").out


def test_no_cell_starts_a_formula(school: School) -> None:
    state = school.admin("GET", "state")
    state["managedEBooks"].append(book(9, "=HYPERLINK(1)", publisher="@cmd", vppTokenId=w.TOKEN_ID))
    state["groups"][0]["displayName"] = "+1"
    school.admin("PUT", "state", state)
    rows = exported(school)
    cells = [cell for row in rows for cell in row]
    assert "'=HYPERLINK(1)" in cells and "'@cmd" in cells and "'+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_groups_of_one_name_are_told_apart_by_their_ids(school: School) -> None:
    state = school.admin("GET", "state")
    for group in state["groups"][:2]:
        group["displayName"] = "Group"
    school.admin("PUT", "state", state)
    assert [f"Group ({w.group_id(1)})", f"Group ({w.group_id(2)})", "Group 3"] == exported(school)[0][5:]


def test_what_yaml_cannot_say_is_marked_and_not_read_back(school: School) -> None:
    state = school.admin("GET", "state")
    state["managedEBooks"][2]["assignments"] = [assignment("allLicensedUsers", 1, "available")]
    school.admin("PUT", "state", state)
    rows = exported(school)
    assert "all users *" == rows[0][-1]
    assert ["available *"] == [row[-1] for row in rows[1:] if row[0] == "Book 3"]
    assert 0 == school.run("import", "desired-state", "--csv", "out.csv").code
    assert "Book 3" not in (school.folder / "desired-state/books.yaml").read_text()


def test_a_table_that_was_exported_is_read_back_as_it_is(school: School) -> None:
    state = school.admin("GET", "state")
    state["managedEBooks"].append(book(9, "=1+1, \"quoted\"; 'x'", vppTokenId=w.TOKEN_ID))
    state["managedEBooks"][-1]["assignments"] = [assignment("group", 5, "required")]
    state["groups"][4]["displayName"] = "Title"
    school.admin("PUT", "state", state)
    exported(school)
    assert 0 == school.run("import", "desired-state", "--csv", "out.csv").code
    after = (school.folder / "desired-state/books.yaml").read_text()
    assert after.startswith(BOOKS) and w.book_id(9) in after and w.book_id(4) in after and w.book_id(3) not in after
    assert 0 == school.run("import", "desired-state", "--csv", "out.csv").code
    assert after == (school.folder / "desired-state/books.yaml").read_text()


def test_a_declared_book_that_the_tenant_lacks_stands_in_the_table(school: School) -> None:
    school.write(
        "more.yaml",
        'books: [{title: Lost, token: norr, adamId: "77", assignments: [{group: 9a, intent: required}]}]\n',
    )
    assert ["Lost", "", "77", "", "norr", "required (not applied)", "", ""] in exported(school)


def test_errors_in_the_yaml_stop_the_export(school: School) -> None:
    school.write("more.yaml", "boks: []\n")
    assert 1 == school.run("export", "desired-state", "--csv", "out.csv").code
    assert not (school.folder / "out.csv").exists()


def test_a_file_to_write_is_needed(school: School) -> None:
    assert 64 == school.run("export", "desired-state").code
