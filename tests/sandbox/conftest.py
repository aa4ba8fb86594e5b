"""A sandbox of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox
from tests.sandbox.client import Client


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    opened = Sandbox(tmp_path / "tenant.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox)
