"""VPP101 to VPP107 in Swedish: tokens as declared."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_FIRST = Said("Först här", "")
_TWO_LETTERS = 'countryOrRegion "{found}" är ingen landskod med två bokstäver.'

TEXTS: Mapping[str, Translation] = {
    "VPP101": Translation(
        "En innehållstoken står aldrig i kodförrådet; man deklarerar var den finns.",
        "Den som läser kodförrådet kunde förfoga över licenserna, och git glömmer aldrig.",
        {
            "": Said(
                "Det här ser ut som innehållet i en .vpptoken-fil.",
                "Ta bort det och hämta en ny hos Apple: det som en gång har lagts in räknas som läckt.",
            ),
            "file": Said(
                "Filen med denna hemlighet ligger i kodförrådet.",
                "Förvara den utanför kodförrådet, eller använd env eller keyVault.",
            ),
        },
    ),
    "VPP102": Translation(
        "En token anger det Apple-konto som den hämtades med, i form av en e-postadress.",
        "Bara det kontot kan förnya token ett år senare.",
        {
            "missing": Said('Token "{token}" behöver appleId: kontot som hämtar den.', "Lägg till appleId:."),
            "shape": Said(
                'Token "{token}": appleId "{found}" ser inte ut som en e-postadress.',
                "Skriv kontot som namn@organisation.",
            ),
        },
    ),
    "VPP103": Translation(
        "En token hör till programmet Företag (business) eller Utbildning (education).",
        "En token hör till ett av Apples två program; ett annat värde tyder på en felaktig deklaration.",
        {
            "": Said(
                'accountType "{found}" är okänt; använd business (Företag) eller education (Utbildning).',
                "Skriv business eller education.",
            ),
            "missing": Said(
                'Token "{token}" behöver accountType.', "Lägg till accountType: med business eller education."
            ),
        },
    ),
    "VPP104": Translation(
        "Land eller region för en token är en kod med två stora bokstäver enligt ISO 3166-1.",
        "Böcker följer reglerna i den butik som koden anger.",
        {
            "": Said(_TWO_LETTERS, 'Skriv en kod, som "SE".'),
            "near": Said(_TWO_LETTERS, 'Skriv "{near}" om det är avsikten.'),
        },
    ),
    "VPP105": Translation(
        "En token skapas, förnyas eller ändras bara där YAML samtycker till att data skickas till Apple.",
        "Intune skickar då användar- och enhetsdata till Apple. Ingen annan än organisationen kan samtycka till det.",
        {
            "": Said(
                'Token "{token}" har en hemlighet, men inget samtycke till att användar- och enhetsdata går '
                "till Apple.",
                "Skriv dataSharingConsent: true, men bara om er organisation har samtyckt till att Intune skickar dem.",
            ),
            "change": Said(
                'Token "{token}" skulle ändras, och inget samtycker till att användar- och enhetsdata går till Apple.',
                "Skriv dataSharingConsent: true, men bara om er organisation har samtyckt till att Intune skickar dem.",
            ),
            "value": Said('Token "{token}": dataSharingConsent är varken true eller false.', "Skriv true eller false."),
        },
    ),
    "VPP106": Translation(
        "Två token i en klientorganisation har aldrig samma plats-id eller samma ställe för hemligheten.",
        "Två token för en plats stör varandra: nya licenser kanske inte syns.",
        {
            "location": Said(
                'Token "{first}" och "{second}" pekar båda på plats-id {found}.', "Behåll en token per plats."
            ),
            "live": Said(
                'Token "{first}" och "{second}" avser båda en och samma VPP-token i klientorganisationen.',
                "Ta bort den ena deklarationen, eller skriv id för den VPP-token som var och en avser.",
            ),
            "secret": Said(
                'Token "{first}" och "{second}" hämtar sin innehållstoken från samma ställe.',
                "Ge var och en sin egen hemlighet.",
            ),
            "first": _FIRST,
        },
    ),
    "VPP107": Translation(
        "En plats är ansluten till en enda klientorganisation.",
        "Två klientorganisationer på en plats kan förlora de licens- och användarposter som Apple för.",
        {
            "location": Said(
                'Plats {found} är deklarerad för både "{first}" och "{second}".',
                "Apples licens- och användarposter kan gå förlorade. Ge en av klientorganisationerna en egen plats.",
            ),
            "secret": Said(
                'Klientorganisationerna "{first}" och "{second}" hämtar en innehållstoken från samma ställe.',
                "Apples licens- och användarposter kan gå förlorade. Ge var och en sin egen innehållstoken.",
            ),
            "first": _FIRST,
        },
    ),
}
