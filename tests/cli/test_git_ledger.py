"""A ledger on a branch of a git remote, from the command line."""

import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests import worlds as w
from tests.cli.command import COMMAND, environment
from tests.cli.school import School, make_school
from tests.cli.test_over_http import fault, over_http, served, wait_for_a_write
from tests.ledger.branches import BRANCH, bare, check_chain, git, store_at

PATIENCE = 30.0


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """Where the records go."""
    return bare(tmp_path / "remote.git")


@pytest.fixture
def clone(tmp_path: Path, remote: Path) -> School:
    """A school in a shallow clone with a detached HEAD, as a pipeline checks it out."""
    origin = tmp_path / "origin"
    origin.mkdir()
    make_school(origin)
    (origin / "tenant.sqlite").rename(tmp_path / "tenant.sqlite")
    git(origin, "init", "--quiet")
    for message in ("first", "second"):
        git(origin, "add", ".")
        git(origin, "commit", "--quiet", "--allow-empty", "--message", message)
    folder = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", str(folder))
    git(folder, "checkout", "--quiet", "--detach")
    git(folder, "remote", "add", "records", str(remote))
    (tmp_path / "tenant.sqlite").rename(folder / "tenant.sqlite")
    (folder / ".git" / "info" / "exclude").write_text("tenant.sqlite*\n")
    git(folder, "status")  # brings the index up to date
    return School(folder)


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file below a folder but our own and the sandbox's, and its hash."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and not file.name.startswith("tenant.sqlite"))
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if ".reconciler" not in file.parts
    }


def chain(remote: Path, tmp_path: Path) -> int:
    """Reads the whole chain and the history of its branch; how many records there are."""
    store = store_at(remote, tmp_path / "auditor")
    assert [] == list(store.history_faults())
    return check_chain(store, "nordskolan")


