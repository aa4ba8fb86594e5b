"""In which file new entries are written. Read `Places`."""

from collections.abc import Sequence

from reconciler.adopt.known import Known, Room
from reconciler.adopt.names import slug
from reconciler.model.edits import AddItems, Entry, Value

_MOST_NODES = 80_000
_MOST_CHARACTERS = 3_000_000
"""A file may have 100,000 nodes and 5 MB; the rest is for whoever edits it."""
_WIDEST = 10
"""What a character may become as an escape."""


def books_path(handle: str) -> str:
    """The file of a token's books, relative to the tenant's folder."""
    return f"books/{slug(handle) or 'token'}.yaml"


class Places:
    """Hands out room in files: the last one with entries of the same kind, then new ones beside it."""

    def __init__(self, known: Known) -> None:
        self._folder = known.folder
        self._rooms = dict(known.rooms)

    def additions(self, kind: str, key: str, first: str, entries: Sequence[Entry]) -> list[AddItems]:
        """Where entries are appended under `key`, in files after `first` where there is none of this kind yet."""
        room = self._rooms.get(kind) or Room(_below(self._folder, first), 0)
        found: list[AddItems] = []
        chunk: list[Entry] = []
        path, nodes, width, number = room.path, room.nodes, 0, 1
        for entry in entries:
            more, wider = _nodes(entry), _width(entry)
            if (chunk or nodes) and (nodes + more > _MOST_NODES or width + wider > _MOST_CHARACTERS):
                if chunk:
                    found.append(AddItems(path, key, tuple(chunk)))
                number += 1
                stem = room.path.rpartition(".")[0]
                chunk, path, nodes, width = [], f"{stem}-{number}.yaml", 0, 0
            chunk.append(entry)
            nodes, width = nodes + more, width + wider
        if chunk:
            found.append(AddItems(path, key, tuple(chunk)))
        return found


def _below(folder: str, path: str) -> str:
    return path if folder in ("", ".") else f"{folder.rstrip('/')}/{path}"


def _nodes(value: Value) -> int:
    match value:
        case Entry():
            return 1 + sum(1 + _nodes(item) for _, item in value.pairs)
        case tuple():
            return 1 + sum(map(_nodes, value))
        case _:
            return 1


def _width(value: Value) -> int:
    """About as many bytes as the value has when it is written, rather too many."""
    match value:
        case Entry():
            return sum(len(key) + 20 + _width(item) for key, item in value.pairs)
        case tuple():
            return sum(map(_width, value))
        case str():
            return len(value.encode("utf-8")) if value.isprintable() else _WIDEST * len(value)
        case _:
            return 5
