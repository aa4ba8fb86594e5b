"""VPP206, VPP207, VPP302, VPP307 and VPP308 in Swedish: finding declared things in the tenant."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

_EXACT = "Skriv det exakta visningsnamnet, eller gruppens objekt-id."

TEXTS: Mapping[str, Translation] = {
    "VPP206": Translation(
        "En deklarerad bok syns i klientorganisationen.",
        "Böcker kommer bara genom ett köp och en synkronisering; inget verktyg kan skapa dem.",
        {
            "": Said(
                '"{book}" ({identity}) finns inte i token "{token}".',
                "Tre vanliga orsaker: boken är inte köpt, den är köpt för en annan plats, eller den senaste "
                "synkroniseringen ({sync}) är äldre än köpet. Identiteten kan också sakna den omfångstagg som behövs "
                "för att se den.",
            )
        },
    ),
    "VPP207": Translation(
        "En deklarerad bok betyder en enda bok i klientorganisationen.",
        "Titlar är inte unika; en gissning kunde förbruka licenser av fel bok.",
        {"": Said('"{book}" passar {count} böcker: {candidates}.', "Lägg till id för den som menas.")},
    ),
    "VPP302": Translation(
        "En grupp med användare och enheter räknas bara för sina användare.",
        "Böckers licenser gäller användare; enheter i gruppen får inget.",
        {
            "": Said(
                '"{group}" har {users:# användare|# användare} och {devices:# enhet|# enheter}; enheterna räknas inte.',
                "Använd en användargrupp, så att antalen talar för sig själva.",
            )
        },
    ),
    "VPP307": Translation(
        "Gruppen finns i Microsoft Entra ID.",
        "En tilldelning behöver en grupp; ett namn som nästan stämmer tas inte för ett annat.",
        {
            "": Said('Ingen grupp heter "{group}".', _EXACT),
            "near": Said('Ingen grupp heter "{group}"; menade du "{near}"?', _EXACT),
            "id": Said(
                "Ingen grupp har objekt-id {group}.", "Rätta id; en raderad grupp kan inte få någon tilldelning."
            ),
        },
    ),
    "VPP308": Translation(
        "Ett gruppnamn betyder en enda grupp.",
        "Visningsnamn är inte unika i Microsoft Entra ID.",
        {"": Said('{count} grupper heter "{group}": {candidates}.', "Använd objekt-id.")},
    ),
}
