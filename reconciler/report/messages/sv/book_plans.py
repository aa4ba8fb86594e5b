"""VPP208 to VPP213 in Swedish: books that a plan changes."""

from collections.abc import Mapping

from reconciler.model.rule import Said
from reconciler.report.messages.translation import Translation

TEXTS: Mapping[str, Translation] = {
    "VPP208": Translation(
        "Ingen nås av samma titel genom flera token.",
        "Varje token är en egen pott: den som nås genom två kan förbruka två licenser.",
        {
            "": Said(
                '"{book}" är tilldelad genom "{token}" och "{other}", och {users:# användare|# användare} finns '
                "i båda: upp till {users:# licens|# licenser} förbrukas dubbelt.",
                "Tilldela den genom en av dem, eller godkänn VPP208 på boken med maxUsers: {users} och en motivering.",
            )
        },
    ),
    "VPP209": Translation(
        "En bok som tilldelas på nytt har licenser kvar.",
        "Intune tillåter tilldelningen; den ser lyckad ut, men ingen ny läsare får boken.",
        {
            "": Said(
                '"{book}" har {free} av {total} licenser lediga. Tilldelningen till "{group}" kommer att se lyckad ut, '
                "men ingen ny läsare får boken.",
                "Köp licenser och välj Synkronisera nu först, eller godkänn VPP209 på tilldelningen med en motivering.",
            )
        },
    ),
    "VPP210": Translation(
        "En bok heter i klientorganisationen som i YAML.",
        "Titlar ändras i butiken; boken känns fortfarande igen på sitt id.",
        {
            "title": Said(
                '"{declared}" heter nu "{observed}".', "Skriv den nya titeln, så att alla känner igen boken."
            ),
            "publisher": Said(
                'Förlaget för "{book}" är nu "{observed}", men "{declared}" är deklarerat.', "Skriv det nya förlaget."
            ),
        },
    ),
    "VPP212": Translation(
        "En boks läsare bor i det land som dess token gäller för.",
        "Böcker följer reglerna i sin butik; i andra länder kan hämtningen nekas.",
        {
            "": Said(
                'Gruppen "{group}" ({country}) tilldelas "{book}" från en token för {store}; hämtningen kan nekas.',
                "Köp boken för en plats i det landet, eller rätta det deklarerade landet.",
            )
        },
    ),
    "VPP213": Translation(
        "En bok som hanterades finns kvar i klientorganisationen.",
        "Licenser kan flyttas till en annan plats, återbetalas eller döljas av en annan token, allt utanför Intune.",
        {
            "": Said(
                '"{book}" fanns i token "{token}" när den senast tillämpades, och är nu borta.',
                "Fråga den som sköter Apple School Manager eller Apple Business; "
                "behåll deklarationen tills det är klart.",
            )
        },
    ),
}
