"""One file, several processes, and processes that are killed."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox, SandboxFileError
from tests.sandbox.client import BOOKS, Client, book, group, users

_WRITER = """
import sys
from pathlib import Path
from reconciler.sandbox import Sandbox
from tests.sandbox.client import Client

client = Client(Sandbox(Path(sys.argv[1])), "app:writer")
rounds = int(sys.argv[2])
print("ready", flush=True)
for n in range(rounds):
    client.assign("b", ("g1", "required"), ("g2", "available")) if n % 2 else client.assign("b", ("g2", "required"))
    print(n, flush=True)
"""


def start(path: Path, rounds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _WRITER, str(path), str(rounds)]
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)


def school(path: Path) -> Client:
    client = Client(Sandbox(path))
    client.put_state(
        managedEBooks=[book("b", totalLicenseCount=50)],
        users=users("ann", "bo", "cia"),
        groups=[group("g1", "ann", "bo"), group("g2", "bo", "cia")],
    )
    return client


def test_a_killed_writer_leaves_a_whole_tenant(tmp_path: Path) -> None:
    path = tmp_path / "tenant.sqlite"
    school(path).sandbox.close()
    with start(path, 100_000) as writer:
        assert writer.stdout is not None
        for _ in range(12):
            assert writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait(20)
    client = Client(Sandbox(path))
    state = client.get("/_sandbox/state")
    assigned = client.assigned("b")
    assert assigned in ({"g2": "required"}, {"g1": "required", "g2": "available"})
    assert len(state["auditEvents"]) >= 11
    taken = state["managedEBooks"][0]
    assert len(taken["userStateSummary"]) == taken["usedLicenseCount"] == 3
    client.sandbox.close()
    with sqlite3.connect(path) as database:
        assert ("ok",) == database.execute("PRAGMA integrity_check").fetchone()
    database.close()


def test_two_processes_write_one_file_and_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tenant.sqlite"
    client = school(path)
    with start(path, 40) as one, start(path, 40) as two:
        for n in range(20):
            assert 204 == client.assign("b", ("g1", "available") if n % 2 else ("g2", "available")).status
        one.communicate(timeout=60)
        two.communicate(timeout=60)
    assert (0, 0) == (one.returncode, two.returncode)
    events = client.get("/_sandbox/state")["auditEvents"]
    assert 100 == len(events)
    assert 100 == len({event["id"] for event in events})
    client.sandbox.close()


def test_processes_that_begin_together_make_one_example_school(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "tenant.sqlite"
    starting = [start(path, 0) for _ in range(4)]
    for process in starting:
        process.communicate(timeout=60)
    assert [0, 0, 0, 0] == [process.returncode for process in starting]
    client = Client(Sandbox(path))
    assert 8 == len(client.get(BOOKS)["value"])
    client.sandbox.close()


def test_a_file_of_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.sqlite"
    text.write_bytes(b"these are notes, and no database" * 40)
    with pytest.raises(SandboxFileError, match=r"notes\.sqlite"):
        Sandbox(text)
    assert text.read_bytes().startswith(b"these are notes")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE mine(x)")
    database.close()
    with pytest.raises(SandboxFileError, match="something else"):
        Sandbox(other)
    with pytest.raises(SandboxFileError, match="cannot be used"):
        Sandbox(tmp_path)
