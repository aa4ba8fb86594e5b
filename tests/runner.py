"""A pipeline's runner on this machine: a clone of a new repository, its origin, and the shell that runs its steps."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reconciler.scaffold.answers import Answers
from reconciler.scaffold.files import files_of
from tests.cli.command import COMMAND, environment

LEDGER = "git:origin#reconciler-ledger"
BOOKS = "desired-state/books/norrskolan.yaml"


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a step: its exit code, what it printed, and its outputs."""

    code: int
    told: str
    outputs: Mapping[str, str] = field(default_factory=dict)


class Runner:
    """Runs scripts as a pipeline's runner does, in one clone. In `main` a class gets one seat less than in `change`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clone = folder, folder / "clone"
        self.summary = folder / "summary.md"
        for file in files_of(Answers(name="nordskolan"), "{}\n"):
            self.write(file.path, file.content)
        self._program(folder / "bin/reconciler")
        self._program(self.clone / ".venv/bin/reconciler")
        self.git("init", "--quiet", "--bare", "--initial-branch=main", str(folder / "origin.git"), cwd=folder)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("remote", "add", "origin", str(folder / "origin.git"))
        self._branches()

    def write(self, path: str, text: str) -> None:
        """Writes a file of the clone."""
        place = self.clone / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")

    def git(self, *arguments: str, cwd: Path | None = None) -> str:
        """What git prints."""
        who = ("-c", "user.name=A", "-c", "user.email=a@school.example")
        done = subprocess.run(
            ["git", *who, *arguments], cwd=cwd or self.clone, env=environment(), capture_output=True, check=True
        )
        return done.stdout.decode("utf-8")

    def merge(self) -> None:
        """Puts the change on `main`, here and at the origin."""
        self.git("switch", "--quiet", "main")
        self.git("merge", "--quiet", "--ff-only", "change")
        self.git("push", "--quiet", "origin", "main")

    def records(self) -> list[str]:
        """The files of the ledger at the origin; none where it has no branch."""
        if not self.git("branch", "--list", "reconciler-ledger", cwd=self.folder / "origin.git"):
            return []
        listed = self.git("ls-tree", "-r", "--name-only", "reconciler-ledger", cwd=self.folder / "origin.git")
        return listed.split()

    def shell(self, script: str, **env: str) -> Ran:
        """Runs a script of the pipeline."""
        out = self.folder / "output"
        out.write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.clone,
            env={**environment(), **self._known(out), **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        outputs = dict(line.partition("=")[::2] for line in out.read_text("utf-8").splitlines())
        return Ran(done.returncode, (done.stdout + done.stderr).decode("utf-8"), outputs)

    def _known(self, out: Path) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "CI": "true",
            "GITHUB_OUTPUT": str(out),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "RECONCILER_LEDGER": LEDGER,
        }

    def _program(self, place: Path) -> None:
        """A `reconciler` that runs this one."""
        place.parent.mkdir(parents=True)
        place.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n', "utf-8")
        place.chmod(0o755)

    def _branches(self) -> None:
        text = (self.clone / BOOKS).read_text("utf-8")
        self.write(BOOKS, text.replace("seatCap: 13", "seatCap: 12"))
        self._commit("begin")
        self.git("push", "--quiet", "origin", "main")
        self.git("switch", "--quiet", "--create", "change")
        self.write(BOOKS, text)
        self._commit("let all of 9B have it")

    def _commit(self, message: str) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
