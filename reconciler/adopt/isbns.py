"""The ISBNs that the YAML declares, and the books in the tenant that they stand for. Read `declared_isbns`.

No vendor interface has ISBNs: a declaration is all that can tie one to a book.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.adopt.known import Known
from reconciler.model.isbn import isbn_13
from reconciler.model.observed import ObservedBook


@dataclass(frozen=True, slots=True)
class DeclaredIsbns:
    """Declared books by ISBN (13 digits): those that the tenant has, and the titles of those not found there."""

    books: Mapping[str, tuple[ObservedBook, ...]] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)


def declared_isbns(known: Known) -> DeclaredIsbns:
    """What the YAML of a tenant says about ISBNs; nothing for a tenant without YAML."""
    found: dict[str, tuple[ObservedBook, ...]] = {}
    for match in known.books.values():
        if number := isbn_13(match.desired.book.isbn or ""):
            found[number] = (*found.get(number, ()), match.observed)
    declared = (one.book for one in (known.desired.books if known.desired else ()))
    titles = {isbn_13(book.isbn): book.label for book in declared if book.isbn}
    return DeclaredIsbns(found, {number: title for number, title in titles.items() if number and number not in found})
