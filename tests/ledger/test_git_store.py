import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reconciler.ledger.git_remote import find_remote
from reconciler.ledger.git_store import STEPS, GitStore, Waiting
from reconciler.ledger.records import DamagedRecord
from reconciler.ledger.store import Historied, RecordExists
from reconciler.model.errors import Locked, ServiceError
from reconciler.model.record import RecordKind
from tests.cli.command import environment
from tests.ledger.branches import BRANCH, bare, check_chain, git, ledger_on, store_at
from tests.ledger.chains import NOW, TENANT, apply_once, intent

ROOT = Path(__file__).parents[2]


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return bare(tmp_path / "remote.git")


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.ledger.git_worker", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def hook(remote: Path, name: str, text: str) -> None:
    file = remote / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)


# What stands on the branch


def test_a_record_is_a_commit_that_adds_its_file_and_nothing_else(remote: Path, tmp_path: Path) -> None:
    apply_once(ledger_on(store_at(remote, tmp_path / "copy"), tmp_path))
    log = git(remote, "log", "--reverse", "--name-status", "--format=%an <%ae> %aI %cI %s", BRANCH)
    when = "2026-11-22T12:00:00+00:00"
    assert [
        f"reconciler <reconciler@localhost> {when} {when} ledger: {TENANT} 00000001-intent",
        f"A\t{TENANT}/00000001-intent.json",
        f"reconciler <reconciler@localhost> {when} {when} ledger: {TENANT} 00000002-receipt",
        f"A\t{TENANT}/00000002-receipt.json",
    ] == [line for line in log.splitlines() if line]


@pytest.mark.parametrize("form", ["{}", "file://{}"])
def test_what_one_run_appends_another_one_reads(form: str, remote: Path, tmp_path: Path) -> None:
    address = form.format(remote)
    head = apply_once(ledger_on(store_at(address, tmp_path / "one"), tmp_path))
    store = store_at(address, tmp_path / "two")
    assert (head, 2) == (ledger_on(store, tmp_path).state().head, check_chain(store))
    newer = apply_once(ledger_on(store_at(address, tmp_path / "one"), tmp_path), "next", head)
    assert (newer, 4) == (ledger_on(store, tmp_path).state().head, check_chain(store))


def test_a_branch_that_is_not_there_has_no_names_and_nothing_is_made_by_reading(remote: Path, tmp_path: Path) -> None:
    store = store_at(remote, tmp_path / "copy")
    assert ([], []) == (store.names(TENANT), list(store.history_faults()))
    assert not (tmp_path / "copy").exists()
    assert "" == git(remote, "for-each-ref")


def test_a_number_is_given_once_whatever_the_kind(remote: Path, tmp_path: Path) -> None:
    store = store_at(remote, tmp_path / "copy")
    store.append(TENANT, "00000001-intent.json", b"first")
    for name in ("00000001-intent.json", "00000001-receipt.json"):
        for late in (store, store_at(remote, tmp_path / "late")):
            with pytest.raises(RecordExists):
                late.append(TENANT, name, b"second")
    with pytest.raises(RecordExists):
        store.append(TENANT, "00000001-intent.json", b"first")
    assert ["00000001-intent.json"] == store.names(TENANT)
    assert b"first" == store.read(TENANT, "00000001-intent.json")


def test_a_run_that_was_overtaken_is_told_so(remote: Path, tmp_path: Path) -> None:
    slow, quick = (ledger_on(store_at(remote, tmp_path / name), tmp_path) for name in ("slow", "quick"))
    seen = slow.state().head
    quick.append(RecordKind.INTENT, intent("quick"), NOW, quick.state().head)
    with pytest.raises(Locked):
        slow.append(RecordKind.INTENT, intent("slow"), NOW, seen)


def test_files_of_others_on_the_branch_stay_and_are_no_records(remote: Path, tmp_path: Path) -> None:
    tree = git(remote, "hash-object", "-w", "--stdin", data=b"what this branch is for")
    tree = git(remote, "mktree", data=f"100644 blob {tree}\tREADME.md\n".encode())
    git(remote, "update-ref", f"refs/heads/{BRANCH}", git(remote, "commit-tree", tree, "-m", "readme"))
    store = store_at(remote, tmp_path / "copy")
    apply_once(ledger_on(store, tmp_path))
    assert ["README.md", TENANT] == git(remote, "ls-tree", "--name-only", BRANCH).splitlines()
    assert (2, []) == (check_chain(store), list(store.history_faults()))


