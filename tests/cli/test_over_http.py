"""Commands against a sandbox that is served by a process of its own, as a real tenant would be."""

import base64
import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import worlds as w
from tests.cli.command import COMMAND, environment
from tests.cli.school import School
from tests.cli.test_outside import git

BEARER = "app:pipeline"
TENANT_ID = "8f0c0000-0000-0000-0000-000000000000"
REAL_TENANT = f"tenant: {{name: nordskolan, cloud: global, tenantId: {TENANT_ID}}}\n"
_PATIENCE = 30.0


@contextmanager
def served(school: School) -> Iterator[str]:
    """The root URL of the school's sandbox while it is served; it must end with 0 on SIGTERM."""
    command = [*COMMAND, "sandbox", "serve", "--state", str(school.file)]
    with subprocess.Popen(command, cwd=school.folder, env=environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()
            assert process.wait(_PATIENCE) == 0


@pytest.fixture
def url(school: School) -> Iterator[str]:
    """The school's sandbox over HTTP."""
    with served(school) as root:
        yield root


def over_http(url: str, **more: str) -> dict[str, str]:
    """The environment that leads to it."""
    return {"RECONCILER_GRAPH_URL": url, "RECONCILER_GRAPH_TOKEN": BEARER, "RECONCILER_RETRY_SECONDS": "2", **more}


def requests(url: str) -> list[dict[str, Any]]:
    """What the tenant was asked."""
    answer = httpx.get(f"{url}/_sandbox/requests").json()
    assert isinstance(answer, list)
    return answer


def assigns(url: str) -> int:
    """How many writes reached it."""
    return sum(one["method"] == "POST" and one["path"].endswith("/assign") for one in requests(url))


def wait_for_a_write(url: str) -> None:
    """Returns once the tenant was written to; gives up after a while."""
    deadline = time.monotonic() + _PATIENCE
    while not assigns(url):
        assert time.monotonic() < deadline, "no write came"


def wait_for_the_lock(school: School) -> None:
    """Returns once a run has written its intent."""
    intent = school.folder / ".reconciler" / "ledger" / "nordskolan" / "00000001-intent.json"
    deadline = time.monotonic() + _PATIENCE
    while not intent.exists():
        assert time.monotonic() < deadline, "no intent was written"


def told(process: subprocess.Popen[bytes], word: bytes) -> bytes:
    """What a command said on stderr up to the line with this word."""
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if word in line:
            break
    return b"".join(lines)


def fault(url: str, **rule: Any) -> None:
    """Makes the tenant fail as the rule says."""
    assert httpx.post(f"{url}/_sandbox/faults", json={"rules": [rule], "seed": 1}).status_code == 204


def started(school: School, url: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A command that runs while the test goes on."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=school.folder,
        env=environment(over_http(url)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_plan_over_http_is_applied_over_http(school: School, url: str) -> None:
    env = over_http(url)
    assert school.run("plan", "--out", "plan.json", **env).code == 0
    assert school.run("apply", "plan.json", **env).code == 0
    assert (0, 2) == (school.run("plan", "--detailed-exitcode", **env).code, assigns(url))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_apply_finishes_the_book_in_hand_and_leaves_a_receipt(
    number: signal.Signals, school: School, url: str
) -> None:
    fault(url, method="GET", path=f"managedEBooks/{w.book_id(1)}", latencyMs=700)
    with started(school, url, "apply", "--yes", "--format", "json") as process:
        wait_for_a_write(url)
        process.send_signal(number)
        out, err = process.communicate(timeout=_PATIENCE)
    assert process.returncode == 130, err.decode()
    assert ["applied", "not-tried"] == [one["outcome"] for one in json.loads(out)["outcomes"]]
    assert assigns(url) == 1
    assert school.run("apply", "--yes", **over_http(url)).code == 0


def test_a_second_interrupt_ends_at_once_and_the_next_run_says_what_happened(school: School, url: str) -> None:
    fault(url, method="GET", path=f"managedEBooks/{w.book_id(1)}", latencyMs=2500)
    with started(school, url, "apply", "--yes") as process:
        wait_for_the_lock(school)
        process.send_signal(signal.SIGINT)
        err = told(process, b"Interrupted")
        process.send_signal(signal.SIGINT)
        err += process.communicate(timeout=_PATIENCE)[1]
    assert process.returncode == 130
    assert b"Traceback" not in err
    httpx.request("DELETE", f"{url}/_sandbox/faults")
    assert school.run("apply", "--yes", **over_http(url)).code == 6
    assert school.run("ledger", "release", "--reason", "interrupted twice").code == 0
    ended = school.run("apply", "--yes", **over_http(url))
    assert ended.code == 0
    assert {w.group_id(2): "available"} == school.shown(2)


def test_some_written_and_some_not_ends_with_4(school: School, url: str) -> None:
    fault(url, method="POST", path=f"{w.book_id(2)}/assign", status=403)
    ended = school.run("apply", "--yes", **over_http(url))
    assert ended.code == 4
    assert "VPP507" in ended.err
    assert "1 applied, 1 failed" in ended.out


def test_nothing_written_because_the_service_failed_ends_with_5(school: School, url: str) -> None:
    fault(url, method="POST", path="/assign", status=403)
    assert school.run("apply", "--yes", **over_http(url)).code == 5


@pytest.mark.parametrize("status", [401, 403, 500])
def test_books_that_cannot_be_read_end_with_5_and_the_status(status: int, school: School, url: str) -> None:
    fault(url, method="GET", path="managedEBooks", status=status)
    ended = school.run("plan", **over_http(url, RECONCILER_RETRY_SECONDS="0"))
    assert (5, "") == (ended.code, ended.out)
    assert str(status) in ended.err
    assert (status != 500) == ("VPP509" in ended.err)
    assert BEARER not in ended.err


def test_a_list_that_breaks_off_is_told_by_its_rule(school: School, url: str) -> None:
    state = httpx.get(f"{url}/_sandbox/state").json()
    httpx.put(f"{url}/_sandbox/state", json={**state, "settings": {**state["settings"], "pageSize": 1}})
    fault(url, method="GET", path="managedEBooks", nth=[2], status=500)
    ended = school.run("plan", **over_http(url, RECONCILER_RETRY_SECONDS="0"))
    assert (5, True) == (ended.code, "VPP505 the list of books stopped" in ended.err)


def test_without_a_bearer_nobody_is_asked_to_sign_in(school: School, url: str) -> None:
    ended = school.run("plan", RECONCILER_GRAPH_URL=url, RECONCILER_RETRY_SECONDS="0")
    assert ended.code == 5
    assert "401" in ended.err


def bearer_of(tenant: str) -> str:
    """An access token whose claims name this tenant; the sandbox would not take it."""
    parts = ({"alg": "none"}, {"tid": tenant}, {})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)


def test_a_sign_in_to_another_tenant_is_refused_before_any_request(school: School, url: str) -> None:
    school.run("plan", "--out", "plan.json")
    school.write("tenant.yaml", REAL_TENANT)
    env = over_http(url)
    assert school.run("plan", "--out", "plan.json", **env).code == 0
    before = len(requests(url))
    other = bearer_of("11111111-0000-0000-0000-000000000000")
    ended = school.run("apply", "plan.json", **{**env, "RECONCILER_GRAPH_TOKEN": other})
    assert (3, before) == (ended.code, len(requests(url)))
    assert TENANT_ID in ended.err
    assert other not in ended.err


def test_a_sign_in_that_does_not_tell_its_tenant_is_a_warning(school: School, url: str) -> None:
    school.write("tenant.yaml", REAL_TENANT)
    env = over_http(url)
    assert school.run("plan", "--out", "plan.json", **env).code == 0
    ended = school.run("apply", "plan.json", **env)
    assert ended.code == 0
    assert "VPP518" in ended.err


def test_yaml_that_is_not_committed_is_refused_but_for_the_sandbox(school: School, url: str) -> None:
    git(school.folder, "init", "--quiet")
    env = over_http(url)
    school.write("tenant.yaml", REAL_TENANT)
    refused = school.run("apply", "--yes", **env)
    assert (3, 0) == (refused.code, assigns(url))
    assert "not committed" in refused.err
    git(school.folder, "add", "desired-state")
    git(school.folder, "-c", "user.name=Kim", "-c", "user.email=kim@norr.example", "commit", "--quiet", "-m", "first")
    assert school.run("apply", "--yes", **env).code == 0


def test_the_sandbox_may_be_applied_to_from_yaml_that_is_not_committed(school: School) -> None:
    git(school.folder, "init", "--quiet")
    assert school.run("apply", "--yes").code == 0


@pytest.mark.parametrize(("answer", "code", "shown"), [("y", 0, {w.group_id(1): "required"}), ("n", 3, {})])
def test_a_person_at_a_terminal_is_asked(answer: str, code: int, shown: dict[str, str], school: School) -> None:
    ours, theirs = pty.openpty()
    env = environment({"RECONCILER_SANDBOX_STATE": str(school.file), "TERM": "xterm"})
    with subprocess.Popen(
        [*COMMAND, "apply"], cwd=school.folder, env=env, stdin=theirs, stderr=theirs, stdout=subprocess.PIPE
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        assert process.stdout is not None
        _drain(ours)
        process.stdout.read()
        assert code == process.wait(_PATIENCE)
    os.close(ours)
    assert shown == school.shown(1)


@pytest.mark.parametrize(
    ("arguments", "env", "coloured"),
    [
        (["show", "missing"], {}, True),
        (["show", "missing"], {"NO_COLOR": "1"}, False),
        (["show", "missing"], {"TERM": "dumb"}, False),
        (["--no-color", "show", "missing"], {}, False),
    ],
)
def test_errors_on_a_terminal_are_coloured_unless_that_is_not_wanted(
    arguments: list[str], env: dict[str, str], coloured: bool, tmp_path: Path
) -> None:
    ours, theirs = pty.openpty()
    environ = environment({"TERM": "xterm", **env})
    with subprocess.Popen([*COMMAND, *arguments], cwd=tmp_path, env=environ, stderr=theirs) as process:
        os.close(theirs)
        told = _drain(ours)
        assert process.wait(_PATIENCE) == 64
    os.close(ours)
    assert b"missing" in told
    assert coloured == (b"\x1b[" in told)


def _drain(terminal: int) -> bytes:
    """Reads until the other side is closed, so that it never waits for us."""
    parts = []
    try:
        while part := os.read(terminal, 10_000):
            parts.append(part)
    except OSError:  # how Linux says that nobody has the other side any more
        pass
    return b"".join(parts)


def test_a_served_sandbox_has_its_url_on_the_first_line(url: str, tmp_path: Path) -> None:
    assert url.startswith("http://127.0.0.1:")
    assert httpx.get(f"{url}/_sandbox/state").status_code == 200


def test_a_second_administrator_who_has_to_agree_is_named_and_nothing_is_written(school: School, url: str) -> None:
    state = httpx.get(f"{url}/_sandbox/state").json()
    httpx.put(f"{url}/_sandbox/state", json={**state, "settings": {**state["settings"], "multiAdminApproval": True}})
    ended = school.run("apply", "--yes", **over_http(url))
    assert (5, True) == (ended.code, "VPP508" in ended.err)
    assert "second administrator" in ended.err
    assert httpx.get(f"{url}/_sandbox/state").json()["managedEBooks"] == state["managedEBooks"]
