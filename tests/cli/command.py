"""The command line as users call it: a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from reconciler.cli.main import cli
from tests.leaks import assert_says_no_secret

COMMAND = (sys.executable, "-c", "from reconciler.cli.main import main; main()")
NOW = "2026-11-22T12:00:00Z"
_KEPT = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "LANG")


@dataclass(frozen=True, slots=True)
class Ended:
    """What a run left behind."""

    code: int
    out: str
    err: str


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of this machine's pipeline or user; the clock stands still."""
    kept = {key: os.environ[key] for key in _KEPT if key in os.environ}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "RECONCILER_NOW": NOW}
    root = str(Path(__file__).parents[2])
    return {**kept, **quiet, "PYTHONPATH": root, **(extra or {})}


def run(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ended:
    """Runs `reconciler` with these arguments and waits for its end."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return _silent(Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")), env)


def call(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> Ended:
    """As `run`, in this process and many times as fast; for what needs no process of its own."""
    here = environment(env)
    absent = {key: None for key in os.environ if key not in here}
    done = CliRunner().invoke(cli, ["--chdir", str(cwd), *arguments], env={**absent, **here})
    return _silent(Ended(done.exit_code, done.stdout, done.stderr), env)


def _silent(ended: Ended, env: Mapping[str, str] | None) -> Ended:
    """What was said, after a look that no content token is in it: every command of every test is searched."""
    assert_says_no_secret(ended.out + ended.err, env or {})
    return ended
