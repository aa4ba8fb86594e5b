"""One request on its way through the routes: what was asked, by whom, when, and of which tenant."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from reconciler.sandbox.callers import Caller
from reconciler.sandbox.entities import Entity
from reconciler.sandbox.errors import Refusal, bad_request, not_found
from reconciler.sandbox.messages import JsonObject, Request, Version
from reconciler.sandbox.objects import Kind, Row, find_object
from reconciler.sandbox.odata.options import Options, parse_options, raw_options
from reconciler.sandbox.settings import Settings
from reconciler.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose route and caller are known, inside a transaction of its tenant's store."""

    request: Request
    version: Version
    parameters: Mapping[str, str]
    caller: Caller
    now: datetime
    settings: Settings
    store: Store
    request_id: str

    @property
    def root(self) -> str:
        """The address of this version, as the caller sees it."""
        return f"http://{self.request.host}/{self.version}"

    def options(self, entity: Entity, allowed: frozenset[str]) -> Options:
        """The query options of this request for an entity."""
        return parse_options(raw_options(self.request.query, allowed), entity, self.version)

    def no_options(self) -> None:
        """Refuses every query option, as actions and writes do."""
        raw_options(self.request.query, frozenset())

    def row(self, kind: Kind, label: str = "id") -> Row:
        """The object that the path names. Refuses with 404."""
        identifier = self.parameters[label]
        found = find_object(self.store, kind, identifier)
        if found is None:
            raise not_found(kind, identifier)
        return found

    def body(self) -> JsonObject:
        """The body, a JSON object. Refuses everything else."""
        content_type = (self.request.header("Content-Type") or "application/json").partition(";")[0].strip()
        if content_type.lower() != "application/json":
            raise Refusal(415, f"The content type '{content_type}' is not supported; send application/json.")
        return read_json_object(self.request.body)


def refuse_unknown(value: JsonObject, known: frozenset[str], type_name: str) -> None:
    """Refuses properties that a type does not have. Annotations are nobody's properties."""
    unknown = sorted(name for name in value if name not in known and "@odata." not in name)
    if unknown:
        raise bad_request(f"The property '{unknown[0]}' does not exist on type 'microsoft.graph.{type_name}'.")


def read_json_object(body: bytes) -> JsonObject:
    """A body as a JSON object. Refuses with 400 what is none, with NaN and with broken Unicode too."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise bad_request(f"The body is not JSON: {error}.") from error
    if not isinstance(value, dict):
        raise bad_request("The body is not a JSON object.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")
