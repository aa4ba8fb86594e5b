"""Types out a page of the documentation: its commands, in order, in one shell, and what a reader is told to see.

* A block ```console has commands behind `$ ` and below each what it prints; `…` stands for what varies within a line, a
  line with nothing else for any number of lines.
* A block ```sh is run as it stands and must end with 0; a block ```diff is an edit, done with `git apply`.
* Below `<!-- not typed out: reason -->` a block is only shown.

A command must end with 0 unless `$ echo $?` follows and says otherwise.
"""

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"(?P<skipped><!-- not typed out: [^\n]+ -->\n+)?^```(?P<kind>console|sh|diff)\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_MARK = "\x1e"
_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Step:
    """One command or edit. `expected` is None where the page does not show what it prints; `line` counts from 1.

    `typed` where it stands behind `$ `, and what it prints below.
    """

    line: int
    script: str
    expected: tuple[str, ...] | None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a step."""

    step: Step
    code: int
    out: tuple[str, ...]


def steps_of(page: str) -> tuple[Step, ...]:
    """What the page tells to type, in order."""
    return tuple(step for block in _BLOCK.finditer(page) if not block["skipped"] for step in _steps(page, block))


def type_out(steps: Sequence[Step], folder: Path, env: Mapping[str, str]) -> tuple[Seen, ...]:
    """What each step printed, on both streams as on a terminal, and how it ended. All run in one shell."""
    script = "\n".join(f"{step.script}\n{_ENDED}" for step in steps)
    with subprocess.Popen(
        ["bash", "--noprofile", "--norc", "-c", script],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as shell:
        told = shell.communicate(timeout=_SECONDS)[0].decode("utf-8").replace("\r\n", "\n")
    parts = told.split(_MARK)
    assert 2 * len(steps) + 1 == len(parts), f"the shell ended early:\n{told}"
    ended = zip(steps, parts[:-1:2], parts[1::2], strict=True)
    return tuple(Seen(step, int(code), _lines(out)) for step, out, code in ended)


def problems(seen: Sequence[Seen]) -> list[str]:
    """What a reader would stumble over: a line for each step that ended or spoke otherwise than the page says."""
    following = [*seen[1:], None]
    return [told for one, then in zip(seen, following, strict=True) for told in _problem(one, then)]


def matches(expected: Sequence[str], shown: Sequence[str]) -> bool:
    """Whether the shown lines are the expected ones, `…` and lines of it standing for anything."""
    if not expected:
        return not shown
    if expected[0].strip() == "…":
        return any(matches(expected[1:], shown[skipped:]) for skipped in range(len(shown) + 1))
    return bool(shown) and _same(expected[0], shown[0]) and matches(expected[1:], shown[1:])


_ENDED = f'__code=$?; printf \'{_MARK}%s{_MARK}\' "$__code"; (exit "$__code")'
"""Says how the last command ended, and lets the next one ask for it too."""


def _steps(page: str, block: re.Match[str]) -> Iterator[Step]:
    line = page.count("\n", 0, block.start("text")) + 1
    match block["kind"]:
        case "console":
            yield from _typed(block["text"].splitlines(), line)
        case "diff":
            yield Step(line, f"git apply --recount --unidiff-zero <<'__EDIT'\n{block['text']}__EDIT", ())
        case _:
            yield Step(line, block["text"].rstrip("\n"), None)


def _typed(lines: Sequence[str], first: int) -> Iterator[Step]:
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    assert starts and starts[0] == 0, f"line {first}: a console block begins with a command"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield Step(first + start, lines[start][2:], tuple(lines[start + 1 : end]), typed=True)


def _lines(out: str) -> tuple[str, ...]:
    return tuple(line.rstrip() for line in out.removeprefix("\ufeff").rstrip("\n").split("\n")) if out.strip() else ()


def _problem(seen: Seen, then: Seen | None) -> Iterator[str]:
    step = seen.step
    asked = then is not None and then.step.script == "echo $?"
    if seen.code and not asked:
        yield f"line {step.line}: {step.script!r} ended with {seen.code}:\n" + "\n".join(seen.out)
    elif step.expected is not None and not matches(step.expected, seen.out):
        yield f"line {step.line}: {step.script!r} shows\n" + "\n".join(seen.out)


def _same(expected: str, shown: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, expected.rstrip().split("…"))), shown) is not None


def as_shown(out: Sequence[str]) -> Iterator[str]:
    """Lines as a page shows them: digests, ids of requests and folders of the moment become `…`."""
    for line in out:
        for varying in _VARYING:
            line = re.sub(varying, "…", line)
        yield line


_VARYING = (
    r"(?<=sha256:)[0-9a-f]{12,64}",
    r"(?<=[Cc]ommit )[0-9a-f]{12,40}",
    r"(?<=requests )[0-9a-f-]{36}(, [0-9a-f-]{36})*",
    r"(?<=dir:)/\S+?(?=/\.reconciler)",
)


def accepted(page: str, seen: Sequence[Seen]) -> str:
    """The page with what its commands print now, wherever that is not what it says. Edits stay as they are."""
    lines = page.split("\n")
    for one in reversed(seen):
        shown = one.step.expected
        if shown is not None and one.step.typed and not matches(shown, one.out):
            lines[one.step.line : one.step.line + len(shown)] = as_shown(one.out)
    return "\n".join(lines)


def program(place: Path, command: Sequence[str]) -> None:
    """A program in a file of its own that runs this command."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n', "utf-8")
    place.chmod(0o755)
