"""The sandbox: one tenant, one request handler, in the same process and over HTTP. Read `Sandbox.handle` first."""

import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from reconciler.sandbox.admin import Backstage, admin_answer, is_admin
from reconciler.sandbox.apple_errors import answer_by_status
from reconciler.sandbox.apple_routes import apple_actor, apple_answer, is_apple
from reconciler.sandbox.approvals import GATED_AREAS, gate
from reconciler.sandbox.batch import read_batch, run_batch
from reconciler.sandbox.call import Call
from reconciler.sandbox.callers import caller_of, check_permission, find_caller
from reconciler.sandbox.clock import machine_now
from reconciler.sandbox.errors import Refusal, error_answer, plain_refusal
from reconciler.sandbox.example import example_state
from reconciler.sandbox.faults import Fault, Faults
from reconciler.sandbox.messages import Answer, Request, Response, Version
from reconciler.sandbox.pending import is_due, settle
from reconciler.sandbox.request_log import RequestLog
from reconciler.sandbox.routes import NO_ROUTE, match_route
from reconciler.sandbox.settings import read_settings
from reconciler.sandbox.state import read_clock, replace_state
from reconciler.sandbox.store import Store

JSON_TYPE = "application/json; charset=utf-8"
TEXT_TYPE = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The response to one request of Graph, and for a batch the number of its items."""

    response: Response
    items: int | None = None


class Sandbox:
    """One tenant in one file; made with the example school when the file is not there yet."""

    def __init__(self, path: Path) -> None:
        """Opens the tenant. Raises SandboxFileError when the file cannot be used."""
        store = Store(path, lambda store: replace_state(store, example_state(machine_now())))
        self._backstage = Backstage(store, Faults(), RequestLog())
        self._store, self._faults, self._log = store, self._backstage.faults, self._backstage.log

    def close(self) -> None:
        """Ends the use of the file."""
        self._store.close()

    def reset(self) -> None:
        """Puts the example school back, as new."""
        self._backstage.replace(example_state(machine_now()))

    def handle(self, request: Request) -> Response:
        """Answers one request: 500 when the file fails, never an exception for what a request says."""
        try:
            return self._admin(request) if is_admin(request.path) else self._logged(request).response
        except sqlite3.Error as error:
            return _failed(request, error)

    def refuse(self, status: int, why: str, client_request_id: str | None) -> Response:
        """The answer to something that is no request at all, unlogged; for whoever reads from the wire."""
        headers = {"client-request-id": client_request_id} if client_request_id else {}
        return self._refused(Request("GET", "/", headers), Refusal(status, why))

    def _admin(self, request: Request) -> Response:
        try:
            return _response(request, admin_answer(self._backstage, request), str(uuid4()))
        except Refusal as refusal:
            return self._refused(request, refusal)

    def _logged(self, request: Request) -> _Outcome:
        fault = self._faults.strike(request.method, request.path)
        _wait(fault.delay_seconds)
        outcome = self._struck(request, fault)
        status = 0 if outcome.response.dropped else outcome.response.status
        self._log.add(self._now(), request.method, request.path, status, self._actor(request), outcome.items)
        return outcome

    def _actor(self, request: Request) -> str | None:
        if is_apple(request.path):
            with self._store.reading():
                return apple_actor(self._store, request)
        caller = find_caller(request)
        return caller.actor if caller else None

    def _struck(self, request: Request, fault: Fault) -> _Outcome:
        """What a request gets, with what a fault makes of it."""
        if fault.mode == "before":
            return _Outcome(self._refused(request, plain_refusal(fault.status, fault.headers)))
        outcome = self._answered(request)
        match fault.mode:
            case "after":
                refusal = plain_refusal(fault.status, fault.headers)
                return _Outcome(self._refused(request, refusal), outcome.items)
            case "drop":
                return _Outcome(Response(0, dropped=True), outcome.items)
            case None:
                return outcome

    def _answered(self, request: Request) -> _Outcome:
        if is_apple(request.path):
            return _Outcome(_response(request, apple_answer(self._store, request), str(uuid4())))
        version, path = _version_and_path(request.path)
        if version is not None and path == "$batch" and request.method == "POST":
            return self._batch(request, version)
        return _Outcome(self._single(request))

    def _batch(self, request: Request, version: Version) -> _Outcome:
        try:
            caller_of(request)
            items = read_batch(request, version)
        except Refusal as refusal:
            return _Outcome(self._refused(request, refusal))
        delays = [0.0]

        def one(item: Request) -> Response:
            fault = self._faults.strike(item.method, item.path)
            delays.append(fault.delay_seconds)
            if _version_and_path(item.path)[1] == "$batch":
                return self._refused(item, Refusal(400, "A batch cannot stand in a batch."))
            return self._struck(item, fault).response

        answer, dropped = run_batch(items, one, lambda refusal: self._refused(request, refusal))
        _wait(max(delays))  # the items of a batch travel side by side
        if dropped:
            return _Outcome(Response(0, dropped=True), len(items))
        return _Outcome(_response(request, answer, str(uuid4())), len(items))

    def _single(self, request: Request) -> Response:
        request_id = str(uuid4())
        try:
            return _response(request, self._routed(request, request_id), request_id)
        except Refusal as refusal:
            return self._refused(request, refusal, request_id)

    def _routed(self, request: Request, request_id: str) -> Answer:
        caller = caller_of(request)
        version, path = _version_and_path(request.path)
        if version is None:
            raise Refusal(404, NO_ROUTE)
        match = match_route(request.method, version, path)
        check_permission(caller, match.route.areas, match.writes)
        now, due = self._look_at_clock()
        writes = match.writes or due
        with self._store.writing() if writes else self._store.reading():
            if due:
                settle(self._store, now)
            settings = read_settings(self._store)
            if match.route.approvals and not settings.multiAdminApproval:
                raise Refusal(404, NO_ROUTE)
            call = Call(request, version, match.parameters, caller, now, settings, self._store, request_id)
            if request.method != "GET":
                call.no_options()
            gated = match.writes and settings.multiAdminApproval and match.route.areas & GATED_AREAS
            refusal = gate(call) if gated else None
            return match.handler(call) if refusal is None else _error(request, refusal, now, request_id)

    def _look_at_clock(self) -> tuple[datetime, bool]:
        """The time, and whether work has become due by then."""
        with self._store.reading():
            now = read_clock(self._store)
            return now, is_due(self._store, now)

    def _now(self) -> datetime:
        return self._look_at_clock()[0]

    def _refused(self, request: Request, refusal: Refusal, request_id: str | None = None) -> Response:
        request_id = request_id or str(uuid4())
        return _response(request, _error(request, refusal, self._now(), request_id), request_id)


def _failed(request: Request, error: sqlite3.Error) -> Response:
    """The answer when the tenant's file cannot be used: locked for too long, no space, damaged."""
    request_id = str(uuid4())
    refusal = Refusal(500, f"The sandbox's file failed: {error}.")
    return _response(request, _error(request, refusal, machine_now(), request_id), request_id)


