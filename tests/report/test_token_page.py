"""The steps that renew a token: by its portal, account, location and secret, in both languages."""

import shlex
from collections.abc import Callable
from dataclasses import replace

import pytest

from reconciler.model.entities import Language, Location, Secret, Token
from reconciler.model.ids import Handle
from reconciler.report.lines import plain
from reconciler.report.token_page import token_page
from reconciler.report.token_texts import token_phrases
from tests import worlds as w
from tests.content_tokens import content_token, parts_in
from tests.report.plans import HOSTILE
from tests.report.test_book_page import holes

Golden = Callable[[str, str], None]
TOKEN = replace(w.token(), location=Location("2049025000431439", "Norrskolan"), owner="it@norr.example")
SECRETS = {
    "env": Secret("env", "VPP_TOKEN_NORR"),
    "file": Secret("file", "../../secrets/norr.vpptoken"),
    "keyVault": Secret("keyVault", "https://norr.vault.azure.net", "vpp-norr"),
    "none": None,
}
STATE = w.desired(w.desired_book(1, w.assignment("9a", "required")), w.desired_book(2))


def page(token: Token, language: Language = Language.EN) -> str:
    return plain(token_page(token, STATE, language))


@pytest.mark.parametrize("kind", list(SECRETS))
def test_the_page_is_as_accepted(kind: str, golden: Golden) -> None:
    golden(f"token-page-{kind}.txt", page(replace(TOKEN, secret=SECRETS[kind])))


def test_the_page_in_swedish_is_as_accepted(golden: Golden) -> None:
    golden("token-page-sv.txt", page(replace(TOKEN, secret=SECRETS["env"]), Language.SV))


@pytest.mark.parametrize(
    ("account_type", "expected", "other"),
    [
        ("education", "https://school.apple.com", "https://business.apple.com"),
        ("business", "https://business.apple.com", "https://school.apple.com"),
    ],
)
def test_a_school_and_a_company_have_portals_of_their_own(account_type: str, expected: str, other: str) -> None:
    told = page(replace(TOKEN, account_type=account_type))
    assert expected in told and other not in told


def test_where_the_programme_is_not_known_both_portals_are_named() -> None:
    told = page(replace(TOKEN, account_type=None))
    assert "https://school.apple.com" in told and "https://business.apple.com" in told


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (Location("205", "Norr"), 'the location "Norr" with the id 205'),
        (Location(None, "Norr"), 'the location "Norr"'),
        (Location("205", None), "the location with the id 205"),
        (None, "write location on the token"),
    ],
)
def test_the_location_is_named_as_far_as_it_is_known(location: Location | None, expected: str) -> None:
    assert expected in page(replace(TOKEN, location=location))


def test_an_account_that_nobody_wrote_down_is_asked_for() -> None:
    told = page(replace(TOKEN, apple_id=None))
    assert "write appleId" in told and "VPP115" not in told


@pytest.mark.parametrize("kind", ["env", "file", "keyVault"])
def test_what_is_checked_is_named_by_its_rules(kind: str) -> None:
    told = page(replace(TOKEN, secret=SECRETS[kind]))
    assert all(rule in told for rule in ("VPP120", "VPP116", "VPP115"))


def commands(told: str) -> list[str]:
    return [line.strip() for line in told.splitlines() if line.startswith("     ")]


@pytest.mark.parametrize("kind", list(SECRETS))
def test_names_in_commands_are_words_and_never_commands(kind: str) -> None:
    evil = "x; touch /tmp/evil $(id) `id` 'quoted'\n&& rm -rf ."
    token = replace(TOKEN, secret=SECRETS[kind], location=Location("205", evil), organization=evil)
    odd = Secret(kind, evil, "vpp-norr") if kind != "none" else None
    for each in (token, replace(token, secret=odd)):
        told = commands(page(each))
        assert len(commands(page(TOKEN if kind == "none" else replace(TOKEN, secret=SECRETS[kind])))) == len(told)
        for command in told:
            unquoted = "".join(part for number, part in enumerate(command.split("'")) if number % 2 == 0)
            assert "touch" not in unquoted.replace("quoted", ""), command
            assert shlex.split(command)


def test_hostile_names_stay_on_their_line() -> None:
    token = replace(TOKEN, name=Handle(HOSTILE), organization=HOSTILE, apple_id=HOSTILE, owner=HOSTILE)
    told = page(token)
    assert len(page(TOKEN).splitlines()) == len(told.splitlines())
    assert "\u202e" not in told


@pytest.mark.parametrize("kind", ["env", "file"])
def test_a_secret_that_was_written_where_its_place_belongs_is_not_shown(kind: str) -> None:
    raw = content_token()
    assert [] == parts_in(page(replace(TOKEN, secret=Secret(kind, raw.decode()))), raw)


def test_the_folder_of_a_file_is_that_of_the_tenant() -> None:
    told = page(replace(TOKEN, secret=SECRETS["file"]))
    assert "install -m 600 sToken_for_Norrskolan.vpptoken ../secrets/norr.vpptoken" in commands(told)


def test_all_languages_have_the_same_texts_with_the_same_names() -> None:
    english, swedish = token_phrases(Language.EN).templates, token_phrases(Language.SV).templates
    assert {key: holes(text) for key, text in english.items()} == {key: holes(text) for key, text in swedish.items()}


@pytest.mark.parametrize("language", list(Language))
def test_every_text_is_used(language: Language) -> None:
    tokens = [replace(TOKEN, secret=secret) for secret in SECRETS.values()]
    tokens += [replace(TOKEN, account_type=kind, apple_id=None) for kind in ("business", None)]
    places = (Location("205", None), Location(None, "Norr"), None)
    tokens += [replace(TOKEN, location=place) for place in places]
    told = "\n".join(page(token, language) for token in tokens)
    for key, text in token_phrases(language).templates.items():
        piece = max(text.replace("{{", "{").replace("}}", "}").split("{"), key=lambda part: len(part.split("}")[-1]))
        assert piece.split("}")[-1] in told, key
