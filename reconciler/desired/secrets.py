"""Looks for content tokens in the repository (VPP101). `scan` first. Never quotes what it finds."""

import os
import re
import stat
import subprocess
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

from reconciler.desired.guard import MOST_BYTES
from reconciler.desired.tenants import absolute, relative
from reconciler.model.catalogue.tokens import TOKEN_SECRET_IN_REPO
from reconciler.model.finding import Finding
from reconciler.model.position import Position
from reconciler.model.quoting import SECRET_KEYS, bare_text

_RUN = re.compile(r"[A-Za-z0-9+/_-]+")
_BETWEEN = re.compile(r"""(?:[\s"'`#=\\]|\\[nrt])*""")
_NEAR = 20_000
"""The keys of one content token stand within so many letters and digits of each other."""
_SHORTEST_LINE = 16
_MOST_IN_A_FILE = 20
_BLOCK = re.compile(r"[>|][-+0-9]{0,2}[ \t]*(?:#[^\r\n]*)?\r?\n[ \t]*\Z")
_LONGEST_HEADER = 200
_ALPHANUMERIC = re.compile(r"[A-Za-z0-9]")


def scan(paths: Sequence[str], cwd: Path) -> list[Finding]:
    """A finding for each content token in a regular file, up to the size limit, that git does not ignore."""
    found: list[Finding] = []
    for file in sorted({file for path in paths or (".",) for file in _files(absolute(cwd, path))}):
        data = _content(file)
        if data is not None:
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


def _content(file: Path) -> bytes | None:
    """The bytes of a regular file, up to the size limit; None for anything else, a link among them."""
    try:
        about = file.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES:
            return None
        return file.read_bytes()
    except OSError:
        return None


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        yield place
        return
    listed = _not_ignored(place)
    if listed is None:
        yield from _all_below(place)
        return
    for name in listed:
        file = place / name
        if file.is_dir() and not file.is_symlink():  # a repository inside the repository
            yield from _all_below(file)
        else:
            yield file


def _not_ignored(folder: Path) -> list[str] | None:
    """The files below a folder that git does not ignore, by name; None where git is not at hand."""
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except OSError:
        return None
    if done.returncode != 0:
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]


def _all_below(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        yield from (Path(place) / name for name in files)
