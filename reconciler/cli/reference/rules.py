"""The page on how rules work: severities, what they hold, and what may be accepted where. Read `rules_page`."""

from collections.abc import Iterator, Mapping
from typing import Any

from reconciler.cli.reference.markdown import code, page, table
from reconciler.model.catalogue import ALL
from reconciler.model.rule import Phase, Severity
from reconciler.schema import schemas

_SEVERITIES: Mapping[Severity, str] = {
    Severity.ERROR: "holds what it concerns, and cannot be accepted away",
    Severity.GUARD: "holds what it concerns until it is accepted in the reviewed YAML, with a bound",
    Severity.WARNING: "asks for a look; with `policy.strict` it counts as an error",
    Severity.INFO: "tells, and stops nothing",
}
_PHASES: Mapping[Phase, str] = {
    Phase.STATIC: "the YAML alone: `validate`, offline; an error stops the whole tenant",
    Phase.LIVE: "the YAML and the tenant: `plan`",
    Phase.PLAN: "the changes that would be made: `plan`",
    Phase.APPLY: "what happens while something is written: `apply`",
    Phase.MONITOR: "the passing of time: `status`, `drift`, `report`, `audit`",
}
_ACCEPTANCES = {
    "AssignmentAcceptance": "assignment",
    "BookAcceptance": "book",
    "ListAcceptance": "reading list",
    "TokenAcceptance": "token",
    "PolicyAcceptance": "policy",
}
_HOLDS = (
    "## What is held",
    "",
    "* An error or an unaccepted guard on a book holds all changes of that book, and of no other.",
    "* One on a token holds all changes of its books; an expired or invalid token never holds its own renewal.",
    "* A guard on the whole tenant says itself what it holds: VPP504 all deletions, VPP410 all that uses seats.",
    "* What is held stays in the plan, with the reason and what to do; everything else can be applied.",
    "",
    "## Accepting a guard",
    "",
    "An acceptance stands in the YAML where the guard applies, and so it is reviewed like any change.",
    "It names the rule, its bound, a reason and, if you like, a last day (`expires`).",
    "Beyond the bound, or after that day, the guard is back.",
    "Nothing on a command line accepts a guard, `--yes` and `--emergency` included.",
    "",
)
_SEATS = (
    "VPP401 is accepted by `seatCap` on the assignment, and needs no `accept`.",
    "`seatCap` is also the bound of VPP410, whose budget for a whole plan is `policy.maxNewSeats`.",
)


def rules_page() -> str:
    """Severities with their number of rules, phases, what is held, and a table of what may be accepted where."""
    lines = ["# How rules work", "", "Each rule has a page: [the catalogue](../rules/README.md)."]
    lines += ["`reconciler explain VPP401` prints the same, with an example that fails and one that passes.", ""]
    lines += ["## Severities", "", *table(["Severity", "Rules", "What it does"], _severities())]
    lines += ["## When they are checked", "", *table(["Phase", "Needs"], ((str(one), _PHASES[one]) for one in Phase))]
    lines += [*_HOLDS, *table(["Guard", "Stands on", "Bound"], _acceptances()), *_SEATS]
    return page(lines)


def _severities() -> Iterator[tuple[str, str, str]]:
    for severity in Severity:
        number = sum(rule.severity is severity for rule in ALL.values())
        yield str(severity), str(number), _SEVERITIES[severity]


def _acceptances() -> list[tuple[str, str, str]]:
    """Guard, place and bound of everything that may be accepted, by guard; from the schema of the YAML."""
    defs = schemas()["desired-state.schema.json"]["$defs"]
    rows = (row for name, place in _ACCEPTANCES.items() for row in _rows(defs[name], place))
    return [(_linked(rule), place, bound) for rule, place, bound in sorted(rows)]


def _rows(shape: Mapping[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    [bounded] = shape["allOf"]
    [bound] = bounded["then"]["required"]
    named = shape["properties"]["rule"]
    for rule in named.get("enum") or [named["const"]]:
        belongs = rule == bounded["if"]["properties"]["rule"]["const"]
        yield rule, place, code(bound) if belongs else "–"


def _linked(rule: str) -> str:
    return f"[{rule}](../rules/{rule}.md) {ALL[rule].slug}"
