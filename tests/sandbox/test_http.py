"""The sandbox over HTTP: connections, addresses, faults, the process and how it ends."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconciler.sandbox import Sandbox
from reconciler.sandbox.serve import SandboxServer

HEADERS = {"Authorization": "Bearer user:kim@norr.example", "Content-Type": "application/json"}


@pytest.fixture
def server(sandbox: Sandbox) -> Iterator[SandboxServer]:
    with SandboxServer(sandbox, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


@pytest.fixture
def connection(server: SandboxServer) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    yield opened
    opened.close()


def ask(connection: http.client.HTTPConnection, method: str, path: str, body: object = None) -> tuple[int, bytes]:
    connection.request(method, path, None if body is None else json.dumps(body), HEADERS)
    response = connection.getresponse()
    return response.status, response.read()


def test_requests_follow_each_other_on_one_connection(connection: http.client.HTTPConnection) -> None:
    assert 200 == ask(connection, "GET", "/v1.0/groups?$top=1")[0]
    first = connection.sock
    assert 204 == ask(connection, "POST", "/_sandbox/clock", {"now": None})[0]
    assert 404 == ask(connection, "GET", "/v1.0/me")[0]
    assert first is connection.sock


def test_links_lead_to_the_host_that_was_asked(connection: http.client.HTTPConnection) -> None:
    connection.request("GET", "/v1.0/users?$top=1", headers=HEADERS | {"Host": "localhost:99"})
    body = json.loads(connection.getresponse().read())
    assert body["@odata.nextLink"].startswith("http://localhost:99/v1.0/users?")


def test_a_dropped_request_acts_and_closes_the_connection(connection: http.client.HTTPConnection) -> None:
    rules = {"rules": [{"path": "/assignments/", "mode": "drop"}]}
    assert 204 == ask(connection, "POST", "/_sandbox/faults", rules)[0]
    path = "/beta/deviceAppManagement/managedEBooks/20000000-0000-4000-8000-000000000003/assignments"
    first = json.loads(ask(connection, "GET", path)[1])["value"][0]["id"]
    with pytest.raises(http.client.RemoteDisconnected):
        ask(connection, "DELETE", f"{path}/{first}")
    connection.close()
    assert [] == json.loads(ask(connection, "GET", path)[1])["value"]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT"])
def test_other_methods_are_answered_too(connection: http.client.HTTPConnection, method: str) -> None:
    assert 405 == ask(connection, method, "/v1.0/groups")[0]


UNREADABLE = [
    (400, b"POST /v1.0/$batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n"),
    (400, b"POST /v1.0/$batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
    (411, b"POST /v1.0/$batch HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
    (413, b"POST /v1.0/$batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n"),
    (400, b"GET\r\n\r\n"),
    (400, b"GET /v1.0/groups HTTP/one\r\n\r\n"),
    (505, b"GET /v1.0/groups HTTP/2.0\r\n\r\n"),
    (405, b"BREW /v1.0/groups HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    (414, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n"),
    (431, b"GET /v1.0/groups HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
]


@pytest.mark.parametrize(("status", "raw"), UNREADABLE, ids=[str(status) for status, _ in UNREADABLE])
def test_what_is_no_request_gets_an_error_of_graph_and_the_connection_ends(
    server: SandboxServer, status: int, raw: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as wire:
        wire.sendall(raw)
        answer = b"".join(iter(lambda: wire.recv(4096), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"\r\nrequest-id: " in head
    assert {"code", "message", "innerError"} == set(json.loads(body)["error"])


def test_a_body_that_ends_early_is_refused(server: SandboxServer) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as wire:
        wire.sendall(b"POST /v1.0/$batch HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{}")
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(4096).startswith(b"HTTP/1.1 400 ")


def test_the_server_listens_on_this_machine_only(server: SandboxServer) -> None:
    assert ("127.0.0.1", server.server_port) == server.server_address
    assert f"http://127.0.0.1:{server.server_port}" == server.root_url


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_prints_its_address_first_and_ends_well_when_asked_to(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-c", _SERVE, str(tmp_path / "tenant.sqlite")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline().strip()
        connection = http.client.HTTPConnection(line.removeprefix("http://"), timeout=20)
        assert 200 == ask(connection, "GET", "/v1.0/groups")[0]
        os.kill(process.pid, number)
        assert 0 == process.wait(20)
        connection.close()
        assert ("", "") == (process.stdout.read(), process.stderr.read())


_SERVE = """
import sys
from reconciler.cli.sandbox_cmd import sandbox
sandbox(["serve", "--state", sys.argv[1]])
"""