def started(school: School, env: Mapping[str, str], *arguments: str) -> subprocess.Popen[bytes]:
    """A command that runs while the test goes on."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=school.folder,
        env=environment({"RECONCILER_SANDBOX_STATE": str(school.file), **env}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for_records(remote: Path, count: int) -> None:
    """Returns once the branch has so many commits."""
    deadline = time.monotonic() + PATIENCE
    while len(git(remote, "rev-list", "--all").splitlines()) < count:
        assert time.monotonic() < deadline, "no record was written"
        time.sleep(0.02)


@pytest.mark.parametrize("place", ["records#ledger", "../remote.git#ledger", "{}#ledger", "file://{}#ledger"])
def test_a_pipelines_clone_keeps_its_records_on_the_branch_and_is_left_as_it_was(
    place: str, clone: School, remote: Path, tmp_path: Path
) -> None:
    env = {"RECONCILER_LEDGER": f"git:{place.format(remote)}", "CI": "true"}
    before, refs = bytes_of(clone.folder), git(clone.folder, "for-each-ref")
    planned = clone.run("plan", "--out", "../plan.json", **env)
    assert planned.code == 0, planned.err
    applied = clone.run("apply", "../plan.json", **env)
    assert applied.code == 0, applied.err
    assert "git:" in applied.err
    assert clone.run("plan", "--detailed-exitcode", **env).code == 0
    assert 2 == chain(remote, tmp_path)
    assert before == bytes_of(clone.folder)
    assert (refs, "") == (git(clone.folder, "for-each-ref"), git(clone.folder, "status", "--porcelain"))


def test_a_repository_without_any_commit_will_do(tmp_path: Path, remote: Path) -> None:
    (tmp_path / "new").mkdir()
    school = make_school(tmp_path / "new")
    git(school.folder, "init", "--quiet")
    assert school.run("apply", "--yes", RECONCILER_LEDGER=f"git:{remote}#{BRANCH}").code == 0
    assert 2 == chain(remote, tmp_path)


def test_no_repository_no_home_and_no_user_name_will_do(school: School, tmp_path: Path) -> None:
    remote = bare(tmp_path / "remote.git")
    env = {"RECONCILER_LEDGER": f"git:{remote}#{BRANCH}", "HOME": ""}
    assert school.run("apply", "--yes", **env).code == 0
    assert 2 == chain(remote, tmp_path)


def test_hooks_signing_and_templates_of_the_user_do_not_matter(clone: School, remote: Path, tmp_path: Path) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "pre-commit", "commit-msg", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/hooked\nexit 1\n")
        (hooks / name).chmod(0o755)
    text = (
        "[commit]\ngpgsign = true\n[push]\ngpgSign = true\nfollowTags = true\n[gpg]\nprogram = /bin/false\n"
        f"[core]\nhooksPath = {hooks}\n[init]\ntemplateDir = {tmp_path}\n[transfer]\nfsckObjects = true\n"
        "[fetch]\nprune = true\n[safe]\nbareRepository = explicit\n"
    )
    (tmp_path / "gitconfig").write_text(text)
    git(clone.folder, "config", "core.hooksPath", str(hooks))
    env = {"RECONCILER_LEDGER": "git:records#ledger", "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    ended = clone.run("apply", "--yes", **env)
    assert ended.code == 0, ended.err
    assert 2 == chain(remote, tmp_path)
    assert not (tmp_path / "hooked").exists()


def test_a_run_inside_a_hook_of_git_keeps_its_records_where_they_belong(
    clone: School, remote: Path, tmp_path: Path
) -> None:
    env = {
        "RECONCILER_LEDGER": "git:records#ledger",
        "GIT_DIR": str(clone.folder / ".git"),
        "GIT_INDEX_FILE": str(clone.folder / ".git" / "index"),
        "GIT_OBJECT_DIRECTORY": str(clone.folder / ".git" / "objects"),
    }
    before = bytes_of(clone.folder)
    assert clone.run("apply", "--yes", **env).code == 0
    assert (2, before) == (chain(remote, tmp_path), bytes_of(clone.folder))


def test_a_repository_of_another_user_is_used_where_git_is_told_to_trust_it(
    clone: School, remote: Path, tmp_path: Path
) -> None:
    (tmp_path / "gitconfig").write_text("[safe]\n\tdirectory = *\n")
    foreign = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1", "RECONCILER_LEDGER": "git:records#ledger"}
    refused = clone.run("plan", **foreign)
    assert refused.code == 64, "git does not read the remotes of a repository that it does not trust"
    trusted = {**foreign, "GIT_CONFIG_GLOBAL": str(tmp_path / "gitconfig")}
    assert clone.run("apply", "--yes", **trusted).code == 0
    assert 2 == chain(remote, tmp_path)


def test_of_two_applies_at_once_exactly_one_runs(school: School, tmp_path: Path) -> None:
    remote = bare(tmp_path / "remote.git")
    with served(school) as url:
        fault(url, method="GET", path="/managedEBooks", latencyMs=400)
        env = over_http(url, RECONCILER_LEDGER=f"git:{remote}#{BRANCH}")
        runs = [started(school, env, "apply", "--yes") for _ in range(2)]
        said = [run.communicate(timeout=60)[1].decode() for run in runs]
    assert [0, 6] == sorted(run.returncode for run in runs), said
    assert 2 == chain(remote, tmp_path)


def test_while_an_apply_runs_another_one_from_elsewhere_is_refused(clone: School, remote: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    elsewhere = make_school(tmp_path / "elsewhere")
    with served(clone) as url:
        fault(url, method="GET", path=f"managedEBooks/{w.book_id(1)}", latencyMs=2000)
        env = over_http(url, RECONCILER_LEDGER=f"git:{remote}#{BRANCH}")
        with started(clone, env, "apply", "--yes") as first:
            wait_for_records(remote, 1)
            second = elsewhere.run("apply", "--yes", **env)
            first.communicate(timeout=60)
    assert (0, 6) == (first.returncode, second.code), second.err
    assert "VPP512" in second.err
    assert 2 == chain(remote, tmp_path)


def test_an_apply_that_was_killed_is_closed_by_the_next_one(clone: School, remote: Path, tmp_path: Path) -> None:
    with served(clone) as url:
        fault(url, method="GET", path=f"managedEBooks/{w.book_id(2)}", latencyMs=3000)
        env = over_http(url, RECONCILER_LEDGER="git:records#ledger")
        with started(clone, env, "apply", "--yes") as first:
            wait_for_a_write(url)
            deadline = time.monotonic() + PATIENCE
            while not list(clone.folder.glob(".reconciler/ledger-git/.journal/nordskolan/*.jsonl")):
                assert time.monotonic() < deadline, "no outcome was noted"
            os.kill(first.pid, signal.SIGKILL)
        httpx.request("DELETE", f"{url}/_sandbox/faults")
        assert 6 == clone.run("apply", "--yes", **env).code
        assert 0 == clone.run("ledger", "release", "--reason", "the runner died", **env).code
        ended = clone.run("apply", "--yes", **env)
        assert ended.code == 0, ended.err
    # Intent, release, the intent of the next run, the receipt of the dead one, its own receipt.
    assert 5 == chain(remote, tmp_path)
    assert {w.group_id(2): "available"} == clone.shown(2)


@pytest.mark.parametrize("command", [["plan"], ["apply", "--yes"], ["ledger", "release", "--reason", "x"]])
def test_a_remote_that_cannot_be_reached_ends_with_5_before_any_write(command: list[str], school: School) -> None:
    place = "git:http://kim:s3cret-word@127.0.0.1:9/r.git#ledger"
    ended = school.run(*command, RECONCILER_LEDGER=place)
    assert ended.code == 5
    assert "cannot be read" in ended.err
    assert "s3cret" not in ended.err + ended.out
    assert {} == school.shown(1)


@pytest.mark.parametrize("place", ["git:nowhere#ledger", "git:r.git", "git:r.git#", "git:--x#ledger", "git:ext::x#b"])
def test_a_place_that_means_nothing_is_wrong_usage(place: str, school: School) -> None:
    assert 64 == school.run("plan", RECONCILER_LEDGER=place).code


def test_a_branch_that_was_shortened_stops_the_next_run(clone: School, remote: Path) -> None:
    env = {"RECONCILER_LEDGER": "git:records#ledger"}
    assert clone.run("apply", "--yes", **env).code == 0
    git(remote, "update-ref", f"refs/heads/{BRANCH}", f"{BRANCH}~")
    ended = clone.run("plan", **env)
    assert ended.code == 5
    assert "00000002-receipt.json" in ended.err
    assert "rewritten" in ended.err


def test_a_copy_that_came_with_the_repository_is_not_believed(clone: School) -> None:
    env = {"RECONCILER_LEDGER": "git:records#ledger"}
    assert clone.run("apply", "--yes", **env).code == 0
    git(clone.folder, "add", "--force", ".reconciler/ledger-git")
    ended = clone.run("plan", **env)
    assert ended.code == 5
    assert "a pull request could write it" in ended.err


@pytest.mark.parametrize("name", [".reconciler", ".reconciler/ledger-git"])
def test_a_link_in_place_of_the_copy_is_not_followed(name: str, clone: School, tmp_path: Path) -> None:
    link = clone.folder / name
    link.parent.mkdir(exist_ok=True)
    (tmp_path / "planted" / "ledger-git").mkdir(parents=True)
    link.symlink_to(tmp_path / "planted")
    git(clone.folder, "add", "--force", name)
    assert 5 == clone.run("plan", RECONCILER_LEDGER="git:records#ledger").code
