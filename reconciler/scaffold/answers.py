"""What `init` has to know, and what of it is allowed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.entities import Cloud, Language
from reconciler.model.errors import UsageError

_LONGEST = 1024
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_OWNER = re.compile(r"@[\w.-]+(?:/[\w.-]+)?|[\w.+-]+@[\w.-]+", re.ASCII)
AUDIENCES: Mapping[Cloud, str] = {
    Cloud.USGOV: "api://AzureADTokenExchangeUSGov",
    Cloud.USGOVDOD: "api://AzureADTokenExchangeUSGov",
    Cloud.CHINA: "api://AzureADTokenExchangeChina",
}
"""Whom a federated credential is for, by cloud, where it is not the usual one."""
USUAL_AUDIENCE = "api://AzureADTokenExchange"


@dataclass(frozen=True, slots=True)
class Answers:
    """What the new repository is made of. `pipelines` are those beside GitHub's, which are always there.

    `requirement` is the line that tells pip where the tool comes from; None where nobody knows it yet.
    """

    name: str
    cloud: Cloud = Cloud.SANDBOX
    tenant_id: str | None = None
    language: Language = Language.EN
    pipelines: frozenset[str] = frozenset({"gitlab", "azure"})
    owners: tuple[str, ...] = ()
    requirement: str | None = None

    @property
    def audience(self) -> str:
        """Whom the statement of a pipeline is for."""
        return AUDIENCES.get(self.cloud, USUAL_AUDIENCE)


def check_answers(answers: Answers) -> None:
    """Raises UsageError for an answer that the YAML or CODEOWNERS could not hold."""
    if not answers.name.strip() or not answers.name.isprintable() or len(answers.name) > _LONGEST:
        raise UsageError("--name is no name for a tenant.", "Write a short handle on one line, such as nordskolan.")
    if answers.cloud is not Cloud.SANDBOX and answers.tenant_id is None:
        raise UsageError(
            f"A tenant in the cloud {answers.cloud} needs its id.", "Say --tenant-id GUID, or --cloud sandbox to try."
        )
    if answers.tenant_id is not None and not _GUID.fullmatch(answers.tenant_id):
        raise UsageError(
            f'--tenant-id is "{answers.tenant_id}", which is no GUID.',
            "Microsoft Entra shows it under Overview: 8 digits, then 4, 4, 4 and 12.",
        )
    for owner in answers.owners:
        if not _OWNER.fullmatch(owner):
            raise UsageError(f'--owner is "{owner}".', "Write @user, @organisation/team, or a mail address.")


def in_yaml(text: str) -> str:
    """The text as a YAML scalar on one line that nothing reads as anything but text."""
    plain = re.fullmatch(r"[a-zåäö][a-zåäö0-9]*(-[a-zåäö0-9]+)*", text) and text not in _MISREAD
    return text if plain else json.dumps(text, ensure_ascii=False)


_MISREAD = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
