"""A second client of Apple's interface, reads and writes, as another vendor's management service would have it.

Read `AppleClient` first. It takes addresses and limits from the service's own configuration.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx

from tests.second_client.session import AppleError, Json, Query, Session

T = TypeVar("T")
Pair = tuple[str, str]
"""An asset: adamId and pricing."""
CONFIG_LIVES = 300.0
"""Seconds after which addresses and limits are read again."""
POLL_EVERY, POLL_UNTIL = 30.0, 600.0
"""Seconds between questions for an event, and after which it is given up."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows of a read. `version` is that of the first page: the start of the next delta."""

    rows: tuple[Json, ...]
    unlimited: tuple[Json, ...]
    version: str
    pages: int
    uid: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an event ended. `failures` are error numbers, sorted."""

    event_id: str
    state: str
    kind: str
    completed: int
    requested: int
    failures: tuple[int, ...]


class AppleClient:
    """One location's licences and people. `now` gives seconds of any steady clock, `sleep` waits for some."""

    def __init__(
        self,
        http: httpx.Client,
        root: str,
        content_token: str | None,
        *,
        now: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.session = Session(http, content_token, sleep)
        self.root = f"{root}/mdm/v2"
        self.mdm_info: Json | None = None
        self._now, self._sleep = now, sleep
        self._config: tuple[float, Json] | None = None

    # Configuration

    def service_config(self) -> Json:
        """Addresses, limits and error numbers, at most five minutes old. Sent without the content token."""
        if self._config is None or self._now() - self._config[0] >= CONFIG_LIVES:
            self._config = (self._now(), self.session.raw("GET", f"{self.root}/service/config", {}))
        return self._config[1]

    def url(self, name: str) -> str:
        """The address of an operation by the service's own name for it."""
        return str(self.service_config()["urls"][name])

    def limit(self, name: str) -> int:
        """A limit by the service's own name for it."""
        return int(self.service_config()["limits"][name])

    def client_config(self) -> Json:
        """The location behind the content token."""
        return self._seen(self.session.read(self.url("clientConfig")))

    def claim(self, identifier: str, name: str, metadata: str) -> Json:
        """Takes the location for this service; gives its configuration afterwards."""
        return self.configure({"mdmInfo": {"id": identifier, "name": name, "metadata": metadata}})

    def configure(self, body: Json) -> Json:
        """Writes any part of the configuration; gives all of it afterwards."""
        return self._seen(self.session.write(self.url("clientConfig"), body))

    # Reads: keyword names are the interface's own

    def assets(self, **filters: str | int | bool) -> Listing:
        """What the location owns."""
        return self._listing("getAssets", "assets", filters)

    def assignments(self, **filters: str | int | bool) -> Listing:
        """Who has what; with `sinceVersionId` what changed."""
        return self._listing("getAssignments", "assignments", filters)

    def users(self, **filters: str | int | bool) -> Listing:
        """The people registered at the location; with `sinceVersionId` those who changed."""
        return self._listing("getUsers", "users", filters)

    def page(self, name: str, **query: str | int | bool) -> Json:
        """One page as it comes, by the service's name for the operation."""
        return self._seen(self.session.read(self.url(name), query))

    def invitation_link(self, user: Json) -> str:
        """Where a registered person joins."""
        return self.url("invitationEmail").replace("%25inviteCode%25", user["inviteCode"])

    # Writes: one request each, the event's id; more than the limits allow is Apple's to refuse

    def associate(self, assets: Sequence[Pair], users: Sequence[str] = (), serials: Sequence[str] = ()) -> str:
        """Gives licences."""
        return self._event("associateAssets", _licences(assets, users, serials))

    def disassociate(self, assets: Sequence[Pair], users: Sequence[str] = (), serials: Sequence[str] = ()) -> str:
        """Takes licences back."""
        return self._event("disassociateAssets", _licences(assets, users, serials))

    def revoke(self, users: Sequence[str] = (), serials: Sequence[str] = ()) -> str:
        """Takes all licences back that can be."""
        return self._event("revokeAssets", _targets(users, serials))

    def create_users(self, *users: Json) -> str:
        """Registers people."""
        return self._event("createUsers", {"users": list(users)})

    def update_users(self, *users: Json) -> str:
        """Changes people's addresses or accounts."""
        return self._event("updateUsers", {"users": list(users)})

    def retire_users(self, *names: str) -> str:
        """Retires people."""
        return self._event("retireUsers", {"users": [{"clientUserId": name} for name in names]})

    def give(self, assets: Sequence[Pair], users: Sequence[str]) -> list[Outcome]:
        """Gives licences in as few requests as the limits allow, and waits for each."""
        return [
            self.wait(self.associate(some_assets, some_users))
            for some_assets in _slices(assets, self.limit("maxAssets"))
            for some_users in _slices(users, self.limit("maxClientUserIds"))
        ]

    # Events

    def status(self, event_id: str) -> Outcome:
        """How far an event has come."""
        found = self.page("eventStatus", eventId=event_id)
        numbers = sorted(int(failure["errorNumber"]) for failure in found.get("failures", ()))
        completed, requested = int(found.get("numCompleted", 0)), int(found.get("numRequested", 0))
        return Outcome(event_id, found["eventStatus"], found["eventType"], completed, requested, tuple(numbers))

    def wait(self, event_id: str) -> Outcome:
        """How an event ended. Raises TimeoutError after ten minutes."""
        waited = 0.0
        while (outcome := self.status(event_id)).state == "PENDING":
            if waited >= POLL_UNTIL:
                raise TimeoutError(f"event {event_id} is still pending after {waited:g} s; send the request again")
            self._sleep(POLL_EVERY)
            waited += POLL_EVERY
        return outcome

    def _event(self, name: str, body: Json) -> str:
        return str(self._seen(self.session.write(self.url(name), body))["eventId"])

    def _listing(self, name: str, key: str, filters: Query) -> Listing:
        pages = list(self._pages(name, filters))
        rows = tuple(row for page in pages for row in page.get(key, ()))
        unlimited = tuple(row for page in pages for row in page.get("unlimitedAssets", ()))
        return Listing(rows, unlimited, pages[0]["versionId"], len(pages), pages[0]["uId"])

    def _pages(self, name: str, filters: Query) -> Iterator[Json]:
        index: int | None = 0
        while index is not None:
            page = self.page(name, **filters, pageIndex=index)
            yield page
            index = page.get("nextPageIndex")

    def _seen(self, answer: Json) -> Json:
        """Remembers who manages the location: every answer says so."""
        self.mdm_info = answer.get("mdmInfo")
        return answer


def failure_of(act: Callable[[], Any]) -> tuple[int | None, int]:
    """Apple's number and the HTTP status of a call that Apple refuses. Raises AssertionError where it does not."""
    try:
        answer = act()
    except AppleError as refused:
        return refused.number, refused.status
    raise AssertionError(f"Apple did not refuse, but answered {answer!r}")


def _licences(assets: Sequence[Pair], users: Sequence[str], serials: Sequence[str]) -> Json:
    named = [{"adamId": adam_id, "pricingParam": pricing} for adam_id, pricing in assets]
    return {"assets": named, **_targets(users, serials)}


def _targets(users: Sequence[str], serials: Sequence[str]) -> Json:
    both = {"clientUserIds": list(users), "serialNumbers": list(serials)}
    return {name: values for name, values in both.items() if values}


def _slices(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (values[start : start + size] for start in range(0, len(values), size))