def test_ids_may_be_sha256(tmp_path: Path) -> None:
    remote = bare(tmp_path / "long.git", "--object-format=sha256")
    git(remote, "update-ref", f"refs/heads/{BRANCH}", git(remote, "commit-tree", git(remote, "mktree"), "-m", "empty"))
    store = store_at(remote, tmp_path / "copy")
    apply_once(ledger_on(store, tmp_path))
    assert 2 == check_chain(store_at(remote, tmp_path / "other"))


def test_only_the_files_of_the_own_tenant_are_fetched(remote: Path, tmp_path: Path) -> None:
    git(remote, "config", "uploadpack.allowFilter", "true")
    git(remote, "config", "uploadpack.allowAnySHA1InWant", "true")
    apply_once(ledger_on(store_at(remote, tmp_path / "theirs"), tmp_path, "åsskolan"))
    own = ledger_on(store_at(remote, tmp_path / "theirs"), tmp_path)
    head = own.append(RecordKind.OBSERVATION, {"large": "x" * 1000}, NOW, None)
    apply_once(own, after=head)

    mine = store_at(remote, tmp_path / "mine")
    after = apply_once(ledger_on(mine, tmp_path), "next", ledger_on(mine, tmp_path).state().head)
    assert after == ledger_on(mine, tmp_path).state().head
    copy = next((tmp_path / "mine").glob("*/sha1.git"))
    absent = git(copy, "rev-list", "--objects", "--missing=print", "refs/ledger/head").splitlines()
    assert 2 == sum(line.startswith("?") for line in absent), "the records of the other tenant"
    assert 5 == check_chain(mine)


# Several at once


@pytest.mark.parametrize("shared", [True, False], ids=["one copy", "own copies"])
def test_of_tenants_that_append_at_once_every_record_lands(shared: bool, remote: Path, tmp_path: Path) -> None:
    tenants = [f"school-{number}" for number in range(4)]

    def work(tenant: str) -> None:
        ledger = ledger_on(store_at(remote, tmp_path / ("all" if shared else tenant)), tmp_path, tenant)
        head = None
        for run in ("one", "two", "three"):
            head = apply_once(ledger, run, head)

    with ThreadPoolExecutor(len(tenants)) as pool:
        list(pool.map(work, tenants))
    store = store_at(remote, tmp_path / "reader")
    assert [6] * 4 == [check_chain(store, tenant) for tenant in tenants]
    assert [] == list(store.history_faults())
    assert "24" == git(remote, "rev-list", "--count", BRANCH)


def test_of_runs_that_append_at_once_exactly_one_wins_each_number(remote: Path, tmp_path: Path) -> None:
    children = [start("race", remote, tmp_path / run, TENANT, run, 6) for run in ("one", "two", "three")]
    ended = [(*child.communicate(timeout=120), child.returncode) for child in children]
    assert [0, 0, 0] == [code for _, _, code in ended], [said for _, said, _ in ended]
    assert 18 == len({digest for out, _, _ in ended for digest in out.split()})
    assert 18 == check_chain(store_at(remote, tmp_path / "reader"))


def test_waits_grow_are_bounded_and_differ() -> None:
    waited: list[float] = []
    for chance in (0.0, 1.0):
        waiting = Waiting(waited.append, lambda chance=chance: chance)  # type: ignore[misc]
        for attempt in range(20):
            waiting.wait(attempt)
    short, long = waited[:20], waited[20:]
    assert sorted(long) == long
    assert (0.05, 4.0) == (long[0], long[-1])
    assert [wait / 2 for wait in long] == short


# Killed, refused, unanswered


def test_the_steps_of_an_append_are_those_that_are_listed(remote: Path, tmp_path: Path) -> None:
    done: list[str] = []
    store_at(remote, tmp_path / "copy", done.append).append(TENANT, "00000001-intent.json", b"{}")
    assert STEPS == tuple(done)


