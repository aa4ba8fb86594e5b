"""Filling templates: every place, and nothing else."""

import pytest

from reconciler.scaffold.fill import filled, template


def test_a_place_on_a_line_of_its_own_takes_several_lines_or_none() -> None:
    assert filled("CODEOWNERS", {"owners": "a\nb\n"}).endswith("\n\na\nb\n")
    assert not filled("CODEOWNERS", {"owners": ""}).endswith("@@owners@@\n")


def test_a_place_without_a_value_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        filled("CODEOWNERS", {})


def test_what_a_value_holds_is_not_filled_again() -> None:
    values = {"name": "@@cloud@@", "cloud": "sandbox", "language": "en", "tenant_id": ""}
    assert "name: @@cloud@@\n  cloud: sandbox" in filled("desired-state/tenant.yaml", values)


def test_a_template_that_is_not_there_is_told() -> None:
    with pytest.raises(FileNotFoundError):
        template("nothing")
