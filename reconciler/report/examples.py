"""Examples of rules: a case that fails and one that passes. Read `load_examples`; `collect_examples` makes its file.

The cases of the tests are the source. What the package needs of them stands in `examples.json` beside this file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")
_PHASES = ("static", "live", "plan")


@dataclass(frozen=True, slots=True)
class Example:
    """A case as people read it.

    `files` are the YAML by path, `before` the YAML that the plan is compared with. `tenant`, `last_applied` and
    `around` are JSON as the case has it, empty where it says nothing special. `says` are the findings of the rule,
    each with its place; `places` the places alone. `changes` are those of the plan, each with what holds it.
    """

    case: str
    files: Mapping[str, str]
    before: Mapping[str, str]
    tenant: str
    last_applied: str
    around: str
    says: tuple[str, ...]
    places: tuple[str, ...]
    changes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples by rule id, and what all of those with a tenant have in common: YAML by path, the tenant as JSON."""

    fails: Mapping[str, Example]
    passes: Mapping[str, Example]
    base_files: Mapping[str, str]
    base_tenant: str


def load_examples(text: str | None = None) -> Examples:
    """The examples that came with the package, or those of a text in the form of `collect_examples`."""
    raw = json.loads(FILE.read_text("utf-8") if text is None else text)
    return Examples(
        fails={rule: _example(one) for rule, one in raw["fails"].items()},
        passes={rule: _example(one) for rule, one in raw["passes"].items()},
        base_files=raw["baseFiles"],
        base_tenant=raw["baseTenant"],
    )


def collect_examples(cases: Path) -> str:
    """A failing and a passing case of each rule, as JSON, by rule id.

    `cases` holds the folders `base`, `static`, `live` and `plan`. A case is about the rule in its name
    (`021-vpp110-…`), and fails where it expects a finding of that rule that nobody accepted. Of several the shortest
    static one is taken, since those serve many ends; else the first one that has a tenant.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {"fails": {}, "passes": {}}
    for _, case, rule in sorted(_ranked(cases)):
        outcome, example = _read(case, rule)
        found[outcome].setdefault(rule, example)
    collected: dict[str, Any] = {outcome: dict(sorted(by_rule.items())) for outcome, by_rule in found.items()}
    collected |= {"baseFiles": _files(cases / "base/.input"), "baseTenant": _text(cases / "base/state.json")}
    return json.dumps(collected, ensure_ascii=False, indent=1) + "\n"


def _ranked(cases: Path) -> Iterator[tuple[tuple[int, int], Path, str]]:
    """The cases of a rule with its id and how they rank: static ones by how much there is to read in them."""
    for rank, phase in enumerate(_PHASES):
        for case in (cases / phase).iterdir():
            rule = case.name.split("-")[1].upper()
            if rule.startswith("VPP"):
                length = sum(len(text) for text in _files(case / ".input").values())
                yield (rank, 0 if rank else length), case, rule


def _example(raw: Mapping[str, Any]) -> Example:
    return Example(
        case=raw["case"],
        files=raw["files"],
        before=raw["before"],
        tenant=raw["tenant"],
        last_applied=raw["lastApplied"],
        around=raw["around"],
        says=tuple(raw["says"]),
        places=tuple(raw["places"]),
        changes=raw["changes"],
    )


def _read(case: Path, rule: str) -> tuple[str, dict[str, Any]]:
    """`fails` or `passes`, and the case as JSON."""
    expected = json.loads(_text(case / "expected.json"))
    findings = expected if isinstance(expected, list) else expected["findings"]
    own = [finding for finding in findings if finding["rule"] == rule]
    open_ones = [finding for finding in own if "accepted" not in finding]
    example = {
        "case": f"{case.parent.name}/{case.name}",
        "files": _files(case / ".input"),
        "before": _files(case / ".before"),
        "tenant": _text(case / "state.json"),
        "lastApplied": _text(case / "last-applied.json"),
        "around": _around(case / "around.json"),
        "says": [_said(finding) for finding in own],
        "places": sorted({finding["at"] for finding in own}),
        "changes": {} if isinstance(expected, list) else expected["changes"],
    }
    return "fails" if open_ones else "passes", example


def _said(finding: Mapping[str, Any]) -> str:
    severity = f"{finding['severity']}: " if "severity" in finding else ""
    accepted = f" (accepted: {finding['accepted']})" if "accepted" in finding else ""
    return f"{finding['at']}: {severity}{finding['message']}{accepted}"


def _files(folder: Path) -> dict[str, str]:
    """The text files of a folder by path; empty where there is none."""
    return {path.relative_to(folder).as_posix(): _text(path) for path in _paths(folder)}


def _paths(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _around(file: Path) -> str:
    """How the run goes, without what only its test needs to know."""
    shown = {key: value for key, value in json.loads(_text(file) or "{}").items() if key != "unusual"}
    return _text(file) if len(shown) > 0 else ""


def _text(file: Path) -> str:
    """What stands in a file, with a replacement for what is no text; empty where there is none."""
    return file.read_text("utf-8", "replace") if file.exists() else ""
