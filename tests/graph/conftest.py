"""A tenant over HTTP for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.graph.tenant import Tenant, serving_tenant


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Tenant]:
    with serving_tenant(tmp_path) as served:
        yield served