@pytest.mark.parametrize("copy", ["same", "other"])
@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_of_an_append_leaves_a_chain(
    step: str, copy: str, remote: Path, tmp_path: Path
) -> None:
    before = apply_once(ledger_on(store_at(remote, tmp_path / "same"), tmp_path))
    with start("kill", remote, tmp_path / "same", step) as child:
        child.communicate(timeout=60)
    assert -signal.SIGKILL == child.returncode

    store = store_at(remote, tmp_path / copy)
    ledger = ledger_on(store, tmp_path)
    state = ledger.state()
    written = step in ("pushed", "remembered")
    assert (3 if written else 2) == state.seq
    assert (before == state.head) != written
    apply_once(ledger, "next", state.head)
    assert (state.seq + 2, []) == (check_chain(store), list(store.history_faults()))


@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_at_any_step_of_the_first_append_leaves_a_chain(step: str, remote: Path, tmp_path: Path) -> None:
    with start("kill", remote, tmp_path / "copy", step) as child:
        child.communicate(timeout=60)
    assert -signal.SIGKILL == child.returncode
    store = store_at(remote, tmp_path / "copy")
    state = ledger_on(store, tmp_path).state()
    assert int(step in ("pushed", "remembered")) == state.seq
    apply_once(ledger_on(store, tmp_path), "next", state.head)
    assert (state.seq + 2, []) == (check_chain(store), list(store.history_faults()))


@pytest.mark.parametrize("name", ["pre-receive", "reference-transaction", "update", "post-receive"])
def test_a_run_killed_while_the_remote_takes_its_record_leaves_a_chain(name: str, remote: Path, tmp_path: Path) -> None:
    apply_once(ledger_on(store_at(remote, tmp_path / "copy"), tmp_path))
    hook(remote, name, 'test -z "$WORKER" || kill -9 "$WORKER"')
    with start("kill", remote, tmp_path / "copy", "never") as child:
        child.communicate(timeout=60)
    assert -signal.SIGKILL == child.returncode

    store = store_at(remote, tmp_path / "copy")
    ledger = ledger_on(store, tmp_path)
    seq = ledger.state().seq
    for attempt in range(20):  # the push goes on for a moment without the run that began it
        try:
            apply_once(ledger, f"next {attempt}", ledger.state().head)
            break
        except Locked:
            continue
    assert check_chain(store) - seq in (2, 3)
    assert [] == list(store.history_faults())


def test_a_push_whose_answer_was_lost_is_looked_for_before_it_is_called_failed(remote: Path, tmp_path: Path) -> None:
    hook(remote, "post-receive", "kill -9 $PPID")
    store = store_at(remote, tmp_path / "copy")
    apply_once(ledger_on(store, tmp_path))
    assert (2, []) == (check_chain(store), list(store.history_faults()))


