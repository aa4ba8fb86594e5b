"""Where a tenant's file is."""

from pathlib import Path

import pytest

from reconciler.sandbox.location import STATE_VARIABLE, state_path


def test_the_flag_wins_over_the_environment_and_both_over_the_default(tmp_path: Path) -> None:
    environ = {STATE_VARIABLE: "from-environment.sqlite"}
    assert tmp_path / "flag.sqlite" == state_path(tmp_path, environ, "t", "flag.sqlite")
    assert tmp_path / "from-environment.sqlite" == state_path(tmp_path, environ, "t", None)
    assert Path("/elsewhere/t.sqlite") == state_path(tmp_path, environ, "t", "/elsewhere/t.sqlite")


def test_the_default_stands_below_the_root_of_the_repository(tmp_path: Path) -> None:
    inside = tmp_path / "repository" / "a" / "b"
    inside.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    expected = tmp_path / "repository" / ".reconciler" / "sandbox" / "nordskolan.sqlite"
    assert expected == state_path(inside, {}, "nordskolan", None)


def test_without_a_repository_the_working_directory_stands_in(tmp_path: Path) -> None:
    assert tmp_path / ".reconciler/sandbox/skåne.sqlite" == state_path(tmp_path, {}, "skåne", None)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "..", ".hidden", "a\\b", "a\nb", "c:d"])
def test_a_tenants_name_never_leads_to_another_folder(tmp_path: Path, name: str) -> None:
    path = state_path(tmp_path, {}, name, None)
    assert tmp_path / ".reconciler/sandbox" == path.parent
    assert path.resolve().parent == path.parent.resolve()
    assert not path.name.startswith(".")


def test_different_names_have_different_files(tmp_path: Path) -> None:
    names = ["a/b", "a%2Fb", "a_b", ".a", "%2Ea"]
    assert len(names) == len({state_path(tmp_path, {}, name, None) for name in names})
