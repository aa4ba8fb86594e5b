"""A browser without a window, driven over the pipe of its DevTools: no driver, no package, no port.

Source: Chrome DevTools Protocol, "--remote-debugging-pipe": the browser reads messages from its file 3 and writes
them to its file 4, each ended by a zero byte.
"""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--use-mock-keychain",
)
_PLACE = """
import fcntl, os, sys
high = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
for place, number in enumerate(high, 3):
    os.dup2(number, place)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Puts two open files where the browser looks for them, and becomes the browser."""
_PATIENCE = 60.0
_CHUNK = 1 << 16


def find_chromium() -> str | None:
    """The path of a browser on this machine; None where there is none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class BrowserFailed(Exception):
    """The browser did not do what it was asked for."""


@dataclass
class Page:
    """One tab. `events` are all that it told of, in order: requests, messages of the console, exceptions."""

    pipe: "_Pipe"
    session: str
    events: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, **told: Any) -> dict[str, Any]:
        """Asks for something and waits for the answer. Raises BrowserFailed where it is refused."""
        return self.pipe.call(method, told, self.session, self.events)

    def open(self, address: str) -> None:
        """Shows a page and waits until it is whole."""
        self.events.clear()
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise BrowserFailed(answer["errorText"])
        self.pipe.wait_for("Page.loadEventFired", self.events)

    def run(self, script: str) -> Any:
        """What an expression gives, as JSON tells it. Raises BrowserFailed for one that throws."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise BrowserFailed(json.dumps(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str, text: str = "", modifiers: int = 0) -> None:
        """Presses a key and lets it go."""
        codes = {"Tab": 9, "Enter": 13, " ": 32}
        told = {"key": key, "windowsVirtualKeyCode": codes.get(key, 0), "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **told)
        self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    def type(self, text: str) -> None:
        """Types a text into what has the focus."""
        self.call("Input.insertText", text=text)

    def look(self, width: int = 1280, height: int = 1000, scheme: str = "light") -> None:
        """Sets the size of the window and the scheme of colours that the reader prefers."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)

    def requested(self) -> list[str]:
        """The addresses that were asked for since the page was opened."""
        seen = [one["params"] for one in self.events if one["method"] == "Network.requestWillBeSent"]
        return [one["request"]["url"] for one in seen]

    def complaints(self) -> list[str]:
        """Errors, warnings and exceptions that the page made."""
        told = []
        for event in self.events:
            match event["method"]:
                case "Runtime.exceptionThrown":
                    told.append(json.dumps(event["params"]["exceptionDetails"]))
                case "Runtime.consoleAPICalled" if event["params"]["type"] in ("error", "warning", "assert"):
                    told.append(json.dumps(event["params"]["args"]))
                case "Log.entryAdded":
                    told.append(event["params"]["entry"]["text"])
        return told


class _Pipe:
    """Messages to and from the browser, one conversation at a time."""

    def __init__(self, process: subprocess.Popen[bytes], reading: int, writing: int) -> None:
        self._process, self._reading, self._writing = process, reading, writing
        self._number, self._rest = 0, b""

    def call(
        self, method: str, told: Mapping[str, Any], session: str | None, events: list[dict[str, Any]]
    ) -> dict[str, Any]:
        """Sends a message and gives its answer; what comes before it are events."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": dict(told)}
        if session:
            message["sessionId"] = session
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            events.append(answer)
        if "error" in answer:
            raise BrowserFailed(f"{method}: {answer['error'].get('message')}")
        result: dict[str, Any] = answer["result"]
        return result

    def wait_for(self, method: str, events: list[dict[str, Any]]) -> None:
        """Returns once this event has come."""
        while not any(event["method"] == method for event in events):
            events.append(self._next())

    def _next(self) -> dict[str, Any]:
        deadline = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._reading], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(self._reading, _CHUNK) if ready else b""
            if not chunk:
                raise BrowserFailed(f"no answer from the browser (it ended with {self._process.poll()})")
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def chromium(program: str, profile: Path) -> Iterator[Page]:
    """A tab of a browser of its own, with a profile of its own, ended afterwards."""
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()
    process = _start(program, profile, to_browser, to_us)
    os.close(to_browser)
    os.close(to_us)
    try:
        yield _tab(_Pipe(process, from_browser, from_us))
    finally:
        os.close(from_us)
        os.close(from_browser)
        _end(process)


def _start(program: str, profile: Path, reading: int, writing: int) -> subprocess.Popen[bytes]:
    """Starts the browser with its files 3 and 4, in a group of its own."""
    confined = () if os.geteuid() else ("--no-sandbox",)  # Chromium has no sandbox for root
    command = [program, *_QUIET, *confined, f"--user-data-dir={profile}", "about:blank"]
    placed = [sys.executable, "-c", _PLACE, str(reading), str(writing), *command]
    return subprocess.Popen(
        placed,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(reading, writing),
        start_new_session=True,
    )


def _tab(pipe: _Pipe) -> Page:
    target = pipe.call("Target.createTarget", {"url": "about:blank"}, None, [])["targetId"]
    attached = pipe.call("Target.attachToTarget", {"targetId": target, "flatten": True}, None, [])
    page = Page(pipe, attached["sessionId"])
    for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
        page.call(f"{domain}.enable")
    return page


def _end(process: subprocess.Popen[bytes]) -> None:
    """The browser ends by itself when its pipe is closed; what is left of it after a while is ended with its group."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(_PATIENCE)
