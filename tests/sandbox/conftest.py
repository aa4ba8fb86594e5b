"""A sandbox of its own for each test; its answers are checked against the interface descriptions."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.checked import CheckedSandbox
from tests.sandbox.client import Client


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[CheckedSandbox]:
    opened = CheckedSandbox(tmp_path / "tenant.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def client(sandbox: CheckedSandbox) -> Client:
    return Client(sandbox)


@pytest.fixture
def broken(sandbox: CheckedSandbox) -> CheckedSandbox:
    """The sandbox, for a tenant that holds what a real one should not: its answers are not checked."""
    sandbox.checking = False
    return sandbox
