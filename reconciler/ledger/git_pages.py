"""Reads the files of one folder of the ledger's branch, many at once."""

from collections.abc import Callable, Mapping

from reconciler.ledger.git_copy import Item
from reconciler.ledger.git_plumbing import GitFailed
from reconciler.model.record import RecordKind

_PAGE = 64
"""Files read at once: a chain is read up or down, kind by kind, and starting git takes longer than reading."""
_KEPT = 2
"""Pages kept. A receipt can hold megabytes."""


class Pages:
    """The files of one folder. `files` gives the content of files that are here, `bring` fetches files."""

    def __init__(
        self,
        tree: Mapping[str, Item],
        files: Callable[[list[str]], Mapping[str, bytes]],
        bring: Callable[[list[str]], None],
    ) -> None:
        self._tree = tree
        self._files = files
        self._bring = bring
        self._page_of = _page_of(tree)
        self._pages: dict[int, Mapping[str, bytes]] = {}

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none of that name. Raises GitFailed."""
        place = self._page_of.get(name)
        if place is None:
            return None
        number, names = place
        if number not in self._pages:
            while len(self._pages) >= _KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[number] = self._load(name, names)
        return self._pages[number][self._tree[name].oid]

    def _load(self, name: str, names: list[str]) -> Mapping[str, bytes]:
        oids = [self._tree[one].oid for one in names]
        found = self._files(oids)
        if len(found) < len(set(oids)):
            self._bring(_needed_with(self._tree, name))
            found = self._files(oids)
        if absent := set(oids) - found.keys():
            raise GitFailed("cat-file", f'"{name}" or a file near it cannot be fetched: {min(absent)}')
        return found


def _page_of(tree: Mapping[str, Item]) -> dict[str, tuple[int, list[str]]]:
    """For each file the number of its page, and the page: files of one kind in the order of their names."""
    by_kind: dict[str, list[str]] = {}
    for name, item in sorted(tree.items()):
        if item.kind == "blob":
            by_kind.setdefault(name[9:], []).append(name)
    pages = [names[at : at + _PAGE] for names in by_kind.values() for at in range(0, len(names), _PAGE)]
    return {name: (number, names) for number, names in enumerate(pages) for name in names}


def _needed_with(tree: Mapping[str, Item], name: str) -> list[str]:
    """The files to fetch when `name` is asked for: everything but observations, or those; they are seldom read."""
    observed = name.endswith(_OBSERVATION)
    return [
        item.oid for other, item in tree.items() if other.endswith(_OBSERVATION) == observed and item.kind == "blob"
    ]


_OBSERVATION = f"-{RecordKind.OBSERVATION}.json"
