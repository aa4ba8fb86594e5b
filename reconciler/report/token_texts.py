"""How a token is renewed, in words for whoever does it: one table for each language.

Sources: Apple School Manager User Guide and Apple Business User Guide, "Manage content tokens"; Microsoft Intune,
"Manage volume-purchased apps", renewing tokens (read 2026-11). The name of the file is what other vendors' guides
and administrators report; Apple's guides do not name it.
"""

from collections.abc import Mapping

from reconciler.model.entities import Language
from reconciler.report.messages.phrases import Phrases

_EN: Mapping[str, str] = {
    "title": 'How to renew the VPP token "{token}" (organisation "{organization}", tenant "{tenant}")',
    "when": "Once a year before it expires, and whenever the password of its Apple account was changed: "
    "a new password makes it invalid, whatever its date says.",
    "portal-education": "Apple School Manager (https://school.apple.com)",
    "portal-business": "Apple Business (https://business.apple.com)",
    "portal-unknown": "Apple School Manager (https://school.apple.com) for schools, "
    "Apple Business (https://business.apple.com) for companies",
    "sign-in": "Sign in to {portal} as {account}.",
    "sign-in-anybody": "Sign in to {portal} with the account that the token is tied to. "
    "The YAML does not name it: write appleId on the token.",
    "same-account": "Use this account and no other, and leave its password as it is afterwards. "
    "With another account VPP115 holds the books of this token.",
    "path-education": "Choose your name at the bottom of the side bar, then Preferences, then Payments & Billing. "
    "Under Content Tokens choose {location}: the file is downloaded.",
    "path-business": "Choose Settings, then Payments & Billing, then Apps & Books. Choose Download beside {location}.",
    "path-unknown": "Find the content tokens under Payments & Billing, and download that of {location}.",
    "location-both": 'the location "{name}" with the id {uid}',
    "location-name": 'the location "{name}"',
    "location-uid": "the location with the id {uid}",
    "location-unknown": 'the location of "{organization}" (the YAML does not name it: write location on the token)',
    "file": "The file is called {file}, or much like it. It is a secret: it goes into no mail, chat or repository "
    "(VPP101).",
    "check": "Look at the file before you use it; this shows nothing of the secret:",
    "check-says": 'It must say "{organization}" and about 365 days. Anything else is the wrong file.',
    "put-env": "Put it where the YAML points: the variable {where} of the job that applies, and of no other.",
    "github": "GitHub Actions:",
    "elsewhere": "GitLab, Azure DevOps: paste the text of the file as a masked, secret variable {where} "
    "in the settings of the project.",
    "desk": "At a desk:",
    "put-file": "Put it where the YAML points: the file {where}, readable by nobody else.",
    "put-keyVault": "Put it where the YAML points: the secret {name} in the key vault {where}.",
    "put-none": "The YAML names no secret: for this token, so upload the file by hand: Microsoft Intune admin center, "
    "Tenant administration, Connectors and tokens, Apple VPP tokens, the token of {account}, Edit. "
    "Choose the file there and save. Do not create a second token.",
    "put-instead": "To have it done by git from next year on, write secret: on the token, for example "
    "secret: {{env: {variable}}}.",
    "remove": "Remove the download:",
    "plan": 'See what would happen. The plan shows "renew" for {token} where the secret is at hand, '
    "and else says that it is checked at apply:",
    "plan-by-hand": "See that all is well: the plan has nothing to do for {token}, and no VPP109 to VPP111 any more:",
    "apply": "Renew it, by the pipeline after a merge or by hand:",
    "checked": "What is checked",
    "checked-VPP120": "VPP120: before anything is sent, that it is a content token, has not expired, "
    'and is of the organisation "{organization}". Else nothing is uploaded.',
    "checked-VPP116": "VPP116: afterwards, that organisation, location and books are the same as before. "
    "If not, the wrong file was uploaded, and nothing of this token is changed until somebody decides.",
    "checked-VPP115": "VPP115: afterwards, that the token is still tied to {account}.",
    "checked-sync": "One sync is asked for, so that the numbers of seats are fresh; it is waited for up to a minute.",
    "books": "What it does to the books",
    "books-count": "The YAML has {count:# book|# books} of this token. The renewal changes the same object in Intune, "
    "so they keep their assignments, and readers keep what they have.",
    "books-required": "It takes no seat by itself. But Intune goes on to install required books for members "
    "who have none yet: the plan shows how many seats that may be.",
    "books-expired": "While the token is expired or invalid, changes of its books are held (VPP109, VPP111). "
    "They go on in the run after the renewal.",
    "never": "Never delete the token and never revoke its licences to renew it: this software has no such command.",
    "ask": "Questions go to {owner}, who looks after this token.",
}
_SV: Mapping[str, str] = {
    "title": 'Så förnyas VPP-token "{token}" (organisation "{organization}", klientorganisation "{tenant}")',
    "when": "En gång om året innan den går ut, och varje gång lösenordet för dess Apple-konto har ändrats: "
    "ett nytt lösenord gör den ogiltig, vad dess datum än säger.",
    "portal-education": "Apple School Manager (https://school.apple.com)",
    "portal-business": "Apple Business (https://business.apple.com)",
    "portal-unknown": "Apple School Manager (https://school.apple.com) för skolor, "
    "Apple Business (https://business.apple.com) för företag",
    "sign-in": "Logga in på {portal} som {account}.",
    "sign-in-anybody": "Logga in på {portal} med det konto som token är knuten till. "
    "YAML nämner det inte: skriv appleId på token.",
    "same-account": "Använd just det kontot, och låt dess lösenord vara som det är efteråt. "
    "Med ett annat konto håller VPP115 tillbaka böckerna från denna token.",
    "path-education": "Välj ditt namn längst ned i sidofältet, sedan Inställningar, sedan Betalningar och fakturering. "
    "Välj {location} under Innehållstoken: filen hämtas.",
    "path-business": "Välj Inställningar, sedan Betalningar och fakturering, sedan Appar och böcker. "
    "Välj Hämta vid {location}.",
    "path-unknown": "Leta upp innehållstoken under Betalningar och fakturering, och hämta den för {location}.",
    "location-both": 'platsen "{name}" med id {uid}',
    "location-name": 'platsen "{name}"',
    "location-uid": "platsen med id {uid}",
    "location-unknown": 'platsen för "{organization}" (YAML nämner den inte: skriv location på token)',
    "file": "Filen heter {file}, eller ungefär så. Den är hemlig: den hör inte hemma i e-post, chatt eller git "
    "(VPP101).",
    "check": "Titta på filen innan du använder den; detta visar inget av hemligheten:",
    "check-says": 'Det ska stå "{organization}" och ungefär 365 dagar. Annars är det fel fil.',
    "put-env": "Lägg den dit YAML pekar: variabeln {where} i det jobb som tillämpar, och inte i något annat.",
    "github": "GitHub Actions:",
    "elsewhere": "GitLab, Azure DevOps: klistra in filens text som en maskerad, hemlig variabel {where} "
    "i projektets inställningar.",
    "desk": "Vid skrivbordet:",
    "put-file": "Lägg den dit YAML pekar: filen {where}, som ingen annan får läsa.",
    "put-keyVault": "Lägg den dit YAML pekar: hemligheten {name} i nyckelvalvet {where}.",
    "put-none": "YAML nämner ingen secret: för denna token, så ladda upp filen för hand: Microsoft Intunes "
    "administrationscenter, Klientorganisationsadministration (Tenant administration), Anslutningsappar och token "
    "(Connectors and tokens), Apple VPP-token, den som hör till {account}, Redigera. Välj filen där och spara. "
    "Skapa ingen andra token.",
    "put-instead": "Vill du att git gör det från och med nästa år, skriv secret: på token, till exempel "
    "secret: {{env: {variable}}}.",
    "remove": "Ta bort den hämtade filen:",
    "plan": 'Se vad som skulle hända. Planen visar "förnya" för {token} där hemligheten finns till hands, '
    "och säger annars att den kontrolleras vid tillämpningen:",
    "plan-by-hand": "Se att allt är väl: planen har inget att göra för {token}, och VPP109 till VPP111 är borta:",
    "apply": "Förnya den, genom pipelinen efter en merge eller för hand:",
    "checked": "Vad som kontrolleras",
    "checked-VPP120": "VPP120: innan något skickas, att det är en innehållstoken, att den inte har gått ut "
    'och att den hör till organisationen "{organization}". Annars laddas ingenting upp.',
    "checked-VPP116": "VPP116: efteråt, att organisation, plats och böcker är desamma som förut. "
    "Är de inte det har fel fil laddats upp, och inget från denna token ändras förrän någon har bestämt sig.",
    "checked-VPP115": "VPP115: efteråt, att token fortfarande är knuten till {account}.",
    "checked-sync": "En synkronisering begärs, så att antalet licenser är färskt; den väntas in i högst en minut.",
    "books": "Vad det gör med böckerna",
    "books-count": "YAML har {count:# bok|# böcker} från denna token. Förnyelsen ändrar samma objekt i Intune, "
    "så de behåller sina tilldelningar, och läsarna behåller det de har.",
    "books-required": "Den förbrukar ingen licens i sig. Men Intune fortsätter att installera obligatoriska böcker för "
    "medlemmar som ännu inte har någon: planen visar hur många licenser det kan bli.",
    "books-expired": "Så länge token har gått ut eller är ogiltig hålls ändringar av dess böcker tillbaka "
    "(VPP109, VPP111). De går vidare i körningen efter förnyelsen.",
    "never": "Ta aldrig bort token och återkalla aldrig dess licenser för att förnya den: "
    "programmet har inget sådant kommando.",
    "ask": "Frågor går till {owner}, som sköter denna token.",
}
_TABLES: Mapping[Language, Mapping[str, str]] = {Language.EN: _EN, Language.SV: _SV}


def token_phrases(language: Language) -> Phrases:
    """The texts of this language, by key."""
    return Phrases(language, _TABLES[language])
