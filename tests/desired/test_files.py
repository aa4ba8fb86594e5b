"""Files are read once, and nothing that is no file is waited for."""

import os
from pathlib import Path

import pytest

from reconciler.desired.files import Contents, Entries, entries_of
from reconciler.desired.guard import MOST_BYTES
from reconciler.desired.load import load


def test_what_was_read_is_not_read_again_until_it_is_taken(tmp_path: Path) -> None:
    file, contents = tmp_path / "a.yaml", Contents()
    file.write_bytes(b"1")
    assert b"1" == contents.keep(str(file))
    file.write_bytes(b"22")
    assert (b"1", b"1", b"1") == (contents.keep(str(file)), contents.peek(str(file)), contents.take(str(file)))
    assert (b"22", b"22") == (contents.peek(str(file)), contents.take(str(file)))


def test_a_file_beyond_the_limit_gives_one_byte_more(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"#" * (MOST_BYTES + 7))
    assert MOST_BYTES + 1 == len(Contents().peek(str(tmp_path / "a.yaml")) or b"")


def test_a_link_is_followed_only_when_it_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"1")
    link = tmp_path / "b.yaml"
    link.symlink_to("a.yaml")
    for read in (Contents().keep, Contents().peek):
        with pytest.raises(OSError, match="symbolic"):
            read(str(link))
    assert b"1" == Contents().take(str(link))


def test_entries_are_sorted_by_kind_and_name(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "c.txt", ".d.yaml"):
        (tmp_path / name).touch()
    for name in ("folder", ".hidden", "x.yaml"):
        (tmp_path / name).mkdir()
    (tmp_path / "l.yaml").symlink_to("a.yaml")
    (tmp_path / "lost.yaml").symlink_to("nowhere")
    (tmp_path / "lf").symlink_to("folder")
    expected = Entries((".d.yaml", "a.yaml", "b.yml"), ("l.yaml", "lost.yaml"), ("folder", "x.yaml"), ("lf",))
    assert expected == entries_of(str(tmp_path))
    assert Entries() == entries_of(str(tmp_path / "gone"))


def test_pipes_and_links_to_pipes_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text("tenant: {name: nord, cloud: sandbox}\n")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to("pipe.yaml")
    loaded = load(["."], tmp_path)
    assert (("tenant.yaml",), ()) == (loaded.files, loaded.findings)


def test_a_linked_folder_inside_of_the_tenant_is_no_link_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text("tenant: {name: nord, cloud: sandbox}\n")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "two/link").symlink_to(tmp_path / "one")
    assert () == load(["."], tmp_path).findings
