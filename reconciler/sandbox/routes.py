"""The table of Graph's routes: method and path template → what to do, in which area, read or write.

Templates without a handler for a method are answered with 405, paths without a template with 404.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TypeAlias
from urllib.parse import unquote

from reconciler.sandbox.call import Call
from reconciler.sandbox.errors import Refusal
from reconciler.sandbox.handlers import approvals, assign, audit_events, books, directory, tokens
from reconciler.sandbox.messages import Answer, Version
from reconciler.sandbox.objects import Kind

Handler: TypeAlias = Callable[[Call], Answer]
NO_ROUTE = "No method match route template"


@dataclass(frozen=True, slots=True)
class Route:
    """One template with its handlers by method; `writes` are the methods that change the tenant.

    `approvals` marks what only a tenant with Multi Admin Approval has.
    """

    template: tuple[str, ...]
    handlers: Mapping[str, Handler]
    areas: frozenset[str]
    versions: tuple[Version, ...] = ("v1.0", "beta")
    writes: frozenset[str] = frozenset({"POST", "PATCH", "DELETE"})
    approvals: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A route that fits a request, with the values in its path."""

    route: Route
    handler: Handler
    parameters: Mapping[str, str]
    writes: bool


def match_route(method: str, version: Version, path: str) -> Match:
    """The route of a path (without its version). Refuses with 404 or 405."""
    segments = [unquote(segment) for segment in path.strip("/").split("/")]
    for route in _by_length(version).get(len(segments), ()):
        parameters = _parameters(route.template, segments)
        if parameters is None:
            continue
        handler = route.handlers.get(method)
        if handler is None:
            if route.approvals:  # a tenant without approvals must not tell that there is such a thing
                raise Refusal(404, NO_ROUTE)
            raise Refusal(405, f"The method {method} is not supported by '{path}'.")
        return Match(route, handler, parameters, method in route.writes)
    raise Refusal(404, NO_ROUTE)


def _parameters(template: tuple[str, ...], segments: list[str]) -> Mapping[str, str] | None:
    found: dict[str, str] = {}
    for pattern, segment in zip(template, segments, strict=True):
        head, brace, rest = pattern.partition("{")
        if not brace:
            if pattern != segment:
                return None
            continue
        name, _, tail = rest.partition("}")
        if len(segment) <= len(head) + len(tail) or not (segment.startswith(head) and segment.endswith(tail)):
            return None
        found[name] = segment[len(head) : len(segment) - len(tail)]
    return found


@cache
def _by_length(version: Version) -> Mapping[int, tuple[Route, ...]]:
    """Routes of a version by the number of their segments, those with fixed words first."""
    found: dict[int, list[Route]] = {}
    for route in sorted(_routes(), key=lambda route: [_openness(word) for word in route.template]):
        if version in route.versions:
            found.setdefault(len(route.template), []).append(route)
    return {length: tuple(routes) for length, routes in found.items()}


def _openness(word: str) -> int:
    """0 for a fixed word, 1 for one with a value in it, 2 for a value alone."""
    return 2 if word.startswith("{") else int("{" in word)


def _routes() -> Iterator[Route]:
    yield _route("$batch", "", {})  # POST is answered before, by the items
    yield from _book_routes()
    yield from _category_routes()
    yield from _token_routes()
    yield from _audit_routes()
    yield from (replace(route, approvals=True) for route in _approval_routes())
    yield from _directory_routes()
    yield from _member_routes()


def _route(
    template: str, areas: str, handlers: Mapping[str, Handler], versions: tuple[Version, ...] = ("v1.0", "beta")
) -> Route:
    return Route(tuple(template.split("/")), handlers, frozenset(areas.split()), versions)


_BETA: tuple[Version, ...] = ("beta",)
_BOOKS = "deviceAppManagement/managedEBooks"
_TOKENS = "deviceAppManagement/vppTokens"


def _book_routes() -> Iterator[Route]:
    yield _route(_BOOKS, "books", {"GET": books.list_books})
    yield _route(f"{_BOOKS}/$count", "books", {"GET": books.count_books})
    yield _route(f"{_BOOKS}/{{id}}", "books", {"GET": books.get_book})
    yield _route(f"{_BOOKS}/{{id}}/assign", "books", {"POST": assign.assign})
    yield _route(f"{_BOOKS}/{{id}}/microsoft.graph.assign", "books", {"POST": assign.assign})
    yield _route(f"{_BOOKS}/{{id}}/installSummary", "books", {"GET": books.get_install_summary})
    yield from _part_routes("deviceStates", ("v1.0", "beta"), {}, {})
    yield from _part_routes("userStateSummary", ("v1.0", "beta"), {}, {})
    yield from _part_routes("categories", _BETA, {}, {})
    yield from _part_routes(
        "assignments", ("v1.0", "beta"), {"POST": assign.add_assignment}, {"DELETE": assign.remove_assignment}
    )
    devices = f"{_BOOKS}/{{id}}/userStateSummary/{{part}}/deviceStates"
    yield _route(devices, "books", {"GET": books.list_user_devices})
    yield _route(f"{devices}/$count", "books", {"GET": books.count_user_devices})
    yield _route(f"{devices}/{{device}}", "books", {"GET": books.get_user_device})


