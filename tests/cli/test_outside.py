"""What git tells, files that are written, and the sandbox in this process."""

import os
import stat
import subprocess
from pathlib import Path

import httpx
import pytest

from reconciler.cli.files import read_file, write_file
from reconciler.cli.git import git_facts, repository_root, user_email
from reconciler.cli.inprocess import ROOT, InProcess
from reconciler.model.errors import UsageError
from reconciler.sandbox import Sandbox
from tests.cli.command import environment


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one commit of a tenant's folder."""
    folder = tmp_path / "desired-state"
    folder.mkdir()
    (folder / "tenant.yaml").write_text("tenant: {}\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "user.email", "kim@norr.example")
    git(tmp_path, "config", "user.name", "Kim")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "first")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    """Runs git, without this machine's settings."""
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment(), check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_git_tells_commit_and_user(repository: Path) -> None:
    facts = git_facts(repository / "desired-state")
    assert (True, git(repository, "rev-parse", "HEAD"), False) == (facts.inside, facts.commit, facts.dirty)
    assert user_email(repository) == "kim@norr.example"
    assert repository == repository_root(repository / "desired-state")


@pytest.mark.parametrize(
    ("file", "dirty"),
    [
        ("desired-state/tenant.yaml", True),
        ("desired-state/books/new.yml", True),
        ("desired-state/plan.json", False),
        ("desired-state/.drafts/new.yaml", False),
        ("elsewhere.yaml", False),
    ],
)
def test_only_yaml_of_the_tenant_makes_it_dirty(file: str, dirty: bool, repository: Path) -> None:
    path = repository / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("books: []\n")
    assert dirty == git_facts(repository / "desired-state").dirty


def test_a_folder_outside_every_repository_has_no_commit(tmp_path: Path) -> None:
    facts = git_facts(tmp_path)
    assert (False, None, False) == (facts.inside, facts.commit, facts.dirty)
    assert repository_root(tmp_path) is None


def test_a_repository_without_a_commit_has_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "tenant.yaml").write_text("tenant: {}\n")
    facts = git_facts(tmp_path)
    assert (True, None, True) == (facts.inside, facts.commit, facts.dirty)


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(b"old and longer")
    write_file(file, b"new")
    assert read_file(file) == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_a_new_file_is_readable_as_others_are(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_file(tmp_path / "plan.json", b"{}")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "plan.json").stat().st_mode) == 0o644


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real.json")
    write_file(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_bytes() == b"new"


@pytest.mark.parametrize("name", ["missing/plan.json", "."])
def test_a_place_that_cannot_be_written_is_wrong_usage(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / name, b"{}")


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_a_file_that_cannot_be_read_is_wrong_usage(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_file(tmp_path / name)


def test_the_sandbox_in_this_process_answers_as_over_http(tmp_path: Path) -> None:
    with httpx.Client(transport=InProcess(Sandbox(tmp_path / "s.sqlite")), base_url=ROOT) as client:
        url = "/beta/deviceAppManagement/managedEBooks?$top=1"
        assert client.get(url).status_code == 401
        answer = client.get(url, headers={"Authorization": "Bearer app:reconciler"})
        assert (200, 1) == (answer.status_code, len(answer.json()["value"]))


def test_a_dropped_connection_is_one_in_this_process_too(tmp_path: Path) -> None:
    fault = {"rules": [{"method": "GET", "path": "managedEBooks", "mode": "drop"}], "seed": 1}
    with httpx.Client(transport=InProcess(Sandbox(tmp_path / "s.sqlite")), base_url=ROOT) as client:
        assert client.post("/_sandbox/faults", json=fault).status_code == 204
        with pytest.raises(httpx.RemoteProtocolError):
            client.get("/beta/deviceAppManagement/managedEBooks", headers={"Authorization": "Bearer app:x"})


# What was read must be what was committed, whatever git is told not to look at


def is_dirty(repository: Path, *read: str) -> bool:
    folder = repository / "desired-state"
    return git_facts(folder, [folder / name for name in read]).dirty


def test_files_as_they_were_committed_are_clean(repository: Path) -> None:
    assert not is_dirty(repository, "tenant.yaml")


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_change_that_git_is_told_not_to_see_is_seen(repository: Path, flag: str) -> None:
    git(repository, "update-index", flag, "desired-state/tenant.yaml")
    (repository / "desired-state/tenant.yaml").write_text("tenant: {name: other}\n")
    assert not is_dirty(repository)
    assert is_dirty(repository, "tenant.yaml")


@pytest.mark.parametrize("ignoring", [".gitignore", ".git/info/exclude"])
def test_a_file_that_git_ignores_is_no_committed_one(repository: Path, ignoring: str) -> None:
    (repository / ignoring).parent.mkdir(exist_ok=True)
    (repository / ignoring).write_text("local.yaml\n")
    (repository / "desired-state/local.yaml").write_text("books: []\n")
    assert is_dirty(repository, "tenant.yaml", "local.yaml")


def test_a_committed_link_is_clean_only_with_what_it_leads_to(repository: Path) -> None:
    (repository / "desired-state/same.yaml").symlink_to("tenant.yaml")
    assert is_dirty(repository, "tenant.yaml", "same.yaml")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "link")
    assert not is_dirty(repository, "tenant.yaml", "same.yaml")
    git(repository, "update-index", "--assume-unchanged", "desired-state/tenant.yaml")
    (repository / "desired-state/tenant.yaml").write_text("tenant: {name: other}\n")
    assert is_dirty(repository, "same.yaml")


def test_line_ends_that_git_turns_are_no_change(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.yaml text eol=crlf\n")
    (repository / "desired-state/tenant.yaml").write_bytes(b"tenant: {}\r\n")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "attributes")
    assert not is_dirty(repository, "tenant.yaml")


def test_a_repository_without_a_commit_has_no_committed_file(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "tenant.yaml").write_text("tenant: {}\n")
    assert git_facts(tmp_path, [tmp_path / "tenant.yaml"]).dirty
