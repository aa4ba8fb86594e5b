"""Microsoft's own Python SDK works against the sandbox as it is.

`scripts/test-sdk` makes the environment for it: the SDK takes about 400 MB, so it is none of the others' dependencies.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

msgraph = pytest.importorskip("msgraph", reason="msgraph-sdk is not installed; scripts/test-sdk runs this test")

import httpx  # noqa: E402
from kiota_abstractions.authentication import (  # noqa: E402  # all of these need the SDK
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration  # noqa: E402
from msgraph import GraphRequestAdapter, GraphServiceClient  # noqa: E402
from msgraph.generated.device_app_management.managed_e_books.item.assign.assign_post_request_body import (  # noqa: E402
    AssignPostRequestBody,
)
from msgraph.generated.device_app_management.managed_e_books.managed_e_books_request_builder import (  # noqa: E402
    ManagedEBooksRequestBuilder,
)
from msgraph.generated.directory_objects.get_by_ids.get_by_ids_post_request_body import (  # noqa: E402
    GetByIdsPostRequestBody,
)
from msgraph.generated.models.group_assignment_target import GroupAssignmentTarget  # noqa: E402
from msgraph.generated.models.install_intent import InstallIntent  # noqa: E402
from msgraph.generated.models.ios_vpp_e_book import IosVppEBook  # noqa: E402
from msgraph.generated.models.ios_vpp_e_book_assignment import IosVppEBookAssignment  # noqa: E402
from msgraph.generated.models.managed_e_book_assignment import ManagedEBookAssignment  # noqa: E402
from msgraph.generated.models.o_data_errors.o_data_error import ODataError  # noqa: E402
from msgraph.generated.models.vpp_token import VppToken  # noqa: E402
from msgraph.generated.models.vpp_token_state import VppTokenState  # noqa: E402
from msgraph.generated.models.vpp_token_sync_status import VppTokenSyncStatus  # noqa: E402
from msgraph.generated.users.users_request_builder import UsersRequestBuilder  # noqa: E402
from msgraph_core import GraphClientFactory  # noqa: E402
from msgraph_core.tasks.page_iterator import PageIterator  # noqa: E402

from reconciler.sandbox import Sandbox  # noqa: E402
from reconciler.sandbox.example import content_token  # noqa: E402
from reconciler.sandbox.serve import SandboxServer  # noqa: E402

T = TypeVar("T")
KIM = "user:kim@norr.example"
BOOK = "20000000-0000-4000-8000-000000000003"
CLASS, YEAR, EMPTY = (f"30000000-0000-4000-8000-00000000000{number}" for number in (1, 3, 8))
BookQuery = ManagedEBooksRequestBuilder.ManagedEBooksRequestBuilderGetQueryParameters
UserQuery = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters


class Bearer(AccessTokenProvider):
    """One identity for all requests."""

    def __init__(self, identity: str) -> None:
        self.identity = identity

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
        return self.identity

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["127.0.0.1"])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SandboxServer]:
    sandbox = Sandbox(tmp_path / "tenant.sqlite")
    with SandboxServer(sandbox, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()
    sandbox.close()


class Caller:
    """Runs work with the SDK's client as its documentation makes it, for another root than Microsoft's."""

    def __init__(self, root_url: str) -> None:
        self.root_url = root_url

    def run(self, work: Callable[[GraphServiceClient], Coroutine[Any, Any, T]], identity: str = KIM) -> T:
        """What the work gives. The connections end with it."""

        async def closing() -> T:
            async with httpx.AsyncHTTPTransport() as transport:  # the SDK wraps it, and never closes it
                http = GraphClientFactory.create_with_default_middleware(client=httpx.AsyncClient(transport=transport))
                adapter = GraphRequestAdapter(BaseBearerTokenAuthenticationProvider(Bearer(identity)), client=http)
                adapter.base_url = f"{self.root_url}/v1.0"
                return await work(GraphServiceClient(request_adapter=adapter))

        return asyncio.run(closing())


@pytest.fixture
def caller(server: SandboxServer) -> Caller:
    return Caller(server.root_url)


def eventual() -> RequestConfiguration:
    configuration = RequestConfiguration()
    configuration.headers.add("ConsistencyLevel", "eventual")
    return configuration


def test_books_come_typed_with_their_assignments(caller: Caller) -> None:
    query = BookQuery(expand=["assignments"], filter="displayName eq 'Fysik och kemi 9'")
    found = caller.run(
        lambda graph: graph.device_app_management.managed_e_books.get(RequestConfiguration(query_parameters=query))
    )
    [book] = found.value
    assert isinstance(book, IosVppEBook)
    assert ("Fysik och kemi 9", 40, 6) == (book.display_name, book.total_license_count, book.used_license_count)
    [assignment] = book.assignments
    assert isinstance(assignment, IosVppEBookAssignment)
    assert (InstallIntent.Available, CLASS) == (assignment.install_intent, assignment.target.group_id)
    assert {} == book.additional_data == assignment.additional_data == assignment.target.additional_data


def test_orders_and_selects(caller: Caller) -> None:
    query = BookQuery(select=["id", "displayName"], orderby=["displayName desc"], top=2)
    found = caller.run(
        lambda graph: graph.device_app_management.managed_e_books.get(RequestConfiguration(query_parameters=query))
    )
    assert 2 == len(found.value)
    assert found.value[0].display_name > found.value[1].display_name
    assert [None, None] == [book.total_license_count for book in found.value]


def test_pages_are_walked_to_the_end(caller: Caller) -> None:
    async def all_names(graph: GraphServiceClient) -> list[str]:
        names: list[str] = []
        query = UserQuery(select=["id", "userPrincipalName"], top=7)
        first = await graph.users.get(RequestConfiguration(query_parameters=query))
        pages = PageIterator(first, graph.request_adapter)
        await pages.iterate(lambda user: names.append(user.user_principal_name) or True)
        return names

    names = caller.run(all_names)
    assert len(names) == len(set(names)) == caller.run(lambda graph: graph.users.count.get(eventual()))


def test_members_are_cast_and_counted(caller: Caller) -> None:
    async def look(graph: GraphServiceClient) -> tuple[set[str], int, int]:
        members = graph.groups.by_group_id(YEAR).transitive_members
        everything = await members.get()
        users = await members.graph_user.get()
        return {type(one).__name__ for one in everything.value}, len(users.value), await members.count.get(eventual())

    kinds, users, total = caller.run(look)
    assert ({"Group", "User"}, 31, 33) == (kinds, users, total)


def test_objects_are_found_by_id_with_their_type(caller: Caller) -> None:
    body = GetByIdsPostRequestBody(ids=[YEAR, EMPTY, BOOK], types=["group"])
    found = caller.run(lambda graph: graph.directory_objects.get_by_ids.post(body))
    assert [("Group", YEAR), ("Group", EMPTY)] == [(type(one).__name__, one.id) for one in found.value]


@pytest.mark.parametrize("kind", [ManagedEBookAssignment, IosVppEBookAssignment])
def test_what_is_assigned_is_read_back(caller: Caller, kind: type[ManagedEBookAssignment]) -> None:
    wanted = {CLASS: InstallIntent.Required, EMPTY: InstallIntent.Available}
    body = AssignPostRequestBody(
        managed_e_book_assignments=[
            kind(install_intent=intent, target=GroupAssignmentTarget(group_id=group))
            for group, intent in wanted.items()
        ]
    )

    async def write_and_read(graph: GraphServiceClient) -> dict[str, InstallIntent]:
        book = graph.device_app_management.managed_e_books.by_managed_e_book_id(BOOK)
        await book.assign.post(body)
        found = await book.assignments.get()
        return {one.target.group_id: one.install_intent for one in found.value}

    assert wanted == caller.run(write_and_read)


def test_one_assignment_is_removed(caller: Caller) -> None:
    async def remove(graph: GraphServiceClient) -> list[Any]:
        assignments = graph.device_app_management.managed_e_books.by_managed_e_book_id(BOOK).assignments
        [only] = (await assignments.get()).value
        await assignments.by_managed_e_book_assignment_id(only.id).delete()
        return (await assignments.get()).value

    assert [] == caller.run(remove)


def test_install_states_are_read(caller: Caller) -> None:
    async def look(graph: GraphServiceClient) -> tuple[int, int, int]:
        book = graph.device_app_management.managed_e_books.by_managed_e_book_id(BOOK)
        summary = await book.install_summary.get()
        users = (await book.user_state_summary.get()).value
        devices = (await book.device_states.get()).value
        assert {} == users[0].additional_data == devices[0].additional_data
        return summary.installed_user_count, len(users), len(devices)

    assert (4, 4, 4) == caller.run(look)


def test_a_token_is_uploaded_changed_synced_and_removed(caller: Caller) -> None:
    secret = content_token("sdk", datetime(2999, 1, 1, tzinfo=UTC), "Norrskolan")

    async def live(graph: GraphServiceClient) -> tuple[VppToken, VppToken, VppToken, int]:
        tokens = graph.device_app_management.vpp_tokens
        made = await tokens.post(VppToken(token=secret, apple_id="it@norr.example", country_or_region="SE"))
        one = tokens.by_vpp_token_id(made.id)
        changed = await one.patch(VppToken(country_or_region="NO"))
        synced = await one.sync_licenses.post()
        await one.delete()
        return made, changed, synced, len((await tokens.get()).value)

    made, changed, synced, left = caller.run(live)
    assert (VppTokenState.Valid, None, 2999) == (made.state, made.token, made.expiration_date_time.year)
    assert ("NO", VppTokenSyncStatus.InProgress, 2) == (changed.country_or_region, synced.last_sync_status, left)


def test_the_audit_log_names_who_wrote(caller: Caller) -> None:
    async def write_and_look(graph: GraphServiceClient) -> Any:
        book = graph.device_app_management.managed_e_books.by_managed_e_book_id(BOOK)
        await book.assign.post(AssignPostRequestBody(managed_e_book_assignments=[]))
        events = (await graph.device_management.audit_events.get()).value
        return next(one for one in events if one.activity_type == "assign ManagedEBook")

    event = caller.run(write_and_look)
    assert ("kim@norr.example", BOOK) == (event.actor.user_principal_name, event.resources[0].resource_id)


def nothing() -> AssignPostRequestBody:
    return AssignPostRequestBody(managed_e_book_assignments=[])


def one_book(graph: GraphServiceClient) -> Any:
    return graph.device_app_management.managed_e_books.by_managed_e_book_id(BOOK)


BAD_FILTER = UserQuery(filter="endswith(mail,'x')")
REFUSED: list[tuple[int, str, str, Callable[[GraphServiceClient], Coroutine[Any, Any, Any]]]] = [
    (404, "ResourceNotFound", KIM, lambda graph: graph.groups.by_group_id("nobody").get()),
    (400, "BadRequest", KIM, lambda graph: graph.users.get(RequestConfiguration(query_parameters=BAD_FILTER))),
    (403, "Forbidden", "readonly:viewer", lambda graph: one_book(graph).assign.post(nothing())),
    (403, "Forbidden", f"{KIM};deny=organization", lambda graph: graph.organization.get()),
    (401, "InvalidAuthenticationToken", "nobody", lambda graph: graph.organization.get()),
]


@pytest.mark.parametrize(("status", "code", "identity", "work"), REFUSED)
def test_refusals_come_as_the_errors_of_the_sdk(
    caller: Caller, status: int, code: str, identity: str, work: Callable[[GraphServiceClient], Any]
) -> None:
    with pytest.raises(ODataError) as raised:
        caller.run(work, identity)
    assert (status, code) == (raised.value.response_status_code, raised.value.error.code)
    assert raised.value.error.inner_error.request_id
