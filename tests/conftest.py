"""The option that rewrites what the cases expect, and a search for secrets in all that a run of tests left behind."""

from collections.abc import Iterator

import pytest

from tests.leaks import leaking_files


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what the cases give now as what they expect")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether new expectations are accepted. Read the diff as a reviewer would."""
    return bool(request.config.getoption("--accept", default=False))


@pytest.fixture(autouse=True, scope="session")
def _nothing_leaked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """After the last test: no file that our commands wrote holds a content token."""
    yield
    assert [] == leaking_files(tmp_path_factory.getbasetemp())
