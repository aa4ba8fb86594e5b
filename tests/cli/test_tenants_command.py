"""`tenants`: which there are, which a change touches, and how they are shared out."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.command import Ended, call, environment

TENANT = "tenant: {{name: {name}, cloud: sandbox}}\n"


class Repository:
    """A git repository with tenants."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@school.example")
        subprocess.run(["git", *who, *arguments], cwd=self.folder, env=environment(), check=True)

    def write(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "change")

    def tenants(self, *arguments: str) -> Ended:
        return call("tenants", *arguments, cwd=self.folder)

    def names(self, *arguments: str) -> list[str]:
        ended = self.tenants("--format", "json", *arguments)
        assert 0 == ended.code, ended.err
        return [one["name"] for one in json.loads(ended.out)["tenants"]]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    for name in ("nord", "syd", "öst"):
        made.write(f"schools/{name}/tenant.yaml", TENANT.format(name=name))
        made.write(f"schools/{name}/books/a.yaml", "books: []\n")
    made.write("shared.yaml", "# for nobody in particular\n")
    made.commit()
    return made


def test_tenants_are_listed_by_name_with_their_folder(repository: Repository) -> None:
    ended = repository.tenants()
    assert (0, "nord\tschools/nord\nsyd\tschools/syd\nöst\tschools/öst\n") == (ended.code, ended.out)


def test_programs_get_json(repository: Repository) -> None:
    ended = repository.tenants("schools/syd", "--format", "json")
    expected = {"formatVersion": "1.0", "tenants": [{"name": "syd", "path": "schools/syd", "cloud": "sandbox"}]}
    assert expected == json.loads(ended.out)


def test_a_matrix_is_one_line_of_ascii(repository: Repository) -> None:
    ended = repository.tenants("--format", "github-matrix")
    assert 1 == ended.out.count("\n") and ended.out.isascii()
    expected = [{"tenant": name, "path": f"schools/{name}"} for name in ("nord", "syd", "öst")]
    assert {"include": expected} == json.loads(ended.out)


def test_an_empty_matrix_is_a_matrix(repository: Repository) -> None:
    ended = repository.tenants("--changed-since", "HEAD", "--format", "github-matrix")
    assert (0, '{"include":[]}\n') == (ended.code, ended.out)


def test_a_changed_file_counts_for_the_tenant_around_it(repository: Repository) -> None:
    repository.write("schools/syd/books/a.yaml", "books: [] # more\n")
    repository.commit()
    assert ["syd"] == repository.names("--changed-since", "HEAD~1")


def test_a_file_outside_every_tenant_counts_for_none(repository: Repository) -> None:
    repository.write("shared.yaml", "# another\n")
    repository.write("README.md", "new\n")
    repository.write("schools/nord2/notes.md", "a name that only begins like a tenant's\n")
    repository.commit()
    assert [] == repository.names("--changed-since", "HEAD~1")


def test_a_file_that_is_gone_or_moved_counts_where_it_was_and_where_it_is(repository: Repository) -> None:
    repository.git("mv", "schools/nord/books/a.yaml", "schools/syd/books/b.yaml")
    repository.commit()
    assert ["nord", "syd"] == repository.names("--changed-since", "HEAD~1")
    repository.git("rm", "--quiet", "schools/öst/books/a.yaml")
    repository.commit()
    assert ["öst"] == repository.names("--changed-since", "HEAD~1")


def test_a_tenant_that_is_gone_is_not_listed(repository: Repository) -> None:
    repository.git("rm", "--quiet", "-r", "schools/nord")
    repository.commit()
    assert [] == repository.names("--changed-since", "HEAD~1")


def test_what_is_not_committed_counts(repository: Repository) -> None:
    repository.write("schools/nord/books/new.yaml", "books: []\n")
    repository.write("schools/öst/books/a.yaml", "books: [] # more\n")
    assert ["nord", "öst"] == repository.names("--changed-since", "HEAD")


def test_what_the_other_branch_did_meanwhile_does_not_count(repository: Repository) -> None:
    repository.git("switch", "--quiet", "--create", "change")
    repository.write("schools/nord/books/a.yaml", "books: [] # here\n")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write("schools/syd/books/a.yaml", "books: [] # there\n")
    repository.commit()
    repository.git("switch", "--quiet", "change")
    assert ["nord"] == repository.names("--changed-since", "main")


