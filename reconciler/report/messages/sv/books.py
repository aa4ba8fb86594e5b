"""VPP201 to VPP205 in Swedish: books as declared."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_MERGE = "Slå ihop de två deklarationerna till en."

TEXTS: Mapping[str, Translation] = {
    "VPP201": Translation(
        "En bok har något att känna igen den på: Intunes id, Apples adamId, eller titel, förlag och token.",
        "Bara en titel kan betyda flera böcker.",
        {
            "": Said(
                'Boken "{book}" behöver id, adamId, eller både publisher och token.',
                "Lägg till något av dem; `import` skriver id.",
            )
        },
    ),
    "VPP202": Translation(
        "En bok i en token deklareras en gång.",
        "Två deklarationer av en bok skulle turas om att ta bort varandras ändringar.",
        {
            "id": Said('id {found} i token "{token}" är deklarerat två gånger.', _MERGE),
            "adamId": Said('adamId "{found}" i token "{token}" är deklarerat två gånger.', _MERGE),
            "title": Said(
                '"{found}" i token "{token}" är deklarerad två gånger, och titel och förlag skiljer inte de två åt.',
                "Slå ihop de två deklarationerna, eller ge båda id eller adamId.",
            ),
            "live": Said('"{first}" och "{second}" är en och samma bok i klientorganisationen ({id}).', _MERGE),
            "first": Said("Först här", ""),
        },
    ),
    "VPP203": Translation(
        "Ett ISBN har rätt kontrollsiffra; ett adamId är siffror inom citattecken.",
        "Ett felskrivet nummer pekar på en annan bok, eller på ingen.",
        {
            "adamId": Said(
                'adamId "{found}" är inte ett nummer av bara siffror.', 'Skriv Apples nummer som text: "1234567890".'
            ),
            "isbn": Said(
                "isbn {found}: kontrollsiffran borde vara {digit}.", "Jämför numret med det som står i boken."
            ),
            "isbn-shape": Said(
                'isbn "{found}" har varken 10 eller 13 siffror.', "Skriv 10 eller 13 siffror, med valfria bindestreck."
            ),
        },
    ),
    "VPP204": Translation(
        "Bara böcker som har köpts i Apples program kan tilldelas; filer och adresser kan det inte.",
        "I Intune går det inte att ladda upp böcker.",
        {
            "": Said(
                "{key}: en fil eller en adress kan inte tilldelas som bok.",
                "Intune tilldelar bara böcker som har köpts i Apple School Manager eller Apple Business. "
                "Ta bort {key}:.",
            )
        },
    ),
    "VPP205": Translation(
        "Böcker tilldelas inte kategorier.",
        "Intune har kategorier för appar, men inga för tilldelning av böcker.",
        {"": Said("Böcker kan inte tilldelas en kategori.", "Använd tags: för era egna listor.")},
    ),
}
