"""What protects the reader: sizes, levels, aliases, and things that are no files."""

import os
import time
from pathlib import Path

import pytest

from reconciler.desired.guard import MOST_BYTES, MOST_LEVELS, MOST_NODES, Unreadable, needs_care
from reconciler.desired.load import load
from reconciler.desired.read import read

TENANT = "tenant: {name: nord, cloud: sandbox}\n"
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


def stopped(data: bytes | str) -> tuple[str, int, int]:
    """Why and where reading stops."""
    with pytest.raises(Unreadable) as stop:
        read("x.yaml", data.encode() if isinstance(data, str) else data)
    return stop.value.variant, stop.value.line, stop.value.column


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        (("size", 1, 1), b"#" * (MOST_BYTES + 1)),
        (("levels", 1, 4 + MOST_LEVELS - 1), "a: " + "[" * (MOST_LEVELS + 10) + "]" * (MOST_LEVELS + 10)),
        (("levels", 1, 4 + MOST_LEVELS - 1), "a: " + "[" * 4_000_000),
        (("levels", MOST_LEVELS + 1, 2 * MOST_LEVELS + 1), "".join("  " * n + "a:\n" for n in range(50))),
        (("levels", 2, 2 * MOST_LEVELS - 1), "a:\n" + "- " * 100_000),
        (("levels", 1, 2 * MOST_LEVELS + 1), "? " * 100_000),
        (("alias-inside", 1, 11), "a: &a {b: *a}"),
        (("alias-unknown", 1, 4), "a: *b"),
        (("documents", 3, 1), "a: 1\n\n--- \nb: 1"),
        (("tag", 1, 4), "a: !!str 1"),
        (("tag", 1, 1), "!!map {a: 1}"),
        (("top", 1, 1), "[a]"),
        (("top", 1, 1), "~"),
        (("encoding", 2, 4), b"a: 1\nb: \xc3\x28"),
        (("encoding", 1, 1), "a: 1".encode("utf-16")),
        (("character", 1, 5), "a: x\x00"),
        (("character", 1, 2), "a\x7f: 1"),
        (("character", 2, 3), "a: 1\r\n# \x85"),
        (("character", 2, 3), "a: 1\r# \u2029"),
        (("character", 1, 1), "\ufeff\ufeffa: 1"),
    ],
)
def test_reading_stops_where_a_limit_is_passed(expected: tuple[str, int, int], data: bytes | str) -> None:
    if expected[0] == "character" and isinstance(data, str) and data.startswith("\ufeff"):
        assert ("character", 1, 1) == stopped(data)
    else:
        assert expected == stopped(data)


def test_many_aliases_of_many_aliases_are_counted_written_out() -> None:
    begin = time.monotonic()
    variant, line, _ = stopped(LAUGHS)
    assert ("nodes", 5) == (variant, line)
    assert time.monotonic() - begin < 5


def test_so_many_values_are_read_and_one_more_is_not() -> None:
    items = MOST_NODES - 3  # beside the mapping, its key and the list
    most = "a: [" + ",".join(["x"] * items) + "]"
    assert items == len(read("x.yaml", most.encode()).value["a"])
    assert "nodes" == stopped(most.replace("]", ",x]"))[0]


def test_so_many_levels_are_read() -> None:
    inner = "[" * (MOST_LEVELS - 1) + "]" * (MOST_LEVELS - 1)
    assert "a" in read("x.yaml", f"a: {inner}".encode()).value


def test_levels_count_where_an_alias_puts_them() -> None:
    deep = "[" * 20 + "]" * 20
    assert ("levels", 2, 4 + 15) == stopped(f"a: &a {deep}\nb: {'[' * 15}*a{']' * 15}")


def test_an_ordinary_file_is_parsed_at_once() -> None:
    assert not needs_care(b"books:\n" + b"  - title: Hej! R&D * 2\n    assignments: [{group: a}]\n" * 200)


def test_a_file_with_properties_is_parsed_step_by_step_with_the_same_result() -> None:
    text = "books:\n  - {title: A, tags: [x, 'y', \"z\", 1, no]}\n  - title: |\n      B\n    tags:\n    - c\n"
    once = read("x.yaml", text.encode())
    careful = read("x.yaml", f"{text}x: &anchor 1\n".encode())
    assert {**once.value, "x": 1} == careful.value


def test_a_link_that_leaves_the_folder_is_unreadable_and_one_inside_is_read_once(tmp_path: Path) -> None:
    inside = tmp_path / "tenant"
    inside.mkdir()
    (inside / "tenant.yaml").write_text(TENANT)
    (tmp_path / "outside.yaml").write_text("books: []\n")
    (tmp_path / "folder").mkdir()
    (inside / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (inside / "nowhere.yaml").symlink_to(inside / "gone")
    (inside / "loop.yaml").symlink_to(inside / "loop.yaml")
    (inside / "outfolder").symlink_to(tmp_path / "folder")
    (inside / "again.yaml").symlink_to(inside / "tenant.yaml")
    (inside / "text.txt").write_text("unknown: 1\n")
    (inside / "linked.yaml").symlink_to(inside / "text.txt")
    loaded = load(["tenant"], tmp_path)
    told = [(finding.rule, finding.position.path) for finding in loaded.findings if finding.position]
    bad = ["tenant/loop.yaml", "tenant/nowhere.yaml", "tenant/out.yaml", "tenant/outfolder"]
    assert [("VPP002", "tenant/linked.yaml"), *(("VPP006", path) for path in bad)] == told


def test_pipes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text(TENANT)
    os.mkfifo(tmp_path / "pipe.yaml")
    loaded = load(["."], tmp_path)
    assert ((), ("tenant.yaml",)) == (loaded.findings, loaded.files)


def test_a_mapping_with_a_hundred_thousand_unknown_keys_does_not_hang() -> None:
    from_keys = "".join(f"k{n}: 1\n" for n in range(20_000))
    begin = time.monotonic()
    assert 20_000 == len(read("x.yaml", from_keys.encode()).value)
    assert time.monotonic() - begin < 5
