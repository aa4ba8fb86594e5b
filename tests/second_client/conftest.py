"""One served sandbox for the folder, as `reconciler sandbox serve` starts it; each test puts its own tenant."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient
from tests.second_client.described import Described
from tests.second_client.served import Served, serving

Clients = Callable[[str | None], AppleClient]


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of the process; ended afterwards, and ended well."""
    with serving(tmp_path_factory.mktemp("second_client") / "tenant.sqlite") as (process, url):
        yield url
        process.terminate()
        assert 0 == process.wait(20)


@pytest.fixture
def served(root: str) -> Iterator[Served]:
    """The sandbox with the school of `tenant.py`; at the end every answer of Apple's must have been as described."""
    described = Described([])
    with httpx.Client(timeout=20, event_hooks={"response": [described.check]}) as http:
        school = Served(http, root, described)
        school.put(tenant.state())
        yield school
        school.forget_faults()
    assert [] == described.problems


@pytest.fixture
def client_of(served: Served) -> Clients:
    """A client by the name of its content token in `tenant.py`; None for one without."""
    return lambda name: served.client(None if name is None else tenant.content_token(name))


@pytest.fixture
def client(client_of: Clients) -> AppleClient:
    """The client that everything is done with."""
    return client_of("valid")
