"""Answers of every size: covers are dropped on the way, and nothing that unpacks without end is kept."""

import gzip
import json
import tracemalloc
from collections.abc import Iterator

import pytest

from reconciler.model.errors import ServiceError
from reconciler.transport import body as limits
from reconciler.transport.body import TooLarge, read_body
from tests.graph.service import Reply, serving, speaking

PATH = "/v1.0/things"
MEGABYTE = 1024 * 1024


def in_pieces(content: bytes, size: int = 64 * 1024) -> Iterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def page_of_covers(books: int, megabytes: int) -> Iterator[bytes]:
    """A page of books whose covers are as large as a photograph, as it comes from a socket."""
    yield b'{"value": ['
    for number in range(books):
        head = b'{"id": "b%d", "largeCover": {"type": "image/png", "value": "' % number
        yield b", " * bool(number) + head
        for _ in range(16 * megabytes):
            yield b"iVBORw0KGgoAAAAN" * 4096
        yield b'"}, "displayName": "Book %d"}' % number
    yield b"]}"


def test_covers_of_ten_megabytes_leave_the_books_and_take_no_memory() -> None:
    tracemalloc.start()
    content = read_body(page_of_covers(books=8, megabytes=10), "")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [f"Book {number}" for number in range(8)] == [book["displayName"] for book in json.loads(content)["value"]]
    assert peak < 8 * MEGABYTE


@pytest.mark.parametrize("size", [1, 7, 1000, 64 * 1024, 10**6])
def test_an_answer_without_covers_is_kept_to_the_byte(size: int) -> None:
    content = json.dumps({"value": [{"id": n, "displayName": "Svenska 2: kapitel ett, två"} for n in range(3000)]})
    assert content.encode() == read_body(in_pieces(content.encode(), size), "")
    assert content.encode() == read_body(in_pieces(gzip.compress(content.encode()), size), "gzip")


def test_an_answer_that_unpacks_without_end_is_cut_off_before_it_fills_the_memory() -> None:
    bomb = gzip.compress(b"\0" * (64 * MEGABYTE))
    assert len(bomb) < MEGABYTE
    tracemalloc.start()
    with pytest.raises(TooLarge):
        read_body(in_pieces(bomb), "gzip", most=2 * MEGABYTE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE


def test_a_picture_that_travels_without_end_is_cut_off() -> None:
    bomb = gzip.compress(b"A" * (64 * MEGABYTE))
    assert b"" != read_body(in_pieces(bomb[:9000]), "gzip", most_travelled=64 * MEGABYTE)
    with pytest.raises(TooLarge):
        read_body(in_pieces(bomb), "gzip", most_travelled=32 * MEGABYTE)


def test_a_page_is_asked_for_packed_and_read_so() -> None:
    packed = Reply(body=gzip.compress(b'{"value": []}'), headers={"Content-Encoding": "gzip"})
    with serving(packed) as service, speaking(service.root) as transport:
        assert {"value": []} == transport.read(PATH).body
        assert "gzip" == service.seen[0].headers["Accept-Encoding"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [(b"no gzip at all", "gzip"), (gzip.compress(b"{}")[:-12], "gzip"), (b"\x1b\x0e", "br")],
    ids=["no gzip", "half a gzip", "not asked for"],
)
def test_what_cannot_be_unpacked_is_an_error(content: bytes, encoding: str) -> None:
    broken = Reply(body=content, headers={"Content-Encoding": encoding})
    with serving(broken) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError, match="not a JSON object"):
            transport.read(PATH)
        assert 1 == len(service.seen)


def test_an_answer_beyond_all_measure_is_an_error_with_a_remedy() -> None:
    bomb = Reply(body=gzip.compress(b" " * (limits.MOST_BYTES + MEGABYTE)), headers={"Content-Encoding": "gzip"})
    with serving(bomb) as service, speaking(service.root) as transport:
        with pytest.raises(ServiceError, match="more than any list") as caught:
            transport.read(PATH)
        assert (200, 1) == (caught.value.status, len(service.seen))
        assert {} == transport.write("POST", PATH, {}).body
