"""Records as commits on a branch of a git remote: each commit adds one file, `<tenant's folder>/<name>`.

The remote decides who was first: a branch is moved only from the commit that the new one was built on.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from reconciler.ledger.folders import tenant_name
from reconciler.ledger.git_copy import Copy, Item
from reconciler.ledger.git_history import faults
from reconciler.ledger.git_pages import Pages
from reconciler.ledger.git_plumbing import GitFailed
from reconciler.ledger.git_remote import Remote
from reconciler.ledger.records import DamagedRecord, strict_json
from reconciler.ledger.store import HistoryFault, RecordExists
from reconciler.model.errors import ServiceError
from reconciler.model.instants import instant

_Answer = TypeVar("_Answer")

STEPS = ("turn taken", "file kept", "commit made", "pushed", "remembered")

_ROUNDS = 60
"""Attempts of an append; each of them that fails let another tenant in."""
_STUCK = 4
"""Attempts without anybody having been first: the remote refuses."""
_ASKED_AGAIN = 3
_LONGEST_WAIT = 4.0  # seconds


@dataclass(frozen=True, slots=True)
class Waiting:
    """How the store waits: `sleep` takes seconds, `chance` gives a share (0 to 1)."""

    sleep: Callable[[float], None]
    chance: Callable[[], float]

    def wait(self, attempt: int) -> None:
        """Waits longer after each attempt, and never as long as somebody else."""
        self.sleep(min(_LONGEST_WAIT, 0.05 * 2.0**attempt) * (0.5 + self.chance() / 2))


def _on(step: str) -> None:
    return None


class GitStore:
    """The records of all tenants on one branch. `base` is a folder for our own copy of it."""

    def __init__(self, remote: Remote, base: Path, waiting: Waiting, step: Callable[[str], None] = _on) -> None:
        self._remote = remote
        self._copy = Copy(base, remote)
        self._waiting = waiting
        self._step = step
        self._pages: dict[str, Pages] = {}

    def where(self) -> str:
        """`git:REMOTE#BRANCH`, without credentials."""
        return self._remote.written

    def names(self, folder: str) -> list[str]:
        """The names of all files in a tenant's folder as the remote has it now; empty without folder or branch.

        Raises DamagedRecord where a file that was there at an earlier look is gone or is another one now.
        """
        with self._reaching("read"):
            if self._nothing_anywhere():
                return []
            with self._copy.turn():
                tree = self._look(folder)
        return [name for name, item in tree.items() if item.kind == "blob"]

    def read(self, folder: str, name: str) -> bytes:
        """The bytes of one file, as it was when the names were asked for."""
        if folder not in self._pages:
            self.names(folder)
        with self._reaching("read"):
            content = self._pages[folder].read(name) if folder in self._pages else None
        if content is None:
            raise self._failure("read", f'there is no "{folder}/{name}"')
        return content

    def append(self, folder: str, name: str, data: bytes) -> None:
        """Adds a file in a commit of its own. Raises RecordExists when its number is taken, whatever the kind."""
        tried, stuck, before = False, 0, None
        for attempt in range(_ROUNDS):
            with self._reaching("written", maybe=tried), self._copy.turn():
                self._step("turn taken")
                # The first attempt builds on what the caller saw; the remote takes it only if that is still so.
                head = self._newest_here() if tried else self._copy.known()
                oid = self._copy.add_file(data, head)
                self._step("file kept")
                if self._is_there(head, folder, name, oid if tried else None):
                    return self._done(folder, head)
                commit = self._commit(head, folder, name, oid, data)
                refusal = self._push(folder, commit)
            if refusal is None:
                return None
            stuck, before, tried = (stuck + 1 if tried and head == before else 0), head, True
            if stuck >= _STUCK:
                raise self._failure("written", refusal)
            self._waiting.wait(attempt)
        raise self._failure("written", "other tenants were first, every time")

    def history_faults(self) -> Iterator[HistoryFault]:
        """Commits that did not add exactly one file, oldest first; then commits that were seen here and are gone."""
        with self._reaching("read"):
            if self._nothing_anywhere():
                return iter(())
            with self._copy.turn():
                head = self._newest_here()
                if head:
                    self._repeated(self._copy.complete)
                return iter(list(faults(self._copy, head)))

    # Looking

    def _nothing_anywhere(self) -> bool:
        """Whether there is no branch, and never was one as far as is known here. Makes no folder."""
        return self._copy.unused() and self._repeated(self._copy.newest) is None

    def _newest_here(self) -> str | None:
        """The remote's newest commit, brought here. Within a turn: another run may remember a newer one by then."""
        newest = self._repeated(self._copy.newest)
        return self._repeated(lambda: self._copy.fetch(newest))

    def _look(self, folder: str) -> Mapping[str, Item]:
        """A tenant's folder now; looked at again where something is gone, since a service may lag behind itself."""
        head, tree, lost = self._glance(folder)
        for attempt in range(_ASKED_AGAIN - 1):
            if lost is None:
                break
            self._waiting.wait(attempt + 2)
            head, tree, lost = self._glance(folder)
        if lost is not None:
            raise lost
        if head:
            self._copy.remember(folder, head)
        self._pages[folder] = Pages(tree, self._copy.files, self._bring)
        return tree

    def _glance(self, folder: str) -> tuple[str | None, Mapping[str, Item], DamagedRecord | None]:
        head = self._newest_here()
        tree = self._copy.tree(head, folder) if head else {}
        return head, tree, self._lost(folder, tree)

    def _lost(self, folder: str, tree: Mapping[str, Item]) -> DamagedRecord | None:
        """What was in the folder at an earlier look and is not there any more, or is another file now."""
        seen = self._copy.seen(folder)
        for name, item in sorted(self._copy.tree(seen, folder).items()) if seen else ():
            if tree.get(name) != item:
                return DamagedRecord(
                    tenant_name(folder) or folder,
                    name,
                    f"it was in commit {seen} of {self.where()}, and is gone or another one now: the branch was"
                    f" rewritten, or the file changed (what was seen is remembered in {self._copy.path})",
                )
        return None

    def _bring(self, oids: list[str]) -> None:
        self._repeated(lambda: self._copy.bring(oids))

    # Appending

    def _is_there(self, head: str | None, folder: str, name: str, sent: str | None) -> bool:
        """Whether the file `sent` stands there: a push whose answer was lost. Raises RecordExists for another file."""
        tree = self._copy.tree(head, folder) if head else {}
        number = [other for other in tree if other[:8] == name[:8]]
        if number and (number != [name] or tree[name].oid != sent):
            raise RecordExists(name)
        return bool(number)

    def _commit(self, head: str | None, folder: str, name: str, oid: str, data: bytes) -> str:
        message = f"ledger: {folder} {name.removesuffix('.json')}\n\nOne record more; nothing else changes. [skip ci]\n"
        commit = self._copy.add_commit(head, folder, name, oid, message, _at(data))
        self._step("commit made")
        return commit

    def _push(self, folder: str, commit: str) -> str | None:
        """None when the commit stands on the branch, else why it may not."""
        try:
            self._copy.push(commit)
        except GitFailed as error:
            return error.said
        self._step("pushed")
        self._done(folder, commit)
        return None

    def _done(self, folder: str, head: str | None) -> None:
        if head:
            self._copy.remember(folder, head)
        self._pages.pop(folder, None)
        self._step("remembered")

    # Failing

    def _repeated(self, ask: Callable[[], _Answer]) -> _Answer:
        """The answer of the remote, asked again where it failed at once. Raises GitFailed."""
        for attempt in range(_ASKED_AGAIN - 1):
            try:
                return ask()
            except GitFailed as error:
                if error.late:
                    raise
            self._waiting.wait(attempt + 2)
        return ask()

    @contextmanager
    def _reaching(self, done: str, maybe: bool = False) -> Iterator[None]:
        try:
            yield
        except GitFailed as error:
            raise self._failure(done, error.said, maybe) from error
        except OSError as error:
            raise self._failure(done, f"{error.filename}: {error.strerror or error}", maybe) from error

    def _failure(self, done: str, said: str, maybe: bool = False) -> ServiceError:
        doubt = ". A record was sent, and whether it arrived is not known" if maybe else ""
        return ServiceError(
            f"ledger {self.where()} cannot be {done}: {self._remote.redact(_telling(said))}{doubt}",
            "Check the address, the network, and that the credentials may read and write this branch.",
            maybe_done=maybe,
        )


def _telling(said: str) -> str:
    """The lines of git's words that tell what went wrong, as one line."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(_WHAT_WENT_WRONG)] or lines[-1:]
    return "; ".join(dict.fromkeys(telling))[:_LONGEST_MESSAGE] or "git did not say why"


_WHAT_WENT_WRONG = ("fatal: ", "error: ", "remote: ", "! ")
_LONGEST_MESSAGE = 600


def _at(data: bytes) -> datetime:
    """When a record says it was made; a file that does not say so is as old as can be."""
    try:
        return instant(strict_json(data)["at"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return datetime.fromtimestamp(0, UTC)
