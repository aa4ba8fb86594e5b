"""Names for the texts that identify things, so that one is not taken for another."""

from typing import NewType

Handle = NewType("Handle", str)
"""A name given in YAML: of a tenant, a token, a reading list."""
BookId = NewType("BookId", str)
"""Intune's object id of a book, in lower case."""
TokenId = NewType("TokenId", str)
"""Intune's object id of a VPP token, in lower case."""
GroupId = NewType("GroupId", str)
"""Entra's object id of a group, in lower case."""
AdamId = NewType("AdamId", str)
"""Apple's catalogue number, digits only."""
Digest = NewType("Digest", str)
"""`sha256:` and 64 hexadecimal digits."""
ChangeId = NewType("ChangeId", str)
"""`a:<book id>:<group id>` of an assignment, `t:<token name>` of a token."""


def assignment_id(book: BookId, group: GroupId) -> ChangeId:
    """The key under which one assignment is planned, applied and remembered."""
    return ChangeId(f"a:{book}:{group}")


def book_of(key: ChangeId) -> BookId:
    """The book in the key of an assignment."""
    return BookId(key.split(":", 2)[1])


def token_change_id(name: Handle) -> ChangeId:
    """The key under which one VPP token is planned and applied."""
    return ChangeId(f"t:{name}")
