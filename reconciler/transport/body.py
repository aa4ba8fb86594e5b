"""Reads the body of an answer piece by piece, with bounded memory. Read `read_body`.

Two things can make an answer huge: covers of books, which nobody here looks at, and a service that means harm. Covers
are dropped while they travel; for everything else there is a limit, also for what unpacks to much more than it was.
"""

import re
import zlib
from collections.abc import Iterable, Iterator

MOST_BYTES = 128 * 1024 * 1024
"""Kept of one answer, covers apart: a page of a thousand books with a hundred assignments each has a third of it."""

MOST_TRAVELLED = 4 * 1024 * 1024 * 1024
"""Read of one answer, covers included: a hundred books with a cover of 10 MB each have a third of it."""

_PIECE = 64 * 1024
_PICTURE = re.compile(rb"[A-Za-z0-9+/=]*")


class TooLarge(Exception):
    """An answer is larger than anything that was asked for can be."""


def read_body(
    pieces: Iterable[bytes], encoding: str, most: int = MOST_BYTES, most_travelled: int = MOST_TRAVELLED
) -> bytes:
    """The body as it was before it was packed; empty where it cannot be unpacked.

    A piece of 64 KiB of nothing but base64 can only be in the middle of a picture, and is left out: the text around
    it stays the JSON that it was. Raises TooLarge.
    """
    kept, pending, travelled = bytearray(), bytearray(), 0
    try:
        for piece in _unpacked(pieces, encoding):
            pending += piece
            travelled += len(piece)
            if len(pending) >= _PIECE:
                if not _PICTURE.fullmatch(pending):
                    kept += pending
                pending.clear()
            if travelled > most_travelled or len(kept) > most:
                raise TooLarge
    except zlib.error:
        return b""
    kept += pending
    return bytes(kept)


def _unpacked(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of at most 64 KiB, whatever they unpack to. Raises zlib.error for what is no gzip."""
    if encoding != "gzip":
        yield from pieces
        return
    unpack = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    for piece in pieces:
        rest = piece
        while rest:
            yield unpack.decompress(rest, _PIECE)
            rest = unpack.unconsumed_tail
    yield unpack.flush()
