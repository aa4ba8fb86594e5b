"""Where a git ledger is: `REMOTE#BRANCH`, and the settings with which the tenant's own repository would reach it.

Read `find_remote`. The ledger lives in a repository of its own, so what a pipeline's checkout left in the settings of
the tenant's repository (credentials, `http.*.extraheader`, `core.sshCommand`) is handed over.
"""

import re
import urllib.parse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path, PurePosixPath

from reconciler.ledger.git_plumbing import GitFailed, Setting, quiet_environment, run_git, with_settings
from reconciler.model.errors import ServiceError, UsageError

NAME = "reconciler-ledger"
"""What git is told to call the remote."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A branch at a remote, and the environment that reaches it.

    `address` has no credentials; it is the same for every job that reaches the same place. `written` is the place as
    the settings name it, without credentials. `secrets` must never be shown.
    """

    written: str
    address: str
    branch: str
    environ: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)

    @property
    def ref(self) -> str:
        """The branch's full name."""
        return f"refs/heads/{self.branch}"

    def redact(self, text: str) -> str:
        """The text without what stands before `@` in an address, and without the secrets."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return _without_user(text)


def find_remote(place: str, folder: Path, cwd: Path, environ: Mapping[str, str]) -> Remote:
    """The remote that `REMOTE#BRANCH` means for a tenant in `folder`: a remote's name there, a URL, or a path.

    A path is taken from `cwd`. Raises UsageError where it is none of these, or must not be used.
    """
    remote, branch = _parse(place, environ)
    known = _settings_of(folder, environ)
    fetch, push = _addresses(remote, known, folder, cwd)
    for address in (fetch, push):
        _check(place, address)
    plain_fetch, plain_push = _plain(fetch), _plain(push)
    settings = [*_handed_over(known, environ), *_as_remote(plain_fetch, plain_push)]
    secrets: dict[str, str] = {}
    for number, address in enumerate(dict.fromkeys((fetch, push))):
        more, told = _credentials(address, number)
        settings += more
        secrets |= told
    env = with_settings(quiet_environment(environ), settings) | secrets | _ssh(known, environ)
    hidden = tuple(value for value in secrets.values() if len(value) >= _WORTH_HIDING)
    return Remote(f"git:{_without_user(remote)}#{branch}", plain_fetch, branch, env, hidden)


_WORTH_HIDING = 6
"""Characters; a shorter text (a user called `git`) would tear holes into every message."""


def refuse_tracked(root: Path, below: Path, environ: Mapping[str, str]) -> None:
    """Raises ServiceError where the repository at `root` brings files at or around `below`, the folder of our copy.

    A pull request could write them: settings that start a program, or objects that are not what they say.
    """
    if not (root / ".git").exists() or not (root / below).exists():
        return
    try:
        listed = run_git(["ls-files", "-z", "--cached"], root, environ).decode("utf-8", "surrogateescape").split("\0")
    except GitFailed as error:
        raise _planted(below, f"git does not tell whether it tracks it: {_without_user(error.said.strip())}") from error
    ours, around = f"{below.as_posix()}/", {str(below.as_posix()), *(folder.as_posix() for folder in below.parents)}
    if any(name.lower().startswith(ours) or name.lower() in around for name in listed if name):
        raise _planted(below, "git tracks it, so that a pull request could write it")


def _planted(below: Path, why: str) -> ServiceError:
    return ServiceError(
        f"{below}: {why}; nothing in it can be believed",
        f"Remove it with git rm -r --cached {below}, delete the folder, and let git ignore it.",
        code="VPP606",
    )


def _parse(place: str, environ: Mapping[str, str]) -> tuple[str, str]:
    remote, _, branch = place.rpartition("#")
    branch = branch.removeprefix("refs/heads/")
    if not remote or not branch:
        raise _unusable(place, "it lacks REMOTE or BRANCH")
    if branch.upper() in _NO_BRANCH or branch.startswith("refs/"):
        raise _unusable(place, f'"{branch}" is no branch; write the name of one, such as #ledger')
    for what, text in (("REMOTE", remote), ("BRANCH", branch)):
        if text.startswith("-") or not text.isprintable():
            raise _unusable(place, f'{what} begins with "-", or holds a control character')
    try:
        run_git(["check-ref-format", f"refs/heads/{branch}"], None, quiet_environment(environ))
    except GitFailed as error:
        why = "git cannot be started" if "cannot be started" in error.said else "git allows no branch of that name"
        raise _unusable(place, why) from error
    return remote, branch


_NO_BRANCH = frozenset({"HEAD", "FETCH_HEAD", "ORIG_HEAD", "MERGE_HEAD", "@"})
"""What git calls a commit and no branch; a branch of that name would be made, and hard to reach afterwards."""


def _unusable(place: str, why: str) -> UsageError:
    return UsageError(
        f'RECONCILER_LEDGER is "git:{_without_user(place)}", which cannot be used: {why}.',
        "Write it as git:REMOTE#BRANCH, where REMOTE is a path, a URL or the name of a remote.",
    )


# What the settings say


@dataclass(frozen=True, slots=True)
class _Known:
    """One line of git's configuration: where it stands, its key (section and name in lower case), its value."""

    scope: str
    origin: str
    key: str
    value: str


