"""Canonical JSON is that of RFC 8785."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.canonical import canonical, digest, sealed

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
_VALUES = st.recursive(
    st.none() | st.booleans() | _INTEGERS | _TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4),
)


@given(_VALUES)
def test_canonical_is_what_the_library_writes(value: Any) -> None:
    assert rfc8785.dumps(value) == canonical(value)


@given(st.dictionaries(st.text(st.sampled_from("\ue000\U00010000a"), max_size=3), _INTEGERS, max_size=6))
def test_keys_beyond_the_basic_plane_are_ordered_as_utf_16(value: dict[str, int]) -> None:
    assert rfc8785.dumps(value) == canonical(value)


def test_what_has_no_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})


def test_a_seal_is_over_everything_but_itself() -> None:
    value = sealed({"b": 1, "a": "ö"})
    assert value["digest"] == digest({"a": "ö", "b": 1}) == sealed(value)["digest"]
    assert json.loads(canonical(value)) == value
