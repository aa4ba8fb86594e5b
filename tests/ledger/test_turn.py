"""One process at a time, and nobody waits for ever."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.ledger.turn import turn
from reconciler.model.errors import Locked

ROOT = Path(__file__).parents[2]
HOLDING = """\
import sys
from pathlib import Path
from reconciler.ledger.turn import turn
with turn(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_who_keeps_a_turn_too_long_is_named_and_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    command = [sys.executable, "-c", HOLDING, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert "held\n" == holder.stdout.readline()
        with pytest.raises(Locked) as caught, turn(file, seconds=0.05):
            pass
        assert 6 == caught.value.exit_code
        assert f"{file} locked for 0.05 seconds (process {holder.pid})" in caught.value.message
        holder.communicate("")
    with turn(file, seconds=0.0):
        assert f"{os.getpid()}\n" == file.read_text("ascii")


def test_a_turn_that_a_killed_process_held_is_free(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    command = [sys.executable, "-c", HOLDING, str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert "held\n" == holder.stdout.readline()
        holder.kill()
        holder.wait()
    with turn(file, seconds=0.0):
        assert file.exists()
