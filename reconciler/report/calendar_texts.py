"""What calendar entries say: one table for each language."""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "name": "VPP tokens of {tenant}",
    "summary": 'VPP token "{token}" expires: renew it',
    "alarm": 'VPP token "{token}" expires in {days:# day|# days}: renew it',
    "account": "Sign in with {account}.",
    "organization": "Organisation: {organization}",
    "location": "Location: {location}",
    "owner": "Looked after by: {owner}",
    "steps": "The steps: reconciler explain token {token}",
    "stops": "After this moment no book of this token can be assigned or changed.",
}
_SV: Mapping[str, str] = {
    "name": "VPP-token i {tenant}",
    "summary": 'VPP-token "{token}" går ut: förnya den',
    "alarm": 'VPP-token "{token}" går ut om {days:# dag|# dagar}: förnya den',
    "account": "Logga in med {account}.",
    "organization": "Organisation: {organization}",
    "location": "Plats: {location}",
    "owner": "Sköts av: {owner}",
    "steps": "Stegen: reconciler explain token {token}",
    "stops": "Efter denna tidpunkt kan ingen bok från denna token tilldelas eller ändras.",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def calendar_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