def test_names_with_blanks_and_line_ends_are_files_like_others(repository: Repository) -> None:
    repository.write("schools/nord/a\nschools/syd/b.yaml", "# one odd name\n")
    repository.commit()
    assert ["nord"] == repository.names("--changed-since", "HEAD~1")


def test_it_works_from_a_folder_within_the_repository(repository: Repository) -> None:
    repository.write("schools/syd/books/a.yaml", "books: [] # more\n")
    repository.commit()
    ended = call("tenants", "--changed-since", "HEAD~1", cwd=repository.folder / "schools/syd")
    assert (0, "syd\t.\n") == (ended.code, ended.out)


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", ""])
def test_a_commit_that_git_does_not_know_is_wrong_usage(repository: Repository, ref: str) -> None:
    assert 64 == repository.tenants(f"--changed-since={ref}").code
    assert not (repository.folder / "x").exists()


def test_without_a_repository_nothing_can_be_compared(tmp_path: Path) -> None:
    (tmp_path / "tenant.yaml").write_text(TENANT.format(name="nord"))
    assert 64 == call("tenants", "--changed-since", "main", cwd=tmp_path).code
    assert 0 == call("tenants", cwd=tmp_path).code


def test_shards_part_the_tenants_and_none_moves_when_another_comes(repository: Repository) -> None:
    for number in range(20):
        repository.write(f"schools/s{number}/tenant.yaml", TENANT.format(name=f"s{number}"))
    parts = [repository.names("--shard", f"{number}/4") for number in (1, 2, 3, 4)]
    assert sorted(repository.names()) == sorted(name for part in parts for name in part)
    assert all(parts)
    repository.write("schools/one-more/tenant.yaml", TENANT.format(name="one-more"))
    after = [repository.names("--shard", f"{number}/4") for number in (1, 2, 3, 4)]
    assert parts == [[name for name in part if name != "one-more"] for part in after]


def test_one_shard_of_one_is_all(repository: Repository) -> None:
    assert ["nord", "syd", "öst"] == repository.names("--shard", "1/1")


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "1/0", "-1/3", "a/b", "1/3x", ""])
def test_a_part_that_is_none_is_wrong_usage(repository: Repository, shard: str) -> None:
    assert 64 == repository.tenants(f"--shard={shard}").code


def test_a_tenant_with_errors_is_listed_so_that_its_own_job_tells_them(repository: Repository) -> None:
    repository.write("schools/syd/books/a.yaml", "books: 1\n")
    assert ["nord", "syd", "öst"] == repository.names()


def test_a_tenant_without_a_name_does_not_stop_the_others(repository: Repository) -> None:
    repository.write("schools/syd/tenant.yaml", "tenant: {cloud: sandbox}\n")
    ended = repository.tenants()
    assert (1, "nord\tschools/nord\nöst\tschools/öst\n") == (ended.code, ended.out)
    assert "schools/syd/tenant.yaml:1:" in ended.err


def test_two_tenants_of_one_name_are_told(repository: Repository) -> None:
    repository.write("schools/syd/tenant.yaml", TENANT.format(name="nord"))
    ended = repository.tenants()
    assert 1 == ended.code and "VPP005" in ended.err
    assert ["nord\tschools/nord", "nord\tschools/syd", "öst\tschools/öst"] == ended.out.splitlines()


def test_two_tokens_of_one_name_are_the_business_of_validate(repository: Repository) -> None:
    token = "{name: a, organization: A, appleId: a@a.example, accountType: education}"
    repository.write("schools/syd/tokens.yaml", f"tokens: [{token}, {token}]\n")
    assert ["nord", "syd", "öst"] == repository.names()


def test_without_any_tenant_it_says_so(tmp_path: Path) -> None:
    ended = call("tenants", cwd=tmp_path)
    assert (1, "") == (ended.code, ended.out)
    assert "VPP001" in ended.err
    assert 64 == call("tenants", "nowhere", cwd=tmp_path).code


def test_more_tenants_than_a_matrix_may_have_are_told(tmp_path: Path) -> None:
    for number in range(257):
        place = tmp_path / f"t{number}"
        place.mkdir()
        (place / "tenant.yaml").write_text(TENANT.format(name=f"t{number}"))
    ended = call("tenants", "--format", "github-matrix", cwd=tmp_path)
    assert 0 == ended.code and "--shard" in ended.err
    assert 257 == len(json.loads(ended.out)["include"])
