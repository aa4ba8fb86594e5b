"""What `token check` says: one table for each language."""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "organization": "organisation  {organization}",
    "expires": "expires       {at}, {when}",
    "in": "in {days:# day|# days}",
    "today": "in less than a day",
    "ago": "{days:# day|# days} ago",
    "just": "less than a day ago",
    "good": "ok: it is a content token. Nobody but Apple can tell whether it is still accepted.",
    "expired": "It has expired: nothing can be done with it. Download a new one.",
    "no-content-token": "This is no content token: {flaw}.",
    "to-do": "Give the file whole and unchanged, as Apple's portal lets one download it "
    "(its name ends in .vpptoken). Neither a certificate nor the token of a device enrolment programme is one.",
}
_SV: Mapping[str, str] = {
    "organization": "organisation  {organization}",
    "expires": "går ut        {at}, {when}",
    "in": "om {days:# dag|# dagar}",
    "today": "om mindre än en dag",
    "ago": "för {days:# dag|# dagar} sedan",
    "just": "för mindre än en dag sedan",
    "good": "ok: det är en innehållstoken. Ingen utom Apple kan säga om den fortfarande godtas.",
    "expired": "Den har gått ut: inget kan göras med den. Hämta en ny.",
    "no-content-token": "Detta är ingen innehållstoken: {flaw}.",
    "to-do": "Ge filen hel och oförändrad, så som den hämtas i Apples portal "
    "(namnet slutar på .vpptoken). Varken ett certifikat eller token för ett enhetsregistreringsprogram är en sådan.",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def token_check_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
