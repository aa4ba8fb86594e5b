"""Rules on creating, renewing and changing VPP tokens (VPP117, VPP120, VPP122)."""

from collections.abc import Mapping

from reconciler.model.content_token import Absence, Flaw
from reconciler.model.rule import Phase, Rule, Said, Severity

ABSENCES: Mapping[Absence | None, str] = {
    None: "nobody looked for it",
    Absence.NOT_SET: "the variable is not set",
    Absence.NO_FILE: "there is no such file",
    Absence.NOT_A_FILE: "it is no regular file",
    Absence.UNREADABLE: "the file may not be read",
    Absence.NO_VAULT: "this run reads no key vaults",
    Absence.BAD_VAULT: "it is no key vault of this cloud",
    Absence.NOT_INSTALLED: "the extra for Azure Key Vault is not installed",
    Absence.NO_SIGN_IN: "nobody could sign in for key vaults",
    Absence.NOT_IN_VAULT: "the vault has no such secret",
    Absence.REFUSED: "the vault refuses this identity",
    Absence.UNREACHABLE: "the vault did not answer",
}
"""Why there is no content token where the YAML points."""

FLAWS: Mapping[Flaw, str] = {
    Flaw.EMPTY: "it is empty",
    Flaw.TOO_LONG: "it is far too long",
    Flaw.NOT_BASE64: "it is not Base64 text",
    Flaw.NOT_JSON: "what it encodes is not JSON",
    Flaw.NO_SECRET: "its token is missing",
    Flaw.NO_ORGANIZATION: "its orgName is missing",
    Flaw.NO_EXPIRY: "its expDate is missing",
    Flaw.BAD_EXPIRY: "its expDate is no date",
}
"""What is wrong with a text that should be a content token, in words that tell nothing of it."""

_STEPS = 'Run "reconciler explain token {token}" for the steps.'

TOKEN_TAKEOVER = Rule(
    "VPP117",
    "TOKEN-TAKEOVER",
    Severity.GUARD,
    (Phase.PLAN,),
    "Intune takes a token from another device management service only where somebody decided so.",
    "The other service loses its assignments, and licence and user records there can be lost.",
    'Microsoft Intune, manage volume-purchased apps: "Take control of token from another MDM"; '
    "Microsoft Graph beta, vppToken",
    {
        "": Said(
            'token "{token}" would be taken from another device management service, which loses its assignments.',
            "Accept VPP117 on the token with a reason that names the other service, "
            "after its VPP users were removed (VPP118).",
        )
    },
)

TOKEN_CREATE = Rule(
    "VPP120",
    "TOKEN-CREATE",
    Severity.ERROR,
    (Phase.PLAN, Phase.APPLY),
    "A token is created or renewed only from a complete declaration and the right content token.",
    "With the wrong file books and licences belong to another pool, and a second upload of one location disturbs both.",
    "Own; Microsoft Intune, iOS/iPadOS eBooks bought in volume: get and upload a token",
    {
        "incomplete": Said(
            'token "{token}" would be created, and its declaration does not say when it was generated for this tenant.',
            "Write preflight.generatedForIntune with the day of the download, made for this tenant.",
        ),
        "organization": Said(
            'token "{token}" would be uploaded, but the content token at {place} is for organisation "{found}", '
            'and "{declared}" is declared. Nothing is uploaded.',
            "Put the right file there, or correct organization.",
        ),
        "expired": Said(
            'token "{token}" would be uploaded, but the content token at {place} expired on {date}. '
            "Nothing is uploaded.",
            "Download a new one. " + _STEPS,
        ),
        "unreadable": Said(
            'what stands at {place} is no content token for "{token}": {flaw}. Nothing is uploaded.',
            "Put the content of the downloaded file there, whole and unchanged. " + _STEPS,
        ),
        "older": Said(
            'the content token at {place} is older than the one that "{token}" has in the tenant ({date}). '
            "Nothing is uploaded.",
            "Put the newest file there. " + _STEPS,
        ),
        "unseen": Said(
            'the content token of "{token}" ({place}) is not at hand here: {why}. '
            "It is checked when the plan is applied.",
            "Nothing is left to do, if it is there when the plan is applied.",
        ),
        "there": Said(
            'token "{token}" would be created, but the tenant has {found} of organisation "{declared}" already, '
            "and nothing says that it is another location. Nothing is uploaded.",
            "Write its id or its appleId into the declaration to manage it; for another location write location.name.",
        ),
        "refused": Said(
            'Apple refuses the content token of "{token}" at {place}: {why}. Nothing is uploaded.',
            "Download a new one. " + _STEPS,
        ),
        "missing": Said(
            'token "{token}" would be uploaded, but there is no content token at {place}: {why}. Nothing was uploaded.',
            "Give the run that applies this secret, and apply again. " + _STEPS,
        ),
    },
)

TOKEN_COUNTRY_CHANGED = Rule(
    "VPP122",
    "TOKEN-COUNTRY-CHANGED",
    Severity.GUARD,
    (Phase.PLAN,),
    "The country or region of a token changes only where somebody decided so.",
    "The next sync rewrites what the store says of each title, and titles that the other store lacks stop updating.",
    "Microsoft Intune, manage volume-purchased apps: Country/Region; Apple, books follow the rules of their country",
    {
        "": Said(
            'changing token "{token}" from {before} to {after} affects {count:# book|# books}; '
            "titles that the other store lacks stop updating.",
            "Accept VPP122 on the token with maxBooks: {count} and a reason, or keep {before}.",
        )
    },
)