def _error(request: Request, refusal: Refusal, at: datetime, request_id: str) -> Answer:
    if is_apple(request.path):
        return answer_by_status(refusal.status, refusal.message, refusal.headers)
    client_id = request.header("client-request-id") or request_id
    return error_answer(refusal, at=at, request_id=request_id, client_request_id=client_id)


def _version_and_path(path: str) -> tuple[Version | None, str]:
    """The version at the beginning of a path, and the rest without its slash."""
    if path.startswith("/v1.0/"):
        return "v1.0", path.removeprefix("/v1.0/")
    if path.startswith("/beta/"):
        return "beta", path.removeprefix("/beta/")
    return None, path


def _wait(seconds: float) -> None:
    if seconds > 0:
        time.sleep(seconds)


def _response(request: Request, answer: Answer, request_id: str) -> Response:
    headers: dict[str, str] = {
        "request-id": request_id,
        "client-request-id": request.header("client-request-id") or request_id,
        **_content_type(answer),
        **answer.headers,
    }
    return Response(answer.status, headers, _payload(answer))


def _content_type(answer: Answer) -> Mapping[str, str]:
    if answer.body is None:
        return {}
    return {"Content-Type": TEXT_TYPE if isinstance(answer.body, str) else JSON_TYPE}


def _payload(answer: Answer) -> bytes:
    if answer.body is None:
        return b""
    if isinstance(answer.body, str):
        return answer.body.encode("utf-8")
    return json.dumps(answer.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