def _part_routes(
    relation: str,
    versions: tuple[Version, ...],
    on_list: Mapping[str, Handler],
    on_item: Mapping[str, Handler],
) -> Iterator[Route]:
    template = f"{_BOOKS}/{{id}}/{relation}"
    listing: dict[str, Handler] = {"GET": partial(books.list_book_part, relation=relation), **on_list}
    yield _route(template, "books", listing, versions)
    counting = {"GET": partial(books.count_book_part, relation=relation)}
    yield _route(f"{template}/$count", "books", counting, versions)
    one: dict[str, Handler] = {"GET": partial(books.get_book_part, relation=relation), **on_item}
    yield _route(f"{template}/{{part}}", "books", one, versions)


def _category_routes() -> Iterator[Route]:
    template = "deviceAppManagement/managedEBookCategories"
    yield _route(template, "books", {"GET": books.list_categories}, _BETA)
    yield _route(f"{template}/$count", "books", {"GET": books.count_categories}, _BETA)
    yield _route(f"{template}/{{id}}", "books", {"GET": books.get_category}, _BETA)


def _token_routes() -> Iterator[Route]:
    on_list: dict[str, Handler] = {"GET": partial(directory.list_objects, kind="vppToken"), "POST": tokens.create_token}
    yield _route(_TOKENS, "tokens", on_list)
    yield _route(f"{_TOKENS}/$count", "tokens", {"GET": partial(directory.count_all, kind="vppToken")})
    on_item: dict[str, Handler] = {
        "GET": partial(directory.get_object, kind="vppToken"),
        "PATCH": tokens.patch_token,
        "DELETE": tokens.delete_token,
    }
    yield _route(f"{_TOKENS}/{{id}}", "tokens", on_item)
    for prefix in ("", "microsoft.graph."):
        yield _route(f"{_TOKENS}/{{id}}/{prefix}syncLicenses", "tokens", {"POST": tokens.sync_licences})
        yield _route(f"{_TOKENS}/{{id}}/{prefix}revokeLicenses", "tokens", {}, _BETA)
        yield _route(f"{_TOKENS}/{prefix}syncLicenseCounts", "tokens", {}, _BETA)
        licences = f"{_TOKENS}/{prefix}getLicensesForApp(bundleId='{{bundle}}')"
        yield _route(licences, "tokens", {"GET": tokens.licences_for_app}, _BETA)


def _audit_routes() -> Iterator[Route]:
    template = "deviceManagement/auditEvents"
    yield _route(template, "audit", {"GET": partial(directory.list_objects, kind="auditEvent")})
    yield _route(f"{template}/$count", "audit", {"GET": partial(directory.count_all, kind="auditEvent")})
    yield _route(f"{template}/{{id}}", "audit", {"GET": partial(directory.get_object, kind="auditEvent")})
    for prefix in ("", "microsoft.graph."):
        yield _route(f"{template}/{prefix}getAuditCategories()", "audit", {"GET": audit_events.categories})
        activities = f"{template}/{prefix}getAuditActivityTypes(category='{{category}}')"
        yield _route(activities, "audit", {"GET": audit_events.activity_types})


def _approval_routes() -> Iterator[Route]:
    template = "deviceManagement/operationApprovalRequests"
    yield _route(template, "", {"GET": approvals.list_requests}, _BETA)
    yield _route(f"{template}/$count", "", {"GET": approvals.count_requests}, _BETA)
    yield _route(f"{template}/{{id}}", "", {"GET": approvals.get_request}, _BETA)
    actions: tuple[tuple[str, Handler], ...] = (
        ("approve", approvals.approve),
        ("reject", approvals.reject),
        ("cancelMyRequest", approvals.cancel_my_request),
    )
    for name, handler in actions:
        for prefix in ("", "microsoft.graph."):
            yield _route(f"{template}/{{id}}/{prefix}{name}", "", {"POST": handler}, _BETA)


def _directory_routes() -> Iterator[Route]:
    plain: tuple[tuple[str, str, Kind], ...] = (("groups", "groups", "group"), ("users", "users", "user"))
    for template, area, kind in plain:
        yield _route(template, area, {"GET": partial(directory.list_objects, kind=kind)})
        yield _route(f"{template}/$count", area, {"GET": partial(directory.count_all, kind=kind)})
        yield _route(f"{template}/{{id}}", area, {"GET": partial(directory.get_object, kind=kind)})
    listing = {"GET": partial(directory.list_objects, kind="organization")}
    yield _route("organization", "organization", listing)
    one = {"GET": partial(directory.get_object, kind="organization")}
    yield _route("organization/{id}", "organization", one)
    for name in ("getByIds", "microsoft.graph.getByIds"):
        handlers: dict[str, Handler] = {"POST": directory.get_by_ids}
        yield replace(_route(f"directoryObjects/{name}", "groups", handlers), writes=frozenset())


def _member_routes() -> Iterator[Route]:
    kinds: tuple[Kind, ...] = ("user", "device", "group")
    casts: list[tuple[str, Kind | None]] = [("", None)]
    casts += [(f"/{prefix}graph.{kind}", kind) for prefix in ("", "microsoft.") for kind in kinds]
    for relation in ("members", "transitiveMembers"):
        for suffix, cast in casts:
            template = f"groups/{{id}}/{relation}{suffix}"
            listing = {"GET": partial(directory.list_members, relation=relation, cast=cast)}
            yield _route(template, "groups members", listing)
            counting = {"GET": partial(directory.count_members, relation=relation, cast=cast)}
            yield _route(f"{template}/$count", "groups members", counting)
