"""git's own commands: nobody is asked, there is a time limit, and settings stand on no command line."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

Setting = tuple[str, str]
"""A key of git's configuration and its value."""

OID_LENGTHS = frozenset({40, 64})
"""Of SHA-1 and SHA-256, in hexadecimal."""


class GitFailed(Exception):
    """A command of git failed. `said` is what it wrote to stderr; `late`: it did not end within its time."""

    def __init__(self, command: str, said: str, late: bool = False) -> None:
        super().__init__(f"git {command}: {said}")
        self.said = said
        self.late = late


@dataclass(frozen=True, slots=True)
class Git:
    """git over one repository, or over none (`directory` does not exist)."""

    directory: Path
    environ: Mapping[str, str]

    def run(
        self,
        *arguments: str,
        data: bytes = b"",
        settings: Iterable[Setting] = (),
        extra: Mapping[str, str] | None = None,
        seconds: float = 60.0,
    ) -> bytes:
        """What the command prints. Raises GitFailed, also where git is not installed."""
        env = {**with_settings(self.environ, settings), "GIT_DIR": str(self.directory), **(extra or {})}
        return run_git(arguments, None, env, data, seconds)


def run_git(
    arguments: Iterable[str], folder: Path | None, env: Mapping[str, str], data: bytes = b"", seconds: float = 60.0
) -> bytes:
    """What git prints in a folder, with exactly this environment. Raises GitFailed."""
    command = ["git", *arguments]
    try:
        # A session of its own: Ctrl-C must not break off a push, and a late one is ended with all that it started.
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise GitFailed(command[1], f"git cannot be started: {error.strerror or error}") from error
    return _output(process, command[1], data, seconds)


def _output(process: subprocess.Popen[bytes], name: str, data: bytes, seconds: float) -> bytes:
    try:
        out, said = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise GitFailed(name, f"no answer within {seconds:g} seconds", late=True) from late
    finally:
        _end(process)
    if process.returncode != 0:
        raise GitFailed(name, said.decode("utf-8", "replace"))
    return out


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what still runs: politely first, so that git takes its lock files with it."""
    if process.poll() is None:
        _signal(process, signal.SIGTERM)
        try:
            process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            _kill(process)
            process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


_GRACE_SECONDS = 3.0

if sys.platform == "win32":

    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        process.terminate()

    def _kill(process: subprocess.Popen[bytes]) -> None:
        process.kill()

else:

    def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return

    def _kill(process: subprocess.Popen[bytes]) -> None:
        _signal(process, signal.SIGKILL)


def with_settings(environ: Mapping[str, str], settings: Iterable[Setting]) -> dict[str, str]:
    """The environment with more of git's settings, behind those that it holds already.

    In the environment, since other users of the machine can read a command line. git 2.31 or newer reads them there.
    """
    count = environ.get("GIT_CONFIG_COUNT", "")
    first = int(count) if count.isdecimal() else 0
    added = dict(environ)
    for number, (key, value) in enumerate(settings, start=first):
        added[f"GIT_CONFIG_KEY_{number}"] = key
        added[f"GIT_CONFIG_VALUE_{number}"] = value
        added["GIT_CONFIG_COUNT"] = str(number + 1)
    return added


_FOREIGN = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
    *("GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_PREFIX", "GIT_CONFIG"),
    *("GIT_IMPLICIT_WORK_TREE", "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH", "GIT_CEILING_DIRECTORIES"),
    *("GIT_TEMPLATE_DIR", "GIT_DEFAULT_HASH", "GIT_ATTR_SOURCE", "GIT_REFLOG_ACTION", "GIT_PROXY_COMMAND"),
    *("SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "LANGUAGE"),
)
"""Variables that speak of another repository (a hook of git sets some), or that name a program that opens a window."""

_QUIET: Mapping[str, str] = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GCM_INTERACTIVE": "never",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
}

_OURS: tuple[Setting, ...] = (
    ("core.hooksPath", os.devnull),
    ("core.fsmonitor", "false"),
    ("core.logAllRefUpdates", "false"),
    ("credential.interactive", "false"),
    ("protocol.ext.allow", "never"),
    ("http.followRedirects", "false"),
    ("http.lowSpeedLimit", "1"),
    ("http.lowSpeedTime", "30"),
    ("push.gpgSign", "false"),
    ("push.followTags", "false"),
    ("push.recurseSubmodules", "no"),
    ("fetch.recurseSubmodules", "no"),
    ("fetch.prune", "false"),
    ("fetch.pruneTags", "false"),
    ("fetch.writeCommitGraph", "false"),
    ("gc.auto", "0"),
    ("maintenance.auto", "false"),
    ("i18n.commitEncoding", "UTF-8"),
)
"""What a user's own settings must not change here."""


def quiet_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a repository of our own: nothing of another one, nobody to ask, no hooks.

    A program that GIT_ASKPASS names is kept in a pipeline, where it hands out the job's own credentials; elsewhere
    it would open a window.
    """
    kept = {key: value for key, value in environ.items() if key not in _FOREIGN and not key.startswith("GIT_TRACE")}
    asked = kept.get("GIT_ASKPASS", "") if kept.get("CI") else ""
    return with_settings({**kept, **_QUIET, "GIT_ASKPASS": asked}, _OURS)
