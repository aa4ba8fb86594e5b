"""Edits of YAML files: what is meant changes, and not one byte more."""

import io
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from reconciler.desired.edit import edited, new_file
from reconciler.desired.edit_write import flow_value, scalar
from reconciler.desired.read import read
from reconciler.model.edits import AddItems, CannotEdit, Edit, Entry, SetValue
from reconciler.model.position import Position

NUMBERS = ("1984", "010", "0x1F", "1e3", "1_000", "12:30", ".inf", "._", "2026-08-14", "-1", "+5", "1.", ".5")
HOSTILE = (*NUMBERS, "no", "Yes", "on", "y", "N", "~", "null", "=", "<<")

ODD = [
    "",
    " ",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "- a",
    "-",
    "?",
    "[a]",
    "{a}",
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    "`a",
    '"a"',
    "'",
]
ODD += [
    "it's",
    "a\\b",
    "\u202egnp.exe",
    "a\x85b",
    "a\u2028b",
    "a\nb",
    "\t",
    "👩\u200d🏫",
    "---",
    "... a",
    "a,b",
    " a ",
    "x" * 900,
]
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.text("ab:#-?,[]{}&*!|>'\"%@` \t\n~=<\u2028\x85\ufeff1.e_", max_size=12),
    st.sampled_from([*HOSTILE, *ODD]),
)


def entry(**pairs: Any) -> Entry:
    return Entry(tuple(pairs.items()))


def at(line: int, column: int) -> Position:
    return Position("books.yaml", line, column)


def edit(text: str, *edits: Edit) -> str:
    return edited("books.yaml", text.encode(), edits).decode()


def one(group: str = "h", intent: str = "required") -> Entry:
    return entry(group=group, intent=intent)


def readings(data: bytes) -> list[Any]:
    """The file as we read it, as YAML 1.2 tools do, and as YAML 1.1 tools do."""
    modern = YAML(typ="safe")
    return [read("f.yaml", data).value, modern.load(io.BytesIO(data)), yaml.safe_load(data)]


@settings(max_examples=300)
@given(TEXTS)
def test_every_tool_reads_the_text_that_was_written(text: str) -> None:
    for written in (f"- a: {scalar(text)}\n  b: [{scalar(text, flow=True)}, x]\n", f"- {flow_value(entry(a=text))}\n"):
        for reading in readings(f"top:\n{written}".encode()):
            assert text == reading["top"][0]["a"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_some_yaml_reads_as_another_type_is_quoted(text: str) -> None:
    assert f'"{text}"' == scalar(text)


@pytest.mark.parametrize("text", ["Svenska 2", "Åk 9", "klass-9a", "it-token@norr.example", "Läs (del 1)", "📚 böcker"])
def test_plain_texts_stay_without_quotes(text: str) -> None:
    assert text == scalar(text)


BOOKS = """\
# The books.
books:
  - title: A   # hej
    token: norr
    assignments:
      - group: g
        intent: available   # until summer
        # nobody else

  # The second.
  - {title: 'B', token: norr, assignments: [{group: g, intent: available}]}   # one line
"""


def test_a_value_is_changed_where_it_stands_and_keeps_its_comment() -> None:
    expected = BOOKS.replace("intent: available   # until", "intent: required   # until")
    assert expected == edit(BOOKS, SetValue(at(3, 5), "intent", "required", inner=at(6, 9)))


def test_a_value_keeps_its_quotes() -> None:
    assert BOOKS.replace("'B'", "'B''s'") == edit(BOOKS, SetValue(at(11, 5), "title", "B's"))
    assert BOOKS.replace("'B'", '"B\\u202E"') == edit(BOOKS, SetValue(at(11, 5), "title", "B\u202e"))


def test_a_new_key_stands_below_the_one_it_comes_after() -> None:
    assert BOOKS.replace("token: norr\n", 'token: norr\n    id: "1e3"\n', 1) == edit(
        BOOKS, SetValue(at(3, 5), "id", "1e3", after="token")
    )
    assert BOOKS.replace("token: norr,", "token: norr, id: x,") == edit(
        BOOKS, SetValue(at(11, 5), "id", "x", after="token")
    )


def test_a_new_assignment_stands_below_the_comments_of_the_last() -> None:
    expected = BOOKS.replace("# nobody else\n", "# nobody else\n      - group: h\n        intent: required\n")
    assert expected == edit(BOOKS, AddItems("books.yaml", "assignments", (one(),), at(3, 5)))


def test_a_new_assignment_is_written_as_its_neighbours_are() -> None:
    expected = BOOKS.replace("available}]", "available}, {group: h, intent: required}]")
    assert expected == edit(BOOKS, AddItems("books.yaml", "assignments", (one(),), at(11, 5)))
    lines = "books:\n- title: A\n  assignments:\n  - {group: g, intent: available}\n"
    assert f"{lines}  - {{group: h, intent: required}}\n" == edit(
        lines, AddItems("books.yaml", "assignments", (one(),), at(2, 3))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "books:\n  - title: A\n    assignments: []\n",
            "books:\n  - title: A\n    assignments:\n      - group: h\n        intent: required\n",
        ),
        ("books:\n  - title: A", "books:\n  - title: A\n    assignments:\n      - group: h\n        intent: required"),
        ("books:\n  - {title: A}\n", "books:\n  - {title: A, assignments: [{group: h, intent: required}]}\n"),
        (
            "books:\n  - title: A\n    assignments: [] # none\n",
            "books:\n  - title: A\n    assignments: [{group: h, intent: required}] # none\n",
        ),
    ],
)
def test_the_first_assignment_of_a_book(before: str, after: str) -> None:
    assert after == edit(before, AddItems("books.yaml", "assignments", (one(),), at(2, 5)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "books:\n  - title: New\n"),
        ("# nothing yet", "# nothing yet\nbooks:\n  - title: New\n"),
        ("books: []\n", "books:\n  - title: New\n"),
        ("{}\n", "{books: [{title: New}]}\n"),
        ("tokens:\n  - name: x\n", "tokens:\n  - name: x\n\nbooks:\n  - title: New\n"),
        ("books:\n  - title: A\n\n  - title: B\n", "books:\n  - title: A\n\n  - title: B\n\n  - title: New\n"),
        ("books:\n- title: A\n- title: B\ngroups: []\n", "books:\n- title: A\n- title: B\n- title: New\ngroups: []\n"),
        (
            "books: &b\n  -\n    title: A\n  -   title: B\n",
            "books: &b\n  -\n    title: A\n  -   title: B\n  - title: New\n",
        ),
    ],
)
def test_a_new_book_comes_last(before: str, after: str) -> None:
    assert after == edit(before, AddItems("books.yaml", "books", (entry(title="New"),)))


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_stay(eol: str, mark: bytes) -> None:
    data = mark + BOOKS.replace("\n", eol).encode()
    change = edited(
        "books.yaml",
        data,
        [
            SetValue(at(3, 5), "id", "x", after="token"),
            AddItems("books.yaml", "assignments", (one(),), at(3, 5)),
            AddItems("books.yaml", "books", (entry(title="N", assignments=(one(),)),)),
        ],
    )
    assert change.startswith(mark + b"# The books.")
    rest = change.decode("utf-8-sig").replace(eol, "\n")
    assert "\r" not in rest
    assert rest == edit(
        BOOKS,
        SetValue(at(3, 5), "id", "x", after="token"),
        AddItems("books.yaml", "assignments", (one(),), at(3, 5)),
        AddItems("books.yaml", "books", (entry(title="N", assignments=(one(),)),)),
    )


