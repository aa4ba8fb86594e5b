"""What happened on the ledger's branch that was no append."""

from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.ledger.git_copy import Copy
from reconciler.ledger.store import HistoryFault


@dataclass(frozen=True, slots=True)
class _Change:
    """What a commit did to one file. `status` is git's letter."""

    status: str
    mode: str
    path: str


@dataclass(frozen=True, slots=True)
class _Commit:
    oid: str
    parents: int
    changes: tuple[_Change, ...]


def faults(copy: Copy, head: str | None) -> Iterator[HistoryFault]:
    """Commits that did not add exactly one file, oldest first; then commits that were seen here and are gone."""
    for commit in _commits(copy.log(head)) if head else ():
        yield from _of(commit)
    for seen in copy.every_seen():
        if head is None or not copy.is_behind(seen, head):
            yield HistoryFault(
                seen, "", "it was on the branch at an earlier look, and is gone: the branch was rewritten"
            )


def _of(commit: _Commit) -> Iterator[HistoryFault]:
    if commit.parents > 1:
        yield HistoryFault(commit.oid, "", "it joins two histories")
    for change in commit.changes:
        if change.status != "A":
            yield HistoryFault(commit.oid, change.path, _DID.get(change.status, "it changed the file"))
        elif change.mode != "100644":
            yield HistoryFault(commit.oid, change.path, "it added what is no plain file")
    added = [change.path for change in commit.changes if change.status == "A"]
    if len(added) != 1 and len(added) == len(commit.changes):
        yield HistoryFault(commit.oid, (added or [""])[0], f"it added {len(added)} files, and not one")


_DID = {"D": "it removed the file", "M": "it changed the file", "T": "it made something else of the file"}


def _commits(log: str) -> Iterator[_Commit]:
    """Reads `git log -z --raw`: a field with id and parents, then two per file: `:modes ids STATUS` and its path."""
    head: list[str] = []
    changes: list[_Change] = []
    fields = iter(log.split("\0"))
    for field in fields:
        told = field.removeprefix("\n")
        if told.startswith(":"):
            _, mode, _, _, status = told.split(" ")
            changes.append(_Change(status, mode, next(fields)))
        elif told:
            if head:
                yield _Commit(head[0], len(head) - 1, tuple(changes))
            head, changes = told.split(), []
    if head:
        yield _Commit(head[0], len(head) - 1, tuple(changes))
