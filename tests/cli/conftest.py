"""A school of its own for each test."""

from pathlib import Path

import pytest

from tests.cli.school import School, make_school


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A tenant with two changes to make."""
    return make_school(tmp_path)
