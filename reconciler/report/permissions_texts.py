"""What `permissions` says: one table for each language."""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "headline": "The least permissions in Microsoft Graph (application permissions, with the consent of an "
    "administrator). Everything beyond is too much.",
    "role-plan": "plan: reads, and can change nothing",
    "role-apply": "apply: changes assignments and VPP tokens; for the protected branch only",
    "role-tokens": "tokens: syncs VPP tokens, without the power to assign a book",
    "commands": "for: {commands}",
    "registration": "the app registration (requiredResourceAccess):",
    "purpose-DeviceManagementApps.Read.All": "reads books, VPP tokens, install states and the audit log",
    "purpose-DeviceManagementApps.ReadWrite.All": "reads the same, and writes assignments and VPP tokens",
    "purpose-DeviceManagementServiceConfig.ReadWrite.All": "reads and syncs VPP tokens; could also change them",
    "purpose-GroupMember.Read.All": "reads groups and who is in them",
    "purpose-User.ReadBasic.All": "shows the user names of members: without it nobody is known to hold a book already, "
    "and the best case of a forecast is its worst",
    "purpose-Member.Read.Hidden": "shows the members of groups with hidden membership: without it their books are held",
    "optional": "Optional, for plan and apply",
    "none": "Without any permission in Graph",
    "tokens-too": "The app for apply needs none beside to create and renew VPP tokens. "
    "In its place DeviceManagementServiceConfig.ReadWrite.All is enough to write tokens, but not to read books.",
    "vault": "A content token in a key vault needs the role Key Vault Secrets User there, for the app that applies.",
    "next": "To register one: save its text as app.json, then",
}
_SV: Mapping[str, str] = {
    "headline": "De minsta behörigheterna i Microsoft Graph (programbehörigheter, med en administratörs medgivande). "
    "Allt därutöver är för mycket.",
    "role-plan": "plan: läser och kan inte ändra något",
    "role-apply": "apply: ändrar tilldelningar och VPP-token; bara för den skyddade grenen",
    "role-tokens": "tokens: synkroniserar VPP-token, utan att kunna tilldela en bok",
    "commands": "för: {commands}",
    "registration": "appregistreringen (requiredResourceAccess):",
    "purpose-DeviceManagementApps.Read.All": "läser böcker, VPP-token, installationer och granskningsloggen",
    "purpose-DeviceManagementApps.ReadWrite.All": "läser detsamma och skriver tilldelningar och VPP-token",
    "purpose-DeviceManagementServiceConfig.ReadWrite.All": "läser och synkroniserar VPP-token; kunde även ändra dem",
    "purpose-GroupMember.Read.All": "läser grupper och vilka som är med i dem",
    "purpose-User.ReadBasic.All": "visar medlemmarnas användarnamn: utan den vet ingen vem som redan har en bok, "
    "och prognosens bästa fall är dess sämsta",
    "purpose-Member.Read.Hidden": "visar medlemmarna i grupper med dolt medlemskap: utan den hålls deras böcker "
    "tillbaka",
    "optional": "Valfritt, för plan och apply",
    "none": "Utan någon behörighet i Graph",
    "tokens-too": "Appen för apply behöver inget mer för att skapa och förnya VPP-token. "
    "I dess ställe räcker DeviceManagementServiceConfig.ReadWrite.All för att skriva token, men inte för att läsa "
    "böcker.",
    "vault": "En innehållstoken i ett nyckelvalv kräver rollen Key Vault Secrets User där, för appen som tillämpar.",
    "next": "För att registrera en: spara dess text som app.json, sedan",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def permissions_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