def _settings_of(folder: Path, environ: Mapping[str, str]) -> tuple[_Known, ...]:
    """All settings that hold in a folder; where that is no repository that git trusts, those of user and machine."""
    kept = {key: value for key, value in environ.items() if not key.startswith("GIT_TRACE")}
    return _listed(folder, {**kept, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"})


def _listed(folder: Path | None, env: Mapping[str, str]) -> tuple[_Known, ...]:
    listing = ["config", "--null", "--show-scope", "--show-origin", "--includes", "--list"]
    try:
        fields = run_git(listing, folder, env).decode("utf-8", "surrogateescape").split("\0")
    except GitFailed:
        return ()
    entries = zip(*[iter(fields)] * 3, strict=False)
    return tuple(_Known(scope, origin, *_key_value(text)) for scope, origin, text in entries)


def _key_value(text: str) -> tuple[str, str]:
    key, newline, value = text.partition("\n")
    return key, value if newline else "true"


_REACHING = re.compile(r"(http|credential|url)\..*|core\.gitproxy|ssh\.variant", re.DOTALL)


def _handed_over(known: Iterable[_Known], environ: Mapping[str, str]) -> list[Setting]:
    """The settings of the tenant's repository that say how a remote is reached.

    Those of user and machine hold in our own repository too, and are not said twice: a header that is sent twice is
    refused by some services. Settings that user or machine make for this repository alone are handed over.
    """
    everywhere = set(_listed(None, {**environ, "GIT_DIR": "/dev/null/none"}))
    return [
        (one.key, one.value)
        for one in known
        if _REACHING.fullmatch(one.key) and (one.scope in ("local", "worktree") or one not in everywhere)
    ]


def _last(known: Iterable[_Known], key: str) -> str | None:
    return next((one.value for one in reversed(tuple(known)) if one.key == key), None)


# Addresses


def _addresses(remote: str, known: Sequence[_Known], folder: Path, cwd: Path) -> tuple[str, str]:
    """Where to fetch and where to push. Of several addresses of a remote the first is taken: a lock has one place."""
    named = [one.value for one in known if one.key == f"remote.{remote}.url" and one.value]
    if not named:
        if _WORD.fullmatch(remote) and not (cwd / remote).exists():
            raise _unusable(
                f"{remote}#…", f'"{remote}" is neither a remote of the repository around {folder} nor a path'
            )
        address = _absolute(remote, cwd)
        return address, address
    push = [one.value for one in known if one.key == f"remote.{remote}.pushurl" and one.value]
    root = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    return _absolute(named[0], root), _absolute((push or named)[0], root)


_WORD = re.compile(r"[\w-]+")
_SCP = re.compile(r"[^/\\]{2,}:.*", re.DOTALL)
"""`host:path`; one letter before the colon is a drive."""


def _absolute(address: str, base: Path) -> str:
    if "://" in address or (_SCP.fullmatch(address) and not (base / address).exists()):
        return address
    return str((base / address).resolve())


def _check(place: str, address: str) -> None:
    """Raises UsageError for an address that would start a program, or send credentials in the clear."""
    if address.startswith("-") or re.match(r"[A-Za-z0-9+.-]+::", address):
        raise _unusable(place, "its remote is no path and no URL")
    scheme = address.partition("://")[0].lower() if "://" in address else "file"
    if scheme not in ("file", "http", "https", "ssh", "git+ssh", "ssh+git"):
        raise _unusable(place, f"nothing is sent by {scheme}:")
    if scheme == "http" and not _loopback(urllib.parse.urlsplit(address).hostname or ""):
        raise _unusable(place, "http: sends everything in the clear; use https:")


def _loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _as_remote(fetch: str, push: str) -> Iterator[Setting]:
    """The remote as git keeps it; it may hold back files until they are asked for."""
    yield f"remote.{NAME}.url", fetch
    if push != fetch:
        yield f"remote.{NAME}.pushurl", push
    yield f"remote.{NAME}.tagOpt", "--no-tags"


# Credentials

_USER = re.compile(r"(?<=://)[^/\s]*@")


def _without_user(text: str) -> str:
    return _USER.sub("…@", text)


def _plain(address: str) -> str:
    """The address without user and password; of ssh, where the user is part of the address, without the password."""
    scheme, separator, rest = address.partition("://")
    if not separator or "@" not in rest.partition("/")[0]:
        return address
    authority, slash, path = rest.partition("/")
    user, _, host = authority.rpartition("@")
    kept = "" if scheme.lower() in ("http", "https") else f"{user.partition(':')[0]}@"
    return f"{scheme}://{kept}{host}{slash}{path}"


def _credentials(address: str, number: int) -> tuple[list[Setting], dict[str, str]]:
    """Settings that answer git with the user and password of an address, and the variables they read them from.

    git would put an address as it is on the command line of the program that speaks HTTP, for every user to read.
    """
    parts = urllib.parse.urlsplit(address) if "://" in address else None
    if parts is None or parts.scheme.lower() not in ("http", "https") or parts.username is None:
        return [], {}
    host = _plain(address).split("/", 3)[2]
    section = f"credential.{parts.scheme}://{host}"
    if parts.password is None:
        return [(f"{section}.username", urllib.parse.unquote(parts.username))], {}
    names = f"RECONCILER_LEDGER_USER_{number}", f"RECONCILER_LEDGER_PASSWORD_{number}"
    said = r"""!f() { if test "$1" = get; then printf 'username=%s\npassword=%s\n' "$A" "$B"; fi; }; f"""
    helper = said.replace("$A", f"${names[0]}").replace("$B", f"${names[1]}")
    values = urllib.parse.unquote(parts.username), urllib.parse.unquote(parts.password)
    return [(f"{section}.helper", ""), (f"{section}.helper", helper)], dict(zip(names, values, strict=True))


# ssh

_NOBODY_TO_ASK = "-o BatchMode=yes -o ConnectTimeout=20 -o ServerAliveInterval=10"


def _ssh(known: Iterable[_Known], environ: Mapping[str, str]) -> dict[str, str]:
    """The ssh that the environment or the settings name, told to ask nothing; another program is left as it is."""
    command = environ.get("GIT_SSH_COMMAND") or _last(known, "core.sshcommand")
    if not command and environ.get("GIT_SSH"):
        return {}
    command = command or "ssh"
    program = PurePosixPath(command.split()[0].strip("\"'").replace("\\", "/")).name
    return {"GIT_SSH_COMMAND": f"{command} {_NOBODY_TO_ASK}" if program in ("ssh", "ssh.exe") else command}