SHARED = """\
books:
  - title: A
    assignments: &all
      - &first {group: g, intent: available}
  - title: B
    assignments: *all   # the same
  - title: C
    assignments: [*first]
"""


def values(text: str) -> list[list[tuple[str, str]]]:
    books = read("books.yaml", text.encode()).value["books"]
    return [[(item["group"], item["intent"]) for item in book["assignments"]] for book in books]


def test_what_an_alias_shares_is_written_out_before_it_changes() -> None:
    changed = edit(SHARED, SetValue(at(5, 5), "intent", "required", inner=at(4, 9)))
    assert [[("g", "available")], [("g", "required")], [("g", "available")]] == values(changed)
    assert "# the same" in changed and "*first" in changed and "&all" in changed


def test_what_an_anchor_names_changes_for_nobody_else() -> None:
    changed = edit(SHARED, SetValue(at(2, 5), "intent", "required", inner=at(4, 9)))
    assert [[("g", "required")], [("g", "available")], [("g", "available")]] == values(changed)
    added = edit(SHARED, AddItems("books.yaml", "assignments", (one(),), at(2, 5)))
    assert [[("g", "available"), ("h", "required")], [("g", "available")], [("g", "available")]] == values(added)


def test_an_alias_that_is_the_value_is_replaced() -> None:
    text = "books:\n  - title: A\n    publisher: &p P\n  - title: B\n    publisher: *p\n"
    assert text.replace("*p", "Q") == edit(text, SetValue(at(4, 5), "publisher", "Q"))
    assert ["Q", "P"] == [
        book["publisher"]
        for book in read("f", edit(text, SetValue(at(2, 5), "publisher", "Q")).encode()).value["books"]
    ]


def test_texts_over_several_lines_are_replaced_whole() -> None:
    text = "books:\n  - title: >-\n      A\n      B\n    token: n\n"
    assert "books:\n  - title: C\n    token: n\n" == edit(text, SetValue(at(2, 5), "title", "C"))


def test_without_edits_the_very_same_bytes_come_back() -> None:
    assert b"\xef\xbb\xbfbooks:   []\r\n" == edited("books.yaml", b"\xef\xbb\xbfbooks:   []\r\n", [])


def test_an_entry_that_is_not_there_is_refused_by_its_place() -> None:
    with pytest.raises(CannotEdit, match=r"books\.yaml:7:9"):
        edit(BOOKS, SetValue(at(7, 9), "title", "x"))


def test_a_new_file_says_its_schema_and_sets_its_entries_apart() -> None:
    made = new_file(["yaml-language-server: $schema=x"], entry(books=(entry(title="A"), entry(title="no"))))
    assert '# yaml-language-server: $schema=x\n\nbooks:\n  - title: A\n\n  - title: "no"\n' == made.decode()


@settings(max_examples=100)
@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=4), TEXTS.filter(bool))
def test_a_change_of_one_title_leaves_the_others(titles: list[str], new: str) -> None:
    text = new_file([], entry(books=tuple(entry(title=title, token="t") for title in titles))).decode()
    line = 1 + next(n for n, line in enumerate(text.split("\n")) if line.startswith("  - title"))
    changed = read("f", edit(text, SetValue(at(line, 5), "title", new)).encode()).value["books"]
    assert [new, *titles[1:]] == [book["title"] for book in changed]
