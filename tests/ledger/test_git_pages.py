import pytest

from reconciler.ledger.git_copy import Item
from reconciler.ledger.git_pages import Pages
from reconciler.ledger.git_plumbing import GitFailed

KINDS = ("intent", "receipt", "observation")


class Shelf:
    """Files that are here, and files that must be fetched; counts how often either is asked for."""

    def __init__(self, count: int, here: bool = True) -> None:
        names = [f"{number:08d}-{KINDS[number % 3]}.json" for number in range(1, count + 1)]
        self.tree = {name: Item("100644", "blob", f"oid-{name}") for name in names}
        self.here = {item.oid for item in self.tree.values()} if here else set()
        self.loads = 0
        self.fetched: list[int] = []

    def files(self, oids: list[str]) -> dict[str, bytes]:
        self.loads += 1
        return {oid: oid.encode() for oid in oids if oid in self.here}

    def bring(self, oids: list[str]) -> None:
        self.fetched.append(len(set(oids) - self.here))
        self.here.update(oids)

    def pages(self) -> Pages:
        return Pages(self.tree, self.files, self.bring)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_chain_is_read_with_few_starts_of_git(backwards: bool) -> None:
    shelf = Shelf(3000)
    pages = shelf.pages()
    for kind in KINDS:
        for name in sorted((name for name in shelf.tree if kind in name), reverse=backwards):
            assert f"oid-{name}".encode() == pages.read(name)
    assert 48 == shelf.loads


def test_what_is_not_here_is_fetched_at_once_and_observations_only_when_one_is_read() -> None:
    shelf = Shelf(300, here=False)
    pages = shelf.pages()
    for name in shelf.tree:
        if "observation" not in name:
            pages.read(name)
    assert [200] == shelf.fetched
    pages.read("00000002-observation.json")
    assert [200, 100] == shelf.fetched


def test_a_name_that_is_not_there_is_no_file() -> None:
    assert Shelf(3).pages().read("00000004-intent.json") is None


def test_a_file_that_cannot_be_fetched_is_told() -> None:
    shelf = Shelf(3, here=False)
    with pytest.raises(GitFailed, match="cannot be fetched"):
        Pages(shelf.tree, shelf.files, lambda oids: None).read("00000001-receipt.json")
