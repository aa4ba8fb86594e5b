"""Rules about names: what they lead to, and that each is used once. Static."""

from collections.abc import Iterable, Iterator

from reconciler.model.catalogue.repository import NAME_COLLISION, REF_UNRESOLVED
from reconciler.model.entities import Book, Declarations, Group, ReadingList
from reconciler.model.finding import Finding
from reconciler.model.ids import Handle
from reconciler.model.naming import composed, fold, nearest
from reconciler.model.position import Marks, Position
from reconciler.model.quoting import shown
from reconciler.model.references import Books
from reconciler.model.repository import Repository
from reconciler.rules.collisions import collisions, first_here

_MOST_HINTS = 100


def ref_unresolved(repository: Repository) -> Iterator[Finding]:
    """References to tokens that are not declared, and entries of reading lists that lead to no one book.

    Nothing is said about a book of a token that is itself unknown, nor about a reference that could not be read.
    """
    hints = iter(range(_MOST_HINTS))
    for tenant in repository.tenants:
        tokens = {composed(token.name): token.name for token in tenant.tokens}
        for book in tenant.books:
            yield from _token(book, f'book "{shown(book.label)}"', tokens, hints)
        books = Books(tenant.books)
        for reading_list in tenant.reading_lists:
            yield from _token(reading_list, f'reading list "{shown(reading_list.name)}"', tokens, hints)
            if composed(reading_list.token) in tokens:
                yield from _books(reading_list, books, hints)


def _token(holder: Book | ReadingList, by: str, tokens: dict[str, Handle], hints: Iterator[int]) -> Iterator[Finding]:
    if not holder.token or composed(holder.token) in tokens:
        return
    near = _hint(holder.token, tokens.values(), hints)
    yield REF_UNRESOLVED.found(
        holder.marks.position("token"),
        shown(holder.token),
        variant="token-near" if near else "token",
        by=by,
        name=shown(holder.token),
        near=shown(near),
    )


def _books(reading_list: ReadingList, books: Books, hints: Iterator[int]) -> Iterator[Finding]:
    for entry in reading_list.books:
        found = books.named(reading_list.token, entry.text)
        if len(found) == 1:
            continue
        near = "" if found else _hint(entry.text, books.titles(reading_list.token), hints)
        yield REF_UNRESOLVED.found(
            entry.position,
            shown(entry.text),
            variant="book-many" if found else "book-near" if near else "book",
            list=shown(reading_list.name),
            name=shown(entry.text),
            token=shown(reading_list.token),
            near=shown(near),
            count=len(found),
        )


def _hint(name: str, known: Iterable[str], hints: Iterator[int]) -> str:
    """The name that was probably meant, for the first mistakes of a run; a thousand hints help nobody."""
    return nearest(name, known) if next(hints, None) is not None else ""


def name_collision(repository: Repository) -> Iterator[Finding]:
    """Names of tenants, tokens, groups and reading lists that are one name after normalisation.

    Tenants are compared in the whole repository, the others within their tenant. An alias that is the display name
    of another group collides too.
    """
    tenants = [(str(item.tenant.name), item.tenant.marks) for item in repository.tenants if item.tenant]
    yield from _same("tenant", tenants, "name")
    for tenant in repository.tenants:
        yield from _same("token", [(str(token.name), token.marks) for token in tenant.tokens], "name")
        yield from _same("list", [(str(item.name), item.marks) for item in tenant.reading_lists], "name")
        yield from _same("alias", [(group.alias or "", group.marks) for group in tenant.groups], "alias")
        yield from _aliases_and_names(tenant)


def _same(variant: str, named: list[tuple[str, Marks]], key: str) -> Iterator[Finding]:
    pairs = collisions(named, lambda item: fold(item[0]), lambda item: item[1].position(key))
    for (_, first), (name, later) in pairs:
        yield _collision(variant, name, later.position(key), first.position(key))


def _aliases_and_names(tenant: Declarations) -> Iterator[Finding]:
    """Aliases that are the display name of another entry. Two entries of one group id are one group."""
    by_alias = {fold(group.alias): group for group in tenant.groups if group.alias}
    for group in tenant.groups:
        other = by_alias.get(fold(group.display_name or ""))
        if other is None or _one_group(group, other):
            continue
        places = sorted([other.marks.position("alias"), group.marks.position("displayName")])
        yield _collision("group", group.display_name or "", places[1], places[0])


def _one_group(one: Group, other: Group) -> bool:
    return one is other or (one.id is not None and one.id == other.id)


def _collision(variant: str, name: str, later: Position, first: Position) -> Finding:
    return NAME_COLLISION.found(later, shown(name), variant=variant, related=first_here(first), name=shown(name))
