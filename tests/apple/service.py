"""One location at Apple on a loopback port: answers as Apple's interface is described, pages and all."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import parse_qs, urlsplit

from reconciler.apple.provider import AppleLocationReader, open_apple
from reconciler.model.content_token import ContentToken, decode
from tests.graph.service import FakeTime, Reply, Seen, Service, serving

UID = "2049025000431439"
INTUNE = {"id": "mdm-intune-1", "name": "Microsoft Intune", "metadata": "norrskolan"}
EXPIRES = "2030-11-08T22:33:22+0000"
SECRET = "aW5uZXItc2VjcmV0LW9mLW5vcnJza29sYW4tMDEyMzQ1Njc4OQ=="

Row = dict[str, Any]


def content_token(secret: str = SECRET) -> ContentToken:
    """A content token as it is downloaded."""
    body = {"token": secret, "expDate": EXPIRES, "orgName": "Norrskolan"}
    return decode(base64.b64encode(json.dumps(body).encode()))


def asset(adam_id: str, pricing: str = "STDQ", kind: str = "Book", total: int = 30, assigned: int = 12) -> Row:
    return {
        "adamId": adam_id,
        "pricingParam": pricing,
        "productType": kind,
        "totalCount": total,
        "assignedCount": assigned,
        "availableCount": total - assigned,
        "retiredCount": 0,
        "deviceAssignable": kind == "App",
        "revocable": kind == "App",
    }


def assignment(adam_id: str, user: str | None, pricing: str = "STDQ") -> Row:
    whom = {"serialNumber": "C02XK1"} if user is None else {"clientUserId": user}
    return {"adamId": adam_id, "pricingParam": pricing, **whom}


def user(identity: str, status: str = "Associated") -> Row:
    return {"clientUserId": identity, "email": f"{identity}@norr.example", "status": status}


@dataclass
class Location:
    """What Apple holds; `answer` is its interface. `version` moves when a test moves it."""

    token: ContentToken = field(default_factory=content_token)
    mdm: Mapping[str, str] | None = field(default_factory=lambda: INTUNE)
    assets: list[Row] = field(default_factory=list)
    assignments: list[Row] = field(default_factory=list)
    users: list[Row] = field(default_factory=list)
    page_size: int = 100
    version: int = 1

    def answer(self, seen: Seen) -> Reply:
        """The answer to one request."""
        path = urlsplit(seen.target).path.removeprefix("/mdm/v2")
        if seen.method != "GET":
            return Reply(405, {"errorNumber": 9726, "errorMessage": "method not supported"})
        if path == "/service/config":
            return Reply(body=self._service(seen.headers["Host"]))
        if seen.headers.get("Authorization") != f"Bearer {self.token.text}":
            return Reply(200, {"errorNumber": 9622, "errorMessage": "Invalid authentication token"})
        query = {name: values[0] for name, values in parse_qs(urlsplit(seen.target).query).items()}
        match path:
            case "/client/config":
                return Reply(body=self._client())
            case "/assets":
                return self._page("assets", self.assets, query)
            case "/assignments":
                return self._page("assignments", self.assignments, query)
            case "/users":
                return self._page("users", self.users, query)
            case _:
                return Reply(404, b"")

    def _service(self, host: str) -> Row:
        base = f"http://{host}/mdm/v2"
        names = {"clientConfig": "client/config", "getAssets": "assets", "getUsers": "users"}
        urls = {name: f"{base}/{path}" for name, path in (names | {"getAssignments": "assignments"}).items()}
        return {"limits": {"maxAssets": 25, "maxUsers": 100}, "urls": urls, "errorCodes": []}

    def _common(self) -> Row:
        claimed = {"mdmInfo": dict(self.mdm)} if self.mdm is not None else {}
        return {"uId": UID, "tokenExpirationDate": EXPIRES, **claimed}

    def _client(self) -> Row:
        return {
            **self._common(),
            "countryISO2ACode": "SE",
            "defaultPlatform": "volumestore",
            "locationName": "Norrskolan",
            "websiteURL": "https://school.apple.com",
            "notificationAuthToken": "notify-secret",
        }

    def _page(self, key: str, rows: list[Row], query: Mapping[str, str]) -> Reply:
        filters = {name: value for name, value in query.items() if name != "pageIndex"}
        found = [row for row in rows if all(str(row.get(name)) == value for name, value in filters.items())]
        index, pages = int(query.get("pageIndex", "0")), max(1, ceil(len(found) / self.page_size))
        if index >= pages:
            return Reply(400, {"errorNumber": 9650, "errorMessage": "page index out of range"})
        shown = found[index * self.page_size : (index + 1) * self.page_size]
        following = {"nextPageIndex": index + 1} if index + 1 < pages else {}
        paging = {"currentPageIndex": index, "size": len(shown), "totalPages": pages, "versionId": f"v{self.version}"}
        return Reply(body={**self._common(), **paging, **following, key: shown})


@contextmanager
def asking(
    *answers: Reply | Callable[[Seen], Reply],
    token: ContentToken | None = None,
    time: FakeTime | None = None,
    retry_seconds: float = 20.0,
) -> Iterator[tuple[AppleLocationReader, Service]]:
    """A reader of a location that gives these answers in order, the last one for ever."""
    pace = (time or FakeTime()).pace(retry_seconds)
    with (
        serving(*answers) as service,
        open_apple(token or content_token(), url=service.root, pace=pace) as reader,
    ):
        yield reader, service


def page(rows: list[Row], index: int = 0, pages: int = 1, version: str = "v1", key: str = "assets") -> Reply:
    """One page of a list, as it should be."""
    following = {"nextPageIndex": index + 1} if index + 1 < pages else {}
    paging = {"currentPageIndex": index, "size": len(rows), "totalPages": pages, "versionId": version, "uId": UID}
    return Reply(body={**paging, **following, key: rows})


def refusal(number: int, status: int = 200, message: str = "no") -> Reply:
    """An error as Apple words it."""
    return Reply(status, {"errorNumber": number, "errorMessage": message})
