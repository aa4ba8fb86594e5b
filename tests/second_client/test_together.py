"""Several requests at a time, writes between pages, a killed service, a tenant carried over."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.second_client import tenant
from tests.second_client.apple_client import AppleClient, Outcome
from tests.second_client.conftest import Clients
from tests.second_client.described import Described
from tests.second_client.served import Served, serving

BOOK, APP = (tenant.ATLAS, "STDQ"), (tenant.CALC, "STDQ")
LANES = 5
"""Page requests that Apple bears at the same time."""


def test_five_pages_can_be_asked_for_at_the_same_time(served: Served, client: AppleClient) -> None:
    served.put(tenant.state(users=20, page_size=4))
    inturn = [row["clientUserId"] for row in client.users().rows]
    with ThreadPoolExecutor(LANES) as lanes:
        pages = list(lanes.map(lambda index: client.page("getUsers", pageIndex=index), range(LANES)))
    assert inturn == [row["clientUserId"] for page in pages for row in page["users"]]
    assert 1 == len({page["versionId"] for page in pages})


def test_the_last_licences_are_given_once_however_many_ask(served: Served, client: AppleClient) -> None:
    served.put(tenant.state(assets=[tenant.asset(tenant.ATLAS, total=3)], users=10))
    client.service_config()

    def give(number: int) -> Outcome:
        return client.wait(client.associate([BOOK], [f"p{number}"]))

    with ThreadPoolExecutor(LANES) as lanes:
        outcomes = list(lanes.map(give, range(10)))
    assert ["COMPLETE"] * 3 + ["FAILED"] * 7 == sorted(outcome.state for outcome in outcomes)
    (row,) = client.assets().rows
    assert (3, 0, 3) == (row["assignedCount"], row["availableCount"], len(client.assignments().rows))


@pytest.mark.parametrize("touched", ["p0", "p2", "p6"])
def test_a_list_read_during_writes_and_the_next_delta_miss_nobody(
    served: Served, client: AppleClient, touched: str
) -> None:
    served.put(tenant.state(users=7, page_size=2))
    page = client.page("getUsers")
    since, known = page["versionId"], {row["clientUserId"]: row for row in page["users"]}
    client.wait(client.update_users({"clientUserId": touched, "email": "other@norr.example"}))
    client.wait(client.create_users({"clientUserId": "new"}))
    while "nextPageIndex" in page:
        page = client.page("getUsers", pageIndex=page["nextPageIndex"])
        known |= {row["clientUserId"]: row for row in page["users"]}
    known |= {row["clientUserId"]: row for row in client.users(sinceVersionId=since).rows}
    assert {row["clientUserId"]: row for row in client.users().rows} == known


def test_what_was_answered_outlives_a_killed_service(tmp_path: Path) -> None:
    file = tmp_path / "tenant.sqlite"
    described = Described([])
    with httpx.Client(timeout=20, event_hooks={"response": [described.check]}) as http:
        with serving(file) as (process, root):
            first = Served(http, root, described)
            first.put(tenant.state())
            client = first.client(tenant.content_token("valid"))
            version = client.assignments().version
            event = client.associate([BOOK], ["p0"])
            process.kill()
        with serving(file) as (_, root):
            again = Served(http, root, described).client(tenant.content_token("valid"))
            assert "COMPLETE" == again.status(event).state
            assert ["p0"] == [row["clientUserId"] for row in again.assignments(sinceVersionId=version).rows]
    assert [] == described.problems


def test_a_tenant_can_be_carried_over_with_all_that_apple_knows(served: Served, client_of: Clients) -> None:
    client = client_of("valid")
    client.claim("m-1", "Other", "free")
    client.wait(client.create_users({"clientUserId": "n", "email": "n@norr.example"}))
    client.wait(client.associate([BOOK, APP], ["p0", "p1", "n"]))
    client.wait(client.retire_users("p0"))
    before = client.assets().rows, client.users().rows, client.assignments().rows, client.client_config()
    whole = served.state()
    served.put(tenant.state())
    served.put(whole)
    assert whole == served.state()
    assert before == (client.assets().rows, client.users().rows, client.assignments().rows, client.client_config())
