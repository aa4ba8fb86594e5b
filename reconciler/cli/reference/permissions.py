"""The page of Graph's permissions. Read `permissions_page`."""

import json
from collections.abc import Iterator

from reconciler.cli.group import COMMANDS
from reconciler.cli.reference.markdown import block, code, page, table
from reconciler.model.entities import Language
from reconciler.report.permissions import IDS, OPTIONAL, ROLES, AppRole, permissions_document, registration
from reconciler.report.permissions_texts import permissions_phrases

_BEGINNING = (
    "# Permissions",
    "",
    "What `reconciler permissions` prints: the least application permissions in Microsoft Graph.",
    "Register one app for plans and one for applies, so that a pull request never meets an identity that can write.",
    "[Signing in](signing-in.md) says how an app signs in without a secret.",
    "`reconciler doctor` looks whether the permissions are there.",
    "",
)


def permissions_page() -> str:
    """A section for each app to register, what is optional, and what needs nothing."""
    say = permissions_phrases(Language.EN)
    document = permissions_document(COMMANDS)
    lines = [*_BEGINNING]
    for role, shown in zip(ROLES, document["roles"], strict=True):
        lines += _role(role, say(f"role-{role.name}"), shown["commands"])
    lines += [f"## {say('optional')}", "", *_permissions(OPTIONAL)]
    free = (code(command) for command, needed in document["commands"].items() if needed is None)
    lines += [f"## {say('none')}", "", ", ".join(free), "", "## Beside them", "", say("tokens-too"), say("vault")]
    return page(lines)


def _role(role: AppRole, title: str, commands: list[str]) -> Iterator[str]:
    yield from (f"## {title}", "", "For " + ", ".join(code(command) for command in commands) + ".", "")
    yield from _permissions(role.permissions)
    yield from ("The app registration (`requiredResourceAccess`):", "")
    yield from block("json", json.dumps(registration(role), indent=2))


def _permissions(names: tuple[str, ...]) -> Iterator[str]:
    say = permissions_phrases(Language.EN)
    rows = ((code(name), code(IDS[name]), say(f"purpose-{name}")) for name in names)
    yield from table(["Permission", "Id", "For"], rows)
