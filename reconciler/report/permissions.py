"""Which permissions in Microsoft Graph which command needs. Read `ROLES`, then `NEEDS`.

Sources: Microsoft Graph, "Permissions reference" and "Permission IDs" for the ids; the reference of each request for
which permission is the least (books, vppTokens, syncLicenses, auditEvents, groups, transitiveMembers); "Permissions
overview", limited information for inaccessible member objects (read 2026-11).
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.model.entities import Language
from reconciler.report.lines import Line, Tone
from reconciler.report.messages.phrases import Phrases
from reconciler.report.permissions_texts import permissions_phrases

FORMAT_VERSION = "1.0"
GRAPH = "00000003-0000-0000-c000-000000000000"
"""Microsoft Graph itself, as app registrations name it."""

IDS: Mapping[str, str] = {
    "DeviceManagementApps.Read.All": "7a6ee1e7-141e-4cec-ae74-d9db155731ff",
    "DeviceManagementApps.ReadWrite.All": "78145de6-330d-4800-a6ce-494ff2d33d07",
    "DeviceManagementServiceConfig.ReadWrite.All": "5ac13192-7ace-4fcf-b828-1a26f28068ee",
    "GroupMember.Read.All": "98830695-27a2-44f7-8c18-0c3ebc9698f6",
    "Member.Read.Hidden": "658aa5d8-239f-45c4-aa12-864f4fc7e490",
    "User.ReadBasic.All": "97235f07-e226-4f63-ace3-39588e11d3a1",
}
"""Application permissions (app roles) of Microsoft Graph, the same in every tenant."""

OPTIONAL = ("User.ReadBasic.All", "Member.Read.Hidden")
"""What makes plans better where it is granted."""

_REGISTER = (
    "az ad app create --display-name reconciler --required-resource-accesses @app.json",
    "az ad sp create --id APP_ID",
    "az ad app permission admin-consent --id APP_ID",
)


@dataclass(frozen=True, slots=True)
class AppRole:
    """One app to register, and its permissions, all of which it needs."""

    name: str
    permissions: tuple[str, ...]


ROLES = (
    AppRole("plan", ("DeviceManagementApps.Read.All", "GroupMember.Read.All")),
    AppRole("apply", ("DeviceManagementApps.ReadWrite.All", "GroupMember.Read.All")),
    AppRole("tokens", ("DeviceManagementServiceConfig.ReadWrite.All",)),
)

_READS = ("plan", "drift", "what-if", "snapshot", "calendar", "import", "export", "status", "report", "doctor", "audit")
_NONE = ("validate", "show", "explain", "token", "permissions", "schema", "comment", "ledger", "init", "tenants")
NEEDS: Mapping[str, str | None] = {
    **dict.fromkeys(_READS, "plan"),
    "apply": "apply",
    "sync": "tokens",
    **dict.fromkeys((*_NONE, "sandbox"), None),
}
"""Commands and the role that is enough for them; None: they ask nothing of Graph."""


def permissions_lines(commands: Collection[str], language: Language) -> Iterator[Line]:
    """The roles with their permissions, commands and registrations; then what is optional, and what needs none.

    `commands` are those that there are; others are not named.
    """
    say = permissions_phrases(language)
    yield Line(say("headline"))
    for role in ROLES:
        yield from (Line(), Line(say(f"role-{role.name}"), Tone.STRONG))
        yield from _permissions(role.permissions, say)
        if own := _commands(role.name, commands):
            yield Line("  " + say("commands", commands=", ".join(own)))
        yield Line("  " + say("registration"))
        yield from (Line(f"    {row}") for row in json.dumps(registration(role), indent=2).splitlines())
    yield from (Line(), Line(say("optional"), Tone.STRONG), *_permissions(OPTIONAL, say))
    yield from (Line(), Line(say("none"), Tone.STRONG), Line("  " + ", ".join(_commands(None, commands))))
    yield from (Line(), Line(say("tokens-too")), Line(say("vault")), Line(), Line(say("next")))
    yield from (Line(f"  {command}") for command in _REGISTER)


def permissions_document(commands: Collection[str]) -> dict[str, Any]:
    """The same for programs: `roles` in order, `optional` permissions, and per command its role or null."""
    return {
        "formatVersion": FORMAT_VERSION,
        "roles": [
            {
                "name": role.name,
                "commands": _commands(role.name, commands),
                "permissions": _described(role.permissions),
                "requiredResourceAccess": registration(role),
            }
            for role in ROLES
        ],
        "optional": _described(OPTIONAL),
        "commands": {command: NEEDS[command] for command in sorted(NEEDS) if command in commands},
    }


def registration(role: AppRole) -> list[dict[str, Any]]:
    """The `requiredResourceAccess` of an app registration, as the manifest and the Azure CLI take it."""
    access = [{"id": IDS[name], "type": "Role"} for name in role.permissions]
    return [{"resourceAppId": GRAPH, "resourceAccess": access}]


def _permissions(names: Collection[str], say: Phrases) -> Iterator[Line]:
    for name in names:
        yield Line(f"  {name} ({IDS[name]})")
        yield Line(f"    {say(f'purpose-{name}')}")


def _described(names: Collection[str]) -> list[dict[str, str]]:
    say = permissions_phrases(Language.EN)
    return [{"name": name, "id": IDS[name], "type": "Application", "purpose": say(f"purpose-{name}")} for name in names]


def _commands(role: str | None, commands: Collection[str]) -> list[str]:
    return sorted(command for command, needed in NEEDS.items() if needed == role and command in commands)
