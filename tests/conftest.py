"""The option that rewrites what the cases expect."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write what the cases give now as what they expect")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether new expectations are accepted. Read the diff as a reviewer would."""
    return bool(request.config.getoption("--accept", default=False))
