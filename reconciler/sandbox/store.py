"""One tenant in one SQLite file: opening it, transactions, and the few values that stand alone.

Objects are kept as the vendors' own JSON. A transaction is the only way in; two processes may use one file, and a
process that is killed leaves the state before or after its transaction, never between.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
BUSY_SECONDS = 60.0
LAYOUT = 1  # raised when the tables change
_TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE object(pos INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL,
                    name TEXT, alias TEXT, json TEXT NOT NULL, UNIQUE(kind, key));
CREATE INDEX object_order ON object(kind, pos);
CREATE INDEX object_name ON object(kind, name);
CREATE INDEX object_alias ON object(kind, alias);
CREATE TABLE part(kind TEXT, key TEXT, name TEXT, json TEXT NOT NULL, PRIMARY KEY(kind, key, name)) WITHOUT ROWID;
CREATE TABLE member(grp TEXT, pos INTEGER, key TEXT NOT NULL, PRIMARY KEY(grp, pos)) WITHOUT ROWID;
CREATE TABLE pending(pos INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, work TEXT NOT NULL,
                     key TEXT NOT NULL, json TEXT);
CREATE INDEX pending_due ON pending(at, pos);
CREATE INDEX pending_key ON pending(work, key, at, pos);
CREATE TABLE recent_write(pos INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL);
CREATE TABLE apple_row(pos INTEGER PRIMARY KEY AUTOINCREMENT, location TEXT NOT NULL, section TEXT NOT NULL,
                       key TEXT, alias TEXT, json TEXT NOT NULL);
CREATE INDEX apple_row_key ON apple_row(section, location, key);
CREATE INDEX apple_row_alias ON apple_row(section, location, alias);
"""


class SandboxFileError(Exception):
    """The state file cannot be used: the message says which file, why, and what to do."""


def _hide_from_git(path: Path) -> None:
    """Tells git to leave a `.reconciler` folder alone: the tenant in it holds content tokens that are made up."""
    for folder in path.parents:
        ignore = folder / ".gitignore"
        if folder.name == ".reconciler" and not ignore.exists():
            ignore.write_text("*\n", "utf-8")


class Store:
    """The file of one tenant. All access is inside `reading` or `writing`, one thread at a time."""

    def __init__(self, path: Path, fill: Callable[["Store"], None]) -> None:
        """Opens the file, or makes it and lets `fill` put the first state in."""
        self.path = path
        self._lock = threading.RLock()
        self._memo: dict[object, object] = {}
        self._memo_of = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _hide_from_git(path)
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise SandboxFileError(_cannot_use(path, str(error))) from error
        try:
            self._prepare(fill)
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise SandboxFileError(_cannot_use(path, str(error))) from error
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Ends the use of the file; waits for a transaction that runs."""
        with self._lock:
            self._db.close()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A consistent view of the whole tenant."""
        with self._lock, self._transaction("BEGIN"):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A change of the tenant: all of it, or nothing when an exception leaves it."""
        with self._lock, self._transaction("BEGIN IMMEDIATE"):
            yield

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> sqlite3.Cursor:
        """The rows of a query, or the effect of a statement."""
        return self._db.execute(sql, values)

    def many(self, sql: str, rows: Iterator[tuple[object, ...]]) -> None:
        """One statement for many rows."""
        self._db.executemany(sql, rows)

    def meta(self, key: str) -> Any:
        """A stand-alone value, or None."""
        row = self.rows("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def set_meta(self, key: str, value: object) -> None:
        """Stores a stand-alone value."""
        self.rows("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, dump(value)))

    def remembered(self, key: object, compute: Callable[[], T]) -> T:
        """A value that depends on the directory alone, kept in memory until the state is replaced."""
        generation = str(self.meta("generation"))
        if generation != self._memo_of or len(self._memo) > 512:
            self._memo, self._memo_of = {}, generation
        if key not in self._memo:
            self._memo[key] = compute()
        return self._memo[key]  # type: ignore[return-value]  # the key decides the type

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._db.execute(begin)
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _prepare(self, fill: Callable[["Store"], None]) -> None:
        self._db.execute("PRAGMA synchronous = NORMAL")
        if self._layout() == 0:
            self._db.execute("PRAGMA journal_mode = WAL")
            with self._transaction("BEGIN IMMEDIATE"):
                self._create(fill)
        if self._layout() != LAYOUT:
            raise SandboxFileError(_cannot_use(self.path, "it was made by another version"))

    def _create(self, fill: Callable[["Store"], None]) -> None:
        if self._layout() != 0:  # another process was first
            return
        if self.rows("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise SandboxFileError(_cannot_use(self.path, "it is a database of something else"))
        for statement in _TABLES.split(";"):
            self._db.execute(statement)
        fill(self)
        self._db.execute(f"PRAGMA user_version = {LAYOUT}")

    def _layout(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])


def dump(value: object) -> str:
    """Compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cannot_use(path: Path, why: str) -> str:
    return (
        f"{path}: this file cannot be used as a sandbox: {why}. "
        "Name another file, or move this one away to begin with the example school again."
    )
