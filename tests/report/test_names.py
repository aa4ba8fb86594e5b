"""Names shown safely, for any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reconciler.report.names import code_in_markdown, in_markdown, shown

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TEXT_ONLY = {"text", "text_special", "softbreak"}
STEERING = st.sampled_from("|<>@#[]()`*_~!&:/.-+=\\\n\r\t\x00\x1b\u202e\u2066\u2028 aw1h").map(str)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Svenska 2", "Svenska 2"),
        ("Åk 9 – lärare", "Åk 9 – lärare"),
        ("a\nb\tc", "a\\nb\\tc"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\u202egpj", "\\u202egpj"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_only_what_steers_is_written_as_an_escape(name: str, expected: str) -> None:
    assert expected == shown(name)


@given(st.text())
def test_shown_text_holds_nothing_that_steers(text: str) -> None:
    steering = {"Cc", "Cs", "Zl", "Zp"}
    assert not [char for char in shown(text) if unicodedata.category(char) in steering]


@given(st.one_of(st.text(), st.lists(STEERING).map("".join)))
def test_any_text_in_markdown_is_nothing_but_text(text: str) -> None:
    tokens = MARKDOWN.parse(f"- {in_markdown(text)}")
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= TEXT_ONLY
    assert {"bullet_list_open", "list_item_open", "paragraph_open", "inline"} >= {
        token.type for token in tokens if not token.type.endswith("_close")
    }


@pytest.mark.parametrize("name", ["@admin", "#12", "GH-12", "https://x.example", "www.x.example", "a@b.example"])
def test_what_github_links_after_reading_entities_is_parted(name: str) -> None:
    rendered = MARKDOWN.renderInline(in_markdown(name))
    assert "\u200b" in rendered
    assert name == rendered.replace("\u200b", "")


@given(st.one_of(st.text(), st.lists(STEERING).map("".join)))
def test_any_text_as_code_is_nothing_but_code(text: str) -> None:
    tokens = MARKDOWN.parse(f"- x {code_in_markdown(text)}") if shown(text).strip() else []
    inline = [child for token in tokens for child in token.children or []]
    assert [one.content for one in inline if one.type == "code_inline"] == [shown(text).strip()][: len(inline)]
