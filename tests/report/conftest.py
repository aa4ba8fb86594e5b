"""Golden files: what reports look like is accepted by a person with ACCEPT=1, and compared ever after."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with the golden file of that name; under ACCEPT=1 makes it the golden file."""

    def check(name: str, actual: str) -> None:
        file = GOLDEN / name
        if os.environ.get("ACCEPT") == "1":
            file.write_text(actual, encoding="utf-8", newline="")
        assert file.read_text(encoding="utf-8") == actual

    return check
