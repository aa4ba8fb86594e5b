"""Rules about books as they are declared. Static."""

from collections.abc import Iterator

from reconciler.model.catalogue.books import BOOK_BAD_NUMBER, BOOK_DUPLICATE, BOOK_IDENTITY
from reconciler.model.entities import Book, Declarations
from reconciler.model.finding import Finding
from reconciler.model.isbn import bare, check_digit
from reconciler.model.naming import composed
from reconciler.model.quoting import shown
from reconciler.model.repository import Repository
from reconciler.rules.collisions import first_here

_IDENTITIES = ("id", "adamId", "publisher")
_IN_HOUSE = ("file", "url", "path")
_LONGEST = 1024


def book_identity(repository: Repository) -> Iterator[Finding]:
    """Books that have neither id nor adamId nor publisher.

    A wrong value of one of them is reported as such; a book that names a file (VPP204) can have none.
    """
    for book in _books(repository):
        if not any(book.marks.has(key) for key in (*_IDENTITIES, *_IN_HOUSE)):
            yield BOOK_IDENTITY.found(book.marks.position(), shown(book.label), book=shown(book.label))


def book_duplicate(repository: Repository) -> Iterator[Finding]:
    """Two declarations of one book and token, at the later book.

    Equal ids or adamIds; equal title and publisher only where one of the two has neither id nor adamId.
    """
    for tenant in repository.tenants:
        yield from _duplicates(tenant)


def _duplicates(tenant: Declarations) -> Iterator[Finding]:
    first: dict[tuple[str, ...], Book] = {}
    for book in sorted(tenant.books, key=lambda book: book.marks.position()):
        keys = _keys(book)
        hit = next((key for key in keys if key in first), None)
        if hit is not None:
            yield _duplicate(book, first[hit], hit[0])
        for key in _marks_left(book):
            first.setdefault(key, book)


def _keys(book: Book) -> list[tuple[str, ...]]:
    """Under which keys an earlier declaration of the same book would be found."""
    keys: list[tuple[str, ...]] = []
    if book.id:
        keys.append(("id", book.token, book.id))
    if book.adam_id:
        keys.append(("adamId", book.token, book.adam_id))
    if book.title:
        bare = not book.id and not book.adam_id
        keys.append(("title" if bare else "bare", book.token, composed(book.title), composed(book.publisher or "")))
    return keys


def _marks_left(book: Book) -> list[tuple[str, ...]]:
    """Under which keys later declarations find this one: any book by title, a book without numbers also as bare."""
    keys = _keys(book)
    if book.title:
        kind, *rest = keys.pop()
        keys.append(("title", *rest))
        if kind == "title":
            keys.append(("bare", *rest))
    return keys


def _duplicate(book: Book, first: Book, kind: str) -> Finding:
    found = {"id": book.id, "adamId": book.adam_id}.get(kind) or book.label
    return BOOK_DUPLICATE.found(
        book.marks.position(),
        shown(book.label),
        variant=kind if kind in ("id", "adamId") else "title",
        related=first_here(first.marks.position()),
        found=shown(found),
        token=shown(book.token),
    )


def book_bad_number(repository: Repository) -> Iterator[Finding]:
    """An adamId that is no text of digits, an ISBN whose check digit is wrong."""
    for book in _books(repository):
        if book.adam_id is not None and not _is_number(book.adam_id):
            yield BOOK_BAD_NUMBER.found(
                book.marks.position("adamId"), shown(book.label), variant="adamId", found=shown(book.adam_id)
            )
        if book.isbn is not None:
            yield from _isbn(book, book.isbn)


def _isbn(book: Book, isbn: str) -> Iterator[Finding]:
    digits = bare(isbn)
    at, subject = book.marks.position("isbn"), shown(book.label)
    expected = check_digit(digits)
    if not expected:
        yield BOOK_BAD_NUMBER.found(at, subject, variant="isbn-shape", found=shown(isbn))
    elif digits[-1] != expected:
        yield BOOK_BAD_NUMBER.found(at, subject, variant="isbn", found=shown(isbn), digit=expected)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST


def _books(repository: Repository) -> Iterator[Book]:
    for tenant in repository.tenants:
        yield from tenant.books
