"""The words around the answer to `what-if`: one table for each language."""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "headline": '{tenant} ({cloud}): what if "{book}" of {token} were {intent} for "{group}"?',
    "used": "seats used now",
    "then": "then",
    "new": "new, for good",
    "missing": "seats missing",
    "readers": "readers reached",
    "all-groups": "{readers}, with all groups of the book",
    "why": "why not exactly",
    "held": "it would be held: {reason} [{rule}]",
    "reported": "it would only be reported: {reason}",
    "already": "The YAML says so already, and the tenant shows it.",
    "shows": "The tenant shows it already: nothing would be written there.",
    "impossible": "It could not be planned: see the findings.",
    "others": "It would also change this in the plan",
    "assignments": "To do it, add this to the assignments of the book at {place}:",
    "assignment": "To do it, write this at {place} in place of what stands there, and keep its other keys:",
    "readingList": "To do it, change the reading list at {place}, which changes it for all books of the list:",
    "books": "To do it, declare the book:",
    "nothing": "Nothing was written, neither in the tenant nor in a file.",
}
_SV: Mapping[str, str] = {
    "headline": '{tenant} ({cloud}): vad händer om "{book}" från {token} vore {intent} för "{group}"?',
    "used": "licenser nu",
    "then": "sedan",
    "new": "nya, för alltid",
    "missing": "licenser fattas",
    "readers": "läsare som nås",
    "all-groups": "{readers}, med alla bokens grupper",
    "why": "varför inte exakt",
    "held": "den skulle hållas tillbaka: {reason} [{rule}]",
    "reported": "den skulle bara redovisas: {reason}",
    "already": "YAML säger det redan, och klientorganisationen visar det.",
    "shows": "Klientorganisationen visar det redan: ingenting skulle skrivas där.",
    "impossible": "Det gick inte att planera: se anmärkningarna.",
    "others": "Det skulle också ändra detta i planen",
    "assignments": "För att göra det, lägg till detta bland tilldelningarna för boken på {place}:",
    "assignment": "För att göra det, skriv detta på {place} i stället för det som står där, och behåll övriga nycklar:",
    "readingList": "För att göra det, ändra läslistan på {place}; det ändrar alla böcker i listan:",
    "books": "För att göra det, deklarera boken:",
    "nothing": "Ingenting skrevs, varken i klientorganisationen eller i en fil.",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def what_if_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
