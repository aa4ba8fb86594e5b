"""A bare repository of our own that holds what is known of the ledger's branch. It may be thrown away at any time.

What it is for: nothing is fetched twice; nobody's working tree, index, HEAD or refs are touched; and what was seen once
is remembered, so that a branch that somebody rewrote is noticed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reconciler.ledger.durable import make_folders
from reconciler.ledger.git_plumbing import Git, GitFailed, Setting
from reconciler.ledger.git_remote import NAME, Remote
from reconciler.ledger.turn import turn

HEAD = "refs/ledger/head"
ASK_SECONDS, SEND_SECONDS = 60.0, 300.0

_HOLDING_BACK: tuple[Setting, ...] = (
    (f"remote.{NAME}.promisor", "true"),
    (f"remote.{NAME}.partialCloneFilter", "blob:none"),
)
"""Files are fetched when they are asked for, a tenant's at once; many services offer that, others send everything."""

_FETCH = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none")


@dataclass(frozen=True, slots=True)
class Item:
    """What stands under a name in a tree."""

    mode: str
    kind: str
    oid: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, and no folder, link or module."""
        return self.mode == "100644"


Tree = Mapping[str, Item]


class Copy:
    """The copy of one branch below `base`. Every method raises GitFailed, or OSError for the disk."""

    def __init__(self, base: Path, remote: Remote) -> None:
        self._remote = remote
        self._base = base
        self.path = base / hashlib.sha256(f"{remote.address}#{remote.branch}".encode()).hexdigest()[:16]
        form = "sha256" if (self.path / "sha256.git").exists() else "sha1"
        self._git = Git(self.path / f"{form}.git", remote.environ)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Keeps other processes out of the copy; makes its folder where there is none."""
        make_folders(self.path)
        with turn(self.path / "turn", SEND_SECONDS):  # another tenant's run may be fetching or sending meanwhile
            yield

    def unused(self) -> bool:
        """Whether nothing was ever seen here."""
        return not self.path.exists()

    # The branch

    def newest(self) -> str | None:
        """The newest commit of the branch at the remote; asks, and changes nothing here."""
        nowhere = Git(self.path / "none", self._remote.environ)  # another run may be making the copy right now
        out = nowhere.run("ls-remote", "--quiet", NAME, self._remote.ref, seconds=ASK_SECONDS).decode()
        found = (line.split("\t") for line in out.splitlines())
        return next((oid for oid, ref in found if ref == self._remote.ref), None)

    def known(self) -> str | None:
        """The newest commit as far as it is known here, without asking."""
        return self._ref(HEAD)

    def fetch(self, newest: str | None) -> str | None:
        """Brings the branch here, with all its folders, where `newest` is not here yet; gives its newest commit.

        None where there is no branch; what was known of it is then forgotten, but not what was seen.
        """
        if newest is None:
            if self.known():
                self._git.run("update-ref", "-d", HEAD)
            return None
        self._open(newest)
        before = self._ref(HEAD)
        if before != newest:
            depth = () if before else ("--depth=1",)
            self._network([*_FETCH, *depth, NAME, f"+{self._remote.ref}:{HEAD}"])
        return self._ref(HEAD)

    def push(self, commit: str) -> None:
        """Puts a commit on the branch, if it is nothing but an addition to what stands there."""
        self._network(["push", "--quiet", "--no-verify", NAME, f"{commit}:{self._remote.ref}"])
        self._git.run("update-ref", HEAD, commit)

    def complete(self) -> None:
        """Fetches the commits that lie behind those that are here."""
        if (self._git.directory / "shallow").exists():
            self._network([*_FETCH, "--unshallow", NAME, f"+{self._remote.ref}:{HEAD}"])

    # Trees, files, commits

    def tree(self, commit: str, folder: str | None = None) -> dict[str, Item]:
        """What stands in a folder of a commit, or at its top; empty where there is no such folder."""
        if folder is None:
            return _tree(self._git.run("ls-tree", "-z", "--full-tree", commit))
        item = self.tree(commit).get(folder)
        if item is not None and item.kind != "tree":
            raise GitFailed("ls-tree", f'"{folder}" is no folder in commit {commit}')
        return _tree(self._git.run("ls-tree", "-z", item.oid)) if item else {}

    def files(self, oids: Iterable[str]) -> dict[str, bytes]:
        """The content of files, by their ids; one that is not here is left out."""
        return dict(_batch(self._git.run("cat-file", "--batch", data=_lines(oids))))

    def bring(self, oids: Iterable[str]) -> None:
        """Fetches those of the files that are not here, all in one request."""
        told = self._git.run("cat-file", "--batch-check=%(objectname)", data=_lines(oids)).decode()
        absent = [line.removesuffix(" missing") for line in told.splitlines() if line.endswith(" missing")]
        if absent:
            noop = (*_HOLDING_BACK, ("fetch.negotiationAlgorithm", "noop"))
            self._git.run(*_FETCH, "--stdin", NAME, data=_lines(absent), settings=noop, seconds=SEND_SECONDS)

    def add_file(self, data: bytes, like: str | None) -> str:
        """Keeps a file here and gives its id. `like` is a commit of the repository it is for; None: there is none."""
        self._open(like or "")
        return self._git.run("hash-object", "-w", "--stdin", data=data).decode().strip()

    def add_commit(self, parent: str | None, folder: str, name: str, oid: str, message: str, at: datetime) -> str:
        """A commit that adds one file to a folder of its parent, and its id."""
        top = self.tree(parent) if parent else {}
        inner = self.tree(parent, folder) if parent else {}
        below = self._write_tree({**inner, name: Item("100644", "blob", oid)})
        root = self._write_tree({**top, folder: Item("040000", "tree", below)})
        behind = ("-p", parent) if parent else ()
        out = self._git.run("commit-tree", *behind, root, data=message.encode(), extra=_signed_by_nobody(at))
        return out.decode().strip()

    def _write_tree(self, tree: Tree) -> str:
        data = b"".join(f"{item.mode} {item.kind} {item.oid}\t{name}\0".encode() for name, item in tree.items())
        return self._git.run("mktree", "-z", "--missing", data=data).decode().strip()

    # What was seen

    def seen(self, folder: str) -> str | None:
        """The commit at which a folder was last looked at and found in order."""
        return self._ref(_seen(folder))

    def remember(self, folder: str, commit: str) -> None:
        """Remembers that a folder was in order at a commit."""
        if self.seen(folder) != commit:
            self._git.run("update-ref", _seen(folder), commit)

    def every_seen(self) -> list[str]:
        """All commits that are remembered."""
        return sorted(set(self._listed("refs/seen")))

    def is_behind(self, commit: str, head: str) -> bool:
        """Whether a commit lies on the way to `head`."""
        return self._git.run("rev-list", "--max-count=1", commit, f"^{head}") == b""

    def log(self, head: str) -> str:
        """Every commit up to `head` along first parents, oldest first, with what it changed; see `git_history`."""
        form = "--format=%H %P"
        told = (
            "log",
            "-z",
            "--first-parent",
            "-m",
            "--reverse",
            "--root",
            "--raw",
            "-r",
            "--no-renames",
            "--no-abbrev",
        )
        return self._git.run(*told, form, head, "--", seconds=SEND_SECONDS).decode("utf-8", "surrogateescape")

    # Helpers

    def _ref(self, ref: str) -> str | None:
        return next(iter(self._listed(ref)), None)

    def _listed(self, refs: str) -> list[str]:
        if not self._git.directory.exists():
            return []
        return self._git.run("for-each-ref", "--format=%(objectname)", refs).decode().split()

    def _open(self, like: str) -> None:
        """Makes the repository, with ids as long as the remote's."""
        form = "sha256" if len(like) == 64 else "sha1"
        self._git = Git(self.path / f"{form}.git", self._remote.environ)
        if not self._git.directory.exists():
            new = Git(self.path / "new.git", self._remote.environ)
            new.run("init", "--quiet", "--bare", "--template=", f"--object-format={form}", str(new.directory))
            new.directory.rename(self._git.directory)  # whole or not at all: a run may be killed here
        self._clear_locks()

    def _clear_locks(self) -> None:
        """Removes lock files that a killed machine left behind, told by their age; no command of ours takes so long."""
        mark = self.path / "turn"
        mark.touch()
        now = mark.stat().st_mtime
        for lock in self._git.directory.rglob("*.lock"):
            if now - lock.stat().st_mtime > 2 * SEND_SECONDS:
                lock.unlink(missing_ok=True)

    def _network(self, arguments: list[str]) -> None:
        self._git.run(*arguments, settings=_HOLDING_BACK, seconds=SEND_SECONDS)


def _seen(folder: str) -> str:
    return f"refs/seen/{hashlib.sha256(folder.encode()).hexdigest()[:16]}"


def _lines(oids: Iterable[str]) -> bytes:
    return "".join(f"{oid}\n" for oid in oids).encode()


def _tree(listing: bytes) -> dict[str, Item]:
    found = {}
    for entry in listing.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        head, _, name = entry.partition("\t")
        mode, kind, oid = head.split(" ")
        found[name] = Item(mode, kind, oid)
    return found


def _batch(out: bytes) -> Iterator[tuple[str, bytes]]:
    """The answers of `cat-file --batch`: `<id> blob <size>`, the content, a newline; or `<id> missing`."""
    at = 0
    while at < len(out):
        end = out.index(b"\n", at)
        words = out[at:end].decode().split(" ")
        at = end + 1
        if words[-1] != "missing":
            size = int(words[2])
            yield words[0], out[at : at + size]
            at += size + 1


def _signed_by_nobody(at: datetime) -> dict[str, str]:
    """Who commits: always the same, so that no setting of a user is needed; who it was stands in the record."""
    when = f"@{int(at.timestamp())} +0000"
    return {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "reconciler"), ("EMAIL", "reconciler@localhost"), ("DATE", when))
    }
