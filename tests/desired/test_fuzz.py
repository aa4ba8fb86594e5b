"""Whatever stands in a file, reading gives values or findings, and never anything else."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.desired.guard import Unreadable, check_bytes, most_nodes
from reconciler.desired.load import load
from reconciler.desired.parser import compose
from reconciler.rules.static import check_static

TENANT = "tenant: {name: nord, cloud: sandbox}\n"
WORDS = [
    *("tenant", "policy", "tokens", "groups", "books", "readingLists", "name", "title", "token", "id", "adamId"),
    *("assignments", "group", "intent", "accept", "rule", "secret", "file", "location", "uId", "freezes", "from"),
    *("required", "VPP313", "maxMembers", "no", "~", "010", "12:30", "1e3", "2026-08-14", '"x', "'", "&a", "*a", "<<"),
    *(
        "!!str",
        "? ",
        "|",
        ">",
        "%YAML",
        "---",
        "...",
        "[",
        "]",
        "{",
        "}",
        ",",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\n    ",
        "\t",
    ),
]
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judge(folder: Path, data: bytes) -> None:
    """Reads the bytes as a file of a tenant, and as its only file."""
    (folder / "tenant.yaml").write_text(TENANT)
    (folder / "file.yaml").write_bytes(data)
    loaded = load(["."], folder)
    for finding in (*loaded.findings, *check_static(loaded.repository)):
        assert finding.position is not None
        assert finding.position.line >= 1
        assert finding.position.column >= 1
        assert "\n" not in finding.message


@QUICK
@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    judge(tmp_path, data)


@QUICK
@given(st.text(max_size=200))
def test_random_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    judge(tmp_path, text.encode("utf-8", "surrogatepass"))


@QUICK
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_random_words_of_the_language_are_read_or_refused(tmp_path: Path, words: list[str]) -> None:
    judge(tmp_path, "".join(words).encode())


SCALAR = st.sampled_from(
    ["a", "1", "no", "~", "''", "[]", "{}", "norrskolan", "required", '"1"', "2026-02-30", "-1", ".nan"]
)
KEYS = st.sampled_from([word for word in WORDS[:28] if word.isalpha()])
VALUE = st.recursive(
    SCALAR,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=25,
)


@QUICK
@given(st.dictionaries(st.sampled_from(WORDS[:6]), VALUE, max_size=4))
def test_any_shape_under_the_known_keys_is_read_or_refused(tmp_path: Path, top: dict[str, str]) -> None:
    judge(tmp_path, "".join(f"{key}: {value}\n" for key, value in top.items()).encode())


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["- ", "-\n", "? ", ": ", "a", "[", "]", "{", "}", ",", "\n", "  ", '"b"', ":"]), max_size=40
    )
)
def test_no_file_has_more_nodes_than_its_bytes_are_said_to_hold(parts: list[str]) -> None:
    data = "".join(parts).encode()
    try:
        root = compose(check_bytes(data))
    except Unreadable:
        return
    assert nodes(root) <= most_nodes(data)


def nodes(node: Any) -> int:
    """A node and all that is in it."""
    if node is None:
        return 0
    inner = node.value if isinstance(node.value, list) else ()
    return 1 + sum(nodes(part) for item in inner for part in (item if isinstance(item, tuple) else (item,)))
