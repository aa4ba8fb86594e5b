"""Looks for content tokens in the repository (VPP101). `scan` first. Never quotes what it finds."""

import os
import re
import stat
import subprocess
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reconciler.desired.files import Contents, absolute, relative
from reconciler.desired.guard import MOST_BYTES
from reconciler.model.catalogue.tokens import TOKEN_SECRET_IN_REPO
from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.quoting import SECRET_KEYS, bare_text, holds_secret

_RUN = re.compile(r"[A-Za-z0-9+/_-]+")
_BETWEEN = re.compile(r"""(?:[\s"'`#=\\]|\\[nrt])*""")
_NEAR = 20_000
"""The keys of one content token stand within so many letters and digits of each other."""
_SHORTEST_LINE = 16
_MOST_IN_A_FILE = 20
_BLOCK = re.compile(r"[>|][-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?\r?\n[ \t]*\Z")
_LONGEST_HEADER = 200
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]")


def scan(paths: Sequence[str], cwd: Path, contents: Contents) -> list[Finding]:
    """A finding for each content token in a regular file, up to the size limit, that git does not ignore."""
    found: list[Finding] = []
    files = sorted({file for path in paths or (".",) for file in _files(absolute(cwd, path))})
    for file, data in _read(files, contents):
        if holds_secret(data):
            found.extend(secrets_in(relative(cwd, file), data))
    return found


def secrets_in(path: str, data: bytes) -> Iterator[Finding]:
    """A finding for each content token in the bytes of one file, the first twenty, at its first character."""
    bare = bare_text(data)
    keys = [_found(bare, needles) for needles in SECRET_KEYS]
    hits = [place for place in keys[0] if all(_near(place, others) for others in keys[1:])]
    if not hits:
        return
    text = _decoded(data)
    letters = _letters(text)
    yaml = path.endswith((".yaml", ".yml"))
    seen: set[Position] = set()
    for place in hits[:_MOST_IN_A_FILE]:
        begin = _begin(text, letters[min(place, len(letters) - 1)])
        at = _position(path, text, _value_begin(text, begin) if yaml else begin)
        if at not in seen:
            seen.add(at)
            yield TOKEN_SECRET_IN_REPO.found(at, path)


def _found(bare: bytes, needles: Sequence[bytes]) -> list[int]:
    """Where any of the needles stands, sorted."""
    return sorted(match.start() for needle in needles for match in re.finditer(needle, bare))


def _near(place: int, others: Sequence[int]) -> bool:
    """Whether one of the sorted numbers is near."""
    after = bisect_left(others, place - _NEAR)
    return after < len(others) and others[after] <= place + _NEAR


def _decoded(data: bytes) -> str:
    """The file as text, in a way that keeps every letter and digit at its place among the letters and digits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\0", "")


def _begin(text: str, at: int) -> int:
    """Where the content token begins that this letter belongs to."""
    runs = [match.span() for match in _RUN.finditer(text, max(0, at - 2 * _NEAR), at + 1)]
    begin, _ = runs.pop() if runs else (at, at)
    while runs:
        start, end = runs.pop()
        if end - start < _SHORTEST_LINE or not _BETWEEN.fullmatch(text, end, begin):
            break
        begin = start
    return begin


def _value_begin(text: str, begin: int) -> int:
    """Where the YAML scalar begins that holds the content token: at its quotation mark, or at its `>` or `|`."""
    if text[begin - 1 : begin] in ('"', "'"):
        return begin - 1
    block = _BLOCK.search(text, max(0, begin - _LONGEST_HEADER), begin)
    return block.start() if block else begin


def _letters(text: str) -> list[int]:
    """The places of letters and digits, as `bare_text` leaves them: without escaped line breaks."""
    masked = re.sub(r"\\[nrt]", "  ", text)
    return [match.start() for match in _ALPHANUMERIC.finditer(masked)]


def _position(path: str, text: str, index: int) -> Position:
    lines = text[:index].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Position(path, len(lines), len(lines[-1]) + 1)


def _read(files: Iterable[str], contents: Contents) -> Iterator[tuple[str, bytes]]:
    """The bytes of the regular files among these, up to the size limit; a link is none."""
    for file in files:
        data = _content(file, contents)
        if data is not None:
            yield file, data
        elif _is_folder(file):  # git lists a repository inside the repository by its folder
            yield from _read(_all_below(file), contents)


def _content(file: str, contents: Contents) -> bytes | None:
    try:
        data = contents.peek(file)
    except OSError:
        return None
    return None if data is None or len(data) > MOST_BYTES else data


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _files(place: Path) -> Iterable[str]:
    folder = str(place)
    if not place.is_dir():
        return [folder]
    listed = _not_ignored(folder)
    return _all_below(folder) if listed is None else [f"{folder}/{name}".rstrip("/") for name in listed]


def _not_ignored(folder: str) -> list[str] | None:
    """The files below a folder that git does not ignore, by name; None where git is not at hand."""
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except OSError:
        return None
    if done.returncode != 0:
        return None
    return os.fsdecode(done.stdout).split("\0")[:-1]


_NOT_THE_REPOSITORYS = frozenset({".git", ".reconciler"})
"""git's own folder, and ours: a sandbox tenant in there holds content tokens that it made up."""


def _all_below(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_THE_REPOSITORYS]
        for name in files:
            yield f"{place}/{name}"
