"""Several files are put in place together, and a failure names the file that people know."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reconciler.cli.import_writing import prepare_files, put_in_place
from reconciler.model.errors import UsageError


def below(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*"))


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    with prepare_files(folder, files) as prepared:
        put_in_place(prepared)


def test_all_files_stand_in_their_places_with_the_rights_they_had(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"old")
    (tmp_path / "a.yaml").chmod(0o640)
    with prepare_files(tmp_path, {"a.yaml": b"new", "b/c/d.yaml": b"made"}) as prepared:
        assert b"old" == (tmp_path / "a.yaml").read_bytes()
        put_in_place(prepared)
    assert ["a.yaml", "b", "b/c", "b/c/d.yaml"] == below(tmp_path)
    assert (b"new", 0o640) == ((tmp_path / "a.yaml").read_bytes(), (tmp_path / "a.yaml").stat().st_mode & 0o777)


def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "d/groups.yaml").mkdir(parents=True)
    files = {"d/a.yaml": b"x", "d/books/b.yaml": b"y", "d/groups.yaml": b"z"}
    with pytest.raises(UsageError, match=r"^d/groups\.yaml is a folder: nothing was written"):
        write(tmp_path, files)
    assert ["d", "d/groups.yaml"] == below(tmp_path)


def test_a_file_in_the_place_of_a_folder_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "books").write_bytes(b"")
    with pytest.raises(UsageError, match=r"^books/b\.yaml: .*books is no folder: nothing was written"):
        write(tmp_path, {"a.yaml": b"x", "books/b.yaml": b"y"})
    assert ["books"] == below(tmp_path)


def test_what_cannot_be_prepared_takes_the_prepared_ones_and_their_folders_with_it(tmp_path: Path) -> None:
    name = f"{'x' * 300}.yaml"
    with pytest.raises(UsageError, match=r"^x{300}\.yaml: cannot be written: .*; nothing was written"):
        write(tmp_path, {"new/a.yaml": b"x", name: b"y"})
    assert [] == below(tmp_path)


def test_a_failure_half_way_names_the_file_and_those_already_written(tmp_path: Path) -> None:
    with prepare_files(tmp_path, {"a.yaml": b"x", "b.yaml": b"y", "c.yaml": b"z"}) as prepared:
        (tmp_path / "b.yaml").mkdir()
        with pytest.raises(UsageError) as caught:
            put_in_place(prepared)
    assert caught.value.message.startswith("b.yaml: cannot be written: ")
    assert caught.value.message.endswith("; already written: a.yaml.")
    assert ["a.yaml", "b.yaml"] == below(tmp_path)
