import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.ledger.folders import folder_name, tenant_name

HANDLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=1024)


@pytest.mark.parametrize(
    ("expected", "tenant"),
    [
        ("nordskolan", "nordskolan"),
        ("södra-åsen_2.b", "södra-åsen_2.b"),
        ("%2E.%2Fetc%2Fpasswd", "../etc/passwd"),
        ("%2E", "."),
        ("%2E%2E", ".."),
        ("%2Ejournal", ".journal"),
        ("a%20b", "a b"),
        ("100%25", "100%"),
        ("a%7Eb", "a~b"),
        ("o%CC%88st", "o\u0308st"),
    ],
)
def test_a_folder_bears_the_handle_as_far_as_a_file_system_can_take_it(expected: str, tenant: str) -> None:
    assert expected == folder_name(tenant)


@given(HANDLES)
def test_every_handle_gives_one_plain_file_name(tenant: str) -> None:
    name = folder_name(tenant)
    assert len(name.encode()) <= 255
    assert not name.startswith(".")
    assert not set(name) & set('/\\:*?"<>| ')


@given(HANDLES)
def test_the_handle_can_be_read_back_from_its_folder_unless_it_is_too_long(tenant: str) -> None:
    assert tenant_name(folder_name(tenant)) == tenant or "~" in folder_name(tenant)


@given(HANDLES, HANDLES)
def test_two_handles_never_share_a_folder(one: str, other: str) -> None:
    assert (one == other) == (folder_name(one) == folder_name(other))


def test_long_handles_with_a_common_start_have_folders_of_their_own() -> None:
    names = {folder_name("ö" * 1000 + end) for end in "abc"}
    assert len(names) == 3
    assert all(len(name.encode()) <= 200 and tenant_name(name) is None for name in names)
