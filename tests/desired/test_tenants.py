"""Which folders are tenants, and what a PATH means."""

import base64
from pathlib import Path

import pytest

from reconciler.desired.load import Loaded, load
from reconciler.model.errors import UsageError


def write(root: Path, **files: str) -> None:
    """Files by path, with `__` for `/` and `_yaml` for `.yaml`."""
    for name, text in files.items():
        file = root / name.replace("__", "/").replace("_yaml", ".yaml").replace("_yml", ".yml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def tenant(name: str) -> str:
    return f"tenant: {{name: {name}, cloud: sandbox}}\n"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Two tenants, one with files below it, and YAML that belongs to neither."""
    write(
        tmp_path,
        nord__tenant_yaml=tenant("nord"),
        nord__books__a_yml="books: []\n",
        nord__books__deep__b_yaml="unknown: 1\n",
        syd__t_yaml=tenant("syd"),
        k8s__pod_yaml="kind: Pod\n",
    )
    (tmp_path / "nord/.hidden").mkdir()
    (tmp_path / "nord/.hidden/c.yaml").write_text("nonsense: [")
    return tmp_path


def names(loaded: Loaded) -> list[str]:
    return [item.tenant.name for item in loaded.repository.tenants if item.tenant]


@pytest.mark.parametrize(
    ("expected", "paths"),
    [
        (["nord", "syd"], []),
        (["nord", "syd"], ["."]),
        (["nord"], ["nord"]),
        (["nord"], ["nord/books/deep"]),
        (["nord"], ["nord/books/a.yml"]),
        (["nord", "syd"], ["nord/books", "syd"]),
        (["syd"], ["k8s", "syd"]),
    ],
)
def test_a_path_means_every_tenant_at_below_or_around_it(expected: list[str], paths: list[str], school: Path) -> None:
    assert expected == names(load(paths, school))


def test_the_files_of_a_tenant_are_all_yaml_below_it_without_hidden_folders(school: Path) -> None:
    expected = ("nord/books/a.yml", "nord/books/deep/b.yaml", "nord/tenant.yaml", "syd/t.yaml")
    assert expected == load(["."], school).files


def test_a_file_as_path_shows_its_own_findings_only(school: Path) -> None:
    loaded = load(["nord/books/a.yml"], school)
    assert ["VPP002"] == [finding.rule for finding in loaded.findings]
    assert () == loaded.wanted(loaded.findings)
    other = load(["nord/books/deep/b.yaml"], school)
    assert other.findings == other.wanted(other.findings)


def test_places_are_relative_to_the_working_directory(school: Path) -> None:
    def path(cwd: Path) -> list[str]:
        return [item.position.path for item in load([str(school / "nord")], cwd).findings if item.position]

    assert ["books/deep/b.yaml"] == path(school / "nord")
    assert ["../nord/books/deep/b.yaml"] == path(school / "syd")


def test_no_tenant_at_all_is_told_at_the_path(school: Path) -> None:
    (told,) = load(["k8s"], school).findings
    assert ("VPP001", ("k8s", 1, 1)) == (told.rule, told.position)


def test_a_path_that_does_not_exist_is_wrong_usage(school: Path) -> None:
    with pytest.raises(UsageError):
        load(["gone"], school)


def test_a_broken_file_that_would_hold_the_tenant_still_makes_one(tmp_path: Path) -> None:
    write(tmp_path, tenant_yaml="tenant:\n  name: [\n", books_yaml="books: []\n")
    loaded = load(["."], tmp_path)
    assert ["VPP006"] == [finding.rule for finding in loaded.findings]
    assert frozenset({"."}) == loaded.blocked()


def test_a_tenant_in_utf_16_is_told_as_unreadable(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_bytes(tenant("nord").encode("utf-16"))
    assert ["VPP006"] == [finding.rule for finding in load(["."], tmp_path).findings]


def test_the_search_upwards_ends_at_the_repository(tmp_path: Path) -> None:
    write(tmp_path, tenant_yaml=tenant("outer"), repository__books_yaml="books: []\n")
    (tmp_path / "repository/.git").mkdir()
    assert ["VPP001"] == [finding.rule for finding in load(["repository"], tmp_path).findings]


def test_an_error_blocks_the_tenant_it_stands_in_and_no_other(school: Path) -> None:
    loaded = load(["."], school)
    assert frozenset({"nord"}) == loaded.blocked()


def test_a_secret_outside_of_every_tenant_blocks_all(school: Path) -> None:
    (school / "README.md").write_bytes(base64.b64encode(b'{"token": "x", "expDate": "y", "orgName": "z"}'))
    assert frozenset({"nord", "syd"}) == load(["."], school).blocked()
