"""The calendar of expiries, read back by a reader of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.entities import Language, Location
from reconciler.model.ids import Handle, TokenId
from reconciler.report.calendar import ALARM_DAYS, Expiry, calendar, folded
from reconciler.report.calendar_texts import calendar_phrases
from tests import worlds as w
from tests.report.plans import HOSTILE
from tests.report.test_book_page import holes

EXPIRES = datetime(2027, 6, 1, 7, 30, tzinfo=UTC)
TOKEN = replace(w.token(), location=Location("205", "Norr; söder, \\öster"), owner="it@norr.example")
NORR = Expiry(TOKEN, w.TOKEN_ID, EXPIRES)
SÖDER = Expiry(
    replace(w.token(), name=Handle("söder"), apple_id=None, owner=None), TokenId("70-2"), EXPIRES - timedelta(days=200)
)

Component = dict[str, str | list["Component"]]


def made(*expiries: Expiry, language: Language = Language.EN) -> bytes:
    return calendar(w.tenant(), expiries, w.NOW, language)


def unfolded(raw: bytes) -> list[str]:
    """Content lines, as RFC 5545 3.1 reads them: rows end in CR LF, and one that begins with a blank goes on."""
    assert raw.endswith(b"\r\n")
    rows = raw[:-2].split(b"\r\n")
    assert all(len(row) <= 75 and b"\n" not in row and b"\r" not in row for row in rows)
    assert [row for row in rows if row.decode("utf-8") is None] == []  # no character is cut in two
    return raw[:-2].replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def unescaped(value: str) -> str:
    """A text value, as RFC 5545 3.3.11 reads it."""
    chars = iter(value)
    return "".join({"n": "\n", "N": "\n"}.get(after := next(chars), after) if char == "\\" else char for char in chars)


def parsed(lines: Iterator[str]) -> Component:
    """The component that has just begun, up to its end; components within it by their name."""
    found: Component = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name == "END":
            return found
        if name == "BEGIN":
            within = found.setdefault(value, [])
            assert isinstance(within, list)
            within.append(parsed(lines))
        else:
            assert name not in found
            found[name] = unescaped(value) if name in ("SUMMARY", "DESCRIPTION", "X-WR-CALNAME") else value
    raise AssertionError("a component does not end")


def read(raw: bytes) -> Component:
    lines = iter(unfolded(raw))
    assert "BEGIN:VCALENDAR" == next(lines)
    whole = parsed(lines)
    assert [] == list(lines)
    return whole


def entries(raw: bytes) -> list[Component]:
    within = read(raw).get("VEVENT", [])
    assert isinstance(within, list)
    return within


def alarms(entry: Component) -> list[Component]:
    within = entry["VALARM"]
    assert isinstance(within, list)
    return within


def test_the_calendar_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("calendar.ics", made(SÖDER, NORR).decode().replace("\r\n", "\n"))


def test_the_calendar_in_swedish_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("calendar-sv.ics", made(NORR, language=Language.SV).decode().replace("\r\n", "\n"))


def test_an_entry_stands_at_the_expiry_and_says_what_to_do() -> None:
    [entry] = entries(made(NORR))
    assert ("20270601T073000Z", "20261122T120000Z") == (entry["DTSTART"], entry["DTSTAMP"])
    told = entry["DESCRIPTION"]
    assert isinstance(told, str)
    for part in ("it@norr.example", "Norr; söder, \\öster 205", "reconciler explain token norr"):
        assert part in told


def test_alarms_sound_on_the_agreed_days() -> None:
    assert (60, 30, 14, 7, 1) == ALARM_DAYS
    [entry] = entries(made(NORR))
    assert [f"-P{days}D" for days in ALARM_DAYS] == [alarm["TRIGGER"] for alarm in alarms(entry)]
    assert {"DISPLAY"} == {alarm["ACTION"] for alarm in alarms(entry)}
    assert "in 1 day:" in str(alarms(entry)[-1]["DESCRIPTION"])


def test_a_renewed_token_keeps_its_entry_and_raises_its_number() -> None:
    [before], [after] = entries(made(NORR)), entries(made(replace(NORR, expires=EXPIRES + timedelta(days=365))))
    assert before["UID"] == after["UID"]
    assert int(str(before["SEQUENCE"])) < int(str(after["SEQUENCE"])) < 2**31
    [renamed] = entries(made(replace(NORR, token=replace(TOKEN, name=Handle("other")))))
    assert before["UID"] == renamed["UID"]


def test_each_token_has_an_entry_of_its_own_and_the_order_does_not_matter() -> None:
    assert made(NORR, SÖDER) == made(SÖDER, NORR)
    assert 2 == len({str(entry["UID"]) for entry in entries(made(NORR, SÖDER))})


def test_without_tokens_there_is_no_entry() -> None:
    assert [] == entries(made())


@pytest.mark.parametrize("at", [datetime.min, datetime.max])
def test_the_ends_of_time_do_not_matter(at: datetime) -> None:
    [entry] = entries(made(replace(NORR, expires=at.replace(tzinfo=UTC, microsecond=0))))
    assert 16 == len(str(entry["DTSTART"]))


def test_names_cannot_begin_an_entry_of_their_own() -> None:
    evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil"
    token = replace(TOKEN, name=Handle(evil), owner=HOSTILE, organization=evil)
    assert 1 == len(entries(made(replace(NORR, token=token, id=TokenId("70-3\r\nX:evil")))))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_folded_line_is_itself_again(line: str) -> None:
    assert [line] == unfolded(folded(line)) or line.startswith(" ")


@given(st.text(max_size=300))
def test_any_name_comes_back_as_it_is_shown(name: str) -> None:
    [entry] = entries(made(replace(NORR, token=replace(TOKEN, name=Handle(name)))))
    told = str(entry["SUMMARY"])
    assert told.startswith('VPP token "') and "\n" not in told
    if name.isprintable():
        assert f'"{name}"' in told


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = (calendar_phrases(language).templates for language in (Language.EN, Language.SV))
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}
