"""What a .vpptoken file says, and what is no content token; in no case a part of it in an error."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.content_token import MOST_BYTES, ContentToken, Flaw, NoContentToken, decode
from tests.content_tokens import body, content_token, encoded, parts_in

GOOD = content_token()
PLAIN = ContentToken("Norr", datetime(2027, 6, 1, tzinfo=UTC), GOOD.decode())


def wrapped(raw: bytes, end: bytes) -> bytes:
    """The text in lines of 64 characters, as mail programs and vaults leave it."""
    return b"".join(raw[start : start + 64] + end for start in range(0, len(raw), 64))


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        GOOD + b"\n",
        b"\xef\xbb\xbf" + GOOD,
        b"\xef\xbb\xbf" + wrapped(GOOD, b"\r\n"),
        wrapped(GOOD, b"\n"),
        wrapped(GOOD, b"\r"),
        b"  \t" + GOOD + b" \n\n",
    ],
)
def test_a_mark_blanks_and_line_breaks_are_forgiven(raw: bytes) -> None:
    assert PLAIN == decode(raw)


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        (datetime(2027, 6, 30, 1, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03+0000"),
        (datetime(2027, 6, 30, 1, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03+00:00"),
        (datetime(2027, 6, 30, 1, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03Z"),
        (datetime(2027, 6, 30, 1, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03"),
        (datetime(2027, 6, 30, 8, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03-0700"),
        (datetime(2027, 6, 29, 23, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03+02:00"),
        (datetime(2027, 6, 30, 1, 2, 3, tzinfo=UTC), "2027-06-30T01:02:03.987Z"),
        (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "9999-12-31T23:59:59Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00Z"),
    ],
)
def test_an_expiry_is_read_with_every_kind_of_offset_and_without(expected: datetime, written: str) -> None:
    assert expected == decode(content_token(expDate=written)).expires


@pytest.mark.parametrize(
    ("expected", "raw"),
    [
        (Flaw.EMPTY, b""),
        (Flaw.EMPTY, b"\xef\xbb\xbf \r\n"),
        (Flaw.TOO_LONG, b"A" * 70 * 1024),
        (Flaw.TOO_LONG, GOOD + b" " * MOST_BYTES),
        (Flaw.NOT_BASE64, b"\xff\xfe\x00"),
        (Flaw.NOT_BASE64, GOOD.decode().encode("utf-16")),
        (Flaw.NOT_BASE64, GOOD[:-1]),
        (Flaw.NOT_BASE64, GOOD.replace(b"e", b"*", 1)),
        (Flaw.NOT_BASE64, b'"' + GOOD + b'"'),
        (Flaw.NOT_BASE64, json.dumps(body()).encode()),
        (Flaw.NOT_JSON, base64.b64encode(b"no JSON at all")),
        (Flaw.NOT_JSON, base64.b64encode(b"\xff\xfe\xfd")),
        (Flaw.NOT_JSON, base64.b64encode(b"[" * 20_000)),
        (Flaw.NOT_JSON, base64.b64encode(b"1" * 20_000)),
        (Flaw.NOT_JSON, encoded([body()])),
        (Flaw.NOT_JSON, encoded(None)),
        (Flaw.NO_SECRET, content_token(token=...)),
        (Flaw.NO_SECRET, content_token(token=" ")),
        (Flaw.NO_SECRET, content_token(token=7)),
        (Flaw.NO_ORGANIZATION, content_token(orgName=...)),
        (Flaw.NO_ORGANIZATION, content_token(orgName=["Norr"])),
        (Flaw.NO_ORGANIZATION, content_token(orgName="half a pair: \ud83d")),
        (Flaw.NO_EXPIRY, content_token(expDate=...)),
        (Flaw.NO_EXPIRY, content_token(expDate=None)),
        (Flaw.BAD_EXPIRY, content_token(expDate="next year")),
        (Flaw.BAD_EXPIRY, content_token(expDate="2027-02-30T00:00:00Z")),
        (Flaw.BAD_EXPIRY, content_token(expDate=20270601)),
        (Flaw.BAD_EXPIRY, content_token(expDate="9999-12-31T23:59:59-1400")),
        (Flaw.BAD_EXPIRY, content_token(expDate="0001-01-01T00:00:00+14:00")),
    ],
)
def test_what_is_no_content_token_says_why(expected: Flaw, raw: bytes) -> None:
    with pytest.raises(NoContentToken) as caught:
        decode(raw)
    assert expected is caught.value.flaw
    assert str(expected) == str(caught.value)


def test_a_content_token_does_not_show_itself() -> None:
    assert [] == parts_in(f"{PLAIN!r} {PLAIN}", GOOD)
    assert parts_in(f"it is {PLAIN.text}", GOOD)


def damaged() -> st.SearchStrategy[bytes]:
    """Content tokens of which something is wrong, and bytes that were never one."""
    value: st.SearchStrategy[Any] = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.just(...))
    keys = st.dictionaries(st.sampled_from(["token", "expDate", "orgName"]), value, min_size=1)
    cut = st.integers(0, len(GOOD)).map(lambda end: GOOD[:end])
    return st.one_of(st.binary(max_size=300), cut, keys.map(lambda other: content_token(**other)))


@given(damaged())
def test_whatever_the_bytes_are_only_a_flaw_is_told(raw: bytes) -> None:
    try:
        decode(raw)
    except NoContentToken as no:
        assert (str(no.flaw),) == no.args
        assert no.__cause__ is None and no.__context__ is None
