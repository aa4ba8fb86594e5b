"""What readers are told before a roll-out: by group, by Apple account, and nothing that cannot be known."""

from collections.abc import Callable
from dataclasses import replace
from string import Formatter

import pytest

from reconciler.model.desired import DesiredBook
from reconciler.model.entities import Group, Language, Mode, Token
from reconciler.report.book_page import book_page
from reconciler.report.book_texts import book_phrases
from reconciler.report.lines import plain
from tests import worlds as w
from tests.report.plans import HOSTILE

GROUPS = {
    "9a": Group("9a", w.group_id(1), "Klass 9A 2026", apple_accounts="managed"),
    "guardians": Group("guardians", w.group_id(2), "Vårdnadshavare", apple_accounts="personal"),
    "staff": Group("staff", w.group_id(3), "Personal", apple_accounts="mixed"),
    "Bibliotek": Group(None, None, "Bibliotek"),
}
INTENTS = {"9a": "required", "guardians": "available", "staff": "available", "Bibliotek": "required"}
TOKEN = replace(w.token(), owner="it@norr.example")


def holes(text: str) -> set[str]:
    """The names that a text is filled in with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def book(*groups: str) -> DesiredBook:
    """A book for these groups."""
    return w.desired_book(1, *(w.assignment(group, INTENTS[group]) for group in groups))


def page(desired: DesiredBook, token: Token | None = TOKEN) -> str:
    return plain(book_page(desired, GROUPS, token, Language.EN))


def test_the_page_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("book-page.txt", page(book(*GROUPS)))


def test_the_page_of_a_book_without_owner_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("book-page-observed.txt", page(replace(book("9a"), mode=Mode.OBSERVE), replace(TOKEN, owner=None)))


def test_only_those_with_a_personal_account_are_told_to_accept_an_invitation() -> None:
    asked = {group: "accept it" in page(book(group)) for group in GROUPS}
    assert {"9a": False, "guardians": True, "staff": True, "Bibliotek": True} == asked


@pytest.mark.parametrize("group", list(GROUPS))
def test_every_group_is_told_of_app_device_licence_and_whom_to_ask(group: str) -> None:
    block = page(book(group)).split("\n\n")[1]
    for part in ("app Books", "set up in your name", "cannot be returned", "it@norr.example", "Apple account"):
        assert part in block


def test_accounts_that_nobody_wrote_down_are_asked_for() -> None:
    assert "appleAccounts" in page(book("Bibliotek"))
    assert "appleAccounts" not in page(book("9a"))


def test_a_book_without_groups_says_so_and_nothing_else() -> None:
    assert 2 == len(page(book()).splitlines())


def test_hostile_names_stay_on_their_line() -> None:
    desired = replace(book("9a"), book=replace(book("9a").book, title=HOSTILE))
    told = page(desired, replace(TOKEN, owner=HOSTILE))
    assert len(page(book("9a")).splitlines()) == len(told.splitlines())
    assert "\u202e" not in told and "{" not in told


def test_the_page_in_swedish_is_as_accepted(golden: Callable[[str, str], None]) -> None:
    golden("book-page-sv.txt", plain(book_page(book(*GROUPS), GROUPS, TOKEN, Language.SV)))


@pytest.mark.parametrize("language", list(Language))
def test_every_text_of_the_table_is_used_and_can_be_filled_in(language: Language) -> None:
    cases = [(book(*GROUPS), TOKEN), (book(*GROUPS), None), (replace(book(), mode=Mode.OBSERVE), TOKEN)]
    told = "\n".join(plain(book_page(desired, GROUPS, token, language)) for desired, token in cases)
    say = book_phrases(language)
    values = dict.fromkeys(("book", "organization", "contact", "group", "token"), "\0")
    for key in say.templates:
        assert max(say(key, **values).split("\0"), key=len) in told, key


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = book_phrases(Language.EN).templates, book_phrases(Language.SV).templates
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}
