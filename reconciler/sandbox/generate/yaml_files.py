"""The generated world as YAML: one folder of a tenant, as an import would write it, with the changes in it.

The texts are written by hand, since all of them are made here: none needs more quoting than it gets.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from reconciler.sandbox.generate.nouns import ORGANISATION, Book, Group, Intent, Token, World

T = TypeVar("T")
NODES_PER_FILE = 90_000  # a tenant's file may have 100,000; the rest is for whoever edits it
_NODES_OF_BOOK, _NODES_OF_ASSIGNMENT, _NODES_OF_GROUP = 13, 7, 7

TENANT = """\
tenant:
  name: generated
  cloud: sandbox
  language: en

# The clock of this tenant stands still, so its last sync is as old as the files are.
policy:
  syncMaxAgeHours: 999999999
"""


def yaml_files(world: World, books_per_file: int | None) -> Iterator[tuple[str, str]]:
    """(path, text) of each file. Without a number a token's books share one file, as far as a file may grow."""
    yield "tenant.yaml", TENANT
    yield "tokens.yaml", _list("tokens", [_token(token) for token in world.tokens])
    for name, groups in _files("groups", world.groups, [_NODES_OF_GROUP] * len(world.groups), None):
        yield name, _list("groups", [_group(group) for group in groups])
    by_token = sorted(world.books, key=lambda book: (book.token, book.title, book.id))
    for number, shelf in groupby(by_token, key=lambda book: book.token):
        books = list(shelf)
        name_of_all = f"books/{world.tokens[number].name}"
        for name, some in _files(name_of_all, books, [_nodes(book) for book in books], books_per_file):
            yield name, _list("books", [_book(world, book) for book in some])


def _files(name: str, items: Sequence[T], nodes: Sequence[int], most: int | None) -> Iterator[tuple[str, list[T]]]:
    """The items in files: `NAME.yaml`, or `NAME-00001.yaml` and on where they need several."""
    chunks = list(_chunks(items, nodes, most))
    for number, chunk in enumerate(chunks, start=1):
        yield (f"{name}.yaml" if len(chunks) == 1 else f"{name}-{number:05}.yaml"), chunk


def _chunks(items: Sequence[T], nodes: Sequence[int], most: int | None) -> Iterator[list[T]]:
    chunk: list[T] = []
    room = NODES_PER_FILE
    for item, needed in zip(items, nodes, strict=True):
        if chunk and (needed > room or len(chunk) == most):
            yield chunk
            chunk, room = [], NODES_PER_FILE
        chunk.append(item)
        room -= needed
    if chunk:
        yield chunk


def _nodes(book: Book) -> int:
    return _NODES_OF_BOOK + _NODES_OF_ASSIGNMENT * len(book.wanted)


def _list(key: str, entries: list[str]) -> str:
    return f"{key}:\n" + "\n".join(entries) if entries else f"{key}: []\n"


def _token(token: Token) -> str:
    return (
        f"  - name: {token.name}\n"
        f"    id: {token.id}\n"
        f"    organization: {ORGANISATION}\n"
        f"    appleId: {token.apple_id}\n"
        "    accountType: education\n"
        "    countryOrRegion: SE\n"
        "    automaticallyUpdateApps: false\n"
        f'    location: {{uId: "{token.location}", name: {token.location_name}}}\n'
        "    dataSharingConsent: true\n"
        "    preflight:\n"
        "      generatedForIntune: 2026-08-14\n"
        "      foreignVppUsersRemoved: {date: 2026-08-14, by: it@norr.example}\n"
    )


def _group(group: Group) -> str:
    return f"  - alias: {group.alias}\n    id: {group.id}\n    displayName: {group.name}\n"


def _book(world: World, book: Book) -> str:
    head = (
        f"  - title: {book.title}\n"
        f"    token: {world.tokens[book.token].name}\n"
        f"    id: {book.id}\n"
        f'    adamId: "{book.adam_id}"\n'
        f"    publisher: {book.publisher}\n"
    )
    if not book.wanted:
        return f"{head}    assignments: []\n"
    lines = [_assignment(world.groups[group], intent, book.there.get(group)) for group, intent in book.wanted.items()]
    return f"{head}    assignments:\n{''.join(lines)}"


def _assignment(group: Group, intent: Intent, there: Intent | None) -> str:
    """What can use seats says how many at most: all users whom the group reaches."""
    text = f"      - group: {group.alias}\n        intent: {intent}\n"
    widened = intent != there and (there is None or intent == "required")
    return f"{text}        seatCap: {len(group.reach)}\n" if widened else text