def test_another_tenant_may_follow_a_push_whose_answer_was_lost(remote: Path, tmp_path: Path) -> None:
    """The remote takes the record, then one of another tenant, and only then breaks off."""
    other = ledger_on(store_at(remote, tmp_path / "other"), tmp_path, "åsskolan")
    apply_once(other)
    git(remote, "update-ref", "refs/next", BRANCH)
    git(remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
    # A commit of the other tenant behind ours, made while our push is still waiting for its answer.
    follow = "tree=$( (git ls-tree refs/next; git ls-tree $new) | git mktree )"
    hook(
        remote,
        "post-receive",
        f"read old new ref; {follow}; export GIT_COMMITTER_NAME=x GIT_COMMITTER_EMAIL=x GIT_AUTHOR_NAME=x"
        " GIT_AUTHOR_EMAIL=x; git update-ref $ref $(git commit-tree -p $new -m follows $tree); kill -9 $PPID",
    )
    store = store_at(remote, tmp_path / "copy")
    store.append(TENANT, "00000001-intent.json", b"mine")
    assert ["follows", f"ledger: {TENANT} 00000001-intent"] == git(remote, "log", "--format=%s", BRANCH).splitlines()
    assert b"mine" == store.read(TENANT, "00000001-intent.json")
    assert 2 == check_chain(store, "åsskolan")


def test_lock_files_of_a_killed_machine_are_cleared_away_and_young_ones_are_not(remote: Path, tmp_path: Path) -> None:
    ledger = ledger_on(store_at(remote, tmp_path / "copy"), tmp_path)
    head = apply_once(ledger)
    copy = next((tmp_path / "copy").glob("*/sha1.git"))
    old, young = copy / "refs" / "ledger" / "head.lock", copy / "refs" / "x.lock"
    for lock in (old, young):
        lock.touch()
    os.utime(old, (0, 0))
    apply_once(ledger, "next", head)
    assert (False, True) == (old.exists(), young.exists())


def test_a_remote_that_refuses_is_asked_a_few_times_and_then_said_to_refuse(remote: Path, tmp_path: Path) -> None:
    hook(remote, "pre-receive", "echo 'this branch is protected' >&2; exit 1")
    waited: list[float] = []
    store = store_at(remote, tmp_path / "copy", waited=waited)
    with pytest.raises(ServiceError, match="this branch is protected") as caught:
        store.append(TENANT, "00000001-intent.json", b"{}")
    assert (5, False) == (caught.value.exit_code, caught.value.maybe_done)
    assert [] == store.names(TENANT)
    assert 3 <= len(waited) <= 8


def test_a_lock_file_of_the_remote_that_goes_away_does_no_harm(remote: Path, tmp_path: Path) -> None:
    store = store_at(remote, tmp_path / "copy")
    store.append(TENANT, "00000001-intent.json", b"1")
    lock = remote / "refs" / "heads" / f"{BRANCH}.lock"
    lock.touch()
    hook(remote, "pre-receive", f"test ! -e {remote}/again || rm -f {lock}; touch {remote}/again")
    store.append(TENANT, "00000002-receipt.json", b"2")
    assert 2 == len(store.names(TENANT))


@pytest.mark.parametrize("address", ["gone.git", "file:///gone.git", "http://127.0.0.1:9/kim:pa55word@x.git"])
def test_a_remote_that_cannot_be_reached_is_told_before_anything_is_written(address: str, tmp_path: Path) -> None:
    store = store_at(address, tmp_path / "copy")
    for act in (lambda: store.names(TENANT), lambda: store.append(TENANT, "00000001-intent.json", b"{}")):
        with pytest.raises(ServiceError, match="cannot be") as caught:
            act()
        assert (5, True) == (caught.value.exit_code, bool(caught.value.remedy))


def test_a_copy_that_cannot_be_made_is_told(remote: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"a file where a folder must be")
    store = store_at(remote, tmp_path / "copy")
    with pytest.raises(ServiceError, match="cannot be written"):
        store.append(TENANT, "00000001-intent.json", b"{}")


# A branch that was tampered with


def rewritten(remote: Path, tmp_path: Path, *commands: tuple[str, ...], force: bool = False) -> str:
    """Changes the branch in a clone; gives its new head."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", BRANCH, str(remote), str(clone))
    for command in commands:
        git(clone, *command)
    git(clone, "push", "--quiet", *(["--force"] if force else []), "origin", f"HEAD:{BRANCH}")
    return git(clone, "rev-parse", "HEAD")


REMOVED = ("rm", "--quiet", f"{TENANT}/00000001-intent.json")
MOVED = ("mv", f"{TENANT}/00000002-receipt.json", f"{TENANT}/00000002-import.json")
EXECUTABLE = ("update-index", "--chmod=+x", f"{TENANT}/00000002-receipt.json")
COMMIT = ("commit", "--quiet", "--message", "tidy")


@pytest.mark.parametrize(
    ("expected", "command"),
    [
        ((f"{TENANT}/00000001-intent.json", "it removed the file"), REMOVED),
        ((f"{TENANT}/00000002-receipt.json", "it removed the file"), MOVED),
        ((f"{TENANT}/00000002-receipt.json", "it changed the file"), EXECUTABLE),
    ],
)
def test_a_commit_that_changed_or_removed_a_file_is_named(
    expected: tuple[str, str], command: tuple[str, ...], remote: Path, tmp_path: Path
) -> None:
    apply_once(ledger_on(store_at(remote, tmp_path / "copy"), tmp_path))
    bad = rewritten(remote, tmp_path, command, COMMIT)
    store = store_at(remote, tmp_path / "fresh")
    assert isinstance(store, Historied)
    fault = next(store.history_faults())
    assert (bad, *expected) == (fault.commit, fault.file, fault.reason)


def test_a_removed_file_that_came_back_is_still_named(remote: Path, tmp_path: Path) -> None:
    apply_once(ledger_on(store_at(remote, tmp_path / "copy"), tmp_path))
    back = ("checkout", "--quiet", "HEAD~", "--", TENANT)
    rewritten(remote, tmp_path, REMOVED, COMMIT, back, COMMIT)
    store = store_at(remote, tmp_path / "fresh")
    assert 2 == check_chain(store)
    assert ["it removed the file"] == [fault.reason for fault in store.history_faults()]


def test_two_files_in_one_commit_and_joined_histories_are_named(remote: Path, tmp_path: Path) -> None:
    apply_once(ledger_on(store_at(remote, tmp_path / "copy"), tmp_path))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", BRANCH, str(remote), str(clone))
    git(clone, "checkout", "--quiet", "-b", "side", "HEAD~")
    for name in "ab":
        (clone / name).write_text(name)
    git(clone, "add", ".")
    git(clone, *COMMIT)
    git(clone, "checkout", "--quiet", BRANCH)
    git(clone, "merge", "--quiet", "--no-ff", "-m", "joined", "side")
    git(clone, "push", "--quiet", "origin", BRANCH)
    faults = list(store_at(remote, tmp_path / "fresh").history_faults())
    assert ["it joins two histories", "it added 2 files, and not one"] == [fault.reason for fault in faults]


@pytest.mark.parametrize("last", ["receipt", "intent"])
def test_a_branch_that_was_rewritten_by_force_is_noticed(last: str, remote: Path, tmp_path: Path) -> None:
    store = store_at(remote, tmp_path / "copy")
    apply_once(ledger_on(store, tmp_path))
    seen = git(remote, "rev-parse", BRANCH)
    if last == "receipt":  # the tail is gone
        git(remote, "update-ref", f"refs/heads/{BRANCH}", f"{BRANCH}~")
    else:  # the chain begins anew
        git(remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
        ledger_on(store_at(remote, tmp_path / "forger"), tmp_path).append(RecordKind.INTENT, intent("x"), NOW, None)
    for late in (store, store_at(remote, tmp_path / "copy")):
        with pytest.raises(DamagedRecord, match=f"00000001-{last}" if last == "intent" else "00000002-receipt"):
            ledger_on(late, tmp_path).state()
        faults = list(late.history_faults())
        assert [(seen, "")] == [(fault.commit, fault.file) for fault in faults]
        assert "rewritten" in faults[0].reason


def test_a_service_that_lags_behind_itself_is_asked_again(remote: Path, tmp_path: Path) -> None:
    ledger = ledger_on(store_at(remote, tmp_path / "copy"), tmp_path)
    head = apply_once(ledger)
    newest = git(remote, "rev-parse", BRANCH)
    git(remote, "update-ref", f"refs/heads/{BRANCH}", f"{BRANCH}~")
    found = find_remote(f"{remote}#{BRANCH}", tmp_path, tmp_path, environment())
    catch_up = Waiting(lambda seconds: (git(remote, "update-ref", f"refs/heads/{BRANCH}", newest), None)[1], lambda: 1)
    assert head == ledger_on(GitStore(found, tmp_path / "copy", catch_up), tmp_path).state().head


def test_a_branch_that_was_removed_after_it_was_seen_is_noticed(remote: Path, tmp_path: Path) -> None:
    store = store_at(remote, tmp_path / "copy")
    apply_once(ledger_on(store, tmp_path))
    git(remote, "update-ref", "-d", f"refs/heads/{BRANCH}")
    with pytest.raises(DamagedRecord, match="00000001-intent"):
        store.names(TENANT)
    assert 1 == len(list(store.history_faults()))
    assert [] == store.names("åsskolan")
    apply_once(ledger_on(store, tmp_path, "åsskolan"))
    assert 2 == check_chain(store_at(remote, tmp_path / "fresh"), "åsskolan")


def test_history_is_complete_also_where_only_the_newest_commit_was_fetched(remote: Path, tmp_path: Path) -> None:
    ledger = ledger_on(store_at(remote, tmp_path / "writer"), tmp_path)
    head = apply_once(ledger)
    store = store_at(remote, tmp_path / "reader")
    assert 2 == check_chain(store)
    copy = next((tmp_path / "reader").glob("*/sha1.git"))
    assert "1" == git(copy, "rev-list", "--count", "refs/ledger/head")
    apply_once(ledger, "next", head)
    assert (4, []) == (check_chain(store), list(store.history_faults()))
    assert "4" == git(copy, "rev-list", "--count", "refs/ledger/head")
