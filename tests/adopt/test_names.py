"""Short names made of names that people and services gave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.adopt.names import LONGEST, short_names, slug, writable
from reconciler.model.naming import fold
from reconciler.model.quoting import SECRET
from tests.cli.import_worlds import NAMES
from tests.content_tokens import content_token

IDS = [f"60000000-0000-0000-0000-{n:012}" for n in range(1, 7)]


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        ("klass-9a-2026", "Klass 9A 2026"),
        ("lärare-svenska", "  Lärare — svenska! "),
        ("a-b", "../a/b"),
        ("", "☃ …"),
        ("åk-9", "A\u030ak 9"),
    ],
)
def test_a_short_name_is_words_with_hyphens(expected: str, name: str) -> None:
    assert expected == slug(name)


@given(st.lists(NAMES | st.just(""), min_size=1, max_size=6), st.lists(NAMES, max_size=3))
def test_short_names_are_unique_and_never_the_name_of_another(names: list[str], taken: list[str]) -> None:
    named = dict(zip(IDS, names, strict=False))
    made = short_names(named, taken, "group")
    assert len(named) == len({fold(name) for name in made.values()} - {fold(name) for name in taken})
    for identity, name in made.items():
        others = {fold(other) for key, other in named.items() if key != identity}
        assert name and fold(name) not in others


def test_equal_names_get_the_end_of_their_id_and_do_not_depend_on_each_other() -> None:
    two = short_names({IDS[0]: "Klass", IDS[1]: "klass"}, (), "group")
    assert {IDS[0]: "klass-00000001", IDS[1]: "klass-00000002"} == two
    assert "klass-00000002" == short_names({IDS[1]: "Klass", IDS[2]: "KLASS"}, (), "group")[IDS[1]]
    assert "klass-00000002" == short_names({IDS[1]: "Klass"}, ["klass"], "group")[IDS[1]]


def test_texts_are_made_such_that_yaml_can_hold_them() -> None:
    assert ("", "", "a\ufffdb") == (writable(None), writable("  "), writable("a\ud800b"))
    assert LONGEST == len(writable("x" * 5_000)) and writable("x" * 5_000).endswith("x…")
    assert "\t" == writable("\t")


def test_a_content_token_in_a_name_is_not_written() -> None:
    assert SECRET == writable(content_token().decode())
