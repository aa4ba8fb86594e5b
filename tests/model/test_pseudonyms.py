"""Pseudonyms: equal where user, tenant and key are, and nowhere else."""

import hashlib
import hmac

from reconciler.model.observed import Members
from reconciler.model.pseudonyms import Pseudonyms
from tests import worlds as w

KEY = b"a key of more than 16 characters"
OURS = Pseudonyms(KEY, "nordskolan")
USER = "5b0c0000-0000-0000-0000-00000000000A"


def test_a_pseudonym_is_128_bits_of_an_hmac_over_tenant_and_user() -> None:
    expected = hmac.new(KEY, f"user\0nordskolan\0{USER.lower()}".encode(), hashlib.sha256).hexdigest()[:32]
    assert expected == OURS.of(USER) == OURS.of(USER.lower())


def test_another_key_tenant_or_user_gives_another_one() -> None:
    others = {Pseudonyms(KEY[::-1], "nordskolan").of(USER), Pseudonyms(KEY, "söderskolan").of(USER), OURS.of("someone")}
    assert 4 == len({OURS.of(USER), *others})


def test_the_fingerprint_tells_keys_apart_and_is_no_pseudonym() -> None:
    assert OURS.fingerprint == Pseudonyms(KEY, "nordskolan").fingerprint
    assert OURS.fingerprint not in (Pseudonyms(KEY[::-1], "nordskolan").fingerprint, OURS.of(""))


def test_groups_have_sorted_pseudonyms_and_those_without_users_are_left_out() -> None:
    groups = {w.group_id(2): Members({}), w.group_id(1): Members({"ada": "ada@norr.example", "bo": "bo@norr.example"})}
    assert {w.group_id(1): tuple(sorted((OURS.of("ada"), OURS.of("bo"))))} == OURS.of_groups(groups)


def test_the_key_is_not_in_its_text() -> None:
    assert KEY.decode() not in repr(OURS)
