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


@pytest.mark.parametrize("head", [b"Content-Length: many", b"Content-Length: -1", b"Transfer-Encoding: chunked"])
def test_a_body_of_unknown_length_ends_the_connection(server: SandboxServer, head: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as raw:
        raw.sendall(b"POST /_sandbox/clock HTTP/1.1\r\nHost: localhost\r\n" + head + b"\r\n\r\n")
        answer = raw.recv(100)
        assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 411"))
        while raw.recv(4096):
            pass


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
